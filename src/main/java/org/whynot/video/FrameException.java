package org.whynot.video;

import java.io.IOException;

/** A frame that can't be read; the message is a whole sentence that names the frame (1-based) and the video. */
public final class FrameException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message a whole sentence that names the frame
     * @param cause what went wrong, may be null
     */
    public FrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
