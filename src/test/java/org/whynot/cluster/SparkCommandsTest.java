package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.batch.AllPairsQuestion;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.Results;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.LabelledVideos;
import org.whynot.dataset.labels.ClassFrom;
import org.whynot.dataset.labels.ImportReport;
import org.whynot.dataset.labels.LabelImport;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.explain.ClipIndex;
import org.whynot.explain.ClipIndexFiles;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.train.LastLayerTrainer;
import org.whynot.util.Progress;

/** What whynot-spark can do besides folders and evaluations, on Spark itself with two threads, against what one machine does. */
@Tag("slow")
class SparkCommandsTest {

    private static final Path CELLS = Path.of("test-data", "cells").toAbsolutePath();
    private static final String MASTER = "--master=local[2]";
    private static final String DRY = "--dry-run";
    private static final int WHOLE_CLIPS = 3;

    @TempDir
    static Path folder;

    private static Path model;
    private static FolderOfClips clips;
    private static Path labels;
    private static Path videos;
    private static Path damaged;
    /** What each command line has written, by the name that it has here. */
    private static final Map<String, SparkLines.Said> SAID = new TreeMap<>();

    /** All lines in one Java. */
    @BeforeAll
    static void run() throws Exception {
        model = UntrainedModel.write(folder.resolve("untrained"));
        clips = FolderOfClips.write(folder.resolve("clips"), WHOLE_CLIPS);
        writeLabels();
        damaged = damagedCells();
        Map<String, String[]> lines = new TreeMap<>();
        String[] pairs = {
            "all-pairs", "--model=" + model, "--input=" + clips.folder(), "--output=" + folder.resolve("pairs"), MASTER
        };
        lines.put("pairs 1", pairs);
        lines.put("pairs 2", pairs);
        lines.put("pairs 3 other", with(pairs, "--time-axis=frames"));
        lines.put("pairs 4", pairs);
        lines.put("pairs 5 dry", with(with(pairs, DRY), 3, "--output=" + folder.resolve("pairs dry")));
        String[] check = {"import-labels", "--file=" + labels, "--videos=" + videos, MASTER};
        lines.put("labels 1 check", check);
        lines.put("labels 2 import", with(check, "--output=" + folder.resolve("imported")));
        lines.put("labels 3 import again", with(check, "--output=" + folder.resolve("imported")));
        lines.put("labels 4 dry", with(with(check, "--output=" + folder.resolve("imported dry")), DRY));
        lines.put("labels 5 folders", new String[] {"import-labels", "--file=" + folder.resolve("by class"), MASTER});
        String[] cache = {
            "cache-features", "--dataset=" + CELLS, "--model=" + model, "--output=" + folder.resolve("features"), MASTER
        };
        lines.put("cache 1 dry", with(cache, DRY));
        lines.put("cache 2", cache);
        lines.put("cache 3 again", cache);
        lines.put(
                "cache 4 damaged",
                with(with(cache, 1, "--dataset=" + damaged), 3, "--output=" + folder.resolve("fewer")));
        String[] swaps = {
            "cache-features", "--for=swaps", "--dataset=" + CELLS, "--model=cells", "--classes=apoptosis", MASTER
        };
        lines.put("swaps 1 dry", with(swaps, DRY));
        lines.put("swaps 2", swaps);
        lines.put("swaps 3 again", swaps);
        lines.put("wrong class", with(swaps, 4, "--classes=dancing"));
        lines.put("wrong purpose", with(swaps, 1, "--for=fun"));
        lines.put("wrong parameter", with(swaps, "--output=x"));
        lines.put("wrong address", with(check, 1, "--file=s3a://me:secret@bucket/labels.csv"));
        lines.put("wrong folder", with(check, 2, "--videos=" + folder.resolve("nowhere")));
        List<SparkLines.Said> said =
                SparkLines.run(folder, List.of("whynot.cache=" + folder.resolve("cache")), List.copyOf(lines.values()));
        int line = 0;
        for (String name : lines.keySet()) SAID.put(name, said.get(line++));
    }

    private static String[] with(String[] words, String more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(more);
        return all.toArray(new String[0]);
    }

    private static String[] with(String[] words, int place, String other) {
        String[] all = words.clone();
        all[place] = other;
        return all;
    }

    /** Labels of two programs, with all that can be wrong about the videos; and videos in a folder per class. */
    private static void writeLabels() throws IOException {
        videos = Files.createDirectories(folder.resolve("videos"));
        for (int i = 0; i < 3; i++) FolderOfClips.writeClip(videos.resolve((char) ('a' + i) + ".avi"), 10, i);
        Files.writeString(videos.resolve("broken.avi"), "This is no video.");
        labels = Files.createDirectories(folder.resolve("labels"));
        String row = "of %1$s\t%1$s\t0.4\t%2$s\t\t%3$s\t\tSTATE\t%4$s\t%5$s\n";
        Files.writeString(
                labels.resolve("events.tsv"),
                "Observation id\tMedia file\tTotal length\tFPS\tSubject\tBehavior\tModifiers\tBehavior type\tStart (s)\tStop (s)\n"
                        + row.formatted("a.avi", "25", "groom", "0", "0.2")
                        + row.formatted("b.avi", "50", "rear", "0.1", "4")
                        + row.formatted("b.avi", "50", "rear", "7", "8")
                        + row.formatted("broken.avi", "25", "groom", "0", "0.2")
                        + row.formatted("missing.avi", "25", "groom", "0", "0.2"));
        Files.writeString(
                labels.resolve("boxes.xml"),
                "<annotations><version>1.1</version><meta><task><size>4</size><source>c.avi</source>"
                        + "<original_size><width>64</width><height>48</height></original_size><labels><label><name>cell"
                        + "</name></label></labels></task></meta><track id='0' label='cell'><box frame='0' keyframe='1'"
                        + " outside='0' occluded='0' xtl='1' ytl='2' xbr='9' ybr='9'/></track></annotations>\n");
        for (String name : List.of("left", "right")) {
            Path own = Files.createDirectories(folder.resolve("by class").resolve(name));
            for (int i = 0; i < 2; i++) FolderOfClips.writeClip(own.resolve(name + i + ".avi"), 10, i);
        }
        Files.writeString(folder.resolve("by class/left/left9.avi"), "This is no video.");
    }

    /** The bundled clips, of which one can't be read. */
    private static Path damagedCells() throws IOException {
        Path copy = folder.resolve("damaged");
        try (Stream<Path> files = Files.walk(CELLS)) {
            for (Path file : files.toList()) Files.copy(file, copy.resolve(CELLS.relativize(file)));
        }
        Files.writeString(copy.resolve("videos/mitosis/mitosis_00000.avi"), "This is no video.");
        return copy;
    }

    private static SparkLines.Said said(String name, int code) {
        return SAID.get(name).ended(code);
    }

    @Test
    void allPairsAreThoseOfOneMachine() throws IOException {
        Path whole = folder.resolve("whole pairs");
        try (Model opened = Model.open(model, "cpu")) {
            new FolderExplainer(opened, new AllPairsQuestion(TimeAxis.AUTO))
                    .explain(clips.folder(), whole, new Silent(), Progress.SILENT);
        }
        assertEquals(Results.digests(whole), Results.digests(folder.resolve("pairs")));
        assertTrue(Files.exists(whole.resolve("pairs-summary.csv")));
        String first = said("pairs 1", 1).results();
        assertTrue(first.contains("13 videos: 3 explained, 10 not."), first);
        assertTrue(first.contains(": 12 pairs of classes. "), first);
        String again = said("pairs 2", 1).results();
        assertTrue(again.contains("13 videos: 3 explained (3 of them earlier), 10 not."), again);
        String other = said("pairs 3 other", 1).results();
        assertTrue(other.contains("13 videos: 3 explained, 10 not."), "other settings: " + other);
        said("pairs 4", 1);
        String dry = said("pairs 5 dry", 0).results();
        assertTrue(dry.startsWith("13 videos of " + clips.folder()), dry);
        assertTrue(dry.contains(".pairs.json"), dry);
        assertFalse(Files.exists(folder.resolve("pairs dry")));
    }

    private static final class Silent implements FolderExplainer.Listener {
        @Override
        public void explained(String video, String sentence) {}

        @Override
        public void failed(String video, String reason) {}

        @Override
        public void note(String video, String note) {}
    }

    private static ImportReport imported(Path file, Path films, Path output) throws IOException {
        return new LabelImport(new LabelSettings(
                        file,
                        LabelImport.AUTO,
                        films,
                        ClassFrom.of("label"),
                        Set.of(),
                        Set.of(),
                        16,
                        LabelSettings.Crop.AUTO,
                        0,
                        output))
                .run(Progress.SILENT);
    }

    @Test
    void labelsAreCheckedAndImportedAsOnOneMachine() throws IOException {
        ImportReport expected = imported(labels, videos, null);
        String all = expected.remarks().toString();
        for (String problem : List.of(
                "64 x 48 pixels, and 'c.avi' has 48 x 48",
                "50.00 frames per second, and 'b.avi' has 25.00",
                "it is at frame 175, and the video 'b.avi' has the frames 0 to 9",
                "there is no video 'missing.avi'",
                "broken.avi")) assertTrue(all.contains(problem), all);
        List<String> sentences = new ArrayList<>(expected.sentences());
        sentences.add("Nothing was written: give an output folder to import the labels.");
        assertEquals(sentences, said("labels 1 check", 0).lines());

        Path whole = folder.resolve("imported whole");
        imported(labels, videos, whole);
        assertEquals(Results.digests(whole), Results.digests(folder.resolve("imported")));
        List<String> lines = said("labels 2 import", 0).lines();
        assertEquals(expected.sentences(), lines.subList(0, lines.size() - 1));
        assertEquals(folder.resolve("imported").toString(), lines.get(lines.size() - 1));
        String refused = said("labels 3 import again", 1).complaints();
        assertTrue(refused.contains("is not empty. Choose a new or empty one."), refused);
        String dry = said("labels 4 dry", 0).results();
        assertTrue(dry.startsWith("4 videos of the labels in " + labels), dry);
        assertFalse(Files.exists(folder.resolve("imported dry")));
    }

    @Test
    void foldersOfVideosAreCheckedAsOnOneMachine() throws IOException {
        ImportReport expected = imported(folder.resolve("by class"), null, null);
        assertTrue(expected.sentences().toString().contains("left9.avi"), expected.sentences()::toString);
        assertEquals(
                expected.sentences(),
                said("labels 5 folders", 0)
                        .lines()
                        .subList(0, expected.sentences().size()));
    }

    @Test
    void featuresAreThoseThatATrainingComputesAndThatItFinds() throws IOException {
        Path computed = folder.resolve("computed");
        LastLayerTrainer trainer = new LastLayerTrainer("frozen", model, LastLayerTrainer.CLIPS, 0, "cpu");
        trainer.train(DataSet.read(CELLS), folder.resolve("frozen"), computed, Progress.SILENT);
        Path features = folder.resolve("features");
        assertEquals(4, Results.digests(computed).size());
        assertEquals(Results.digests(computed), Results.digests(features));
        Map<String, String> before = Results.stamps(features);
        trainer.train(DataSet.read(CELLS), folder.resolve("frozen 2"), features, Progress.SILENT);
        assertEquals(before, Results.stamps(features), "the training computes none again");

        assertTrue(said("cache 1 dry", 0).results().startsWith("Features of 4 videos of " + CELLS));
        assertTrue(said("cache 2", 0).results().endsWith("Features of 4 videos were computed.\n"));
        String again = said("cache 3 again", 0).results();
        assertTrue(again.endsWith("Features of 0 videos were computed, 4 more were there already.\n"), again);
    }

    @Test
    void aVideoThatCanNotBeReadLeavesTheFeaturesOfTheOthers() throws IOException {
        SparkLines.Said run = said("cache 4 damaged", 1);
        assertTrue(run.complaints().contains("mitosis_00000: "), run.complaints());
        assertTrue(run.complaints().contains("1 video has no features"), run.complaints());
        assertFalse(run.complaints().contains("\tat "), run.complaints());
        assertEquals(3, Results.digests(folder.resolve("fewer")).size());
    }

    @Test
    void indexesForSwapsAreThoseOfOneMachine() throws IOException {
        Path own = folder.resolve("own cache");
        System.setProperty("whynot.cache", own.toString());
        try (Model cells = Model.open(ModelFolders.find("cells"), "cpu")) {
            List<ClipIndex.Source> videos = LabelledVideos.of(CELLS, "apoptosis", Progress.SILENT);
            ClipIndex.Computing here = (some, to) -> {
                List<ClipIndex.Part> parts = new ArrayList<>();
                for (ClipIndex.Source one : some) parts.add(ClipIndex.part(cells, "apoptosis", one, to));
                return parts;
            };
            int found = ClipIndex.prepare(cells, "apoptosis", videos, 1, here, Progress.SILENT)
                    .orElseThrow();
            assertTrue(found > 0);
            String said = said("swaps 2", 0).results();
            assertEquals("The index of the class 'apoptosis' has " + found + " clips.\n", said);
            Map<String, String> files = Results.digests(own);
            assertEquals(
                    files.keySet(), Results.digests(folder.resolve("cache")).keySet());
            assertEquals(1, files.size());
            String file = files.keySet().iterator().next();
            ClipIndexFiles.assertAlike(
                    own.resolve(file), folder.resolve("cache").resolve(file));
        } finally {
            System.clearProperty("whynot.cache");
        }
        assertTrue(said("swaps 1 dry", 0).results().contains("2 videos of the class 'apoptosis'"));
        assertEquals(
                "The index of the class 'apoptosis' was there already.\n",
                said("swaps 3 again", 0).results());
    }

    @Test
    void whatCanNotWorkIsASentence() {
        assertTrue(said("wrong class", 1).complaints().contains("classes='dancing'"));
        assertTrue(said("wrong purpose", 2).complaints().contains("'fun'"));
        assertTrue(said("wrong parameter", 2).complaints().contains("'output' means nothing with for=swaps."));
        String address = said("wrong address", 2).complaints();
        assertTrue(address.contains("'file' is an address of another file system"), address);
        assertFalse(address.contains("secret"), address);
        assertTrue(said("wrong folder", 1).complaints().contains("There is no folder " + folder.resolve("nowhere")));
        SAID.values().forEach(said -> assertFalse(said.complaints().contains("\tat "), said.complaints()));
    }

    /** A path that means another folder in every process: executors run in folders of their own. */
    @Test
    @Tag("cluster")
    void videosThatExecutorsCanNotSeeAreSaidWithTheMachine(@TempDir Path scratch) throws Exception {
        Path here = Path.of("/proc/self/cwd");
        assumeTrue(Files.exists(here), "Only Linux has such paths.");
        Path cells = here.resolve("test-data/cells");
        SparkChild run = SparkChild.start(
                scratch,
                List.of("spark.executor.memory=512m"),
                "cache-features",
                "--master=local-cluster[1,1,512]",
                "--dataset=" + cells,
                "--model=" + model,
                "--output=" + scratch.resolve("features"));
        assertEquals(1, run.end(), run.complaints());
        assertTrue(run.complaints().contains("On the machine "), run.complaints());
        assertTrue(run.complaints().contains("There is no folder " + cells), run.complaints());
        assertFalse(run.complaints().contains("\tat "), run.complaints());
        assertEquals(Map.of(), Results.digests(scratch.resolve("features")));
    }
}
