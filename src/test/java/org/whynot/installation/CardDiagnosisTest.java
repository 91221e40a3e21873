package org.whynot.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.whynot.installation.CardDiagnosis.Cause;

/** Every decision about the card, from made-up facts. */
class CardDiagnosisTest {

    private static final CardFacts.Card CARD = new CardFacts.Card("NVIDIA RTX A4000", "8.6", 16376);

    /** A machine whose driver reports a card; what differs is set by each test. */
    private static final class Machine {
        String system = "Linux";
        String arch = "amd64";
        boolean hardware = true;
        List<CardFacts.Card> cards = List.of(CARD);
        String driver = "570.86.15";
        String driverCuda = "12.8";
        String driverMessage = "";
        String library = "";
        String flavor = "";
        boolean cudaBuild;
        boolean sees;
        String trial = "";

        CardDiagnosis diagnosis() {
            return CardDiagnosis.of(new CardFacts(
                    system,
                    arch,
                    hardware,
                    cards,
                    driver,
                    driverCuda,
                    driverMessage,
                    library,
                    flavor,
                    cudaBuild,
                    sees,
                    trial));
        }

        CardDiagnosis expect(Cause cause, String... named) {
            CardDiagnosis diagnosis = diagnosis();
            assertEquals(cause, diagnosis.cause(), diagnosis.text());
            assertEquals(cause == Cause.WORKS, diagnosis.usable());
            for (String name : named) assertTrue(diagnosis.text().contains(name), diagnosis.text());
            assertFalse(diagnosis.text().contains(".."), diagnosis.text());
            return diagnosis;
        }
    }

    private final Machine machine = new Machine();

    @Test
    void aCardThatComputesWorks() {
        machine.cudaBuild = true;
        machine.sees = true;
        machine.flavor = "cu128";
        machine.expect(Cause.WORKS, "NVIDIA RTX A4000, 16376 MB, compute capability 8.6");
    }

    @Test
    void theTrialDecidesEvenIfTheDriversToolIsNotThere() {
        machine.cards = List.of();
        machine.driver = "";
        machine.cudaBuild = true;
        machine.sees = true;
        machine.expect(Cause.WORKS);
    }

    @Test
    void theEngineForProcessorsIsNamedWithWhatToInstall() {
        machine.expect(
                Cause.PROCESSOR_ENGINE,
                "the one for processors",
                "PYTORCH_LIBRARY_PATH",
                "torch/lib",
                "cu128",
                "2.7.1");
        machine.system = "Windows 11";
        machine.expect(Cause.PROCESSOR_ENGINE, "torch\\lib");
        machine.library = "D:\\torch";
        machine.expect(Cause.PROCESSOR_ENGINE, "PYTORCH_LIBRARY_PATH (D:\\torch) names no folder with an engine for");
    }

    @Test
    void aFlavourSettingThatContradictsTheEngineIsNamed() {
        machine.cudaBuild = true;
        machine.expect(Cause.FLAVOR, "PYTORCH_FLAVOR is not set", "to cu128");
        machine.flavor = "cpu";
        machine.expect(Cause.FLAVOR, "PYTORCH_FLAVOR is 'cpu'");
    }

    @Test
    void missingLibrariesAreSuspectedWhereOnlyTheDriverSeesTheCard() {
        machine.cudaBuild = true;
        machine.flavor = "cu128";
        machine.expect(Cause.LIBRARIES, "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES");
        machine.system = "Windows 10";
        assertFalse(machine.expect(Cause.LIBRARIES, "on PATH").text().contains("LD_LIBRARY_PATH"));
    }

    @Test
    void anOldDriverIsNamedWithTheVersionThatIsNeeded() {
        machine.driver = "470.223.02";
        machine.expect(Cause.OLD_DRIVER, "470.223.02", "525 or newer", "nvidia.com/drivers");
        machine.driver = "527.41";
        machine.system = "Windows 10";
        machine.expect(Cause.OLD_DRIVER, "528 or newer");
        machine.driver = "";
        machine.driverCuda = "11.4";
        machine.expect(Cause.OLD_DRIVER);
    }

    @Test
    void theDriverIsMissingOrDoesNotAnswer() {
        machine.cards = List.of();
        machine.driver = "";
        machine.expect(Cause.NO_DRIVER, "its driver is not installed");
        machine.driverMessage = "Failed to initialize NVML: Driver/library version mismatch";
        machine.expect(Cause.DRIVER_FAILS, "Driver/library version mismatch", "restarted");
        machine.driverMessage = "";
        machine.hardware = false;
        machine.expect(Cause.NO_CARD, "Only cards by NVIDIA");
    }

    @Test
    void aCardOfAGenerationThatTheEngineDoesNotKnowIsNamed() {
        machine.cudaBuild = true;
        machine.sees = true;
        machine.cards = List.of(new CardFacts.Card("NVIDIA GeForce GT 710", "3.5", 2048));
        machine.trial = "CUDA error: no kernel image is available for execution on the device";
        machine.expect(Cause.GENERATION, "GT 710", "compute capability 3.5");
        machine.trial = "CUDA out of memory. Tried to allocate 2.00 GiB";
        machine.expect(Cause.MEMORY, "Close other programs");
        machine.trial = "CUDA driver version is insufficient for CUDA runtime version";
        machine.expect(Cause.OLD_DRIVER, "570.86.15");
        machine.trial = "an illegal memory access was encountered";
        machine.expect(Cause.TRIAL, "illegal memory access");
    }

    @Test
    void systemsWithoutAnEngineForCardsAreNamed() {
        machine.system = "Mac OS X";
        machine.arch = "aarch64";
        machine.expect(Cause.SYSTEM, "macOS");
        machine.system = "Linux";
        machine.expect(Cause.SYSTEM, "aarch64");
    }
}
