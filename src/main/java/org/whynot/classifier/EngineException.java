package org.whynot.classifier;

/** The deep-learning engine can't be used; the message is a sentence for the user that says what to do. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message a sentence for the user
     * @param cause what the engine said
     */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
