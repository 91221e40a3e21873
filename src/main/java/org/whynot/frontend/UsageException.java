package org.whynot.frontend;

/** A command was called with names or values that it does not know; the message is for the user. */
public class UsageException extends CommandException {

    private static final long serialVersionUID = 1L;

    /** Wrong usage, in a message that lists what is known. */
    public UsageException(String sentence) {
        super(sentence);
    }
}
