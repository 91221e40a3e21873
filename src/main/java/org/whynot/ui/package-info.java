/**
 * The windows of this project: the explanation browser and the matrix of all pairs.
 *
 * <p>Start at {@link org.whynot.ui.ExplanationBrowsers}. Swing components are touched on the event thread only; the model, the
 * video and the image's stack never are there, but on the threads of {@link org.whynot.ui.LatestWorker}.
 */
package org.whynot.ui;
