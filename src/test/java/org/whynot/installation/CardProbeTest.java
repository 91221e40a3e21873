package org.whynot.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.installation.MadeUpFiji.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardProbeTest {

    @Test
    void cardsAreReadAsTheDriversToolPrintsThem() {
        CardProbe probe = CardProbe.parse(
                false,
                "NVIDIA H200, 570.86.15, 9.0, 143771\r\nNVIDIA GeForce RTX 3080, 570.86.15, 8.6, 10240\r\n",
                "| NVIDIA-SMI 570.86.15    Driver Version: 570.86.15    CUDA Version: 12.8     |");
        assertEquals(
                List.of(
                        new CardFacts.Card("NVIDIA H200", "9.0", 143771),
                        new CardFacts.Card("NVIDIA GeForce RTX 3080", "8.6", 10240)),
                probe.cards());
        assertEquals("570.86.15", probe.driver());
        assertEquals("12.8", probe.driverCuda());
        assertEquals("", probe.message());
        assertTrue(probe.hardware());
    }

    @Test
    void anOldToolDoesNotTellTheCapability() {
        CardProbe probe = CardProbe.parse(true, "Tesla K80, 450.51, 11441\n", "CUDA Version: N/A");
        assertEquals(List.of(new CardFacts.Card("Tesla K80", "", 11441)), probe.cards());
        assertEquals("", probe.driverCuda());
    }

    @Test
    void whatTheToolSaysInsteadIsKept() {
        CardProbe probe = CardProbe.parse(
                true, "Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 570.86\n", "");
        assertTrue(probe.cards().isEmpty());
        assertEquals("Failed to initialize NVML: Driver/library version mismatch", probe.message());
        assertEquals("", CardProbe.parse(false, "No devices were found\n", "").message());
    }

    @Test
    void linuxShowsACardWithoutItsDriver(@TempDir Path devices) throws IOException {
        assertFalse(CardProbe.hardware(devices));
        file(devices.resolve("0000:00:02.0/vendor"), "0x8086\n");
        file(devices.resolve("0000:00:02.0/class"), "0x030000\n");
        // NVIDIA's network cards and sound are no displays.
        file(devices.resolve("0000:01:00.1/vendor"), "0x10de\n");
        file(devices.resolve("0000:01:00.1/class"), "0x040300\n");
        assertFalse(CardProbe.hardware(devices));
        file(devices.resolve("0000:01:00.0/vendor"), "0x10de\n");
        file(devices.resolve("0000:01:00.0/class"), "0x030200\n");
        assertTrue(CardProbe.hardware(devices));
        assertFalse(CardProbe.hardware(devices.resolve("elsewhere")));
    }

    @Test
    void thisMachineIsProbedWithoutAFailure() {
        CardProbe probe = CardProbe.run();
        assertNotNull(probe.message());
        if (!probe.cards().isEmpty()) assertFalse(probe.driver().isEmpty());
    }
}
