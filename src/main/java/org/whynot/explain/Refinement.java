package org.whynot.explain;

/**
 * How a tube was moved off the grid of cells, to where erasing it changes the prediction more.
 *
 * <p>The <i>contrast drop</i> is by how much {@code log p(positive) - log p(negative)} falls when the tube is erased.
 *
 * @param x by how much every box was moved to the right, pixels of the video; negative to the left
 * @param y by how much it was moved down, pixels of the video; negative up
 * @param found the contrast drop of the tube as it was found
 * @param refined that of the moved tube; at least as large for evidence for the class, at most for evidence against it
 * @param erasures how often the video was classified again for it, at most {@value TubeRefiner#MOST_ERASURES}
 */
public record Refinement(double x, double y, double found, double refined, int erasures) {}
