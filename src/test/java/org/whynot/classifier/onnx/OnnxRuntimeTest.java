package org.whynot.classifier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see who have no ONNX Runtime. */
class OnnxRuntimeTest {

    /** Finds the same classes, those of ONNX Runtime excepted; ours anew, so that they find none either. */
    private static final class WithoutRuntime extends URLClassLoader {

        WithoutRuntime() throws Exception {
            super(urls(), OnnxRuntimeTest.class.getClassLoader());
        }

        private static URL[] urls() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator))
                urls.add(Path.of(entry).toUri().toURL());
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("ai.onnxruntime.")) throw new ClassNotFoundException(name);
            if (!name.startsWith(OnnxRuntime.class.getPackageName())) return super.loadClass(name, resolve);
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Test
    void withoutItOneSentenceStatesWhatToDo(@TempDir Path folder) throws Exception {
        Path file = OnnxBytes.model(17, OnnxBytes.graph("", "Relu", GraphTensor.FLOAT))
                .write(folder.resolve("made.onnx"));
        try (WithoutRuntime loader = new WithoutRuntime()) {
            Class<?> runtime = loader.loadClass(OnnxRuntime.class.getName());
            assertEquals(false, runtime.getMethod("isInstalled").invoke(null));
            String verdict = runtime.getMethod("report").invoke(null).toString();
            assertTrue(verdict.contains("isUsable=false"), verdict);
            Class<?> network = loader.loadClass(OnnxNetwork.class.getName());
            Throwable e = assertThrows(InvocationTargetException.class, () -> network.getMethod(
                                    "open", Path.class, Set.class, Device.class)
                            .invoke(null, file, Set.of("y"), Device.cpu()))
                    .getCause();
            assertEquals("EngineException", e.getClass().getSimpleName());
            assertTrue(e.getMessage().contains("onnxruntime-" + OnnxRuntime.VERSION + ".jar"), e.getMessage());
            assertTrue(e.getMessage().contains("Maven profile 'onnx'"), e.getMessage());
        }
    }

    @Test
    void theVersionInTheMessageIsTheOneThatIsTested() throws Exception {
        String pom = java.nio.file.Files.readString(Path.of("pom.xml"));
        assertTrue(pom.contains("<onnxruntime.version>" + OnnxRuntime.VERSION + "<"));
    }
}
