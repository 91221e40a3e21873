package org.whynot.dataset.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.dataset.DataSet;
import org.whynot.util.Progress;

/** Files that BORIS and CVAT have written. Their videos are not at hand: files of one byte with the stated size take their place. */
class PublishedLabelsTest {

    private static final int RATE = 25;

    @TempDir
    Path folder;

    private Path labels;

    @BeforeEach
    void find() throws IOException {
        labels = Path.of(System.getProperty("whynot.data", "../shared/data")).resolve("labels");
        assumeTrue(Files.isDirectory(labels), "The label files are not here: set -Dwhynot.data");
        for (String name : List.of(
                "video_test_25fps_360s.mp4", "video_test_25fps_180s.mp4", "video1.mp4", "tracks_1.mp4", "tracks_2.mp4"))
            Files.write(folder.resolve(name), new byte[1]);
    }

    private static Films.Film film(Path video) {
        boolean isTrack = video.getFileName().toString().startsWith("tracks");
        boolean isLong = video.getFileName().toString().contains("360s");
        return isTrack
                ? new Films.Film(video, video.endsWith("tracks_1.mp4") ? 21 : 51, 3840, 2160, 30, null)
                : new Films.Film(video, (isLong ? 360 : 180) * RATE - 1, 640, 480, RATE, null);
    }

    private ImportReport imported(Path file, LabelSettings.Crop crop) throws IOException {
        return new LabelImport(
                        new LabelSettings(
                                file,
                                "auto",
                                folder,
                                ClassFrom.LABEL,
                                Set.of(),
                                Set.of(),
                                16,
                                crop,
                                0,
                                folder.resolve("out")),
                        PublishedLabelsTest::film)
                .run(Progress.SILENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.boris", "test2.boris", "test_without_media_files_paths.boris"})
    void everyEventOfAProjectIsAccountedFor(String name) throws IOException {
        Path file = labels.resolve("boris").resolve(name);
        JsonObject observations =
                JsonParser.parseString(Files.readString(file)).getAsJsonObject().getAsJsonObject("observations");
        int events = 0;
        for (Map.Entry<String, JsonElement> entry : observations.entrySet())
            events +=
                    entry.getValue().getAsJsonObject().getAsJsonArray("events").size();
        ImportReport report = imported(file, LabelSettings.Crop.AUTO);
        assertEquals(events, report.used() + report.unused(), report.remarks()::toString);
        assertTrue(report.used() > 40, report.sentences()::toString);
        assertTrue(report.remarks().stream()
                .filter(r -> r.entries() > 0)
                .allMatch(r -> r.line() > 0 && !r.sentence().isEmpty()));
        DataSet data = DataSet.read(folder.resolve("out"));
        assertTrue(data.classes().containsAll(List.of("p", "q", "r", "s")), data.classes()::toString);
        assertEquals(List.of("m1", "m2", "m3"), data.attributes());
    }

    @ParameterizedTest
    @CsvSource({
        "test_export_aggregated_events_test_full_1.tsv, 18, 18",
        "test_export_aggregated_events_test_full_4.tsv, 6, 6",
        "test_export_events_tabular.tsv, 8, 4",
        "test_export_events_tabular.csv, 8, 4",
    })
    void everyRowOfAnExportIsAccountedFor(String name, int rows, int clips) throws IOException {
        ImportReport report = imported(labels.resolve("boris").resolve(name), LabelSettings.Crop.AUTO);
        assertEquals(rows, report.used() + report.unused(), report.remarks()::toString);
        assertEquals(rows, report.used(), report.remarks()::toString);
        assertEquals(clips, DataSet.read(folder.resolve("out")).samples().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracks_1.xml", "tracks_2.xml"})
    void tracksOfCvatGoThroughADataSetWithoutLoss(String name) throws IOException {
        Path file = labels.resolve("cvat").resolve(name);
        imported(file, LabelSettings.Crop.NO);
        DataSet data = DataSet.read(folder.resolve("out"));
        Path video = data.samples().get(0).path();
        String text = CvatWriter.text(data, film(video), data.samples());
        Path again = Files.writeString(folder.resolve("again.xml"), text);
        assertEquals(boxes(file), boxes(again));
    }

    /** All that a file states of its visible boxes, in its order; the end of a track is marked in ours and need not be there. */
    private static Map<String, List<Map<String, String>>> boxes(Path file) throws IOException {
        Map<String, List<Map<String, String>>> tracks = new TreeMap<>();
        CvatXml.read(new LabelSource(file), track -> {
            if (!track.name.equals("track")) return;
            List<Map<String, String>> boxes = new ArrayList<>();
            for (CvatXml.Node box : track.children)
                if (!box.attribute("outside").equals("1")) boxes.add(new TreeMap<>(box.attributes));
            tracks.put(track.attributes.toString(), boxes);
        });
        assertTrue(!tracks.isEmpty());
        return tracks;
    }
}
