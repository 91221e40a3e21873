package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.plugin.AVI_Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulatedClips;
import org.whynot.simulation.SimulatedVideo;
import org.whynot.simulation.SimulationSettings;

/** The clips in {@code test-data/cells} are what their README says. */
class TestDataTest {

    private static final Path CELLS = Path.of("test-data", "cells");

    @Test
    void clipsAreWhatTheSimulatorMakes() throws IOException {
        SimulationSettings settings = new SimulationSettings(8, 24, 7);
        CellSimulator simulator = new CellSimulator(settings);
        DataSet data = DataSet.read(CELLS);
        assertEquals(8, data.samples().size());
        for (int i = 0; i < 8; i++) {
            SimulatedVideo video = simulator.simulate(i);
            Sample sample = data.samples().get(i);
            assertEquals(video.id(), sample.id());
            assertEquals(video.split(), sample.split());
            assertEquals(video.boxes(), sample.boxes());
            SimulatedClips.assertSimilar(
                    video.frames(), AVI_Reader.open(sample.path().toString(), false));
        }
    }

    @Test
    void clipsAreSmall() throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.walk(CELLS)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) bytes += Files.size(file);
        }
        assertTrue(bytes < 1_500_000, bytes + " bytes");
    }
}
