package org.whynot.frontend;

/** A command that a click in the menu runs at once: its parameters, which macros and the shell may give, keep their defaults. */
public interface AsksNothing {}
