package org.whynot.explain;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.whynot.classifier.LayerSampling;
import org.whynot.model.FeatureLimits;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.util.Json;
import org.whynot.util.PrivateFolders;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.util.StagedFiles;
import org.whynot.util.SummedFile;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * The features of real clips of one class, from which {@link EvidenceSwap} takes what it puts in a tube's place. Only videos that
 * the model itself calls by that class count.
 *
 * <p>An index is made once and kept in a file in the user's cache folder; it counts only for the same weights, class, and files of the
 * same path, length and time of change. What is damaged is made again.
 */
public final class ClipIndex {

    /** The most clips in an index; later ones are left out. */
    public static final int MOST_CLIPS = 48;

    private static final int FORMAT = 1;
    private static final String ENDING = ".clips";
    /** Each is of the videos of a class and takes some megabytes. */
    private static final int MOST_FILES = 50;

    private final String className;
    private final List<Entry> entries;

    private ClipIndex(String className, List<Entry> entries) {
        this.className = className;
        this.entries = List.copyOf(entries);
    }

    /**
     * A labelled video: a file or a part of one.
     *
     * @param name for people; different from those of the others
     * @param file the video file
     * @param part which part of the file it is, in any words that differ for another part; empty for the whole
     * @param opener opens it
     */
    public record Source(String name, Path file, String part, Opener opener) {

        /** A whole file. */
        public Source(String name, Path file) {
            this(name, file, "", whole(file.toString()));
        }

        /** Keeps the path as text, which can be sent to another machine. */
        private static Opener whole(String file) {
            return () -> VideoFiles.open(Path.of(file));
        }
    }

    /** Opens a labelled video, on this machine or another that has its file under the same path. */
    @FunctionalInterface
    public interface Opener extends Serializable {
        /**
         * Opens it.
         *
         * @return to be closed by the caller
         * @throws IOException if the file can't be read; a sentence
         */
        Video open() throws IOException;
    }

    /**
     * One clip.
     *
     * @param name of its video
     * @param file of its video, as text that can be sent to another machine
     * @param width of its video, pixels
     * @param height of its video, pixels
     * @param frames of its video
     * @param frameInterval of its video, seconds; NaN if not known
     * @param clip its place in the video, 0-based
     * @param steps of the feature map that are no padding
     * @param features h(x) in the first layer, {@code [D, T', H', W']}
     */
    record Entry(
            String name,
            String file,
            int width,
            int height,
            int frames,
            double frameInterval,
            int clip,
            int steps,
            float[] features)
            implements Serializable {}

    /** The clips of one video, as they are sent from the machine that has classified it. */
    public static final class Part implements Serializable {

        private static final long serialVersionUID = 1;

        private final ArrayList<Entry> entries = new ArrayList<>();

        private Part() {}
    }

    /** Classifies videos, here or on other machines. */
    @FunctionalInterface
    public interface Computing {
        /**
         * The parts of some videos.
         *
         * @return in their order, as {@link ClipIndex#part} gives them
         * @throws IOException if a video can't be read; a sentence
         * @throws java.util.concurrent.CancellationException if cancelled
         */
        List<Part> of(List<Source> videos, Progress progress) throws IOException;
    }

    /**
     * The index of some videos, from its file or made anew.
     *
     * @param like by whose model they are classified
     * @param className the class of all videos, as the model calls it
     * @param videos in the order in which they count
     * @param progress notified of every video
     * @throws IOException if a video can't be read
     * @throws IllegalArgumentException if there is no video, or the model calls none of them by the class
     * @throws java.util.concurrent.CancellationException if cancelled; nothing is kept then
     */
    public static ClipIndex of(ClassifiedVideo like, String className, List<Source> videos, Progress progress)
            throws IOException {
        Model model = like.model();
        if (videos.isEmpty())
            throw new IllegalArgumentException(
                    "There is no video of the class '" + className + "' to take evidence from.");
        String key = key(model, className, videos);
        Path kept = file(key);
        Optional<List<Entry>> known = load(kept, key);
        List<Entry> entries = known.isPresent()
                ? known.get()
                : made(videos, 1, (some, to) -> List.of(part(model, className, some.get(0), to)), progress);
        if (known.isEmpty()) saveIfPossible(kept, key, entries);
        if (entries.isEmpty())
            throw new IllegalArgumentException("The model calls none of the " + videos.size() + " videos of '"
                    + className + "' by that class, so none can show what it takes for one.");
        return new ClipIndex(className, entries);
    }

    /**
     * Makes the index of some videos, for a later {@link #of}, unless it is kept already.
     *
     * @param className the class of all videos, as the model calls it
     * @param videos in the order in which they count
     * @param atOnce how many videos are classified at the same time, at least 1; the index does not depend on it
     * @param computing classifies them
     * @return how many clips it has; empty if it was kept already
     * @throws IOException if a video can't be read, or the index not be written; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled; nothing is kept then
     */
    public static OptionalInt prepare(
            Model model, String className, List<Source> videos, int atOnce, Computing computing, Progress progress)
            throws IOException {
        String key = key(model, className, videos);
        Path kept = file(key);
        if (load(kept, key).isPresent()) return OptionalInt.empty();
        List<Entry> entries = made(videos, atOnce, computing, progress);
        try {
            save(kept, key, entries);
        } catch (IOException e) {
            throw new IOException("The index " + kept + " can't be written: " + StagedFiles.reason(e), e);
        }
        return OptionalInt.of(entries.size());
    }

    private static Path file(String key) {
        return PrivateFolders.cache("clips").resolve(Sha256.of(key.getBytes(StandardCharsets.UTF_8)) + ENDING);
    }

    private static List<Entry> made(List<Source> videos, int atOnce, Computing computing, Progress progress)
            throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < videos.size() && entries.size() < MOST_CLIPS; i += atOnce) {
            progress.check();
            List<Source> some = videos.subList(i, Math.min(videos.size(), i + atOnce));
            progress.report(
                    (double) i / videos.size(), "Classifying " + some.get(0).name());
            for (Part part : computing.of(some, progress))
                entries.addAll(part.entries.subList(0, Math.min(part.entries.size(), MOST_CLIPS - entries.size())));
        }
        return entries;
    }

    /**
     * The clips of one video; none if the model calls it by another class.
     *
     * @throws IOException if it can't be read; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Part part(Model model, String className, Source source, Progress progress) throws IOException {
        Part part = new Part();
        try (Video video = source.opener().open()) {
            ClipReader reader = model.reader(video);
            try (VideoFeatures features = model.features(reader, FeatureLimits.usual(), progress::note)) {
                features.classify(progress::isCancelled);
                if (largest(features.probabilities()) != model.card().classes().indexOf(className)) return part;
                LayerSampling time = features.times().get(0);
                int clips = Math.min(reader.sampling().clips(), MOST_CLIPS);
                for (int clip = 0; clip < clips; clip++)
                    part.entries.add(new Entry(
                            source.name(),
                            source.file().toString(),
                            video.width(),
                            video.height(),
                            video.frames(),
                            video.frameInterval(),
                            clip,
                            time.to(clip),
                            features.features(clip)));
                return part;
            }
        }
    }

    /** The index of the largest number; of equals the first. */
    static int largest(double[] numbers) {
        int largest = 0;
        for (int i = 1; i < numbers.length; i++) if (numbers[i] > numbers[largest]) largest = i;
        return largest;
    }

    /** What must be the same for an index to count. */
    private static String key(Model model, String className, List<Source> videos) throws IOException {
        StringBuilder key = new StringBuilder(String.join(
                " ", model.sha256(), model.device(), Json.write(model.card().input()), className));
        for (Source video : videos)
            key.append('\n')
                    .append(video.file().toAbsolutePath().normalize())
                    .append(' ')
                    .append(Files.size(video.file()))
                    .append(' ')
                    .append(Files.getLastModifiedTime(video.file()).toMillis())
                    .append(' ')
                    .append(Sha256.sample(video.file()))
                    .append(' ')
                    .append(video.part())
                    .append(' ')
                    .append(video.name());
        return Sha256.of(key.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The clips in a file; empty where it is not there, damaged or made of something else than the key says. */
    static Optional<List<Entry>> load(Path kept, String key) {
        if (!Files.isRegularFile(kept)) return Optional.empty();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(kept)))) {
            if (!SummedFile.isWhole(kept)
                    || in.readInt() != FORMAT
                    || !in.readUTF().equals(key)) return Optional.empty();
            List<Entry> entries = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) entries.add(read(in));
            Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
            return Optional.of(entries);
        } catch (IOException | InvalidPathException e) {
            // It only saves time.
            return Optional.empty();
        }
    }

    private static Entry read(DataInputStream in) throws IOException {
        String name = in.readUTF();
        String file = in.readUTF();
        int[] numbers = new int[5];
        for (int i = 0; i < numbers.length; i++) numbers[i] = in.readInt();
        double interval = in.readDouble();
        int count = in.readInt();
        // The stream is one of a file, whose end it knows.
        if (count < 0 || count > in.available() / Float.BYTES) throw new IOException("no such number of features");
        float[] features = new float[count];
        for (int i = 0; i < features.length; i++) features[i] = in.readFloat();
        return new Entry(name, file, numbers[0], numbers[1], numbers[2], interval, numbers[3], numbers[4], features);
    }

    /** Keeps the clips. */
    static void save(Path kept, String key, List<Entry> entries) throws IOException {
        PrivateFolders.create(kept.getParent());
        SummedFile.write(kept, out -> {
            out.writeInt(FORMAT);
            out.writeUTF(key);
            out.writeInt(entries.size());
            for (Entry entry : entries) write(out, entry);
        });
        PrivateFolders.keepNewest(kept, ENDING, MOST_FILES);
    }

    private static void saveIfPossible(Path kept, String key, List<Entry> entries) {
        try {
            save(kept, key, entries);
        } catch (IOException e) {
            // It only saves time; the disk may be full or the folder not ours.
            kept.toFile().delete();
        }
    }

    private static void write(DataOutputStream out, Entry entry) throws IOException {
        out.writeUTF(entry.name());
        out.writeUTF(entry.file());
        for (int number : new int[] {entry.width(), entry.height(), entry.frames(), entry.clip(), entry.steps()})
            out.writeInt(number);
        out.writeDouble(entry.frameInterval());
        out.writeInt(entry.features().length);
        for (float feature : entry.features()) out.writeFloat(feature);
    }

    /** The class of all clips. */
    public String className() {
        return className;
    }

    /** Number of clips, at least 1. */
    public int clips() {
        return entries.size();
    }

    List<Entry> entries() {
        return entries;
    }
}
