package org.whynot.imagej;

import ij.IJ;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.whynot.video.Names;

/**
 * Calls into ImageJ's file readers, which report problems in dialogs, so that problems go to ImageJ's log and come back as
 * exceptions.
 *
 * <p>The switch is ImageJ's own and belongs to the whole program; it is set while any thread is inside and restored when the
 * last one leaves.
 */
final class SilentImageJ {

    private static int inside;
    private static boolean before;
    /** What a reader of this thread handed to ImageJ instead of throwing it. */
    private static final ThreadLocal<Throwable> SWALLOWED = new ThreadLocal<>();

    private SilentImageJ() {}

    /**
     * Calls a reader.
     *
     * @return what it gives, never null
     * @throws IOException if it gives null or fails; the message is the reason in ImageJ's words
     */
    static <T> T call(Callable<T> reader) throws IOException {
        enter();
        String reason = null;
        Throwable cause = null;
        try {
            T result = reader.call();
            cause = SWALLOWED.get();
            // ImageJ goes on after such an exception with what it has, which may be black.
            if (result != null && cause == null) return result;
            reason = cause != null ? words(cause) : IJ.getErrorMessage();
        } catch (Exception e) {
            reason = words(e);
            cause = e;
        } catch (OutOfMemoryError e) {
            // Damaged sizes ask for gigabytes; nothing was kept, so the program can go on.
            reason = "it needs more memory than there is, or its sizes are damaged";
            cause = e;
        } finally {
            SWALLOWED.remove();
            leave();
        }
        throw new IOException(oneLine(reason == null ? "it can't be decoded" : reason), cause);
    }

    /** What a reader reports; null where a damaged file has made it stumble, whose message is for programmers. */
    private static String words(Throwable failure) {
        boolean stumbled = failure instanceof IndexOutOfBoundsException
                || failure instanceof NullPointerException
                || failure instanceof NegativeArraySizeException
                || failure instanceof ArithmeticException
                || failure instanceof ClassCastException
                || failure instanceof NumberFormatException;
        return stumbled ? null : failure.getMessage();
    }

    /** ImageJ's message without its heading, line breaks, stack trace and the bytes of a file that are no text. */
    static String oneLine(String message) {
        String text = message.replaceFirst("(?s)^An error occurred reading the AVI file\\.\\s*", "");
        return Names.printable(text.strip().replaceFirst("(?s)\\n.*", "")).replaceFirst("\\.$", "");
    }

    private static synchronized void enter() {
        if (inside++ == 0) {
            before = IJ.redirectingErrorMessages();
            // ImageJ shows an exception of its readers in a window, or prints it, unless somebody takes it.
            IJ.setExceptionHandler(SWALLOWED::set);
        }
        IJ.redirectErrorMessages(true);
    }

    private static synchronized void leave() {
        if (inside == 1) IJ.setExceptionHandler(null);
        // An error that was reported has cleared ImageJ's switch for everybody.
        IJ.redirectErrorMessages(--inside > 0 || before);
    }
}
