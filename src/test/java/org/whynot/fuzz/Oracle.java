package org.whynot.fuzz;

import java.util.Optional;
import java.util.regex.Pattern;
import org.whynot.frontend.Messages;

/** Decides whether a failure is a message that a user can do something with. */
final class Oracle {

    private static final Pattern CLASS_NAME = Pattern.compile(
            "\\b\\w*+(?<=Exception|Error)\\b|\\b[a-z]\\w*+\\.[a-z]\\w*+\\.[A-Z]\\w|\\b[a-z]+[A-Z]\\w*\\(|@[0-9a-f]{6,}");
    /** What a library reports that knows nothing of files and users. */
    private static final Pattern LIBRARY = Pattern.compile(
            "Input length = \\d+|For input string|Index \\d+ out of|Expected \\w+ but was|empty String|at path \\$|End of input"
                    + "|ParseError at|Malformed|Unterminated|Cannot invoke|out of bounds|Not in GZIP|ZLIB|while (scanning|parsing)"
                    + "|invalid (distance|block|stored|code|bit)|: null[. ]|: null$");

    private static final int LONGEST = 100_000;

    private Oracle() {}

    /**
     * What is wrong with a failure.
     *
     * @param target what was opened
     * @param file the damaged one
     * @return empty if it is a sentence for the user that names the file
     */
    static Optional<String> problem(Throwable failure, FuzzTarget target, String file) {
        String sentence = Messages.sentence(failure);
        if (failure instanceof Error) return Optional.of("an error: " + failure);
        if (sentence.startsWith("An unexpected error")) return Optional.of("not foreseen: " + sentence);
        String own = String.valueOf(failure.getMessage());
        if (sentence.length() > LONGEST) return Optional.of("a message without end: " + own.substring(0, 300));
        // What is wrong with a network of others only its engine can tell: that is quoted.
        boolean isQuoted =
                target.kind() == FuzzTarget.Kind.VIDEO && target.name().startsWith("network");
        if (!isQuoted && LIBRARY.matcher(own).find()) return Optional.of("a library's words: " + sentence);
        if (!isQuoted && CLASS_NAME.matcher(own).find()) return Optional.of("a class name: " + sentence);
        if (sentence.chars().anyMatch(Character::isISOControl)) return Optional.of("a control character: " + sentence);
        if (!own.strip().matches("(?s).*[.!?]")) return Optional.of("no full stop: " + own);
        String stem = file.replaceFirst("\\.[^.]*$", "");
        boolean isNamed = sentence.contains(file)
                || sentence.contains(target.folder().toString())
                || sentence.contains("'" + stem + "'");
        if (!isNamed) return Optional.of("no file named: " + sentence);
        return Optional.empty();
    }
}
