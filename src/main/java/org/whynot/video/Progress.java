package org.whynot.video;

/**
 * What long work tells its caller, and how the caller stops it.
 *
 * @deprecated {@link org.whynot.util.Progress} took its place
 */
@Deprecated
public interface Progress extends org.whynot.util.Progress {

    /** Reports nothing and never cancels. */
    Progress SILENT = new Progress() {
        @Override
        public void report(double fraction, String message) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    };
}
