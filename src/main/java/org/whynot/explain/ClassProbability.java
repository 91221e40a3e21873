package org.whynot.explain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A class and how probable the classifier finds it for a video (equation 1).
 *
 * @param name the class
 * @param probability 0 to 1
 */
public record ClassProbability(String name, double probability) {

    /**
     * Every class, in the order of the logits.
     *
     * @param classes names, {@code [C]}
     * @param probabilities p(c|x), {@code [C]}
     */
    static List<ClassProbability> byClass(List<String> classes, double[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(c -> new ClassProbability(classes.get(c), probabilities[c]))
                .toList();
    }

    /** The same, the most probable class first. */
    static List<ClassProbability> byProbability(List<String> classes, double[] probabilities) {
        return byClass(classes, probabilities).stream()
                .sorted(Comparator.comparingDouble(ClassProbability::probability)
                        .reversed())
                .toList();
    }
}
