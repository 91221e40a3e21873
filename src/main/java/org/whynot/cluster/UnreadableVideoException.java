package org.whynot.cluster;

import java.io.IOException;

/** One video can't be read where it lies, though others there may well be; the message is a sentence with its address. */
final class UnreadableVideoException extends IOException {

    private static final long serialVersionUID = 1;

    UnreadableVideoException(String message, IOException cause) {
        super(message, cause);
    }
}
