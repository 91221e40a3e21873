package org.whynot.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.util.Json;

/** Damaged results of the shards of an evaluation. */
public final class EvaluationPartFuzz {

    private EvaluationPartFuzz() {}

    /** What two shards have measured on a video each. */
    public static FuzzTarget target(Path folder) throws IOException {
        List<Path> files = List.of(write(folder, "1/2", 0, "a"), write(folder, "2/2", 1, "b"));
        return new FuzzTarget("evaluations of shards", folder, files, Kind.TEXT, damaged -> {
            List<VideoPrediction> videos = new ArrayList<>();
            List<JudgedRegion> regions = new ArrayList<>();
            List<Curve> curves = new ArrayList<>();
            List<ContrastTube> contrasts = new ArrayList<>();
            EvaluationPart part = EvaluationPart.read(damaged);
            for (EvaluationPart.OfModel model : part.models())
                for (EvaluationPart.OfVideo video : model.videos())
                    EvaluationPart.add(video, videos, regions, curves, contrasts);
            part.request().settings();
        });
    }

    private static Path write(Path folder, String shard, int place, String id) throws IOException {
        EvaluationRequest request = new EvaluationRequest(
                "0.1.0",
                "/data/cells",
                "test",
                7,
                true,
                new FaithfulnessSettings(true, 1000, 2),
                "cpu",
                "ab".repeat(32),
                List.of(new EvaluationRequest.OfModel("/models/cells", "cd".repeat(32))));
        EvaluationPart.Cells cells =
                new EvaluationPart.Cells(0, 1, 2, new int[] {1, 1}, new int[] {2, 3}, new float[] {0.5f, 0.25f});
        EvaluationPart.Explained explained = new EvaluationPart.Explained(
                1,
                "for",
                "plate",
                0.75,
                0.68,
                1,
                2,
                3,
                List.of(List.of(0.0, 1.0, 2.0, 30.0, 40.0, 0.5), List.of(2.0, 1.0, 2.0, 30.0, 40.0, 0.25)));
        EvaluationPart.Fits fits = new EvaluationPart.Fits(0.5, 1, 1.0, List.of(0.25, 0.5));
        EvaluationPart.Region region = new EvaluationPart.Region(
                1,
                0,
                JudgedRegion.Method.values()[0].name(),
                explained,
                cells,
                new EvaluationPart.Named(true, false, 1.0, 0.5),
                fits,
                fits,
                List.of(0.4, 0.6),
                new EvaluationPart.Stands(0.9, 1.5),
                new EvaluationPart.Later("plate", 0.5, 0.25));
        List<List<Double>> steps = Collections.nCopies(Curve.STEPS - 1, List.of(0.5, 0.5));
        ContrastPart contrast = new ContrastPart(
                1,
                ContrastTube.Method.TUBE.name(),
                cells,
                explained,
                3,
                0.25,
                0.5,
                null,
                1.5,
                Collections.nCopies(Erasure.values().length, 0.5),
                Collections.nCopies(Curve.Kind.values().length, Collections.nCopies(Curve.STEPS - 1, 0.5)));
        EvaluationPart.OfVideo video = new EvaluationPart.OfVideo(
                place,
                id,
                0,
                1,
                List.of(0.3, 0.7),
                true,
                false,
                List.of(region),
                List.of(new EvaluationPart.Steps(0, Curve.Kind.DELETION.name(), steps)),
                List.of(contrast));
        EvaluationPart part = new EvaluationPart(
                2, shard, request, List.of(new EvaluationPart.OfModel(3, 0.1, 2.5, List.of("RISE"), List.of(video))));
        return Files.writeString(folder.resolve(part.fileName()), Json.write(part));
    }
}
