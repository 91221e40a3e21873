package org.whynot.classifier.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import org.whynot.classifier.EngineException;

/**
 * The one owner of ONNX Runtime, which runs classifiers in ONNX files. It is not part of WhyNot's download: who has no ONNX file
 * does not need its 42 MB. Without it everything else works, and here a message states what to do.
 *
 * <p>It runs on the processor. Nothing here uses the network, and its reports to the manufacturer (on Windows) are switched off.
 */
public final class OnnxRuntime {

    /** The version that WhyNot is built and tested with. */
    public static final String VERSION = "1.26.0";

    private static final String MISSING = "ONNX Runtime is not installed, and ONNX classifiers need it. Copy"
            + " onnxruntime-" + VERSION + ".jar (https://repo1.maven.org/maven2/com/microsoft/onnxruntime/onnxruntime/"
            + VERSION
            + "/) to the folder in which the other libraries of WhyNot lie (jars/ in Fiji, plugins/ in ImageJ), or"
            + " build with the Maven profile 'onnx', then start the program anew.";

    private OnnxRuntime() {}

    /**
     * What is known about ONNX Runtime on this machine, in words for the user.
     *
     * @param isUsable whether ONNX classifiers can be run
     * @param verdict one message: it works, or what to do
     * @param version empty if it is not there
     */
    public record Report(boolean isUsable, String verdict, String version) {}

    /** Whether its classes are there; its natives may still not fit the machine. */
    public static boolean isInstalled() {
        try {
            Class.forName("ai.onnxruntime.OrtEnvironment", false, OnnxRuntime.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** What a user should know about it; never throws because of it. */
    public static Report report() {
        try {
            require();
            String version = Started.ENVIRONMENT.getVersion();
            return new Report(true, "ONNX Runtime works: classifiers in ONNX files can be used.", version);
        } catch (EngineException e) {
            return new Report(false, e.getMessage(), "");
        }
    }

    /**
     * Starts it unless it runs already. The first start of a program unpacks 23 MB to the folder for temporary files.
     *
     * @throws EngineException if it is not installed or can't run on this machine; the message states what to do
     */
    public static void require() {
        if (!isInstalled()) throw new EngineException(MISSING, null);
        try {
            Started.ENVIRONMENT.getVersion();
        } catch (LinkageError e) {
            // The first failure has the reason; those after it say only that the class could not be initialised.
            Throwable root = e;
            while (root.getCause() != null) root = root.getCause();
            throw new EngineException(
                    "ONNX Runtime can't start on this machine (" + System.getProperty("os.name") + ", "
                            + System.getProperty("os.arch") + "): " + root.getMessage() + ". It needs 64-bit Linux,"
                            + " Windows, or macOS on Apple silicon, and 50 MB free in "
                            + System.getProperty("java.io.tmpdir") + ". TorchScript classifiers do without it.",
                    e);
        }
    }

    /** Must not be touched before {@link #require}. */
    static OrtEnvironment environment() {
        return Started.ENVIRONMENT;
    }

    /** Loaded only once the library is known to be there. */
    private static final class Started {

        static final OrtEnvironment ENVIRONMENT = start();

        private static OrtEnvironment start() {
            try {
                OrtEnvironment environment =
                        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "whynot");
                environment.setTelemetry(false);
                return environment;
            } catch (OrtException | RuntimeException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}
