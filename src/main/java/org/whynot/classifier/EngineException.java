package org.whynot.classifier;

/** The deep-learning engine can't be used; the message is for the user and states what to do. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message a sentence for the user
     * @param cause the engine's own failure
     */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
