package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.engine.EngineProvider;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * The one owner of the deep-learning engine (PyTorch through DJL): starts it, names its devices, reports on it.
 *
 * <p>Everything in WhyNot that computes with arrays asks this class first, because the engine has to be started
 * with care: it reads the thread's context class loader only once, never retries after a failure, and contacts a server unless
 * it is set to stay offline. Nothing here uses the network.
 *
 * <pre>{@code
 * try (NDManager manager = Engine.newManager(Engine.device("auto"))) {
 *     NDArray ones = manager.ones(new Shape(2, 3));
 * }
 * }</pre>
 */
public final class Engine {

    /** The PyTorch version whose natives and JNI library are bundled; another one would compute wrongly. */
    public static final String PYTORCH_VERSION = "2.7.1";

    private static ai.djl.engine.Engine engine;
    private static EngineException failure;

    private Engine() {}

    /**
     * What is known about the engine, in words for the user.
     *
     * @param usable whether models can be run
     * @param verdict one message: everything works, or what is wrong and what to do
     * @param version of the engine, empty if it can't be started
     * @param devices {@code cpu}, then {@code gpu} with its name if there is one
     * @param natives the folder of the native libraries, empty if unknown
     * @param threads threads the engine computes with, 0 if unknown
     */
    public record Report(
            boolean usable, String verdict, String version, List<String> devices, String natives, int threads) {
        /** Copies the list. */
        public Report {
            devices = List.copyOf(devices);
        }
    }

    /**
     * Starts the engine unless it runs already. The first start on a machine unpacks about 430 MB of native libraries to the
     * user's {@code .djl.ai} folder.
     *
     * @throws EngineException if it can't run on this machine
     */
    public static synchronized ai.djl.engine.Engine start() {
        if (failure != null) throw failure;
        if (engine != null) return engine;
        System.setProperty("ai.djl.offline", "true");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // In Fiji and ImageJ the thread's loader does not see the engine's services; ours does.
        thread.setContextClassLoader(Engine.class.getClassLoader());
        try {
            ai.djl.engine.Engine started = find();
            String version = version(started);
            if (!version.startsWith(PYTORCH_VERSION))
                throw new IllegalStateException(
                        "PyTorch " + version + " was found, but " + PYTORCH_VERSION + " is needed");
            engine = started;
            return engine;
        } catch (RuntimeException | LinkageError e) {
            failure = new EngineException(sentence(e), e);
            throw failure;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static ai.djl.engine.Engine find() {
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class, Engine.class.getClassLoader()))
            if (provider.getEngineName().equals("PyTorch")) {
                ai.djl.engine.Engine found = provider.getEngine();
                if (found != null) return found;
            }
        throw new IllegalStateException("no PyTorch engine is on the class path");
    }

    /** The version that a user's own libraries report; DJL reports only which version it asked for. */
    private static String version(ai.djl.engine.Engine started) {
        if (Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH") != null) {
            Path note = Path.of(LibUtils.getLibtorchPath()).resolveSibling("build-version");
            try {
                if (Files.isRegularFile(note)) return Files.readString(note).trim();
            } catch (IOException e) {
                throw new IllegalStateException("the version of PyTorch in " + note + " can't be read", e);
            }
        }
        return started.getVersion();
    }

    private static String sentence(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) root = root.getCause();
        return "The deep-learning engine (PyTorch) can't start on this machine (" + platform() + "): "
                + reason(root)
                + ". WhyNot needs 64-bit Linux, Windows, or macOS on Apple silicon, the engine's native libraries for that "
                + "platform beside the plugin, and about 500 MB free in " + cacheFolder()
                + ". Install them again with scripts/install-into-fiji, or build with the Maven profile natives-… of your "
                + "platform, then start the program anew.";
    }

    private static String reason(Throwable root) {
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown reason");
        // The engine wants to download what it does not find, which it may not.
        return message.startsWith("Offline mode")
                ? "its native libraries are missing"
                : message.replaceFirst("\\.+$", "");
    }

    private static String platform() {
        return System.getProperty("os.name") + ", " + System.getProperty("os.arch");
    }

    private static Path cacheFolder() {
        return Utils.getEngineCacheDir("pytorch");
    }

    /**
     * The device that a user's value names.
     *
     * @param choice {@code auto} (the first GPU, else the CPU), {@code cpu} or {@code gpu}
     * @throws IllegalArgumentException if the word is another one, or there is no GPU that the engine can use
     */
    public static Device device(String choice) {
        return device(choice, start().getGpuCount());
    }

    static Device device(String choice, int gpus) {
        return switch (choice.trim().toLowerCase(Locale.ROOT)) {
            case "auto" -> gpus > 0 ? Device.gpu() : Device.cpu();
            case "cpu" -> Device.cpu();
            case "gpu" -> {
                if (gpus == 0)
                    throw new IllegalArgumentException(
                            "device='gpu' was asked for, but the engine finds no GPU here. Use device='auto' or 'cpu', or see "
                                    + "the README on how to install a CUDA build of PyTorch " + PYTORCH_VERSION + ".");
                yield Device.gpu();
            }
            default ->
                throw new IllegalArgumentException("device='" + choice + "' is not known. Use 'auto', 'cpu' or 'gpu'.");
        };
    }

    /**
     * A new owner of arrays; close it to free them.
     *
     * @param device where its arrays live
     * @throws EngineException if the engine can't run
     */
    public static NDManager newManager(Device device) {
        NDManager manager = start().newBaseManager(device);
        manager.setName("whynot");
        return manager;
    }

    /** What a user should know about the engine on this machine; never throws because of the engine. */
    public static Report report() {
        try {
            ai.djl.engine.Engine running = start();
            List<String> devices = new ArrayList<>(List.of("cpu"));
            if (running.getGpuCount() > 0) devices.add("gpu (" + running.getGpuCount() + ")");
            try (NDManager manager = newManager(Device.cpu())) {
                float two =
                        manager.ones(new ai.djl.ndarray.types.Shape(2)).sum().getFloat();
                if (two != 2) throw new IllegalStateException("it computes wrongly (1 + 1 = " + two + ")");
            }
            String verdict = devices.size() > 1
                    ? "The deep-learning engine works, and it can use a graphics card."
                    : "The deep-learning engine works. It uses the processor; there is no graphics card it can use.";
            return new Report(
                    true,
                    verdict,
                    "PyTorch " + running.getVersion(),
                    devices,
                    LibUtils.getLibtorchPath(),
                    Integer.getInteger(
                            "ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors()));
        } catch (RuntimeException e) {
            return new Report(false, e instanceof EngineException ? e.getMessage() : sentence(e), "", List.of(), "", 0);
        }
    }
}
