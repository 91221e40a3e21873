package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.engine.EngineProvider;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.whynot.installation.CardDiagnosis;
import org.whynot.installation.CardFacts;
import org.whynot.installation.CardProbe;
import org.whynot.installation.EngineNatives;
import org.whynot.installation.StartFailure;
import org.whynot.util.Threads;

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
    public static final String PYTORCH_VERSION = EngineNatives.VERSION;

    private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";
    private static final String FLAVOR = "PYTORCH_FLAVOR";

    /** The setting of DJL for the number of threads. */
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private static final Logger LOG = Logger.getLogger(Engine.class.getName());

    private static ai.djl.engine.Engine engine;
    private static EngineException failure;
    private static CardDiagnosis card;

    private Engine() {}

    /**
     * What is known about the engine, in words for the user.
     *
     * @param usable whether models can be run
     * @param verdict one message: everything works, or what is wrong and what to do
     * @param version of the engine, empty if it can't be started
     * @param flavor {@code cpu}, or {@code cu128} for graphics cards; empty if it can't be started
     * @param natives the folder of the native libraries, empty if unknown
     * @param threads threads the engine computes with, 0 if unknown
     * @param card whether it can use the graphics card; null if it can't be started
     */
    public record Report(
            boolean usable,
            String verdict,
            String version,
            String flavor,
            String natives,
            int threads,
            CardDiagnosis card) {}

    /**
     * Starts the engine unless it runs already. The first start on a machine unpacks about 430 MB of native libraries to the
     * user's {@code .djl.ai} folder.
     *
     * @throws EngineException if it can't run on this machine
     */
    public static synchronized ai.djl.engine.Engine start() {
        if (failure != null) throw failure;
        if (engine != null) return engine;
        // Before the engine is touched, which never tries again: they may be installed any moment.
        if (nativesMissing()) throw new EngineException(missing(), null);
        useInstalledNatives();
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
            limitThreads();
            engine = started;
            return engine;
        } catch (RuntimeException | LinkageError e) {
            failure = new EngineException(sentence(e), e);
            throw failure;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Starts the engine on another thread, so that it is there sooner for whoever asks first. If it can't start, that is who
     * gets the exception.
     */
    public static void startAhead() {
        Threads.daemon("WhyNot engine start", () -> {
                    try {
                        start();
                    } catch (EngineException e) {
                        LOG.log(Level.FINE, "The engine could not be started ahead.", e);
                    }
                })
                .start();
    }

    /**
     * The engine takes one thread per physical core of the machine, unless the user sets their number. A container may have been
     * allotted less than the machine has, which only Java takes into account; threads that share a core wait for each other.
     */
    private static void limitThreads() {
        int allotted = Runtime.getRuntime().availableProcessors();
        boolean set = Stream.of(THREADS, "OMP_NUM_THREADS", "MKL_NUM_THREADS").anyMatch(name -> setting(name) != null);
        if (!set && JniUtils.getNumThreads() > allotted) JniUtils.setNumThreads(allotted);
    }

    /**
     * Threads that the engine computes with, as the user set them, or those that the process is allotted.
     *
     * @throws EngineException if the engine can't run
     */
    public static int threads() {
        start();
        return JniUtils.getNumThreads();
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
        String message = String.valueOf(root.getMessage());
        // The engine wants to download what it does not find, which it may not.
        if (message.startsWith("Offline mode")) return missing();
        StartFailure failure =
                StartFailure.of(message, System.getProperty("os.name"), System.getProperty("os.arch"), PYTORCH_VERSION);
        return "The deep-learning engine (PyTorch) can't start on this machine (" + platform() + "): "
                + failure.reason() + ". "
                + (failure.advice().isEmpty()
                        ? "It needs 64-bit Linux, Windows, or macOS on Apple silicon, and about 500 MB free in "
                                + cacheFolder()
                                + ". Restart the program; if that does not help, run Check Installation and report its lines."
                        : failure.advice());
    }

    private static String missing() {
        return EngineNatives.here()
                .map(natives -> "The native libraries of the deep-learning engine (PyTorch) for this system, "
                        + natives.classifier() + ", are not installed. Check Installation downloads them ("
                        + natives.megabytes()
                        + " MB).")
                .orElseGet(() -> sentence(new IllegalStateException("there is no engine for this system")));
    }

    private static String platform() {
        return System.getProperty("os.name") + ", " + System.getProperty("os.arch");
    }

    /** The folder that the engine unpacks its native libraries to. */
    public static Path cacheFolder() {
        return Utils.getEngineCacheDir("pytorch");
    }

    /** Whether the engine has no native libraries to start with: none of the user's, none on the class path, none downloaded. */
    public static boolean nativesMissing() {
        if (setting(LIBRARY_PATH) != null) return false;
        return EngineNatives.here()
                .map(natives ->
                        !natives.onClassPath(Engine.class.getClassLoader()) && !natives.installed(cacheFolder()))
                .orElse(true);
    }

    /** Those that Check Installation has downloaded, unless the user has set others or a jar brings them. */
    private static void useInstalledNatives() {
        EngineNatives natives = EngineNatives.here().orElse(null);
        if (natives == null || setting(LIBRARY_PATH) != null || natives.onClassPath(Engine.class.getClassLoader()))
            return;
        System.setProperty(LIBRARY_PATH, natives.folder(cacheFolder()).toString());
        if (setting(FLAVOR) == null) System.setProperty(FLAVOR, "cpu");
    }

    /** An environment variable, or else the system property of its name; null if neither is set. */
    private static String setting(String name) {
        String value = Utils.getEnvOrSystemProperty(name);
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * The device that a user's value names.
     *
     * @param choice {@code auto} (the first GPU that works, else the CPU), {@code cpu} or {@code gpu}
     * @throws IllegalArgumentException if the word is another one, or the engine can't use a GPU; the message states why, as what
     *     was asked for is never replaced silently
     */
    public static Device device(String choice) {
        start();
        return device(choice, Engine::cardWorks, Engine::card);
    }

    static Device device(String choice, BooleanSupplier cardWorks, Supplier<CardDiagnosis> card) {
        return switch (choice.trim().toLowerCase(Locale.ROOT)) {
            case "auto" -> cardWorks.getAsBoolean() ? Device.gpu() : Device.cpu();
            case "cpu" -> Device.cpu();
            case "gpu" -> {
                if (!cardWorks.getAsBoolean())
                    throw new IllegalArgumentException(
                            "device='gpu' was asked for, but the graphics card can't be used: "
                                    + card.get().text() + " Or use device='auto' or 'cpu'.");
                yield Device.gpu();
            }
            default ->
                throw new IllegalArgumentException("device='" + choice + "' is not known. Use 'auto', 'cpu' or 'gpu'.");
        };
    }

    /** Whether the engine itself reports a card, and a computation on it succeeds. */
    private static boolean cardWorks() {
        // DJL counts cards with a library of CUDA's that a user's PyTorch keeps to itself, so its count may be 0 all
        // the same.
        return start().hasCapability(StandardCapabilities.CUDA) && card().usable();
    }

    /**
     * Whether the engine can use the graphics card, and why not; asks the driver once, which takes up to some seconds.
     *
     * @throws EngineException if the engine can't run
     */
    public static synchronized CardDiagnosis card() {
        if (card != null) return card;
        boolean sees = start().hasCapability(StandardCapabilities.CUDA);
        CardProbe probe = CardProbe.run();
        card = CardDiagnosis.of(new CardFacts(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                probe.hardware(),
                probe.cards(),
                probe.driver(),
                probe.driverCuda(),
                probe.message(),
                Objects.requireNonNullElse(setting(LIBRARY_PATH), ""),
                Objects.requireNonNullElse(setting(FLAVOR), ""),
                Files.isRegularFile(Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cuda"))),
                sees,
                sees ? trial(Device.gpu()) : ""));
        return card;
    }

    /** Computes 1 + 1 on a device; empty if that works, else the first line of why not. */
    private static String trial(Device device) {
        try (NDManager manager = newManager(device)) {
            float two = manager.ones(new Shape(2)).sum().getFloat();
            return two == 2 ? "" : "it computes wrongly (1 + 1 = " + two + ")";
        } catch (RuntimeException | LinkageError e) {
            return String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse(e.getClass().getSimpleName())
                    .replaceFirst("\\.+$", "");
        }
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
            String problem = trial(Device.cpu());
            if (!problem.isEmpty()) throw new IllegalStateException(problem);
            CardDiagnosis diagnosis = card();
            return new Report(
                    true,
                    "The deep-learning engine works"
                            + (diagnosis.usable() ? ", and it can use the graphics card." : ".")
                            + (ConvolutionGuard.isNeededHere() ? " " + ConvolutionGuard.WARNING : ""),
                    "PyTorch " + running.getVersion(),
                    flavor(),
                    LibUtils.getLibtorchPath(),
                    JniUtils.getNumThreads(),
                    diagnosis);
        } catch (RuntimeException e) {
            return new Report(false, e instanceof EngineException ? e.getMessage() : sentence(e), "", "", "", 0, null);
        }
    }

    private static String flavor() {
        if (setting(LIBRARY_PATH) != null && setting(FLAVOR) != null) return setting(FLAVOR);
        return Files.isRegularFile(Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cuda")))
                ? CardDiagnosis.CUDA_FLAVOR
                : "cpu";
    }
}
