package org.whynot.explain;

/**
 * Two classes of a model, by index.
 *
 * @param positive the class to explain
 * @param negative the class it is compared with
 */
record ClassPair(int positive, int negative) {}
