package org.whynot.labelling;

import org.whynot.video.Box;

/**
 * A box that a person set on a frame. From here to the next one of the same attribute and track the box is interpolated.
 *
 * @param attribute that shows in the box
 * @param track distinguishes several objects with the same attribute, 0 or more
 * @param frame of the video file, 0-based
 * @param box pixels of the video file
 * @param ends whether the object is out of sight after this frame, until the next one of the track
 */
public record KeyBox(String attribute, int track, int frame, Box box, boolean ends) {

    /** @throws IllegalArgumentException if there is no attribute or a number is negative */
    public KeyBox {
        if (attribute.isBlank() || track < 0 || frame < 0)
            throw new IllegalArgumentException("A box needs an attribute, and a track and a frame from 0 on, not '"
                    + attribute + "', " + track + ", " + frame + ".");
    }

    /** Whether another box has the same attribute and track. */
    boolean isOfTrackOf(KeyBox other) {
        return track == other.track && attribute.equals(other.attribute);
    }
}
