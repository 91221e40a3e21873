/**
 * The windows of this project: the explanation browser, the matrix of all pairs, the scores of a region; and what Fiji's own
 * dialogs show of ours.
 *
 * <p>Start at {@link org.whynot.ui.ExplanationBrowsers}. Swing components are touched on the event thread only; the model, the
 * video and the image's stack never are there, but on the threads of {@link org.whynot.ui.LatestWorker}. May use everything below a command; only commands may
 * use it.
 */
package org.whynot.ui;
