package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.Answer;
import org.whynot.explain.Confidence;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TubeBox;
import org.whynot.video.Box;

class ExplanationTableTest {

    private final Answer answer = TestAnswers.following(176, 132, 40, true);

    @Test
    void theTableHasARowAnExplanationAndCountsFramesFromOne() {
        ResultsTable table = ExplanationTable.of(answer);
        assertEquals(3, table.size());
        assertEquals(
                List.of(
                        "Rank",
                        "Evidence",
                        "Attribute",
                        "Score",
                        "Counterfactuality",
                        "First frame",
                        "Last frame",
                        "Strongest frame",
                        "Layer",
                        "Shape",
                        "Positive before",
                        "Positive after",
                        "Negative before",
                        "Negative after",
                        "Negative rank"),
                List.of(table.getHeadings()));
        for (int row = 0; row < 3; row++) {
            Explanation e = answer.explanations().get(row);
            assertEquals(e.attribute(), table.getStringValue("Attribute", row));
            assertEquals(e.evidence().word(), table.getStringValue("Evidence", row));
            assertEquals(e.score(), table.getValue("Score", row));
            assertEquals(e.firstFrame() + 1, table.getValue("First frame", row));
            assertEquals(e.lastFrame() + 1, table.getValue("Last frame", row));
            assertEquals(e.strongestFrame() + 1, table.getValue("Strongest frame", row));
            assertEquals(0.41, table.getValue("Positive after", row));
        }
        assertEquals("3x2", table.getStringValue("Shape", 1));
    }

    @Test
    void withoutVerificationItsColumnsAreLeftOutOfTheTable() {
        ResultsTable table = ExplanationTable.of(TestAnswers.following(176, 132, 40, false));
        assertEquals(10, table.getHeadings().length);
    }

    @Test
    void aComparisonWithChanceHasItsOwnColumns() {
        Explanation e = answer.explanations().get(0);
        Confidence confidence = new Confidence(1.5, List.of(0.5, 2.0), 1, 2 / 3.0, 1 / 3.0, 0.05, 0.75, null);
        Answer compared = TestAnswers.answer(
                "clip",
                176,
                132,
                40,
                List.of(e.with(confidence), answer.explanations().get(1)));
        ResultsTable table = ExplanationTable.of(compared);
        assertEquals(1.25, table.getValue("Random drop", 0));
        assertEquals(1, table.getValue("Random tubes beaten", 0));
        assertEquals("", table.getStringValue("Crop IoU", 0));
        String[] lines = ExplanationTable.csv(compared).split("\n");
        assertTrue(lines[1].endsWith(",1.5,1.25,2,1," + 2 / 3.0 + "," + 1 / 3.0 + ",0.75,,,,,"), lines[1]);
        assertTrue(lines[2].endsWith(",,,,,,,,,,,,"), lines[2]);
    }

    @Test
    void aMovedTubeHasItsOwnColumns() {
        Answer moved = TestAnswers.everything();
        ResultsTable table = ExplanationTable.of(moved);
        assertEquals(4, table.getValue("Moved x", 0));
        assertEquals(-2.5, table.getValue("Moved y", 0));
        assertEquals(1, table.getValue("Found drop", 0));
        assertEquals(1.5, table.getValue("Refined drop", 0));
        String[] lines = ExplanationTable.csv(moved).split("\n");
        assertTrue(lines[0].endsWith(",moved_x,moved_y,found_drop,refined_drop"), lines[0]);
        assertTrue(lines[1].endsWith(",4.0,-2.5,1.0,1.5"), lines[1]);
    }

    @Test
    void csvHasAllDigitsAndCountsFramesFromZero(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("clip.csv"), ExplanationTable.csv(answer));
        ResultsTable table = ResultsTable.open(file.toString());
        assertEquals(3, table.size());
        for (int row = 0; row < 3; row++) {
            Explanation e = answer.explanations().get(row);
            assertEquals("clip", table.getStringValue("video", row));
            assertEquals(e.attribute(), table.getStringValue("attribute", row));
            assertEquals(e.counterfactuality(), table.getValue("counterfactuality", row));
            assertEquals(e.firstFrame(), table.getValue("first_frame", row));
            assertEquals(e.shapeRows(), table.getValue("shape_rows", row));
            assertEquals(1, table.getValue("negative_rank", row));
        }
    }

    @Test
    void aNameThatASpreadsheetWouldComputeIsNeutralised() {
        Explanation e = new Explanation(
                1,
                Evidence.AGAINST,
                "=HYPERLINK(\"x\")",
                -1.5,
                0.2,
                0,
                2,
                2,
                List.of(new TubeBox(0, new Box(0, 0, 1, 1), -1.5)),
                Optional.empty());
        String csv = ExplanationTable.csv(TestAnswers.answer("@clip", 5, 5, 9, List.of(e)));
        assertTrue(
                csv.contains("\n'@clip,cells,mitosis,apoptosis,1,against,\"'=HYPERLINK(\"\"x\"\")\",-1.5,0.2,"), csv);
    }

    @Test
    void everyCsvRowHasAllColumnsAndOddNamesAreQuoted() {
        Explanation e = new Explanation(
                1,
                Evidence.FOR,
                "a, \"b\"",
                1,
                0.7,
                0,
                2,
                2,
                List.of(new TubeBox(0, new Box(0, 0, 1, 1), 1)),
                Optional.empty());
        String[] lines = ExplanationTable.csv(TestAnswers.answer("x,y", 5, 5, 9, List.of(e)))
                .split("\n");
        assertEquals(2, lines.length);
        assertTrue(lines[1].startsWith("\"x,y\",cells,mitosis,apoptosis,1,for,\"a, \"\"b\"\"\",1.0,"), lines[1]);
        String unquoted = lines[1].replaceAll("\"([^\"]|\"\")*\"", "q");
        assertEquals(lines[0].split(",", -1).length, unquoted.split(",", -1).length);
    }

    @Test
    void noExplanationsAreATableWithoutRows() {
        Answer none = TestAnswers.answer("clip", 5, 5, 9, List.of());
        assertEquals(0, ExplanationTable.of(none).size());
        assertEquals(1, ExplanationTable.csv(none).lines().count());
    }
}
