package org.whynot.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.whynot.explain.Question;
import org.whynot.frontend.Role;

/** Asks about two classes of the classified video, without further settings of the answer. */
abstract class PairCommand extends ImageCommand {

    @Parameter(
            label = "Positive",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.POSITIVE),
            persist = false,
            description = "The class to explain: 'predicted' for the most probable one, or a class of the model.")
    String positive = Question.PREDICTED;

    @Parameter(
            label = "Why not",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.WHY_NOT),
            persist = false,
            description = "The class it could have been: 'runner-up' for the most probable other one, or a class.")
    String why_not = Question.RUNNER_UP;
}
