package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;

/**
 * The state of a training after its last whole epoch: weights, velocities, epoch and log, in one file beside the output folder
 * ({@code output.checkpoint}), so that it is always whole.
 */
final class Checkpoint implements AutoCloseable {

    private static final String STATE = "state";
    private static final Gson GSON = new Gson();

    private final Path file;
    private final String settings;
    private final NDManager manager;

    /** What is saved beside the arrays. */
    private record State(String settings, int epochs, double[][] log) {}

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

    /** What a data set is recognised by: its classes, attributes and the names of its videos. */
    static String key(DataSet data) {
        return "data " + data.classes() + data.attributes()
                + data.samples().stream().map(Sample::id).toList().hashCode();
    }

    /**
     * Puts a saved state back.
     *
     * @return whole epochs done; 0 if there is no checkpoint
     * @throws IOException if there is one that can't be used: damaged, or of other settings
     */
    int restore(TrainingLog log, Map<String, NDArray> weights, Map<String, NDArray> velocities) throws IOException {
        if (!Files.exists(file)) return 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                NDList list = NDList.decode(manager, in)) {
            Map<String, NDArray> saved = new HashMap<>();
            for (NDArray array : list) saved.put(array.getName(), array);
            if (!saved.containsKey(STATE)) throw new IllegalArgumentException("no state");
            State state =
                    GSON.fromJson(new String(saved.get(STATE).toByteArray(), StandardCharsets.UTF_8), State.class);
            if (!state.settings.equals(settings))
                throw new IOException("'" + file + "' is a checkpoint of a training with other settings ("
                        + state.settings + "). Delete it, or train with those settings, or choose another output.");
            weights.forEach((name, array) -> put(saved, "weight." + name, array));
            velocities.forEach((name, array) -> put(saved, "velocity." + name, array));
            log.restore(state.log);
            return state.epochs;
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

    /** Saves the state, replacing the one before. */
    void save(int epochs, TrainingLog log, Map<String, NDArray> weights, Map<String, NDArray> velocities)
            throws IOException {
        NDList list = new NDList();
        byte[] state = GSON.toJson(new State(settings, epochs, log.rows())).getBytes(StandardCharsets.UTF_8);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (NDManager scratch = manager.newSubManager();
                OutputStream out = Files.newOutputStream(partial)) {
            NDArray text = scratch.create(state);
            text.setName(STATE);
            list.add(text);
            weights.forEach((name, array) -> list.add(copy(array, "weight." + name, scratch)));
            velocities.forEach((name, array) -> list.add(copy(array, "velocity." + name, scratch)));
            list.encode(out, NDList.Encoding.SAFETENSORS);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static NDArray copy(NDArray array, String name, NDManager scratch) {
        NDArray copy = scratch.create(array.toFloatArray(), array.getShape());
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
