package org.whynot.classifier.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Classifiers of others as ONNX files, which lie beside the data sets; tests that need them skip without. */
final class Fixtures {

    private static final Path FOLDER =
            Path.of(System.getProperty("whynot.data", "../shared/data")).resolveSibling("classifiers");

    private Fixtures() {}

    /** What the networks give, as measured in Python. */
    static Path expected() {
        return require(FOLDER.resolve("expected.json"));
    }

    static Path file(String name) {
        return require(FOLDER.resolve(name + ".onnx"));
    }

    private static Path require(Path file) {
        assumeTrue(Files.isRegularFile(file), "'" + file + "' is not there");
        return file;
    }
}
