package org.whynot.frontend;

/** A command was called with words it does not know; the message is a sentence for the user. */
public class UsageException extends CommandException {

    private static final long serialVersionUID = 1L;

    /** Wrong usage, in a sentence that lists what is known. */
    public UsageException(String sentence) {
        super(sentence);
    }
}
