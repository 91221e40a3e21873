package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.EvaluationResults;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.FaithfulnessSettings;
import org.whynot.evaluate.ModelComparison;
import org.whynot.frontend.UntrainedModel;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** An evaluation on Spark itself, in processes of its own, of the bundled clips. */
@Tag("slow")
class SparkEvaluationTest {

    private static final Path CELLS = Path.of("test-data", "cells");
    private static final EvaluationSettings SETTINGS =
            new EvaluationSettings("all", 5, false, Optional.of(new FaithfulnessSettings(false, 2, 1)));

    @TempDir
    static Path folder;

    private static Path model;
    private static Path other;
    /** What one machine writes. */
    private static Map<String, String> expected;

    @TempDir
    Path scratch;

    @BeforeAll
    static void prepare() throws IOException {
        model = UntrainedModel.write(folder.resolve("untrained"));
        other = UntrainedModel.write(folder.resolve("other"));
        Path whole = folder.resolve("whole");
        new ModelComparison(DataSet.read(CELLS), SETTINGS, "cpu").write(model, List.of(other), whole, Progress.SILENT);
        expected = EvaluationResults.withoutCosts(whole);
        assertTrue(expected.containsKey("contrast.csv"), expected.keySet().toString());
    }

    private static String[] words(Path dataset, Path output, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "evaluate",
                "--dataset=" + dataset,
                "--model=" + model,
                "--compare=" + other,
                "--output=" + output,
                "--split=all",
                "--seed=5",
                "--checks=no",
                "--faithfulness=tubes",
                "--masks=2",
                "--oracle=1",
                "--device=cpu"));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    /** How many shards the driver has received; it keeps them in its temporary folder. */
    private static long received(Path temporary) {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(file -> file.getFileName().toString().matches("evaluation\\.\\d-of-8\\.json"))
                    .filter(file -> file.getParent().getFileName().toString().startsWith("whynot-evaluation"))
                    .count();
        } catch (IOException | RuntimeException changing) {
            return 0;
        }
    }

    /** Executors of their own, one of which is killed; what was received before is not measured again, or it could not be written. */
    @Test
    @Tag("cluster")
    void aKilledExecutorCostsItsShardsOnlyAndTheFilesAreThoseOfOneMachine() throws Exception {
        Path output = scratch.resolve("out");
        Path temporary = Files.createDirectory(scratch.resolve("temporary"));
        SparkChild run = SparkChild.start(
                scratch,
                List.of("java.io.tmpdir=" + temporary, "spark.executor.memory=1g"),
                words(CELLS, output, "--master=local-cluster[2,1,1024]", "--shards=8"));
        Wait.until("the first shard", () -> received(temporary) >= 1 || !run.isAlive());
        List<ProcessHandle> executors = run.executors();
        assertFalse(executors.isEmpty(), run.complaints());
        executors.get(0).destroyForcibly();
        assertTrue(received(temporary) < 8, "It was killed too late.");
        assertEquals(0, run.end(), run.complaints());
        assertEquals(expected, EvaluationResults.withoutCosts(output), run.complaints());
        assertTrue(run.results().contains(output.resolve("report.html").toString()), run.results());
        assertEquals(0, received(temporary), "nothing is left behind");
    }

    /** A dry run, then two threads of one process, which share the engine, and more shards than videos. */
    @Test
    void twoThreadsWriteWhatWasAnnouncedAndOneMachineWrites() throws Exception {
        Path output = scratch.resolve("out");
        Path nowhere = scratch.resolve("nowhere");
        List<SparkLines.Said> all = SparkLines.run(
                scratch,
                List.of(),
                List.of(
                        words(CELLS, nowhere, "--master=local[2]", "--shards=3", "--dry-run"),
                        words(CELLS, output, "--master=local[2]", "--shards=100")));
        String dry = all.get(0).ended(0).results();
        assertTrue(dry.startsWith("8 videos of the split all of "), dry);
        assertTrue(dry.contains(" with 2 models in 3 shards, one task each, on local[2]"), dry);
        assertFalse(Files.exists(nowhere));
        all.get(1).ended(0);
        assertEquals(expected, EvaluationResults.withoutCosts(output), all.toString());
    }

    /** A path that means another folder in every process: executors run in folders of their own. */
    @Test
    @Tag("cluster")
    void aDataSetThatExecutorsCanNotSeeIsSaidWithTheMachine() throws Exception {
        Path here = Path.of("/proc/self/cwd");
        assumeTrue(Files.exists(here), "Only Linux has such paths.");
        Path output = scratch.resolve("out");
        SparkChild run = SparkChild.start(
                scratch, List.of(), words(here.resolve(CELLS), output, "--master=local-cluster[1,1,1024]"));
        assertEquals(1, run.end(), run.complaints());
        assertTrue(run.complaints().contains("On the machine "), run.complaints());
        assertTrue(run.complaints().contains("There is no folder " + here.resolve(CELLS)), run.complaints());
        assertFalse(run.complaints().contains("\tat "), run.complaints());
        assertFalse(Files.exists(output), "nothing was written");
    }

    @Test
    void whatCanNotWorkIsSaidBeforeSparkIsStarted() {
        String[][] wrong = {
            {"'dataset' is missing.", "--output=b"},
            {"'dataset' is an address", "--dataset=hdfs://host/data", "--output=b"},
            {"'output' is an address", "--dataset=a", "--output=s3a://me:secret@bucket/out"},
            {"depths=yes trains models", "--dataset=a", "--output=b", "--depths=yes"},
            {"'shard' is for runs without Spark", "--dataset=a", "--output=b", "--shard=1/4"},
            {"shards=0 is no number of shards", "--dataset=a", "--output=b", "--shards=0"},
            {"no parameter '--part-frames=5'", "--dataset=a", "--output=b", "--part-frames=5"},
        };
        for (String[] line : wrong) {
            ByteArrayOutputStream complaints = new ByteArrayOutputStream();
            List<String> words = new ArrayList<>(List.of("evaluate", "--model=cells"));
            words.addAll(List.of(line).subList(1, line.length));
            PrintStream err = new PrintStream(complaints, true, StandardCharsets.UTF_8);
            int code = Main.run(err, err, new AtomicBoolean(), words.toArray(new String[0]));
            String said = complaints.toString(StandardCharsets.UTF_8);
            assertTrue(said.contains(line[0]), said);
            assertFalse(said.contains("secret"), said);
            assertEquals(2, code, said);
        }
    }
}
