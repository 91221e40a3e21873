package org.whynot.installation;

/** Something can't be installed, removed or downloaded; the message is for the user and states what to do. */
public final class InstallationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message sentences for the user: what is wrong, and what to do */
    public InstallationException(String message) {
        super(message);
    }

    /**
     * @param message sentences for the user: what is wrong, and what to do
     * @param cause the failure behind it
     */
    public InstallationException(String message, Throwable cause) {
        super(message, cause);
    }
}
