package org.whynot.util;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Names a process in the names of its temporary files, so that another one can tell whether it is still running: several
 * machines may write into one folder of a network drive, and a number of a process means nothing on another machine.
 */
final class ProcessTag {

    /** A regular expression for a tag: a hash of the machine's name, and the number of the process. */
    static final String PATTERN = "[0-9a-f]{8}-\\d{1,18}";

    private static final String MACHINE = String.format("%08x", machine().hashCode());

    private ProcessTag() {}

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** The tag of this process. */
    static String own() {
        return of(ProcessHandle.current().pid());
    }

    /** The tag of a process of this machine. */
    static String of(long process) {
        return MACHINE + "-" + process;
    }

    /** Whether a tag is that of a process of this machine that no longer runs; false for those of other machines. */
    static boolean isDead(String tag) {
        if (!tag.startsWith(MACHINE + "-")) return false;
        long process = Long.parseLong(tag.substring(MACHINE.length() + 1));
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty();
    }
}
