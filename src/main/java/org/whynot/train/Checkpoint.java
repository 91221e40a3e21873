package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.whynot.dataset.DataSet;

/**
 * The state of a training: weights, velocities, place, sums and log, in one file beside the output folder
 * ({@code output.checkpoint}). It is written beside its place and moved there once it is on the disk, so that a whole one
 * stays whatever happens. A training that continues from it ends with the very weights of one that was never interrupted.
 */
final class Checkpoint implements AutoCloseable {

    private static final String STATE = "state";
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private final Path file;
    private final String settings;
    private final NDManager manager;

    /**
     * A place in the training.
     *
     * @param epoch whole epochs done
     * @param step steps done in the epoch under way
     * @param sums of those steps, for the log; empty at the start of an epoch
     */
    record Place(int epoch, int step, double[] sums) {
        static final Place START = new Place(0, 0, new double[0]);
    }

    /** What is saved beside the arrays. */
    private record State(String settings, Place place, double[][] log) {}

    /**
     * @param output the folder that the training will make
     * @param settings a checkpoint made with others is not continued
     */
    Checkpoint(Path output, String settings, NDManager parent) {
        this.file = checkpoint(output);
        this.settings = settings;
        this.manager = parent.newSubManager();
    }

    private static Path checkpoint(Path output) {
        Path absolute = output.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".checkpoint");
    }

    /** What a data set is recognised by: its classes, attributes, the names of its videos and all their labels. */
    static String key(DataSet data) {
        return "data " + data.classes() + data.attributes()
                + data.samples().stream()
                        .map(s -> List.of(s.id(), s.classIndex(), s.split(), s.attributes()))
                        .toList()
                        .hashCode();
    }

    /** Where it is. */
    Path file() {
        return file;
    }

    /**
     * Puts a saved state back.
     *
     * @return where it was saved; the start if there is no checkpoint
     * @throws IOException if there is one that can't be used: damaged, or of other settings
     */
    Place restore(TrainingLog log, Map<String, NDArray> weights, Map<String, NDArray> velocities) throws IOException {
        if (!Files.exists(file)) return Place.START;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                NDList list = NDList.decode(manager, in)) {
            Map<String, NDArray> saved = new HashMap<>();
            for (NDArray array : list) saved.put(array.getName(), array);
            if (!saved.containsKey(STATE)) throw new IllegalArgumentException("no state");
            State state =
                    GSON.fromJson(new String(saved.get(STATE).toByteArray(), StandardCharsets.UTF_8), State.class);
            if (state == null || state.settings == null) throw new IllegalArgumentException("no settings");
            if (!state.settings.equals(settings))
                throw new IOException("'" + file + "' is a checkpoint of a training with other settings ("
                        + state.settings + "). Delete it, or train with those settings, or choose another output.");
            if (state.place == null || state.place.sums == null || state.log == null)
                throw new IllegalArgumentException("no place");
            weights.forEach((name, array) -> put(saved, "weight." + name, array));
            velocities.forEach((name, array) -> put(saved, "velocity." + name, array));
            log.restore(state.log);
            return state.place;
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new IOException("'" + file + "' can't be read as a checkpoint. Delete it to start anew.", e);
        }
    }

    private static void put(Map<String, NDArray> saved, String name, NDArray array) {
        NDArray source = saved.get(name);
        if (source == null || !source.getShape().equals(array.getShape()))
            throw new IllegalArgumentException("no array '" + name + "'");
        source.copyTo(array);
    }

    /**
     * Saves the state, replacing the one before.
     *
     * @throws IOException if it can't be written; the one before is still there
     * @throws ArithmeticException if a weight is not a number; the one before is still there
     */
    void save(Place place, TrainingLog log, Map<String, NDArray> weights, Map<String, NDArray> velocities)
            throws IOException {
        NDList list = new NDList();
        byte[] state = GSON.toJson(new State(settings, place, log.rows())).getBytes(StandardCharsets.UTF_8);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (NDManager scratch = manager.newSubManager()) {
            NDArray text = scratch.create(state);
            text.setName(STATE);
            list.add(text);
            weights.forEach((name, array) -> list.add(copy(array, "weight." + name, scratch)));
            velocities.forEach((name, array) -> list.add(copy(array, "velocity." + name, scratch)));
            write(list, partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException(
                    "The checkpoint '" + file + "' could not be written: " + e.getMessage() + ". "
                            + (Files.exists(file) ? "The one before it is kept. " : "")
                            + "Make room on the disk, then start the training again with the same settings;"
                            + " it continues from the last checkpoint.",
                    e);
        }
    }

    private static void write(NDList list, Path partial) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            list.encode(out, NDList.Encoding.SAFETENSORS);
            out.flush();
            // On the disk before it takes the place of the old one, or a power cut could leave neither.
            channel.force(true);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private static NDArray copy(NDArray array, String name, NDManager scratch) {
        float[] values = array.toFloatArray();
        for (float value : values)
            if (!Float.isFinite(value)) throw new ArithmeticException("The weights are no longer numbers");
        NDArray copy = scratch.create(values, array.getShape());
        copy.setName(name);
        return copy;
    }

    /** Removes it: the training is done. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() {
        manager.close();
    }
}
