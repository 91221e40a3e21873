package org.whynot.explain;

import org.whynot.video.Box;

/**
 * Where a tube is in one sampled frame.
 *
 * @param frame 0-based frame of the video
 * @param box pixels of the video, inside the frame
 * @param contribution what this frame adds to the tube's score; those of all its boxes add up to the score
 */
public record TubeBox(int frame, Box box, double contribution) implements BoxInFrame {}
