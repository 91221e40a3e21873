package org.whynot.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.classifier.EngineArrays;
import org.whynot.classifier.NewLastLayer;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.Sample;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.util.SummedFile;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/**
 * The features that a frozen network has of videos, clip by clip: the means of its feature maps over time and space. Each video's
 * are kept in a file, so that a network passes over it once, also where a training is interrupted.
 */
final class ClipFeatures {

    private static final int FORMAT = 2;

    private final VideoClassifier backbone;
    private final String key;
    private final int mostClips;
    private final Path folder;
    private final NDManager manager;

    /**
     * @param backbone the network
     * @param key what it is recognised by
     * @param mostClips of a video, evenly spaced
     * @param folder for the files; null where only {@link #compute} is called
     */
    ClipFeatures(VideoClassifier backbone, String key, int mostClips, Path folder, NDManager manager) {
        this.backbone = backbone;
        this.key = key + "; " + backbone.input() + "; " + mostClips + " clips";
        this.mostClips = mostClips;
        this.folder = folder;
        this.manager = manager;
    }

    /**
     * Of all videos.
     *
     * @return per video {@code [clips][F]}
     * @throws IOException if a video can't be read, or a file not be written
     */
    List<double[][]> of(List<Sample> samples, Progress progress) throws IOException {
        List<double[][]> all = new ArrayList<>();
        for (Sample sample : samples) {
            progress.check();
            progress.report(
                    all.size() / (double) samples.size(),
                    "Features of video " + (all.size() + 1) + " of " + samples.size());
            all.add(of(sample, progress));
        }
        return all;
    }

    private double[][] of(Sample sample, Progress progress) throws IOException {
        Path file = folder.resolve(fileName(sample));
        Optional<double[][]> kept = read(file);
        if (kept.isPresent()) return kept.get();
        double[][] features = compute(sample, progress);
        byte[] content = bytes(features);
        SummedFile.write(file, out -> out.write(content));
        return features;
    }

    /**
     * The name of the file with the features of a video, different for every content and network.
     *
     * @throws IOException if the video is not there
     */
    String fileName(Sample sample) throws IOException {
        String own = key + "; " + sample.path() + "; " + sample.segment() + "; " + Files.size(sample.path()) + "; "
                + Files.getLastModifiedTime(sample.path()).toMillis() + "; " + Sha256.sample(sample.path());
        return Sha256.of(own.getBytes(StandardCharsets.UTF_8)) + ".features";
    }

    /** What a file with these features holds: the format, the number of clips, and the values as 32-bit floats. */
    static byte[] bytes(double[][] features) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + features.length * features[0].length * Float.BYTES);
        bytes.putInt(FORMAT).putInt(features.length);
        for (double[] clip : features) for (double value : clip) bytes.putFloat((float) value);
        return bytes.array();
    }

    /** What a file holds; empty if there is none or it is not such a file. */
    Optional<double[][]> read(Path file) {
        if (!Files.isRegularFile(file)) return Optional.empty();
        int width = NewLastLayer.features(backbone);
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            if (!SummedFile.isWhole(file) || in.readInt() != FORMAT) return Optional.empty();
            int clips = in.readInt();
            if (clips < 1 || clips > mostClips) return Optional.empty();
            byte[] rest = in.readAllBytes();
            if (rest.length != (long) clips * width * Float.BYTES + Long.BYTES) return Optional.empty();
            var floats = ByteBuffer.wrap(rest).asFloatBuffer();
            double[][] features = new double[clips][width];
            for (double[] clip : features) for (int f = 0; f < width; f++) clip[f] = floats.get();
            return Optional.of(features);
        } catch (IOException e) {
            // It only saves time.
            return Optional.empty();
        }
    }

    /** Of one video, computed whatever is kept. */
    double[][] compute(Sample sample, Progress progress) throws IOException {
        try (Video video = sample.open()) {
            ClipReader reader = new ClipReader(video, backbone.input());
            int all = reader.sampling().clips();
            int count = Math.min(mostClips, all);
            double[][] features = new double[count][];
            float[] clip = new float[backbone.input().clipLength()];
            for (int i = 0; i < count; i++) {
                progress.check();
                // Of as many equal parts of the video the middle one's.
                reader.read((int) ((2L * i + 1) * all / (2L * count)), clip, 0);
                features[i] = forward(clip);
            }
            return features;
        }
    }

    private double[] forward(float[] clip) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Shape one = new Shape(backbone.input().batchShape(1));
            float[] means = NewLastLayer.means(backbone.forward(EngineArrays.create(manager, clip, 0, one))
                            .features())
                    .toFloatArray();
            double[] features = new double[means.length];
            for (int f = 0; f < means.length; f++) features[f] = means[f];
            return features;
        }
    }
}
