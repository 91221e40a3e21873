package org.whynot.dataset.labels;

/** Takes what a label file holds while it is read. */
interface LabelSink {

    /** An event of the file. */
    void event(LabelEvent event);

    /**
     * Something that is not imported: an event that can't be read, a value that has no use.
     *
     * @param line of the file, 1-based; 0 for all of it
     * @param entries of the file that are lost by it, 0 or more
     * @param sentence what is wrong and what to do
     */
    void unused(int line, int entries, String sentence);

    /** Something worth knowing that loses nothing. */
    void note(int line, String sentence);

    /** What the file states about a video: numbers that are not known are 0 or NaN. */
    void states(String video, Stated stated);

    /**
     * What a label file states about a video.
     *
     * @param width pixels, 0 if not stated
     * @param height pixels, 0 if not stated
     * @param frames 0 if not stated
     * @param rate frames per second, NaN if not stated
     * @param line where
     */
    record Stated(int width, int height, int frames, double rate, int line) {}

    /** How long a video is, NaN if that is not known; for files that follow one another. */
    double secondsOf(String video);

    /** The longest name of a video, without ending, that a name begins with; empty if there is none. */
    String videoAtStartOf(String name);

    /** Asks whether to go on. */
    void check();
}
