/**
 * Many videos explained one after another.
 *
 * <p>Start at {@link org.whynot.batch.FolderExplainer}. Nothing here needs a display.
 */
package org.whynot.batch;
