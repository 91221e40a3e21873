package org.whynot.dataset.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of an observation, one after the other: times count through all of them. */
final class BorisMedia {

    private static final Pattern PLAYER = Pattern.compile("player #1:([^|]*)");

    private final List<String> files;
    private final LabelSink sink;

    /** A time in a file. */
    record Place(String file, double seconds) {}

    /** @param files in their order */
    BorisMedia(List<String> files, LabelSink sink) {
        this.files = files;
        this.sink = sink;
    }

    /** The files of the first player in a column Source: {@code player #1:a.mp4;b.mp4|player #2:c.mp4}. */
    static List<String> firstPlayer(String source) {
        List<String> files = new ArrayList<>();
        Matcher player = PLAYER.matcher(source);
        if (player.find()) for (String file : player.group(1).split(";")) if (!file.isBlank()) files.add(file.strip());
        return files;
    }

    /**
     * Where a time of the observation is; null if it has no files.
     *
     * @param seconds from the start of the first file
     * @param file in which it is, as far as that is known; otherwise empty
     */
    Place at(double seconds, String file) {
        if (files.isEmpty()) return null;
        int stated = files.indexOf(file);
        double from = 0;
        for (int i = 0; i < files.size(); i++) {
            double length = files.size() == 1 ? Double.NaN : sink.secondsOf(files.get(i));
            boolean isLast = i == files.size() - 1;
            boolean isHere = stated >= 0 ? i == stated : isLast || Double.isNaN(length) || seconds < from + length;
            if (isHere) return new Place(files.get(i), seconds - from);
            // A film whose length nobody knows: what follows can't be placed.
            if (Double.isNaN(length)) return new Place(files.get(stated), Double.NaN);
            from += length;
        }
        return null;
    }
}
