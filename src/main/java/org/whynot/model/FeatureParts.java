package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.ClassifierRun.Pass;
import org.whynot.classifier.EngineArrays;
import org.whynot.classifier.KnownPasses;
import org.whynot.util.SummedFile;

/**
 * What the classifier made of parts of a long video, each classified on its own, perhaps on another machine, and kept in a file.
 * A tube may cross from one part into the next: only the classifier runs part by part, the tubes are searched in all of them.
 *
 * <pre>{@code
 * for (int part = 0; part < 8; part++) model.classifyPart(reader, part, 8, key, files.get(part), progress);
 * try (FeatureParts parts = FeatureParts.open(files, key)) {
 *     Answer answer = new Explainer(model).explain(video, question, parts, progress);
 * }
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class FeatureParts implements KnownPasses, AutoCloseable {

    /** No part. */
    public static final FeatureParts NONE = new FeatureParts();

    private static final String FORMAT = "WhyNot features 1";

    private record Place(RandomAccessFile file, long position) {}

    private final Map<Path, RandomAccessFile> files = new LinkedHashMap<>();
    /** Where the passes lie, by their first clips. */
    private final Map<Integer, Place> places = new HashMap<>();

    private FeatureParts() {}

    /**
     * Opens files of parts. Those that are missing, damaged or of another key are left out: their passes are run again.
     *
     * @param files that {@link Model#classifyPart} wrote
     * @param key of the video, the model and all else that the features depend on
     * @return to be closed by the caller
     */
    public static FeatureParts open(List<Path> files, String key) {
        FeatureParts parts = new FeatureParts();
        for (Path file : files) parts.open(file, key);
        return parts;
    }

    private void open(Path file, String key) {
        Map<Integer, Long> found = new HashMap<>();
        RandomAccessFile opened = null;
        try {
            if (!Files.isRegularFile(file) || !SummedFile.isWhole(file)) return;
            opened = new RandomAccessFile(file.toFile(), "r");
            if (!opened.readUTF().equals(FORMAT) || !opened.readUTF().equals(key)) {
                opened.close();
                return;
            }
            while (opened.readBoolean()) {
                long length = opened.readLong();
                found.put(opened.readInt(), opened.getFilePointer() - Integer.BYTES);
                opened.seek(opened.getFilePointer() - Integer.BYTES + length);
            }
        } catch (IOException unusable) {
            close(opened);
            return;
        }
        RandomAccessFile whole = opened;
        files.put(file, whole);
        found.forEach((clip, position) -> places.put(clip, new Place(whole, position)));
    }

    /** How many passes there are. */
    public int passes() {
        return places.size();
    }

    /**
     * Writes some passes into a file: the format and the key, and for every pass its length in bytes, first clip, clips, classes,
     * probabilities, layers, and for every layer its sizes and numbers; all big-endian.
     *
     * @throws IOException if the video can't be read or the file can't be written
     */
    static void write(Path file, String key, ClassifierRun.Passes passes) throws IOException {
        SummedFile.write(file, out -> {
            out.writeUTF(FORMAT);
            out.writeUTF(key);
            for (Pass next = passes.next(); next != null; next = passes.next())
                try (Pass pass = next) {
                    write(pass, out);
                }
            out.writeBoolean(false);
        });
    }

    private static void write(Pass pass, DataOutputStream out) throws IOException {
        int classes = pass.probabilities()[0].length;
        long length = 4L * Integer.BYTES + (long) pass.clips() * classes * Double.BYTES;
        for (NDArray layer : pass.features()) {
            Shape shape = layer.getShape();
            length += Integer.BYTES + (long) shape.dimension() * Long.BYTES + shape.size() * Float.BYTES;
        }
        out.writeBoolean(true);
        out.writeLong(length);
        out.writeInt(pass.clip());
        out.writeInt(pass.clips());
        out.writeInt(classes);
        for (double[] clip : pass.probabilities()) for (double probability : clip) out.writeDouble(probability);
        out.writeInt(pass.features().size());
        for (NDArray layer : pass.features()) {
            out.writeInt(layer.getShape().dimension());
            for (long size : layer.getShape().getShape()) out.writeLong(size);
            float[] numbers = layer.toFloatArray();
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
            bytes.asFloatBuffer().put(numbers);
            out.write(bytes.array());
        }
    }

    @Override
    public Optional<Pass> find(int clip, int clips, int rows, NDManager manager) throws IOException {
        Place place = places.get(clip);
        if (place == null) return Optional.empty();
        place.file().seek(place.position() - Long.BYTES);
        byte[] bytes = new byte[Math.toIntExact(place.file().readLong())];
        place.file().readFully(bytes);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            in.readInt();
            if (in.readInt() != clips) return Optional.empty();
            double[][] probabilities = new double[clips][in.readInt()];
            for (double[] own : probabilities) for (int c = 0; c < own.length; c++) own[c] = in.readDouble();
            return read(in, clip, probabilities, rows, manager.newSubManager());
        }
    }

    private static Optional<Pass> read(DataInputStream in, int clip, double[][] probabilities, int rows, NDManager own)
            throws IOException {
        NDList layers = new NDList();
        int count = in.readInt();
        for (int l = 0; l < count; l++) {
            long[] sizes = new long[in.readInt()];
            for (int d = 0; d < sizes.length; d++) sizes[d] = in.readLong();
            Shape shape = new Shape(sizes);
            if (sizes[0] != rows) {
                own.close();
                return Optional.empty();
            }
            float[] numbers = new float[Math.toIntExact(shape.size())];
            ByteBuffer.wrap(in.readNBytes(numbers.length * Float.BYTES))
                    .asFloatBuffer()
                    .get(numbers);
            layers.add(EngineArrays.create(own, numbers, 0, shape));
        }
        return Optional.of(new Pass(clip, probabilities, layers, own));
    }

    /** Closes the files; they stay. */
    @Override
    public void close() {
        files.values().forEach(FeatureParts::close);
        files.clear();
        places.clear();
    }

    private static void close(RandomAccessFile file) {
        try {
            if (file != null) file.close();
        } catch (IOException onlyRead) {
            // Nothing of it can be lost.
        }
    }
}
