package org.whynot.train.automatic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;

/** Damaged work folders of Train Model. */
public final class WorkFolderFuzz {

    private static final String KEY = "videos of cells: 6; 30.0 minutes";

    private WorkFolderFuzz() {}

    /** The plan and the time of a training that was interrupted. */
    public static FuzzTarget target(Path folder) throws IOException {
        Path output = folder.resolve("mine");
        WorkFolder work = new WorkFolder(output);
        work.writePlan(
                KEY,
                new TrainingPlan(
                        16,
                        2,
                        112,
                        List.of(16, 16, 32, 64, 128),
                        1,
                        16,
                        8,
                        0.05,
                        30,
                        2,
                        0,
                        6,
                        true,
                        50,
                        1.5,
                        900,
                        1200));
        work.writeSecondsUsed(12.5);
        List<Path> files =
                List.of(folder.resolve("mine.unfinished/plan.json"), folder.resolve("mine.unfinished/time.json"));
        ModelRequest request = new ModelRequest("mine", output, 30, null, 0, "cpu");
        return new FuzzTarget("work folder of Train Model", folder, files, Kind.TEXT, file -> {
            WorkFolder damaged = new WorkFolder(output);
            TrainingPlan plan = damaged.plan(KEY);
            double seconds = damaged.secondsUsed();
            if (!(seconds >= 0 && seconds < 1e9)) throw new AssertionError("A training of " + seconds + " s.");
            plan.words();
            if (!plan.isFrozen()) plan.classifier(request);
            plan.explainer(request);
        });
    }
}
