package org.whynot.frontend;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.whynot.classifier.EngineException;
import org.whynot.explain.OtherVideoException;
import org.whynot.installation.InstallationException;
import org.whynot.model.Names;
import org.whynot.util.FileNames;

/** The texts of messages: what is known listed nearest first, and any failure as one sentence. */
public final class Messages {

    /** More than a path has on any system, characters. */
    private static final int LONGEST_WORD = 5000;
    /** How PyTorch says that the system gives it none. */
    private static final Pattern NO_MEMORY =
            Pattern.compile("DefaultCPUAllocator: (can't|not enough)|CUDA out of memory");

    private Messages() {}

    /** {@code model='cels' is not known. Known: cells, ucf6.} */
    public static String unknown(String what, String wanted, Collection<String> known) {
        return what + "='" + wanted + "' is not known. Known: " + String.join(", ", Names.nearestFirst(wanted, known))
                + ".";
    }

    /** {@code Did you mean 'explanations'? Known: explanations, evidence, model.} */
    public static String nearest(String wanted, Collection<String> known) {
        List<String> nearest = Names.nearestFirst(wanted, known);
        return "Did you mean '" + nearest.get(0) + "'? Known: " + String.join(", ", nearest) + ".";
    }

    /** Any failure as one message for the user; an unexpected one states what it is and that it should be reported. */
    public static String sentence(Throwable failure) {
        Throwable t = failure;
        while (t.getCause() != null
                && (t instanceof ExecutionException
                        || t instanceof InvocationTargetException
                        || (t instanceof UncheckedIOException || t instanceof DirectoryIteratorException)
                                && t.getCause().getMessage() != null)) t = t.getCause();
        String message = t.getMessage() == null ? "" : printable(t.getMessage());
        if (t instanceof NoSuchFileException) return "There is no file or folder '" + message + "'.";
        if (t instanceof AccessDeniedException) return "'" + message + "' can't be read or written: permission denied.";
        if (t instanceof FileAlreadyExistsException)
            return "'" + message + "' is in the way: it exists and is not what is needed there.";
        if (t instanceof FileSystemException || t instanceof FileNotFoundException) return ended(message);
        if (t instanceof InvalidPathException path)
            return "'" + printable(path.getInput()) + "' is not a file or folder name.";
        if (t instanceof OutOfMemoryError || NO_MEMORY.matcher(message).find())
            return "There is not enough memory. Close other images, or give Java more memory (Edit > Options > Memory &"
                    + " Threads in ImageJ, the option -Xmx in a shell).";
        boolean foreseen = t instanceof CommandException
                || t instanceof EngineException
                || t instanceof InstallationException
                || t instanceof java.io.IOException
                || t instanceof OtherVideoException
                || t instanceof FileNames.UnwritableNameException
                || t.getClass() == IllegalArgumentException.class
                || t.getClass() == IllegalStateException.class
                || t.getClass() == ArithmeticException.class
                || t.getClass() == UnsupportedOperationException.class;
        if (foreseen && !message.isEmpty()) return ended(message);
        return "An unexpected error stopped the command (" + t.getClass().getSimpleName()
                + (message.isEmpty() ? "" : ": " + message) + place(t) + "). Please report it with this line.";
    }

    /** On one line, without what a damaged file could do to a terminal, and without a value that is as long as a file. */
    private static String printable(String message) {
        return org.whynot.video.Names.printable(shortWords(message).strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** Long lists stay whole; a single word that is longer than any name is a damaged file's. */
    private static String shortWords(String message) {
        if (message.length() <= LONGEST_WORD) return message;
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= message.length(); i++) {
            if (i < message.length() && !Character.isWhitespace(message.charAt(i))) continue;
            boolean isLong = i - start > LONGEST_WORD;
            if (isLong)
                text.append(message, start, start + LONGEST_WORD / 2)
                        .append(" … ")
                        .append(message, i - LONGEST_WORD / 2, i);
            else text.append(message, start, i);
            if (i < message.length()) text.append(message.charAt(i));
            start = i + 1;
        }
        return text.toString();
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
}
