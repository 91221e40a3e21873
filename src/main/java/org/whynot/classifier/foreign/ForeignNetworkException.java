package org.whynot.classifier.foreign;

/** A network of others can't be run as asked; the message is for the user. */
public final class ForeignNetworkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do */
    public ForeignNetworkException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do
     * @param cause what the engine threw
     */
    public ForeignNetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
