package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.whynot.installation.CardDiagnosis;

class EngineTest {

    private static final CardDiagnosis NO_DRIVER =
            new CardDiagnosis(CardDiagnosis.Cause.NO_DRIVER, "The driver is not installed", "Install it.");

    private static String device(String choice, boolean cardWorks) {
        return Engine.device(choice, () -> cardWorks, () -> NO_DRIVER).getDeviceType();
    }

    @Test
    void devicesAreChosenByWhatWorks() {
        assertEquals("cpu", device("auto", false));
        assertEquals("gpu", device("auto", true));
        assertEquals("cpu", device("CPU", true));
        assertEquals("gpu", device("gpu", true));
    }

    @Test
    void aCardThatIsAskedForIsNeverReplaced() {
        String message = assertThrows(IllegalArgumentException.class, () -> device("gpu", false))
                .getMessage();
        assertTrue(message.contains("The driver is not installed. Install it."), message);
        assertThrows(IllegalArgumentException.class, () -> device("card", true));
    }

    @Test
    void theEngineIsReportedWithItsFlavourAndItsCard() {
        Engine.Report report = Engine.report();
        assertTrue(report.usable(), report.verdict());
        assertFalse(Engine.nativesMissing());
        assertNotNull(report.card());
        // The natives of the build are those for processors.
        if (System.getenv("PYTORCH_LIBRARY_PATH") == null) assertEquals("cpu", report.flavor());
        assertTrue(Files.isDirectory(Path.of(report.natives())), report.natives());
    }

    /** Prints how many threads the engine of a process has. */
    static final class Threads {
        public static void main(String[] args) {
            System.out.println(Engine.report().threads());
        }
    }

    @Test
    void theEngineTakesNoMoreThreadsThanTheProcessIsAllotted() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:ActiveProcessorCount=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Threads.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals("1", printed.strip());
    }
}
