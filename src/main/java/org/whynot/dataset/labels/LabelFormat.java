package org.whynot.dataset.labels;

import java.io.IOException;

/** A format of label files; the manual's page on labels specifies each. */
interface LabelFormat {

    /** Its name in dialogs, macros and shells, lower case. */
    String word();

    /** Whether a file or folder looks like one of these. */
    boolean recognises(LabelSource source) throws IOException;

    /**
     * Reads a file. What can't be used goes to the sink, with its line; the rest is read.
     *
     * @param classFrom where the class comes from, for formats in which it can change in time
     * @throws IOException if nothing can be read; a sentence without the file's name
     */
    void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException;
}
