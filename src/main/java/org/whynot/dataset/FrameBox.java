package org.whynot.dataset;

import org.whynot.video.Box;

/**
 * Where something is in one frame of a video.
 *
 * @param frame 0-based
 * @param box pixels of the video
 * @param keyframe true if a person (or the simulator) set this box, false if it was interpolated between two such boxes
 * @param track distinguishes several objects with the same attribute; 0 where the file has no such column
 */
public record FrameBox(int frame, Box box, boolean keyframe, int track) {}
