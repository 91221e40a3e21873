package org.whynot.dataset.labels;

import java.nio.file.Path;
import java.util.Set;

/**
 * How labels become a data set.
 *
 * @param file a label file, a folder of them, or a folder of folders of videos
 * @param format one of {@link LabelImport#formats}
 * @param videos the folder with the videos; null for that of the labels
 * @param classFrom what becomes the class
 * @param subjects whose events are used; empty for everybody's
 * @param skip classes that are left out
 * @param pointFrames how many frames a clip of an event without duration has, at least 1
 * @param crop whether clips are cut to where their subject is
 * @param seed of the split, where the file states none
 * @param output the data-set folder to make, new or empty; null to only look at the labels
 */
public record LabelSettings(
        Path file,
        String format,
        Path videos,
        ClassFrom classFrom,
        Set<String> subjects,
        Set<String> skip,
        int pointFrames,
        Crop crop,
        long seed,
        Path output) {

    /** The same without an output. */
    LabelSettings without() {
        return new LabelSettings(file, format, videos, classFrom, subjects, skip, pointFrames, crop, seed, null);
    }

    /** Whether a clip is the rectangle in which its subject moves. */
    public enum Crop {
        /** Where several subjects are in a video at the same time, which could not be told apart otherwise. */
        AUTO,
        /** Wherever places are known. */
        YES,
        /** Never: whole frames. */
        NO
    }
}
