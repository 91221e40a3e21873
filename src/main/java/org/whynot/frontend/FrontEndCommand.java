package org.whynot.frontend;

/**
 * A command that can be run by a front end: it speaks to its {@link FrontEnd} and keeps what went wrong.
 *
 * <p>A command that was not given a front end is run by Fiji and uses SciJava's own status, tasks and dialogs.
 */
public interface FrontEndCommand {

    /** Sets who runs the command; before it is run. */
    void setFrontEnd(FrontEnd frontEnd);

    /**
     * Tells how the run ended.
     *
     * @throws CommandException if it failed; the message is for the user
     * @throws java.util.concurrent.CancellationException if the user stopped it
     */
    void rethrow();
}
