package org.whynot.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.explain.AnswerJson;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.util.Json;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.util.Shard;
import org.whynot.util.StagedFiles;

/**
 * Evaluates some of the videos of a data set, for runs that share it, and puts what they have measured together: the tables are
 * those of one evaluation of all videos, byte for byte.
 *
 * <pre>{@code
 * new ShardedEvaluation(data, settings, "cpu").measure(model, others, Shard.of("2/4"), output, progress);
 * ShardedEvaluation.merge(output, output, progress);
 * }</pre>
 */
public final class ShardedEvaluation {

    private static final int SCHEMA = 2;

    private final DataSet data;
    private final EvaluationSettings settings;
    private final String device;

    /** @see ModelComparison#ModelComparison(DataSet, EvaluationSettings, String) */
    public ShardedEvaluation(DataSet data, EvaluationSettings settings, String device) {
        this.data = data;
        this.settings = settings;
        this.device = device;
    }

    /**
     * Opens the models and finds out whether they fit the data.
     *
     * @param models a model folder, and those it is compared with
     * @return what all shards are asked, which can be sent to another machine
     * @throws IOException if a model can't be read
     * @throws IllegalArgumentException if a model does not fit the data
     */
    public EvaluationRequest request(List<Path> models) throws IOException {
        List<EvaluationRequest.OfModel> opened = new ArrayList<>();
        String used = "";
        for (Path folder : models)
            try (Model model = Model.open(folder, device)) {
                new Evaluator(model, settings).check(data.inOrderOf(model.card().classes()));
                used = model.device();
                opened.add(new EvaluationRequest.OfModel(
                        folder.toAbsolutePath().normalize().toString(), model.sha256()));
            }
        return new EvaluationRequest(
                AnswerJson.version(),
                data.folder().toAbsolutePath().normalize().toString(),
                settings.split(),
                settings.seed(),
                settings.checks(),
                settings.faithfulness().orElse(null),
                used,
                digest(data, settings),
                opened);
    }

    /**
     * Evaluates a shard of the videos.
     *
     * @param model a model folder
     * @param others model folders to compare it with, or none
     * @param shard which videos
     * @param output made if missing; other shards may be writing there
     * @param progress told of every video
     * @return the file with what was measured
     * @throws IOException if a model or a video can't be read, or the file not be written
     * @throws IllegalArgumentException if a model does not fit the data
     * @throws java.util.concurrent.CancellationException if cancelled; nothing was written then
     */
    public Path measure(Path model, List<Path> others, Shard shard, Path output, Progress progress) throws IOException {
        List<Path> models = new ArrayList<>(List.of(model));
        models.addAll(others);
        return measure(data, request(models), models, shard, output, progress);
    }

    /**
     * Evaluates a shard of the videos on a machine that has been sent the request and the models.
     *
     * @param request its data set is a folder that this machine has too
     * @param models folders with the request's models, in its order
     * @param shard which videos
     * @param output made if missing
     * @param progress told of every video
     * @return the file with what was measured
     * @throws IOException if this machine has another version or other videos, a model or a video can't be read, or the file not
     *     be written
     * @throws IllegalArgumentException if a model does not fit the data that this machine has
     * @throws java.util.concurrent.CancellationException if cancelled; nothing was written then
     */
    public static Path measure(
            EvaluationRequest request, List<Path> models, Shard shard, Path output, Progress progress)
            throws IOException {
        if (!request.whynot().equals(AnswerJson.version()))
            throw new IOException("WhyNot is " + AnswerJson.version() + " here, but " + request.whynot()
                    + " where the evaluation was started. Install the same version everywhere.");
        return measure(data(request), request, models, shard, output, progress);
    }

    private static Path measure(
            DataSet data, EvaluationRequest request, List<Path> models, Shard shard, Path output, Progress progress)
            throws IOException {
        List<EvaluationPart.OfModel> measured = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Progress part = progress.part(i / (double) models.size(), (i + 1) / (double) models.size());
            try (Model model = Model.open(models.get(i), request.device())) {
                measured.add(ofModel(new Evaluator(model, request.settings(i)).measure(data, shard, part), shard));
            }
        }
        EvaluationPart part = new EvaluationPart(SCHEMA, shard.toString(), request, measured);
        return StagedFiles.writeText(output, part.fileName(), Json.write(part));
    }

    /** The request's data set, if its videos are the request's. */
    private static DataSet data(EvaluationRequest request) throws IOException {
        DataSet data = DataSet.read(Path.of(request.dataset()));
        if (!digest(data, request.settings()).equals(request.videosSha256()))
            throw new IOException("The data set " + request.dataset()
                    + " has other videos than when the evaluation was started. Evaluate all shards again.");
        return data;
    }

    private static String digest(DataSet data, EvaluationSettings settings) {
        String ids = settings.samples(data).stream().map(Sample::id).collect(Collectors.joining("\n"));
        return Sha256.of(ids.getBytes(StandardCharsets.UTF_8));
    }

    private static EvaluationPart.OfModel ofModel(Evaluator.Measured measured, Shard shard) {
        Map<String, List<JudgedRegion>> regions = byVideo(measured.regions(), JudgedRegion::video);
        Map<String, List<Curve>> curves =
                byVideo(measured.curves(), curve -> curve.judged().video());
        Map<String, List<ContrastTube>> contrasts =
                byVideo(measured.faithfulness().tubes(), ContrastTube::video);
        List<EvaluationPart.OfVideo> videos = new ArrayList<>();
        for (VideoPrediction video : measured.videos())
            videos.add(EvaluationPart.of(
                    shard.placeOf(videos.size()),
                    video,
                    regions.getOrDefault(video.id(), List.of()),
                    curves.getOrDefault(video.id(), List.of()),
                    contrasts.getOrDefault(video.id(), List.of())));
        return new EvaluationPart.OfModel(
                measured.cost().passes(),
                measured.cost().passSeconds(),
                measured.cost().seconds(),
                measured.faithfulness().missing().stream().map(Enum::name).toList(),
                videos);
    }

    private static <T> Map<String, List<T>> byVideo(List<T> measured, Function<T, VideoPrediction> video) {
        return measured.stream()
                .collect(Collectors.groupingBy(one -> video.apply(one).id()));
    }

    /** Whether shards have left what they measured in a folder. */
    public static boolean isWaiting(Path output) throws IOException {
        return !parts(output).isEmpty();
    }

    private static List<Path> parts(Path output) throws IOException {
        List<Path> parts = new ArrayList<>();
        if (!Files.isDirectory(output)) return parts;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(output, "*.json")) {
            for (Path file : all)
                if (EvaluationPart.isFileName(file.getFileName().toString())) parts.add(file);
        }
        return parts;
    }

    /**
     * What the shards together have given.
     *
     * @param evaluation of the first model
     * @param files with the tables, the report last
     */
    public record Merged(Evaluation evaluation, List<Path> files) {}

    /**
     * Makes the tables and the report of what the shards have measured, and removes that.
     *
     * @param measured where the shards have written to
     * @param output where the tables go, made if missing; may be the same
     * @param progress asked whether to stop
     * @throws IOException if a shard is missing, or of another version, model, data set or other settings; a sentence. Then
     *     nothing was changed
     */
    public static Merged merge(Path measured, Path output, Progress progress) throws IOException {
        List<Path> files = parts(measured);
        List<EvaluationPart> parts = new ArrayList<>();
        for (Path file : files) parts.add(EvaluationPart.read(file));
        if (parts.isEmpty())
            throw new IOException("There is no evaluation of a shard in " + measured
                    + ". Run evaluate with shard=1/n to n/n into this folder first.");
        parts.sort(Comparator.comparingInt(part -> part.part().number()));
        require(measured, parts);
        EvaluationRequest request = parts.get(0).request();
        DataSet data = data(request);
        List<Evaluation> evaluations = new ArrayList<>();
        for (int model = 0; model < request.models().size(); model++)
            evaluations.add(evaluation(data, parts, model, progress));
        List<Path> written =
                EvaluationFiles.write(evaluations.get(0), evaluations.subList(1, evaluations.size()), output, progress);
        for (Path file : files) Files.deleteIfExists(file);
        return new Merged(evaluations.get(0), written);
    }

    private static void require(Path output, List<EvaluationPart> parts) throws IOException {
        EvaluationPart first = parts.get(0);
        int count = first.part().count();
        for (EvaluationPart other : parts) {
            if (other.part().count() != count)
                throw new IOException(output + " has evaluations of two divisions, " + first.fileName() + " and "
                        + other.fileName() + ". Remove those that don't belong to the last runs.");
            String difference = first.request().difference(other.request());
            if (!difference.isEmpty())
                throw new IOException("The shards " + first.shard() + " and " + other.shard() + " in " + output
                        + " don't belong together: they differ in the " + difference
                        + ". Evaluate them again with the same.");
        }
        String missing = IntStream.rangeClosed(1, count)
                .filter(number -> parts.stream().noneMatch(part -> part.part().number() == number))
                .mapToObj(number -> number + "/" + count)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty())
            throw new IOException(
                    "Of the shards in " + output + " these are missing: " + missing + ". Evaluate them first.");
    }

    private static Evaluation evaluation(DataSet any, List<EvaluationPart> parts, int model, Progress progress)
            throws IOException {
        EvaluationRequest request = parts.get(0).request();
        EvaluationRequest.OfModel first = request.models().get(model);
        ModelCard card = ModelCard.read(Path.of(first.folder()));
        List<VideoPrediction> videos = new ArrayList<>();
        List<JudgedRegion> regions = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        List<ContrastTube> contrasts = new ArrayList<>();
        parts.stream()
                .flatMap(part -> part.models().get(model).videos().stream())
                .sorted(Comparator.comparingInt(EvaluationPart.OfVideo::place))
                .forEach(video -> EvaluationPart.add(video, videos, regions, curves, contrasts));
        Set<ContrastTube.Method> missing = EnumSet.noneOf(ContrastTube.Method.class);
        long passes = 0;
        double passSeconds = 0;
        double seconds = 0;
        for (EvaluationPart part : parts) {
            EvaluationPart.OfModel own = part.models().get(model);
            own.missing().forEach(method -> missing.add(ContrastTube.Method.valueOf(method)));
            passes += own.passes();
            passSeconds += own.passSeconds();
            seconds += own.seconds();
        }
        Evaluator.Measured measured = new Evaluator.Measured(
                videos,
                regions,
                curves,
                new Faithfulness.Result(contrasts, missing),
                new Evaluation.Cost(passes, passSeconds, seconds));
        return Evaluator.evaluation(
                any.inOrderOf(card.classes()), card, first.sha256(), request.settings(model), measured, progress);
    }
}
