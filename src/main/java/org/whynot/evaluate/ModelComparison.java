package org.whynot.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.UnchangedVideos;
import org.whynot.model.Model;
import org.whynot.util.Progress;

/**
 * Evaluates a model and, beside it, others on the same data (table 4), and writes it all as one folder.
 *
 * <pre>{@code
 * new ModelComparison(data, EvaluationSettings.DEFAULT, "auto").write(model, others, output, progress);
 * }</pre>
 */
public final class ModelComparison {

    private final DataSet data;
    private final EvaluationSettings settings;
    private final String device;
    private List<Path> files = List.of();

    /**
     * @param data the videos
     * @param settings of the main model; the others are evaluated without the checks beyond the paper
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     */
    public ModelComparison(DataSet data, EvaluationSettings settings, String device) {
        this.data = data;
        this.settings = settings;
        this.device = device;
    }

    /**
     * Evaluates and writes, see {@link EvaluationFiles}.
     *
     * @param model a model folder
     * @param others model folders, or none
     * @param output made if missing
     * @param progress told of every video
     * @return the evaluation of the main model
     * @throws IOException if a model or a video can't be read, or the files not be written
     * @throws IllegalArgumentException if a model does not fit the data
     * @throws java.util.concurrent.CancellationException if cancelled; nothing was written then
     */
    public Evaluation write(Path model, List<Path> others, Path output, Progress progress) throws IOException {
        UnchangedVideos videos = UnchangedVideos.of(data);
        double part = 1.0 / (others.size() + 1);
        Evaluation evaluation = evaluate(model, settings, progress.part(0, part));
        EvaluationSettings plain = settings.withoutChecks();
        List<Evaluation> compared = new ArrayList<>();
        for (int i = 1; i <= others.size(); i++)
            compared.add(evaluate(others.get(i - 1), plain, progress.part(i * part, (i + 1) * part)));
        videos.require();
        files = EvaluationFiles.write(evaluation, compared, output, progress);
        return evaluation;
    }

    private Evaluation evaluate(Path folder, EvaluationSettings how, Progress progress) throws IOException {
        try (Model model = Model.open(folder, device)) {
            return new Evaluator(model, how).evaluate(data, progress);
        }
    }

    /** The files that were written last. */
    public List<Path> files() {
        return files;
    }
}
