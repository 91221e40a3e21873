package org.whynot.door;

/**
 * A command that can be run through a door: it speaks to its {@link Caller} and keeps what went wrong.
 *
 * <p>A command that was not given a caller is run by Fiji and uses SciJava's own status, tasks and dialogs.
 */
public interface Called {

    /** Sets who runs the command; before it is run. */
    void calledBy(Caller caller);

    /**
     * Tells how the run ended.
     *
     * @throws CommandException if it failed; the message is a sentence for the user
     * @throws java.util.concurrent.CancellationException if the user stopped it
     */
    void rethrow();
}
