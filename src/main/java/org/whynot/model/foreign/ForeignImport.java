package org.whynot.model.foreign;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.FeatureOutput;
import org.whynot.classifier.foreign.ForeignClassifier;
import org.whynot.classifier.foreign.ForeignNetwork;
import org.whynot.classifier.foreign.ForeignNetworkException;
import org.whynot.classifier.foreign.NetworkDescription;
import org.whynot.classifier.foreign.OutputType;
import org.whynot.model.ForeignNetworks;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.video.ClipFormat;

/**
 * Makes a model folder of a TorchScript or ONNX classifier of others, which can then explain without attributes.
 *
 * <pre>{@code
 * ForeignImport.Imported imported = new ForeignImport(settings).run(Progress.SILENT);
 * imported.account();    // Input: NCTHW, 16 frames of 112x112 pixels. …
 * }</pre>
 *
 * <p>The file is run on noise to find its outputs; nothing is written before everything is known to work.
 */
public final class ForeignImport {

    /** Clips that kernels are fitted to the parts of another layer with; each has many cells. */
    private static final int CLIPS_FOR_CELLS = 4;
    /** Clips that kernels are fitted to the logits with. */
    private static final int CLIPS_FOR_LOGITS = 48;
    /** A layer of whose variance less is explained takes no part. */
    private static final double LEAST_EXPLAINED = 0.2;

    private static final Pattern NO_MEMORY =
            Pattern.compile("out of memory|allocate memory|not enough memory|bad_alloc", Pattern.CASE_INSENSITIVE);

    private final ImportSettings settings;

    /** @param settings what and how */
    public ForeignImport(ImportSettings settings) {
        this.settings = settings;
    }

    /**
     * What was imported.
     *
     * @param card of the model folder
     * @param account what was found, a message per line
     */
    public record Imported(ModelCard card, List<String> account) {}

    private record Kernels(List<FeatureOutput> features, List<float[]> values, Map<String, Object> account) {}

    /**
     * Imports the file.
     *
     * @param progress notified of every step
     * @throws org.whynot.classifier.foreign.UntrustedFileException if it is TorchScript that the user did not agree to
     * @throws IOException if the file, a description beside it, or a video can't be read, the network can't be used, or the
     *     output can't be written; the message states what is wrong and what to do
     * @throws IllegalArgumentException if a setting is not known
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Imported run(Progress progress) throws IOException {
        try {
            return importFile(progress);
        } catch (ForeignNetworkException e) {
            throw new IOException("'" + settings.file() + "' can't be imported. " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IOException(
                    "'" + settings.file() + "' was changed, moved or removed while it was imported. Start again.", e);
        } catch (ai.djl.engine.EngineException | OutOfMemoryError e) {
            if (e instanceof RuntimeException failure
                    && !NO_MEMORY.matcher(String.valueOf(e.getMessage())).find()) throw failure;
            throw new IOException(
                    "There is not enough memory to run '" + settings.file() + "' on a single clip. Close other"
                            + " programs, or use a machine with more memory.",
                    e);
        }
    }

    private Imported importFile(Progress progress) throws IOException {
        Path file = settings.file();
        if (!Files.isRegularFile(file)) throw new IOException("There is no file '" + file + "'.");
        if (Files.exists(settings.output())) ModelFolder.checkNew(settings.output());
        ImportHints hints = settings.given()
                .orElse(DescriptionFiles.beside(file))
                .orElse(settings.preset().hints());
        InputChoices choices = new InputChoices(hints);
        progress.report(0, "Opening " + file.getFileName());
        String sha256 = Sha256.of(file, progress);
        if (hints.sha256() != null && !hints.sha256().equals(sha256))
            throw new IOException(
                    "'" + file + "' is not the file that the description beside it is about: its SHA-256 is " + sha256
                            + ", not " + hints.sha256() + ". Download it again.");
        String type = ForeignNetworks.type(file);
        String method = ForeignNetworks.featuresMethod(file, type);
        try (ForeignNetwork network = ForeignNetworks.open(
                file, type, method, choices.inputList(), wantedOutputs(hints), settings.device())) {
            progress.report(0.1, "Running " + file.getFileName() + " on noise");
            NetworkProbe.Result result = new NetworkProbe(network).run(choices.candidates());
            progress.check();
            String logits = NetworkProbe.logits(
                    result, hints.classes() == null ? 0 : hints.classes().size());
            List<String> classes =
                    classes(hints, NetworkProbe.count(result.outputs().get(logits)));
            List<FeatureOutput> features = features(hints, result);
            ClipFormat input = choices.format(result.input());
            NetworkDescription described = new NetworkDescription(
                    ForeignNetworks.fileName(type),
                    sha256,
                    file.getFileName().toString(),
                    choices.channels(),
                    choices.outputType(),
                    result.input().inputFrames(),
                    choices.inputList(),
                    result.oneClip(),
                    method,
                    logits,
                    features);
            Kernels kernels = features.isEmpty()
                    ? new Kernels(features, List.of(), Map.of())
                    : kernels(network, described, input, classes, progress.part(0.2, 0.9));
            NetworkDescription description = described.withFeatures(kernels.features());
            ModelCard card = ModelCard.ofForeign(
                    settings.name(),
                    hints.licence() == null ? "unknown" : hints.licence(),
                    hints.citation() == null ? "" : hints.citation(),
                    classes,
                    input,
                    type,
                    description,
                    kernels.account());
            progress.report(0.9, "Writing " + settings.output());
            ModelFolder.checkNew(settings.output());
            ModelFolder.writeForeign(settings.output(), file, card, kernels.values());
            return new Imported(card, account(result, card));
        }
    }

    /** Inner tensors of an ONNX file are given only when they are asked for by name, unless it proposes them itself. */
    private static Set<String> wantedOutputs(ImportHints hints) {
        boolean named = hints.features() != null
                && !hints.features().equals(List.of("auto"))
                && !hints.features().equals(List.of("none"));
        return named ? Set.copyOf(hints.features()) : Set.of();
    }

    private static List<String> classes(ImportHints hints, int count) {
        if (hints.classes() == null)
            throw new ForeignNetworkException("It has " + count + " classes, whose names are not known. Give them with"
                    + " classes: a text file with a name per line, a JSON file, or '" + ClassNames.KINETICS_400 + "'.");
        String problem = ClassNames.problem(hints.classes());
        if (problem != null) throw new ForeignNetworkException("Its class names can't be used: " + problem);
        return hints.classes();
    }

    private static List<FeatureOutput> features(ImportHints hints, NetworkProbe.Result result) {
        List<String> wanted = hints.features() == null ? List.of("auto") : hints.features();
        if (wanted.equals(List.of("none"))) return List.of();
        return wanted.equals(List.of("auto")) ? NetworkProbe.features(result) : NetworkProbe.features(result, wanted);
    }

    /** Finds what each layer's cells add to the logits; layers of which too little is known are left out. */
    private Kernels kernels(
            ForeignNetwork network,
            NetworkDescription description,
            ClipFormat input,
            List<String> classes,
            Progress progress)
            throws IOException {
        List<FeatureOutput> features = description.features();
        ClassKernels found = new ClassKernels(description.layers(), classes.size());
        // It is not closed, as the network is not its own.
        VideoClassifier classifier = new ForeignClassifier(network, description, input, classes);
        take(classifier, found, CLIPS_FOR_CELLS, progress.part(0, 0.2));
        ClassKernels.Layer[] layers = new ClassKernels.Layer[features.size()];
        int exact = -1;
        boolean isLinear = description.outputType() == OutputType.LOGITS;
        for (int l = 0; l < layers.length && exact < 0 && isLinear; l++)
            if ((layers[l] = found.readOff(l, network)) != null) exact = l;
        if (exact < 0) {
            take(
                    classifier,
                    found = new ClassKernels(description.layers(), classes.size()),
                    CLIPS_FOR_LOGITS,
                    progress);
            for (int l = 0; l < layers.length; l++) layers[l] = found.fitToLogits(l);
        } else
            for (int l = 0; l < layers.length; l++)
                if (l != exact) layers[l] = found.fitToCells(l, exact, layers[exact]);
        return chosen(features, layers, exact);
    }

    private void take(VideoClassifier classifier, ClassKernels kernels, int clips, Progress progress)
            throws IOException {
        int[] done = {0};
        PracticeClips.read(settings.videos(), clips, classifier.input(), progress, clip -> {
            progress.report((double) done[0]++ / clips, "Finding the class kernels");
            try (NDManager manager = Engine.newManager(classifier.device());
                    NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray batch =
                        manager.create(clip, new Shape(classifier.input().batchShape(1)));
                VideoClassifier.Output output = classifier.forward(batch);
                kernels.add(output.logits(), output.features());
            }
        });
    }

    /** The layer that was read off first, then those that are explained well enough; the best one in any case. */
    private static Kernels chosen(List<FeatureOutput> features, ClassKernels.Layer[] layers, int exact) {
        int best = Math.max(exact, 0);
        for (int l = 0; l < layers.length; l++) if (layers[l].error() < layers[best].error()) best = l;
        List<Integer> order = new ArrayList<>(List.of(best));
        for (int l = 0; l < layers.length; l++) if (l != best && layers[l].error() < 1 - LEAST_EXPLAINED) order.add(l);
        Map<String, Object> account = new LinkedHashMap<>();
        for (int l : order)
            account.put(ModelCard.KERNELS_OF + features.get(l).layer().name(), layers[l].account());
        for (int l = 0; l < layers.length; l++)
            if (!order.contains(l))
                account.put("left out: " + features.get(l).layer().name(), layers[l].account());
        return new Kernels(
                order.stream().map(features::get).toList(),
                order.stream().map(l -> ClassKernels.kernels(layers[l])).toList(),
                account);
    }

    private List<String> account(NetworkProbe.Result result, ModelCard card) {
        NetworkDescription description = card.architecture().foreign();
        List<String> lines = new ArrayList<>();
        lines.add(
                "Input: " + result.input() + ", " + card.input().resize().name().toLowerCase(java.util.Locale.ROOT)
                        + (description.oneClip() ? ", one clip at a time" : "") + ".");
        lines.add("Outputs: " + NetworkProbe.words(result.outputs()) + "; the classes are '" + description.logits()
                + "'.");
        for (FeatureOutput feature : description.features())
            lines.add("Feature layer " + feature.layer().name() + ": " + feature.channels() + " channels, "
                    + feature.steps() + " steps, " + feature.rows() + "x" + feature.columns() + " cells.");
        card.training().forEach((what, how) -> lines.add(what + ": " + how + "."));
        lines.add("SHA-256: " + description.sha256());
        return lines;
    }
}
