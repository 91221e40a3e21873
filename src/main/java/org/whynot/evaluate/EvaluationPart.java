package org.whynot.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TubeBox;
import org.whynot.tube.Tube;
import org.whynot.util.Json;
import org.whynot.util.Shard;
import org.whynot.util.StagedFiles;
import org.whynot.util.TextFiles;
import org.whynot.video.Box;

/**
 * {@code evaluation.2-of-4.json}: what an evaluation of one shard of the videos has measured, with all digits, so that the shards
 * together give the metrics of the whole; see {@link ShardedEvaluation}.
 *
 * @param schema 2
 * @param shard which part, as {@code 2/4}
 * @param request what was asked of all parts
 * @param models what was measured with each model of the request
 */
record EvaluationPart(int schema, String shard, EvaluationRequest request, List<OfModel> models) {

    /** What was measured with one model; {@code missing} are the {@link ContrastTube.Method}s that its classifier does not allow. */
    record OfModel(long passes, double passSeconds, double seconds, List<String> missing, List<OfVideo> videos) {}

    /** What was measured on one video, and its place among those of all shards. */
    record OfVideo(
            int place,
            String id,
            int truth,
            int predicted,
            List<Double> before,
            boolean boxes,
            boolean actors,
            List<Region> regions,
            List<Steps> curves,
            List<ContrastPart> contrasts) {}

    /** A {@link JudgedRegion}; a number that is missing is NaN. */
    record Region(
            int negative,
            int place,
            String method,
            @Json.MayBeMissing Explained explanation,
            @Json.MayBeMissing Cells tube,
            @Json.MayBeMissing Named attribute,
            Fits all,
            Fits keyframes,
            @Json.MayBeMissing List<Double> after,
            @Json.MayBeMissing Stands strength,
            @Json.MayBeMissing Later shifted) {}

    /** An {@link Explanation}; the boxes are frame, x, y, width, height and contribution. */
    record Explained(
            int rank,
            String evidence,
            String attribute,
            double score,
            double counterfactuality,
            int layer,
            int rows,
            int columns,
            List<List<Double>> boxes) {}

    /** A {@link Tube}. */
    record Cells(int start, int layer, int shape, int[] rows, int[] columns, float[] contributions) {}

    /** A {@link JudgedRegion.Attribute}. */
    record Named(
            boolean present,
            boolean boxed,
            @Json.MayBeMissing Double reason,
            @Json.MayBeMissing Double reasonByChance) {}

    /** A {@link JudgedRegion.Concept}. */
    record Fits(@Json.MayBeMissing Double iou, int rank, @Json.MayBeMissing Double pointing, List<Double> chance) {}

    /** A {@link JudgedRegion.Strength}. */
    record Stands(double beaten, @Json.MayBeMissing Double margin) {}

    /** A {@link JudgedRegion.Shifted}. */
    record Later(String attribute, double iou, double randomIou) {}

    /** The inner steps of a {@link Curve} of the region of an index in this video's list. */
    record Steps(int region, String kind, List<List<Double>> between) {}

    private static final String STEM = "evaluation";
    private static final String ENDING = ".json";

    EvaluationPart {
        Shard.of(shard);
        models = List.copyOf(models);
    }

    Shard part() {
        return Shard.of(shard);
    }

    /** Whether a file's name is that of a part. */
    static boolean isFileName(String name) {
        return Shard.isFileName(name, STEM, ENDING);
    }

    String fileName() {
        return part().fileName(STEM, ENDING);
    }

    /**
     * Reads a part.
     *
     * @throws IOException if it is none; a sentence
     */
    static EvaluationPart read(Path file) throws IOException {
        try {
            EvaluationPart part = Json.read(TextFiles.read(file), EvaluationPart.class);
            part.requirePossible();
            return part;
        } catch (IOException e) {
            throw unreadable(file, StagedFiles.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    /** Words that no method has and lists of other lengths are refused here, where it is known which file they are in. */
    private void requirePossible() {
        try {
            for (OfModel model : models)
                for (OfVideo video : model.videos())
                    add(video, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("its values don't fit together.", e);
        }
    }

    private static IOException unreadable(Path file, String reason, Exception cause) {
        return new IOException(file + " can't be read: " + reason + " Remove it and evaluate this shard again.", cause);
    }

    /** The part of one video. */
    static OfVideo of(
            int place,
            VideoPrediction video,
            List<JudgedRegion> regions,
            List<Curve> curves,
            List<ContrastTube> contrasts) {
        return new OfVideo(
                place,
                video.id(),
                video.truth(),
                video.predicted(),
                list(video.before()),
                video.hasBoxes(),
                video.hasActors(),
                regions.stream().map(EvaluationPart::of).toList(),
                curves.stream()
                        .map(curve -> new Steps(
                                regions.indexOf(curve.judged()),
                                curve.kind().name(),
                                Arrays.stream(curve.between())
                                        .map(EvaluationPart::list)
                                        .toList()))
                        .toList(),
                contrasts.stream().map(ContrastPart::of).toList());
    }

    private static Region of(JudgedRegion judged) {
        return new Region(
                judged.negative(),
                judged.place(),
                judged.method().name(),
                judged.explanation().map(EvaluationPart::of).orElse(null),
                judged.tube().map(EvaluationPart::of).orElse(null),
                judged.attribute() == null
                        ? null
                        : new Named(
                                judged.attribute().present(),
                                judged.attribute().boxed(),
                                number(judged.attribute().reason()),
                                number(judged.attribute().reasonByChance())),
                of(judged.concept(Concepts.Labels.ALL)),
                of(judged.concept(Concepts.Labels.KEYFRAMES)),
                judged.after() == null ? null : list(judged.after()),
                judged.strength() == null
                        ? null
                        : new Stands(
                                judged.strength().beaten(),
                                number(judged.strength().margin())),
                judged.shifted() == null
                        ? null
                        : new Later(
                                judged.shifted().attribute(),
                                judged.shifted().iou(),
                                judged.shifted().randomIou()));
    }

    static Explained of(Explanation e) {
        return new Explained(
                e.rank(),
                e.evidence().word(),
                e.attribute(),
                e.score(),
                e.counterfactuality(),
                e.layer(),
                e.shapeRows(),
                e.shapeColumns(),
                e.tube().stream()
                        .map(box -> List.of(
                                (double) box.frame(),
                                box.box().x(),
                                box.box().y(),
                                box.box().width(),
                                box.box().height(),
                                box.contribution()))
                        .toList());
    }

    static Cells of(Tube tube) {
        int[] rows = new int[tube.length()];
        int[] columns = new int[tube.length()];
        float[] contributions = new float[tube.length()];
        for (int i = 0; i < tube.length(); i++) {
            rows[i] = tube.row(i);
            columns[i] = tube.column(i);
            contributions[i] = tube.contribution(i);
        }
        return new Cells(tube.start(), tube.layer(), tube.shape(), rows, columns, contributions);
    }

    private static Fits of(JudgedRegion.Concept concept) {
        return new Fits(
                number(concept.fit().iou()), concept.fit().rank(), number(concept.pointing()), list(concept.chance()));
    }

    /** Adds a video with all that was measured on it to that of the whole. */
    static void add(
            OfVideo from,
            List<VideoPrediction> videos,
            List<JudgedRegion> regions,
            List<Curve> curves,
            List<ContrastTube> contrasts) {
        VideoPrediction video = new VideoPrediction(
                from.id(), from.truth(), from.predicted(), array(from.before()), from.boxes(), from.actors());
        videos.add(video);
        List<JudgedRegion> own =
                from.regions().stream().map(region -> judged(video, region)).toList();
        regions.addAll(own);
        for (Steps steps : from.curves())
            curves.add(new Curve(
                    own.get(steps.region()),
                    Curve.Kind.valueOf(steps.kind()),
                    steps.between().stream().map(EvaluationPart::array).toArray(double[][]::new)));
        for (ContrastPart contrast : from.contrasts()) contrasts.add(contrast.tube(video));
    }

    private static JudgedRegion judged(VideoPrediction video, Region from) {
        Named named = from.attribute();
        JudgedRegion judged = new JudgedRegion(
                video,
                from.negative(),
                from.place(),
                JudgedRegion.Method.valueOf(from.method()),
                Optional.ofNullable(from.explanation()).map(EvaluationPart::explanation),
                Optional.ofNullable(from.tube()).map(EvaluationPart::tube),
                named == null
                        ? null
                        : new JudgedRegion.Attribute(
                                named.present(), named.boxed(), number(named.reason()), number(named.reasonByChance())),
                concept(from.all()),
                concept(from.keyframes()));
        if (from.after() != null) judged.setAfter(array(from.after()));
        if (from.strength() != null)
            judged.setStrength(new JudgedRegion.Strength(
                    from.strength().beaten(), number(from.strength().margin())));
        if (from.shifted() != null)
            judged.setShifted(new JudgedRegion.Shifted(
                    from.shifted().attribute(),
                    from.shifted().iou(),
                    from.shifted().randomIou()));
        return judged;
    }

    static Tube tube(Cells from) {
        return new Tube(from.start(), from.layer(), from.shape(), from.rows(), from.columns(), from.contributions());
    }

    static Explanation explanation(Explained from) {
        return new Explanation(
                from.rank(),
                Evidence.of(from.evidence()),
                from.attribute(),
                from.score(),
                from.counterfactuality(),
                from.layer(),
                from.rows(),
                from.columns(),
                from.boxes().stream()
                        .map(box -> new TubeBox(
                                box.get(0).intValue(),
                                new Box(box.get(1), box.get(2), box.get(3), box.get(4)),
                                box.get(5)))
                        .toList(),
                Optional.empty());
    }

    private static JudgedRegion.Concept concept(Fits from) {
        return new JudgedRegion.Concept(
                new Concepts.Fit(number(from.iou()), from.rank()), number(from.pointing()), array(from.chance()));
    }

    /** JSON has no NaN. */
    static Double number(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }

    static double number(Double value) {
        return value == null ? Double.NaN : value;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).mapToObj(EvaluationPart::number).toList();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(EvaluationPart::number).toArray();
    }
}
