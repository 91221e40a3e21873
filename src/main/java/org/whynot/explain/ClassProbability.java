package org.whynot.explain;

/**
 * A class and how probable the classifier finds it for a video (equation 1).
 *
 * @param name the class
 * @param probability 0 to 1
 */
public record ClassProbability(String name, double probability) {}
