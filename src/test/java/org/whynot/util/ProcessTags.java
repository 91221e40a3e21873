package org.whynot.util;

/** The tags of processes in the names of temporary files, for tests of other packages. */
public final class ProcessTags {

    private ProcessTags() {}

    /** The tag of a process of this machine. */
    public static String of(long process) {
        return ProcessTag.of(process);
    }
}
