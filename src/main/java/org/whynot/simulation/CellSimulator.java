package org.whynot.simulation;

import ij.plugin.filter.AVI_Writer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.DataSetWriter;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Reasons;
import org.whynot.dataset.Sample;
import org.whynot.dataset.VideoSize;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * Makes microscopy-like time-lapse videos of cells whose class, attributes and boxes are known.
 *
 * <pre>{@code
 * var simulator = new CellSimulator(new SimulationSettings(1000, 32, seed));
 * simulator.write(folder, Progress.SILENT);
 * DataSet cells = DataSet.read(folder);
 * }</pre>
 *
 * <p>A video shows three to six fluorescent nuclei. One of them, sometimes two, acts as its {@link CellClass} does, at a
 * random time and place; the others rest, and half of those look, in any single frame, like a cell in the middle of an event.
 * So it is the change over time, inside a small box, that gives the class away. The image has the faults of a real one:
 * blur by the optics, photon and read noise, uneven background, bleaching, a drifting stage.
 *
 * <p>Video {@code i} depends on the seed, {@code i}, the size and the number of frames, and on nothing else.
 */
public final class CellSimulator {

    /** ImageJ 1.54p takes a JPEG quality but always encodes at this one. */
    private static final int JPEG_QUALITY = 75;

    /** Where in a run of videos of a class the first test video comes; so chosen that two videos give one for testing. */
    private static final double SPLIT_PHASE = 0.7;

    private final SimulationSettings settings;

    /** A simulator; nothing is computed yet. */
    public CellSimulator(SimulationSettings settings) {
        this.settings = settings;
    }

    /**
     * The attributes that truly answer "why {@code positive} and not {@code negative}?": every video of the positive class has
     * them and none of the negative class.
     *
     * @throws IllegalArgumentException if a class is not one of the simulator's; the message lists them
     */
    public static Set<String> tellsApart(String positive, String negative) {
        return CellClass.of(positive).tellsApart(CellClass.of(negative));
    }

    /**
     * Makes one video in memory. Its frames are as the camera gives them; in files they are JPEG, with a little less noise.
     *
     * @param index 0 or more; the class is the remainder by the number of classes
     * @throws IllegalArgumentException if the index is negative
     */
    public SimulatedVideo simulate(int index) {
        if (index < 0) throw new IllegalArgumentException("Videos are numbered from 0, this is " + index + ".");
        return simulate(index, () -> {});
    }

    /** As above; {@code check} is called before every frame and may throw to end the work. */
    private SimulatedVideo simulate(int index, Runnable check) {
        CellClass[] classes = CellClass.values();
        CellClass cellClass = classes[index % classes.length];
        int turn = index / classes.length;
        double share = settings.testShare();
        // Every time the running share passes a whole number: evenly spread, and the same for all classes.
        boolean test = Math.floor((turn + 1) * share + SPLIT_PHASE) > Math.floor(turn * share + SPLIT_PHASE);
        SplittableRandom random = new SplittableRandom(
                new SplittableRandom(settings.seed()).nextLong() ^ (index + 1) * 0x9E3779B97F4A7C15L);
        int width = settings.width();
        int height = settings.height();
        int frames = settings.frames();
        CellScene scene = new CellScene(random.split(), cellClass, width, height, frames);
        Microscope microscope = new Microscope(random.split(), width, height, frames, Math.min(width, height) / 128.0);
        SplittableRandom noise = random.split();
        byte[][] grey = new byte[frames][];
        for (int frame = 0; frame < frames; frame++) {
            check.run();
            grey[frame] = microscope.expose(frame, scene.blobs(frame), noise);
        }
        Map<String, List<FrameBox>> boxes = scene.boxes();
        return new SimulatedVideo(
                String.format(Locale.ROOT, "%s_%05d", cellClass.label(), turn),
                cellClass,
                test ? "test" : "train",
                width,
                height,
                grey,
                boxes.keySet(),
                boxes,
                scene.actors());
    }

    /**
     * Makes all videos and writes them as a data-set folder (see {@link DataSet}): AVI files in {@code videos/CLASS/} and the
     * five tables. Works on several videos at once; the files do not depend on how many. The folder appears whole, or not at
     * all when the work fails or is cancelled.
     *
     * @param folder new or empty
     * @throws IOException if the folder is not empty or something can't be written; the message states what
     * @throws CancellationException if it was cancelled
     */
    public void write(Path folder, Progress progress) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        checkEmpty(target);
        if (target.getParent() == null)
            throw new IOException("Simulate Cells can't write to " + target + ". Choose a new folder inside it.");
        try {
            StagedFiles.writeFolder(target, temporary -> writeAll(temporary, target, progress));
        } catch (FileSystemException e) {
            throw new IOException(
                    "Can't write the videos to " + target + ": " + StagedFiles.reason(e)
                            + " Choose a new or empty output folder in a place where you may write.",
                    e);
        }
        progress.report(1, settings.videos() + " videos in " + target);
    }

    private void writeAll(Path temporary, Path target, Progress progress) throws IOException {
        try {
            List<Sample> samples = writeVideos(temporary, progress);
            List<String> classes =
                    Arrays.stream(CellClass.values()).map(CellClass::label).toList();
            DataSetWriter.write(temporary, classes, CellClass.ATTRIBUTES, samples);
            reasons(samples).write(temporary);
            progress.check();
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Nobody knows the folder for what is not complete yet.
            throw new IOException(e.getMessage().replace(temporary.toString(), target.toString()), e);
        }
    }

    private List<Sample> writeVideos(Path folder, Progress progress) throws IOException {
        for (CellClass c : CellClass.values())
            Files.createDirectories(folder.resolve("videos").resolve(c.label()));
        Thread caller = Thread.currentThread();
        AtomicInteger done = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable check = () -> {
            if (failure.get() != null || progress.isCancelled() || caller.isInterrupted())
                throw new CancellationException("Cancelled. Nothing was written.");
        };
        Sample[] samples = new Sample[settings.videos()];
        // A stream that ends by an exception leaves workers running, which would write into a folder that is being
        // deleted. So
        // the first failure is kept and the others run out.
        IntStream.range(0, settings.videos()).parallel().forEach(i -> {
            try {
                check.run();
                SimulatedVideo video = simulate(i, check);
                samples[i] = write(video, folder);
                int count = done.incrementAndGet();
                progress.report(0.98 * count / settings.videos(), "Simulated " + count + " of " + settings.videos());
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        });
        Throwable first = failure.get();
        if (first instanceof IOException e) throw e;
        if (first instanceof RuntimeException e) throw e;
        if (first instanceof Error e) throw e;
        return List.of(samples);
    }

    private static Sample write(SimulatedVideo video, Path folder) throws IOException {
        Path path = folder.resolve("videos").resolve(video.cellClass().label()).resolve(video.id() + ".avi");
        try {
            new AVI_Writer().writeImage(video.stack(), path.toString(), AVI_Writer.JPEG_COMPRESSION, JPEG_QUALITY);
        } catch (IOException e) {
            throw new IOException(
                    "Could not write video " + path + ": " + e.getMessage()
                            + ". Is the disk full? Nothing was left behind.",
                    e);
        }
        return sample(video, path);
    }

    private static Sample sample(SimulatedVideo video, Path path) {
        return new Sample(
                video.id(),
                video.cellClass().ordinal(),
                path,
                video.split(),
                video.attributes().stream()
                        .map(CellClass.ATTRIBUTES::indexOf)
                        .sorted()
                        .toList(),
                video.boxes(),
                video.actors(),
                new VideoSize(video.frames().length, video.width(), video.height()));
    }

    /** The true reasons of every pair of classes that there are videos of. */
    private static Reasons reasons(List<Sample> samples) {
        Map<String, Map<String, Set<String>>> pairs = new LinkedHashMap<>();
        List<CellClass> shown = Arrays.stream(CellClass.values())
                .filter(c -> samples.stream().anyMatch(s -> s.classIndex() == c.ordinal()))
                .toList();
        for (CellClass positive : shown)
            for (CellClass negative : shown)
                if (positive != negative)
                    pairs.computeIfAbsent(positive.label(), p -> new LinkedHashMap<>())
                            .put(negative.label(), positive.tellsApart(negative));
        return new Reasons(pairs);
    }

    private static void checkEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        if (!Files.isDirectory(folder))
            throw new IOException("Simulate Cells: " + folder + " is a file. Choose a new or empty folder.");
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent())
                throw new IOException("Simulate Cells: the folder " + folder
                        + " is not empty. Choose a new or empty folder; nothing is overwritten.");
        }
    }
}
