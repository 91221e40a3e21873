package org.whynot.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Sample} while the files of its data set are read. */
final class Draft {

    final String id;
    final String className;

    /** Null where there is no such file, which was reported. */
    final Path path;

    final String split;

    /** The file in which the video is listed, relative to the folder. */
    final String list;

    /** The line of {@link #list}, 1-based. */
    final int line;

    /** Of the file. */
    VideoSize size;

    /** The part of the file that this is. */
    Segment segment = Segment.WHOLE;

    /** What must not be in two splits; empty where that is not stated. */
    String group = "";

    /** Line in attributes.csv, 0 while there is none. */
    int attributesLine;

    /** Null until all tables of attributes are read, and where a value in them was wrong. */
    List<Integer> attributes;

    final Map<String, PackedBoxes> boxes = new LinkedHashMap<>();

    /** Null while there is none. */
    PackedBoxes actors;

    Draft(String id, String className, Path path, String split, String list, int line, VideoSize size) {
        this.id = id;
        this.className = className;
        this.path = path;
        this.split = split;
        this.list = list;
        this.line = line;
        this.size = size;
    }
}
