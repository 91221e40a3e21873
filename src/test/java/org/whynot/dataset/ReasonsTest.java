package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;

class ReasonsTest {

    @TempDir
    Path folder;

    @Test
    void theSimulatorsReasonsComeBack() throws IOException {
        Path cells = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(4, 8, 1)).write(cells, Progress.SILENT);
        DataSet data = DataSet.read(cells);
        for (String positive : data.classes())
            for (String negative : data.classes())
                assertEquals(
                        positive.equals(negative)
                                ? Optional.empty()
                                : Optional.of(CellSimulator.tellsApart(positive, negative)),
                        data.reasons().of(positive, negative));
    }

    @Test
    void theBundledClipsHaveThem() throws IOException {
        Reasons reasons = DataSet.read(Path.of("test-data", "cells")).reasons();
        assertEquals(Optional.of(CellSimulator.tellsApart("mitosis", "apoptosis")), reasons.of("mitosis", "apoptosis"));
    }

    @Test
    void aDataSetWithoutTheTableKnowsNone() throws IOException {
        Path cells = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(2, 8, 1)).write(cells, Progress.SILENT);
        Files.delete(cells.resolve(Reasons.FILE));
        assertTrue(DataSet.read(cells).reasons().isEmpty());
        assertEquals(Optional.empty(), DataSet.read(cells).reasons().of("apoptosis", "interphase"));
    }

    @Test
    void everythingWrongIsNamed() throws IOException {
        Path cells = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(4, 8, 1)).write(cells, Progress.SILENT);
        Files.writeString(
                cells.resolve(Reasons.FILE),
                "positive,negative,attribute\nmitosis,mitosys,dividing nucleus\nmitosis,mitosis,split nucleus\n");
        String message =
                assertThrows(DataSetException.class, () -> DataSet.read(cells)).getMessage();
        for (String part : new String[] {"reasons.csv", "mitosys", "split nucleus", "positive class too"})
            assertTrue(message.contains(part), message);
    }
}
