/**
 * The paper's experiments (section 4) and checks beyond them, on a data set and a model.
 *
 * <p>{@link org.whynot.evaluate.Evaluator} is where to start.
 */
package org.whynot.evaluate;
