package org.whynot.door;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** The words of messages: what is known listed nearest first, and any failure as one sentence. */
public final class Words {

    private Words() {}

    /** The known words, those most like the wanted one first; equally near ones keep their order. */
    public static List<String> nearest(String wanted, Collection<String> known) {
        String word = plain(wanted);
        return known.stream()
                .sorted(Comparator.comparingInt(k -> distance(word, plain(k))))
                .toList();
    }

    /** {@code model='cels' is not known. Known: cells, ucf6.} */
    public static String unknown(String what, String wanted, Collection<String> known) {
        return what + "='" + wanted + "' is not known. Known: " + String.join(", ", nearest(wanted, known)) + ".";
    }

    /**
     * Levenshtein's edit distance: how many letters must be put in, taken out or replaced to turn one word into the
     * other.
     */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** Any failure as one sentence for the user; an unexpected one says what it is and that it should be reported. */
    public static String sentence(Throwable failure) {
        Throwable t = failure;
        while (t instanceof ExecutionException && t.getCause() != null) t = t.getCause();
        String message = t.getMessage() == null ? "" : t.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
        if (t instanceof NoSuchFileException) return "There is no file or folder '" + message + "'.";
        if (t instanceof AccessDeniedException) return "'" + message + "' can't be read or written: permission denied.";
        if (t instanceof FileAlreadyExistsException)
            return "'" + message + "' is in the way: it exists and is not what is needed there.";
        if (t instanceof FileSystemException || t instanceof FileNotFoundException) return ended(message);
        if (t instanceof OutOfMemoryError)
            return "There is not enough memory. Close other images, or give Java more memory (Edit > Options > Memory &"
                    + " Threads in ImageJ, the option -Xmx in a shell).";
        boolean foreseen = t instanceof CommandException
                || t instanceof java.io.IOException
                || t.getClass() == IllegalArgumentException.class
                || t.getClass() == IllegalStateException.class
                || t.getClass() == UnsupportedOperationException.class;
        if (foreseen && !message.isEmpty()) return ended(message);
        return "An unexpected error stopped the command (" + t.getClass().getSimpleName()
                + (message.isEmpty() ? "" : ": " + message) + place(t) + "). Please report it with this line.";
    }

    private static String ended(String message) {
        return message.matches(".*[.!?)\\]]") ? message : message + ".";
    }

    private static String place(Throwable t) {
        for (StackTraceElement e : t.getStackTrace())
            if (e.getClassName().startsWith("org.whynot."))
                return " in "
                        + e.getClassName().substring(e.getClassName().lastIndexOf('.') + 1)
                        + ", line "
                        + e.getLineNumber();
        return "";
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_').strip();
    }
}
