package org.whynot.tube;

/** What may change from one cell of a tube to the next, besides row and column. */
public enum Movement {
    /** A tube keeps its layer and its shape (the default, section 3.5). */
    FIXED,
    /** Layer and shape may each change by at most one from a frame to the next (the 5-d reading of section 3.6). */
    ADJACENT
}
