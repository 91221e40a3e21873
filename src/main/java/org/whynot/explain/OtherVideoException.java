package org.whynot.explain;

/** Thrown when an answer is to be combined with a video that it was not made from; the message is for the user. */
public final class OtherVideoException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String answered;
    private final String given;

    /**
     * @param answered name of the video that the answer was made from
     * @param given name of the video that it was to be combined with
     * @param difference how the two differ, as the end of a message without its full stop
     */
    OtherVideoException(String answered, String given, String difference) {
        super("The answer about '" + answered + "' does not belong to the video '" + given + "': " + difference
                + ". Use the video that was explained, or explain this one.");
        this.answered = answered;
        this.given = given;
    }

    /** Name of the video that the answer was made from. */
    public String answered() {
        return answered;
    }

    /** Name of the video that the answer was to be combined with. */
    public String given() {
        return given;
    }
}
