package org.whynot.frontend.cli;

import ij.ImagePlus;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.ClipPasses;
import org.whynot.classifier.Engine;
import org.whynot.dataset.DataSet;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.SampleVideo;
import org.whynot.frontend.UsageException;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.ClipScores;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolders;
import org.whynot.model.VideoFeatures;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.train.Augmentation;
import org.whynot.train.ClassifierSettings;
import org.whynot.train.ClassifierTrainer;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.TubeSearch;
import org.whynot.util.Json;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;
import org.whynot.video.ClipFormat;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * How long the parts of an answer take on this machine: the bundled clip and a bundled model, a video that is made for it, and a step of
 * a training, each several times; beside PyTorch where there is a Python that has it.
 */
final class Benchmark {

    /** The parameter that names a file for the numbers. */
    static final String JSON = "json";

    /** The parameter that names the length of the video. */
    static final String SECONDS = "seconds";
    /** The parameter that names a Python. */
    static final String PYTHON = "python";

    /** Length of the video by default, seconds. */
    static final int DEFAULT_SECONDS = 60;

    private static final int MOST_SECONDS = 24 * 3600;
    private static final int REPEATS = 9;
    private static final int COLD_REPEATS = 3;
    private static final int STEPS = 5;
    private static final String MODEL = "cells";
    /** Long enough for one clip of the network. */
    private static final int FRAMES_OF_TRAINING_VIDEOS = 24;

    /**
     * What was measured.
     *
     * @param part what was timed
     * @param medianMs its median time, milliseconds
     * @param fastestMs its shortest time, milliseconds
     * @param repeats how often it was timed
     */
    record Row(String part, double medianMs, double fastestMs, int repeats) {}

    /**
     * The file that {@code --json} names.
     *
     * @param pytorch version of the PyTorch that is compared with; null if there is none
     */
    record Numbers(
            int schema,
            String system,
            int processors,
            int threads,
            String java,
            String model,
            @Json.MayBeMissing String pytorch,
            List<Row> rows) {}

    private final PrintStream out;
    private final BooleanSupplier cancelled;
    private final List<Row> rows = new ArrayList<>();
    /** Null where there is no Python with PyTorch. */
    private PyTorchBenchmark pytorch;

    private String pytorchVersion;
    /** Whether the user has named the Python. */
    private boolean pythonNamed;

    /**
     * @param out takes the table
     * @param cancelled asked between two measurements
     */
    Benchmark(PrintStream out, BooleanSupplier cancelled) {
        this.out = out;
        this.cancelled = cancelled;
    }

    /** Runs it; {@code words} may name a file for the numbers, the length of the video in seconds, and a Python. */
    int run(Map<String, String> words) throws Exception {
        int seconds = seconds(words.getOrDefault(SECONDS, String.valueOf(DEFAULT_SECONDS)));
        Engine.Report engine = Engine.report();
        if (!engine.usable()) throw new CommandException(engine.verdict());
        Runtime machine = Runtime.getRuntime();
        String system = System.getProperty("os.name") + ", " + System.getProperty("os.arch");
        out.println(system + ", " + machine.availableProcessors() + " processors, " + engine.threads() + " threads of "
                + engine.version() + ", Java " + System.getProperty("java.version"));
        pythonNamed = words.containsKey(PYTHON);
        pytorch = PyTorchBenchmark.find(words.getOrDefault(PYTHON, ""), Math.max(1, engine.threads()), cancelled);
        if (pytorch == null) out.println("No Python with torch is on the PATH: nothing to compare with.");
        Path folder = TemporaryFolders.make("benchmark");
        try (Model model = Model.open(ModelFolders.find(MODEL), "cpu")) {
            measureAnswer(model, SampleVideo.open());
            measureVideo(model, folder.resolve("video.mp4"), seconds);
            measureTraining(folder.resolve("cells"));
            measureStart(folder.resolve("clip.avi"));
        } finally {
            StagedFiles.removeTree(folder);
        }
        String file = words.get(JSON);
        if (file != null) {
            Numbers numbers = new Numbers(
                    1,
                    system,
                    machine.availableProcessors(),
                    engine.threads(),
                    System.getProperty("java.version"),
                    MODEL,
                    pytorchVersion,
                    rows);
            byte[] json = Json.write(numbers).getBytes(StandardCharsets.UTF_8);
            StagedFiles.replace(Path.of(file), stream -> stream.write(json));
            out.println(file);
        }
        return Cli.DONE;
    }

    private static int seconds(String word) {
        if (word.matches("[0-9]{1,6}")) {
            int seconds = Integer.parseInt(word);
            if (seconds >= 1 && seconds <= MOST_SECONDS) return seconds;
        }
        throw new UsageException("seconds='" + word + "' is not a whole number from 1 to " + MOST_SECONDS + ".");
    }

    private void measureAnswer(Model model, ImagePlus image) throws Exception {
        ClipPasses passes = model.clipPasses();
        float[] clips = new float[ClipPasses.CLIPS * passes.clipLength()];
        Random random = new Random(0);
        for (int i = 0; i < clips.length; i++) clips[i] = 2 * random.nextFloat() - 1;
        String forward = "forward pass, " + ClipPasses.CLIPS + " clips";
        time(forward, REPEATS, () -> passes.run(clips, ClipPasses.CLIPS));
        ModelCard card = model.card();
        compare(
                forward,
                PyTorchBenchmark.Kind.FORWARD,
                card.network(),
                card.classes().size(),
                card.input(),
                ClipPasses.CLIPS,
                REPEATS);
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

    /** A video file is read, classified and explained; both classes are named, so that one pass is enough. */
    private void measureVideo(Model model, Path file, int seconds) throws Exception {
        BenchmarkVideo.write(file, seconds * BenchmarkVideo.FRAMES_PER_SECOND, Progress.quiet(cancelled));
        List<String> classes = model.card().classes();
        Question question = new Question(classes.get(0), classes.get(1), 3, Evidence.FOR, false);
        Explainer explainer = new Explainer(model);
        long start = System.nanoTime();
        try (Video video = VideoFiles.open(file)) {
            explainer.explain(video, question, Progress.quiet(cancelled));
        }
        add(
                "answer from a file, " + seconds + " s of " + BenchmarkVideo.WIDTH + "x" + BenchmarkVideo.HEIGHT
                        + " at " + BenchmarkVideo.FRAMES_PER_SECOND + " frames a second",
                new double[] {(System.nanoTime() - start) / 1e6});
    }

    private void measureTraining(Path folder) throws Exception {
        ClassifierSettings settings = new ClassifierSettings(
                "benchmark",
                Architecture.LAPTOP,
                ClassifierSettings.INPUT,
                ClassifierSettings.SGD,
                Augmentation.DEFAULT,
                null,
                0,
                ClassifierSettings.CHECKPOINT_MINUTES,
                0,
                "cpu");
        int batch = settings.sgd().batchSize();
        int size = SimulationSettings.DEFAULT_SIZE;
        // One epoch, so that a batch is read while the one before is learned from, as in a training.
        int videos = batch * (STEPS + 2);
        new CellSimulator(new SimulationSettings(videos, FRAMES_OF_TRAINING_VIDEOS, size, size, 0, 0))
                .write(folder, Progress.quiet(cancelled));
        DataSet cells = DataSet.read(folder);
        double[] steps = new ClassifierTrainer(settings).stepSeconds(cells, STEPS, Progress.quiet(cancelled));
        String step = "training step, " + batch + " clips";
        add(step, DoubleStream.of(steps).map(seconds -> 1000 * seconds).toArray());
        compare(
                step,
                PyTorchBenchmark.Kind.STEP,
                settings.architecture(),
                cells.classes().size(),
                settings.input(),
                batch,
                STEPS);
    }

    /** Times in PyTorch what was timed last, and states how the two times compare. */
    private void compare(
            String part,
            PyTorchBenchmark.Kind kind,
            Architecture architecture,
            int classes,
            ClipFormat input,
            int clips,
            int repeats)
            throws IOException {
        if (pytorch == null) return;
        double own = rows.get(rows.size() - 1).medianMs();
        try {
            PyTorchBenchmark.Times times = pytorch.time(kind, architecture, classes, input, clips, repeats);
            pytorchVersion = times.version();
            Row theirs = add(part + ", in PyTorch", times.ms());
            out.printf(Locale.ROOT, "%.2f times the time of PyTorch %s%n", own / theirs.medianMs(), times.version());
        } catch (CommandException e) {
            if (pythonNamed) throw e;
            // Nobody asked for it.
            out.println(e.getMessage());
            pytorch = null;
        }
    }

    /** The whole process of an answer, as this one was started. */
    private void measureStart(Path clip) throws Exception {
        SampleVideo.copyTo(clip);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
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
        add(part, milliseconds);
    }

    /** Adds a row of the table, and prints it. */
    private Row add(String part, double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        Row row = new Row(part, sorted[sorted.length / 2], sorted[0], sorted.length);
        rows.add(row);
        out.printf(Locale.ROOT, "%-62s median %9.1f ms, fastest %9.1f ms%n", part, row.medianMs(), row.fastestMs());
        return row;
    }
}
