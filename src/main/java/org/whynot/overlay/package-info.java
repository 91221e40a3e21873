/**
 * Explanations made visible and written down: an ImageJ overlay, ROI files, tables, JSON and a rendered video.
 *
 * <p>Start at {@link org.whynot.overlay.ExplanationOverlay} (onto an open image) or {@link org.whynot.overlay.AnswerFiles}
 * (into a folder). Nothing here needs a display.
 */
package org.whynot.overlay;
