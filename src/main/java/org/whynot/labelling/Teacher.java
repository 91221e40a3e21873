package org.whynot.labelling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassProbability;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * A model that proposes classes for clips which have none, with its reasons, and knows which of them it is unsure about: labelling
 * those teaches the next model most (uncertainty sampling; Lewis and Gale, SIGIR 1994).
 *
 * <pre>{@code
 * try (Teacher teacher = Teacher.open(ModelFolders.find("cells"), "auto")) {
 *     Answer answer = teacher.judge(clip, file, progress);
 *     List<Clip> order = teacher.sorted(labels.clips());
 * }
 * }</pre>
 *
 * <p>Judging is for one thread; what was judged may be asked for by any.
 */
public final class Teacher implements AutoCloseable {

    private static final int EXPLANATIONS = 2;

    private final Model model;
    private final Map<String, Answer> answers = new HashMap<>();
    /** The clips as they were judged: one whose segment was changed since is judged anew. */
    private final Map<String, Clip> judged = new HashMap<>();

    private Teacher(Model model) {
        this.model = model;
    }

    /**
     * Opens a model.
     *
     * @param folder of the model
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @throws IOException if it can't be opened; a sentence
     */
    public static Teacher open(Path folder, String device) throws IOException {
        return new Teacher(Model.open(folder, device));
    }

    /** The classes that the model knows. */
    public List<String> classes() {
        return model.card().classes();
    }

    /**
     * Classifies a clip and explains why it is the most probable class and not the second; frames and pixels of the answer are those of
     * the clip.
     *
     * @param file of the clip
     * @param progress of the work
     * @throws IOException if the clip can't be read; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Answer judge(Clip clip, Path file, Progress progress) throws IOException {
        try (Video whole = VideoFiles.open(file)) {
            Question question = new Question("predicted", "runner-up", EXPLANATIONS, Evidence.FOR, false);
            Answer answer = new Explainer(model).explain(clip.segment().of(whole), question, progress);
            synchronized (answers) {
                answers.put(clip.id(), answer);
                judged.put(clip.id(), clip);
            }
            return answer;
        }
    }

    /** What the model said about a clip as it is now; empty while it was not asked. */
    public Optional<Answer> answer(Clip clip) {
        synchronized (answers) {
            Clip then = judged.get(clip.id());
            boolean isSame = then != null
                    && then.segment().equals(clip.segment())
                    && then.video().equals(clip.video());
            return isSame ? Optional.of(answers.get(clip.id())) : Optional.empty();
        }
    }

    /**
     * How unsure the model is about a video: 1 less the difference of the two largest probabilities. 1 is undecided, 0 is certain.
     */
    public static double doubt(Answer answer) {
        List<Double> largest = answer.prediction().stream()
                .map(ClassProbability::probability)
                .sorted(Comparator.reverseOrder())
                .toList();
        return largest.size() < 2 ? 0 : 1 - (largest.get(0) - largest.get(1));
    }

    /** The clips without class that were judged, the most doubtful first; then those not judged yet, then those with a class. */
    public List<Clip> sorted(List<Clip> clips) {
        List<Clip> sorted = new ArrayList<>(clips);
        Map<Clip, Double> ranks = new HashMap<>();
        for (Clip clip : clips)
            ranks.put(
                    clip,
                    clip.isLabelled() ? 2.0 : answer(clip).map(a -> -doubt(a)).orElse(1.0));
        sorted.sort(Comparator.comparingDouble(ranks::get));
        return sorted;
    }

    /** Frees the model. */
    @Override
    public void close() {
        model.close();
    }
}
