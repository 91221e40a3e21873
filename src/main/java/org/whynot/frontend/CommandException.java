package org.whynot.frontend;

/** A command could not do what it was asked for; the message is for the user. */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure that was understood. */
    public CommandException(String sentence) {
        super(sentence);
    }

    /** A failure with what led to it. */
    public CommandException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
