package org.whynot.train.automatic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.whynot.util.Json;
import org.whynot.util.StagedFiles;
import org.whynot.util.TextFiles;

/**
 * The folder beside the model folder ({@code NAME.unfinished}) in which a training keeps what it has done, until the model is
 * whole: the plan, the time used, the classifier, and the model without its report.
 */
final class WorkFolder {

    private static final String PLAN = "plan.json";
    private static final String TIME = "time.json";
    /** More than the longest time that can be asked for. */
    private static final double MOST_SECONDS = 60 * 10 * ModelRequest.MOST_MINUTES;

    private final Path folder;

    /** What was planned, and for what. */
    private record Planned(String key, TrainingPlan plan) {
        Planned {
            plan.requirePossible();
        }
    }

    private record Time(double seconds) {
        Time {
            if (!(seconds >= 0 && seconds <= MOST_SECONDS))
                throw new IllegalArgumentException("no training has used " + seconds + " seconds.");
        }
    }

    /** @param output the model folder */
    WorkFolder(Path output) {
        Path absolute = output.toAbsolutePath().normalize();
        folder = absolute.resolveSibling(absolute.getFileName() + ".unfinished");
    }

    /** The classifier, while it has no head. */
    Path classifier() {
        return folder.resolve("classifier");
    }

    /** The features of a frozen network. */
    Path features() {
        return folder.resolve("features");
    }

    /** The model, while it has no report. */
    Path model() {
        return folder.resolve("model");
    }

    /** Seconds that a training which was interrupted has used; 0 if there was none. */
    double secondsUsed() throws IOException {
        Path file = folder.resolve(TIME);
        return Files.exists(file) ? read(file, Time.class).seconds : 0;
    }

    void writeSecondsUsed(double seconds) throws IOException {
        StagedFiles.writeText(folder, TIME, Json.write(new Time(seconds)));
    }

    /**
     * The plan of a training that was interrupted; null if there was none.
     *
     * @param key what it must have been made for
     * @throws IOException if it was made for something else, or is damaged
     */
    TrainingPlan plan(String key) throws IOException {
        Path file = folder.resolve(PLAN);
        if (!Files.exists(file)) return null;
        Planned planned = read(file, Planned.class);
        if (!planned.key.equals(key))
            throw new IOException(
                    "'" + folder + "' is an unfinished training with other videos, labels, time or start ("
                            + planned.key + "). Delete it, or train with those, or choose another name.");
        return planned.plan;
    }

    void writePlan(String key, TrainingPlan plan) throws IOException {
        StagedFiles.writeText(folder, PLAN, Json.write(new Planned(key, plan)));
    }

    private <T extends Record> T read(Path file, Class<T> type) throws IOException {
        try {
            return Json.read(TextFiles.read(file), type);
        } catch (IOException e) {
            throw damaged(file, StagedFiles.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    private IOException damaged(Path file, String reason, Exception cause) {
        return new IOException(
                "'" + file + "' is damaged: " + reason + " Delete the folder '" + folder + "' to start anew.", cause);
    }

    /** Moves the whole model to its place and removes the rest. */
    void finish(Path output) throws IOException {
        Path target = output.toAbsolutePath().normalize();
        Files.deleteIfExists(target);
        Files.move(model(), target);
        StagedFiles.removeWhole(folder);
    }
}
