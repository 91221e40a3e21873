package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.DataSetWriter;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.Video;

/** Labels through the shell, with real videos. */
class LabelsCliTest {

    private static final int VIDEOS = 8;

    @TempDir
    static Path folder;

    private static DataSet cells;

    @BeforeAll
    static void simulate() throws IOException {
        new CellSimulator(new SimulationSettings(VIDEOS, 12, 3)).write(folder.resolve("cells"), Progress.SILENT);
        cells = DataSet.read(folder.resolve("cells"));
    }

    private String out = "";
    private String err = "";

    private int run(Object... words) {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int code = new Cli(
                        new PrintStream(to, true, StandardCharsets.UTF_8),
                        new PrintStream(problems, true, StandardCharsets.UTF_8),
                        () -> false)
                .run(Stream.of(words).map(String::valueOf).toArray(String[]::new));
        out = to.toString(StandardCharsets.UTF_8);
        err = problems.toString(StandardCharsets.UTF_8);
        return code;
    }

    private static String className(DataSet data, Sample sample) {
        return data.classes().get(sample.classIndex());
    }

    private static List<String> attributes(DataSet data, Sample sample) {
        return sample.attributes().stream().map(data.attributes()::get).sorted().toList();
    }

    private void comesBackFromCvat(DataSet original, String name) throws IOException {
        Path exported = folder.resolve(name + " in cvat");
        assertEquals(0, run("export-labels", "--dataset", original.folder(), "--output", exported), () -> err);
        assertTrue(out.contains("Exported the labels of " + original.samples().size() + " clips."), out);
        Path imported = folder.resolve(name + " from cvat");
        assertEquals(
                0,
                run("import-labels", "--file", exported, "--videos", cells.folder(), "--output", imported),
                () -> err);
        DataSet data = DataSet.read(imported);
        assertEquals(original.classes(), data.classes());
        assertEquals(original.samples().size(), data.samples().size());
        for (Sample sample : original.samples()) {
            Sample back = data.samples().stream()
                    .filter(s -> s.id().equals(sample.id()))
                    .findFirst()
                    .orElseThrow();
            assertTrue(Files.isSameFile(sample.path(), back.path()));
            assertEquals(className(original, sample), className(data, back));
            assertEquals(attributes(original, sample), attributes(data, back));
            assertEquals(sample.split(), back.split());
            assertEquals(sample.group(), back.group());
            assertEquals(sample.segment(), back.segment());
            assertEquals(sample.boxes(), back.boxes());
            assertEquals(sample.actors(), back.actors());
        }
    }

    @Test
    void aDataSetComesBackFromCvatWithoutLoss() throws IOException {
        assertTrue(cells.samples().stream().anyMatch(s -> s.boxes().size() > 1));
        comesBackFromCvat(cells, "cells");
    }

    @Test
    void segmentsComeBackFromCvatWithoutLoss() throws IOException {
        Sample film = cells.samples().get(0);
        FrameBox subject = new FrameBox(1, new Box(3.125, 4, 5.5, 6.25), true, 2);
        List<Sample> clips = List.of(
                clip(film, "a;1", new Segment(2, 8, 4, 5, 30, 20), List.of(), "dish 1"),
                clip(film, "b", new Segment(8, 0, 0, 0, 0, 0), List.of(subject), "dish 1"),
                clip(film, "c", Segment.frames(8, 10), List.of(), ""));
        Path set = Files.createDirectories(folder.resolve("segments"));
        DataSetWriter.write(set, cells.classes(), cells.attributes(), clips);
        comesBackFromCvat(DataSet.read(set), "segments");
    }

    private static Sample clip(Sample film, String id, Segment segment, List<FrameBox> actors, String group) {
        return new Sample(
                id,
                film.classIndex(),
                film.path(),
                "test",
                film.attributes(),
                Map.of(),
                actors,
                film.size(),
                segment,
                group);
    }

    @Test
    void aDataSetComesBackFromBoris() throws IOException {
        // AVI files of the simulator state their frame rate.
        Path exported = folder.resolve("boris");
        assertEquals(
                0,
                run("export-labels", "--dataset", cells.folder(), "--format", "boris", "--output", exported),
                () -> err);
        assertTrue(err.contains("BORIS has no boxes: they were left out."), err);
        Path imported = folder.resolve("from boris");
        assertEquals(
                0,
                run(
                        "import-labels",
                        "--file",
                        exported.resolve("aggregated_events.tsv"),
                        "--videos",
                        cells.folder(),
                        "--output",
                        imported),
                () -> err);
        DataSet data = DataSet.read(imported);
        assertEquals(VIDEOS, data.samples().size());
        for (Sample sample : data.samples()) {
            Sample original = cells.samples().stream()
                    .filter(s -> s.path().getFileName().equals(sample.path().getFileName()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(className(cells, original), className(data, sample));
            assertEquals(attributes(cells, original), attributes(data, sample));
            try (Video clip = sample.open()) {
                assertEquals(12, clip.frames());
            }
        }
    }

    @Test
    void withoutOutputLabelsAreOnlyLookedAt() throws IOException {
        assertEquals(
                0, run("import-labels", "--file", cells.folder().resolve("videos"), "--format", "folders"), () -> err);
        assertTrue(out.contains(VIDEOS + " clips were made of " + VIDEOS + " of the " + VIDEOS + " entries"), out);
        assertTrue(out.contains("Nothing was written"), out);
        assertTrue(err.contains(", frames 1 to 12 of '"), err);
        assertEquals(2, run("import-labels", "--file", cells.folder(), "--class-from", "colour"));
        assertTrue(err.contains("class_from='colour' is not known"), err);
    }

    /** Movies in a folder per class, and what they show in a table: three commands later one of them is explained. */
    @Test
    @Tag("slow")
    void fromFoldersOfMoviesToAnExplainedVideo() throws IOException {
        Path movies = folder.resolve("movies");
        for (Sample sample : cells.samples()) {
            Path place = movies.resolve(className(cells, sample));
            Files.createDirectories(place);
            Files.copy(sample.path(), place.resolve(sample.path().getFileName()));
        }
        Files.copy(cells.folder().resolve("attributes.csv"), movies.resolve("attributes.csv"));
        Path classifier = folder.resolve("classifier");
        Path model = folder.resolve("model");
        assertEquals(
                0,
                run(
                        "train-classifier",
                        "--dataset",
                        movies,
                        "--output",
                        classifier,
                        "--epochs",
                        1,
                        "--batch-size",
                        2,
                        "--input-size",
                        32,
                        "--clip-frames",
                        8,
                        "--widths",
                        "4,4,8,8,8"),
                () -> err);
        assertTrue(err.contains("were drawn for testing (seed 0)"), err);
        assertEquals(
                0,
                run(
                        "train-explainer",
                        "--dataset",
                        movies,
                        "--model",
                        classifier,
                        "--output",
                        model,
                        "--epochs",
                        1,
                        "--batch-size",
                        2),
                () -> err);
        Path video = DataSet.read(movies).split("test").get(0).path();
        assertEquals(0, run("explain", "--model", model, "--save-to", folder.resolve("explained"), video), () -> err);
        assertTrue(out.contains("because of"), out);
        try (Stream<Path> files = Files.list(folder.resolve("explained"))) {
            assertTrue(files.anyMatch(f -> f.toString().endsWith(".explained.mp4")));
        }
    }

    /** Movies in a folder per class: labels, a model and an explanation, without attributes and without settings. */
    @Test
    @Tag("slow")
    void fromSixtyMoviesToAnExplainedVideo() throws IOException {
        new CellSimulator(new SimulationSettings(60, 10, 48, 48, 3, 0)).write(folder.resolve("sixty"), Progress.SILENT);
        Path movies = folder.resolve("sixty").resolve("videos");
        Path imported = folder.resolve("imported movies");
        assertEquals(0, run("import-labels", "--file", movies, "--format", "folders", "--output", imported), () -> err);
        assertTrue(out.contains("60 clips were made of 60 of the 60 entries"), out);
        Path models = folder.resolve("own models");
        assertEquals(
                0,
                run(
                        "train-model",
                        "--dataset",
                        imported,
                        "--name",
                        "mine",
                        "--output",
                        models,
                        "--minutes",
                        0.1,
                        "--device",
                        "cpu"),
                () -> err);
        assertTrue(out.contains("To compare with: the nearest neighbour is right on "), out);
        assertTrue(Files.exists(models.resolve("mine").resolve("report").resolve("report.html")));
        Path video = DataSet.read(imported).split("test").get(0).path();
        // What was just trained is known by its name.
        assertEquals(0, run("explain", "--model", "mine", "--save-to", folder.resolve("why"), video), () -> err);
        try (Stream<Path> files = Files.list(folder.resolve("why"))) {
            assertTrue(files.anyMatch(f -> f.toString().endsWith(".explained.mp4")));
        }
        // The folder is a data set as it is, too.
        assertEquals(DataSet.read(movies).classes(), DataSet.read(imported).classes());
    }
}
