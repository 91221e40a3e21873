package org.whynot.frontend.cli;

import ij.ImagePlus;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.whynot.classifier.ClipPasses;
import org.whynot.classifier.Engine;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.SampleVideo;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.ClipScores;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.TubeSearch;
import org.whynot.util.Json;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;

/** How long the parts of an answer take on this machine: the bundled clip and a bundled model, each part several times. */
final class Benchmark {

    /** The parameter that names a file for the numbers. */
    static final String JSON = "json";

    private static final int REPEATS = 9;
    private static final int COLD_REPEATS = 3;
    private static final String MODEL = "cells";

    /**
     * What was measured.
     *
     * @param part what was timed
     * @param medianMs its median time, milliseconds
     * @param fastestMs its shortest time, milliseconds
     * @param repeats how often it was timed
     */
    record Row(String part, double medianMs, double fastestMs, int repeats) {}

    /** The file that {@code --json} names. */
    record Numbers(int schema, String system, int processors, int threads, String java, String model, List<Row> rows) {}

    private final PrintStream out;
    private final BooleanSupplier cancelled;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param out takes the table
     * @param cancelled asked between two measurements
     */
    Benchmark(PrintStream out, BooleanSupplier cancelled) {
        this.out = out;
        this.cancelled = cancelled;
    }

    /** Runs it; {@code words} may name a file for the numbers. */
    int run(Map<String, String> words) throws Exception {
        Engine.Report engine = Engine.report();
        if (!engine.usable()) throw new CommandException(engine.verdict());
        Runtime machine = Runtime.getRuntime();
        String system = System.getProperty("os.name") + ", " + System.getProperty("os.arch");
        out.println(system + ", " + machine.availableProcessors() + " processors, " + engine.threads() + " threads of "
                + engine.version() + ", Java " + System.getProperty("java.version"));
        try (Model model = Model.open(ModelFolders.find(MODEL), "cpu")) {
            measureAnswer(model, SampleVideo.open());
        }
        measureStart();
        String file = words.get(JSON);
        if (file != null) {
            Numbers numbers = new Numbers(
                    1,
                    system,
                    machine.availableProcessors(),
                    engine.threads(),
                    System.getProperty("java.version"),
                    MODEL,
                    rows);
            byte[] json = Json.write(numbers).getBytes(StandardCharsets.UTF_8);
            StagedFiles.replace(Path.of(file), stream -> stream.write(json));
            out.println(file);
        }
        return Cli.DONE;
    }

    private void measureAnswer(Model model, ImagePlus image) throws Exception {
        ClipPasses passes = model.clipPasses();
        float[] clips = new float[ClipPasses.CLIPS * passes.clipLength()];
        Random random = new Random(0);
        for (int i = 0; i < clips.length; i++) clips[i] = 2 * random.nextFloat() - 1;
        time("forward pass, " + ClipPasses.CLIPS + " clips", REPEATS, () -> passes.run(clips, ClipPasses.CLIPS));
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
            try (VideoFeatures features = model.features(model.reader(video), () -> false)) {
                int frames = features.sampling().sampled();
                time("head, one class pair, " + frames + " frames", REPEATS, () -> scores(features, frames));
                List<ScoreMaps> maps = features.differences(0, 1, () -> false);
                TubeSearch search = new TubeSearch(model.card().tube().radius());
                int count = maps.stream()
                        .mapToInt(map -> map.count() * map.space().shapes())
                        .sum();
                time("tube search, " + count + " maps of " + frames + " frames", REPEATS, () -> {
                    for (ScoreMaps map : maps)
                        search.maximumValues(map.values(), map.count(), map.space(), threads(), () -> false);
                    return null;
                });
            }
            Explainer explainer = new Explainer(model);
            time(
                    "whole answer, " + video.frames() + " frames in memory",
                    REPEATS,
                    () -> explainer.explain(video, Question.DEFAULT, Progress.SILENT));
        }
    }

    private static int scores(VideoFeatures features, int frames) throws IOException {
        ClipScores.Source scores = features.scores(0, 1, 0, frames, () -> false);
        int clips = 0;
        while (scores.next() != null) clips++;
        return clips;
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The whole process of an answer, as this one was started. */
    private void measureStart() throws Exception {
        Path folder = TemporaryFolders.make("benchmark");
        Path clip = folder.resolve("clip.avi");
        try {
            SampleVideo.copyTo(clip);
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = new ArrayList<>(List.of(java));
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(option -> !option.startsWith("-XX:ArchiveClassesAtExit"))
                    .forEach(command::add);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
            command.addAll(List.of("explain", clip.toString()));
            time("cold start: a process that explains the clip", COLD_REPEATS, () -> {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor() != Cli.DONE)
                    throw new CommandException(
                            "A process that explains the bundled clip failed. Run 'whynot demo' to see why.");
                return null;
            });
        } finally {
            Files.deleteIfExists(clip);
            Files.deleteIfExists(folder);
        }
    }

    /** Runs the work once for nothing, as the first time is slower, then as often as is asked for. */
    private void time(String part, int repeats, Callable<?> work) throws Exception {
        double[] milliseconds = new double[repeats];
        work.call();
        for (int i = 0; i < repeats; i++) {
            if (cancelled.getAsBoolean()) throw Progress.cancelled();
            long start = System.nanoTime();
            work.call();
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        rows.add(new Row(part, milliseconds[repeats / 2], milliseconds[0], repeats));
        out.printf(
                Locale.ROOT,
                "%-50s median %8.1f ms, fastest %8.1f ms%n",
                part,
                milliseconds[repeats / 2],
                milliseconds[0]);
    }
}
