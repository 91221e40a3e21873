package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.whynot.video.Progress;

/**
 * Every class of a model held against every other one, for one video: which attribute tells the two apart best, and where.
 *
 * <pre>{@code
 * PairMatrix.fill(video, answer -> System.out.println(answer.sentence()), Progress.SILENT);
 * }</pre>
 *
 * <p>For C classes there are C (C - 1) ordered pairs. The pair (B, A) is not the pair (A, B) with the other sign: the best tube
 * for B may lie elsewhere.
 */
public final class PairMatrix {

    private PairMatrix() {}

    /**
     * Answers for all ordered pairs, one explanation each: positive classes by falling probability, and for each the negative
     * ones likewise.
     *
     * @param video that was classified
     * @param each is given every answer as it is found
     * @param progress told about every pair
     * @return all of them
     * @throws IOException if what was kept, or the video, can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static List<Answer> fill(ClassifiedVideo video, Consumer<Answer> each, Progress progress)
            throws IOException {
        Objects.requireNonNull(each);
        List<Question> questions = questions(video.prediction());
        List<Answer> answers = new ArrayList<>();
        for (Question question : questions) {
            double done = answers.size() / (double) questions.size();
            progress.report(done, question.positive() + ", not " + question.negative());
            Answer answer = video.answer(question, progress.part(done, done));
            answers.add(answer);
            each.accept(answer);
        }
        return answers;
    }

    /**
     * A question for every ordered pair, in the order of {@link #fill}.
     *
     * @param prediction every class, most probable first
     */
    public static List<Question> questions(List<ClassProbability> prediction) {
        List<Question> questions = new ArrayList<>();
        for (ClassProbability positive : prediction)
            for (ClassProbability negative : prediction)
                if (!positive.name().equals(negative.name()))
                    questions.add(new Question(positive.name(), negative.name(), 1, Evidence.FOR, false));
        return questions;
    }
}
