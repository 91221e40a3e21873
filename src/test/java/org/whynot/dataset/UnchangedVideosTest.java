package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Notes;
import org.whynot.util.Progress;

class UnchangedVideosTest {

    @TempDir
    Path folder;

    private DataSet data;
    private UnchangedVideos videos;

    @BeforeEach
    void noteVideos() throws IOException {
        new CellSimulator(new SimulationSettings(8, 8, 32, 32, 2, 0.3)).write(folder.resolve("data"), Progress.SILENT);
        data = DataSet.read(folder.resolve("data"));
        videos = UnchangedVideos.of(data);
    }

    @Test
    void whatIsAsItWasIsNotMentioned() throws IOException {
        assertEquals(Optional.empty(), videos.changed());
        videos.require();
        Map<String, Object> training = new LinkedHashMap<>(Map.of("classifier_videos_changed", "an earlier one"));
        videos.describe("classifier", training, Progress.SILENT);
        assertEquals(Map.of(), training);
    }

    @Test
    void aVideoOfAnotherDateOrLengthAndOneThatIsGoneAreNamedWithoutTheirFolder() throws IOException {
        Sample first = data.samples().get(0);
        FileTime date = Files.getLastModifiedTime(first.path());
        Files.setLastModifiedTime(first.path(), FileTime.fromMillis(date.toMillis() + 1000));
        String one = videos.changed().orElseThrow();
        assertTrue(one.startsWith("The video '" + first.id() + "' changed, moved or went "), one);

        Files.setLastModifiedTime(first.path(), date);
        assertEquals(Optional.empty(), videos.changed());
        Files.write(first.path(), new byte[1], StandardOpenOption.APPEND);
        Files.setLastModifiedTime(first.path(), date);
        Files.delete(data.samples().get(1).path());
        String two = videos.changed().orElseThrow();
        assertTrue(two.startsWith("The video '" + first.id() + "' and 1 more changed, moved or went "), two);
        assertTrue(!two.contains(folder.toString()), two);
        assertEquals(
                two + " Start again when nothing writes to the videos any more.",
                assertThrows(IOException.class, videos::require).getMessage());
    }

    @Test
    void aTrainingIsKeptAndSaysSoInItsCardAndToTheUser() throws IOException {
        Files.delete(data.samples().get(0).path());
        Notes notes = new Notes();
        Map<String, Object> training = new LinkedHashMap<>(Map.of("explainer_videos_changed", "an earlier one"));
        videos.describe("explainer", training, notes);
        assertEquals(1, notes.sentences().size());
        assertEquals(Map.of("explainer_videos_changed", notes.sentences().get(0)), training);
    }
}
