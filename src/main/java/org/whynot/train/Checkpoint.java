package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.whynot.dataset.DataSet;
import org.whynot.util.FolderLock;
import org.whynot.util.SafeTensors;
import org.whynot.util.Sha256;
import org.whynot.util.StagedFiles;

/**
 * The state of a training: weights, velocities, place, sums and log, in one file beside the output folder
 * ({@code output.checkpoint}). A new one replaces it once it is on the disk, so that a whole one stays whatever happens. A training that continues from it ends with the very weights of one that was never interrupted.
 */
public final class Checkpoint implements AutoCloseable {

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
    private record State(String settings, Place place, double[][] log, String sha256) {}

    private static final class OtherSettingsException extends IOException {

        private static final long serialVersionUID = 1;

        OtherSettingsException(String message) {
            super(message);
        }
    }

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

    /**
     * Keeps what lies beside an output to one training at a time.
     *
     * @param output the folder that the training will make
     * @return to be closed when the training is done
     * @throws IOException if another training has it, or nothing can be written there; a sentence
     */
    static FolderLock lock(Path output) throws IOException {
        Path absolute = output.toAbsolutePath().normalize();
        Optional<FolderLock> lock;
        try {
            lock = FolderLock.take(absolute.getParent(), ".whynot-" + absolute.getFileName() + ".lock");
        } catch (IOException e) {
            throw new IOException(
                    "Nothing can be written to the folder '" + absolute.getParent() + "': " + StagedFiles.reason(e)
                            + " Choose another output.",
                    e);
        }
        return lock.orElseThrow(() -> new IOException(
                "Another training is writing to '" + output + "'. Wait until it has ended, or choose another output."));
    }

    /**
     * What a data set is recognised by: its classes, attributes, the names of its videos, their segments and all their labels but
     * boxes.
     */
    public static String key(DataSet data) {
        return "data " + data.classes() + data.attributes()
                + data.samples().stream()
                        .map(s -> s.segment().isWhole()
                                ? List.of(s.id(), s.classIndex(), s.split(), s.attributes())
                                : List.of(s.id(), s.classIndex(), s.split(), s.attributes(), s.segment()))
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
        try (NDManager scratch = manager.newSubManager()) {
            Map<String, NDArray> saved = read(scratch);
            State state =
                    GSON.fromJson(new String(saved.get(STATE).toByteArray(), StandardCharsets.UTF_8), State.class);
            if (!state.settings.equals(settings))
                throw new OtherSettingsException("'" + file + "' is a checkpoint of a training with other settings ("
                        + state.settings + "). Delete it, or train with those settings, or choose another output.");
            if (!digest(state, saved).equals(state.sha256)) throw new IllegalArgumentException("other contents");
            requireAll(saved, "weight.", weights);
            requireAll(saved, "velocity.", velocities);
            Objects.requireNonNull(state.place.sums);
            log.restore(state.log);
            weights.forEach((name, array) -> saved.get("weight." + name).copyTo(array));
            velocities.forEach((name, array) -> saved.get("velocity." + name).copyTo(array));
            return state.place;
        } catch (OtherSettingsException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Whatever a damaged file makes of the decoder of the arrays or of the text.
            throw new IOException("'" + file + "' can't be read as a checkpoint. Delete it to start anew.", e);
        }
    }

    private Map<String, NDArray> read(NDManager scratch) throws IOException {
        Map<String, NDArray> saved = new HashMap<>();
        SafeTensors.requireHeader(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (NDArray array : NDList.decode(scratch, in)) saved.put(array.getName(), array);
        }
        return saved;
    }

    private static void requireAll(Map<String, NDArray> saved, String kind, Map<String, NDArray> arrays) {
        arrays.forEach((name, array) -> {
            NDArray source = saved.get(kind + name);
            if (source == null || !source.getShape().equals(array.getShape()))
                throw new IllegalArgumentException("no array '" + kind + name + "'");
        });
    }

    /** SHA-256 of a state and the arrays: a weight that a disk has changed is a number like any other. */
    private static String digest(State state, Map<String, NDArray> arrays) {
        MessageDigest digest = Sha256.start();
        digest.update(GSON.toJson(new State(state.settings, state.place, state.log, null))
                .getBytes(StandardCharsets.UTF_8));
        new TreeMap<>(arrays).forEach((name, array) -> {
            if (name.equals(STATE)) return;
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(array.toByteBuffer());
        });
        return Sha256.hex(digest);
    }

    /**
     * Saves the state, replacing the one before.
     *
     * @throws IOException if it can't be written; the one before is still there
     * @throws ArithmeticException if a weight is not a number; the one before is still there
     */
    void save(Place place, TrainingLog log, Map<String, NDArray> weights, Map<String, NDArray> velocities)
            throws IOException {
        try (NDManager scratch = manager.newSubManager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            weights.forEach((name, array) -> copy(array, "weight." + name, scratch, arrays));
            velocities.forEach((name, array) -> copy(array, "velocity." + name, scratch, arrays));
            State state = new State(settings, place, log.rows(), null);
            String sha256 = digest(state, arrays);
            NDArray text = scratch.create(
                    GSON.toJson(new State(settings, place, log.rows(), sha256)).getBytes(StandardCharsets.UTF_8));
            text.setName(STATE);
            NDList list = new NDList(text);
            list.addAll(arrays.values());
            StagedFiles.replace(file, out -> list.encode(out, NDList.Encoding.SAFETENSORS));
        } catch (IOException e) {
            throw new IOException(
                    "The checkpoint '" + file + "' could not be written: " + StagedFiles.reason(e) + " "
                            + (Files.exists(file) ? "The one before it is kept. " : "")
                            + "Make room on the disk, then start the training again with the same settings;"
                            + " it continues from the last checkpoint.",
                    e);
        }
    }

    private static void copy(NDArray array, String name, NDManager scratch, Map<String, NDArray> to) {
        float[] values = array.toFloatArray();
        for (float value : values)
            if (!Float.isFinite(value)) throw new ArithmeticException("The weights are no longer numbers");
        NDArray copy = scratch.create(values, array.getShape());
        copy.setName(name);
        to.put(name, copy);
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
