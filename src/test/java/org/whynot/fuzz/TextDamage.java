package org.whynot.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages the numbers, words, lines and encoding of a text, whatever it is. */
final class TextDamage {

    /** Numbers that are out of range for something, and words where a number is expected. */
    static final List<String> ABSURD = List.of(
            "0",
            "-1",
            "1",
            "-0",
            "0.1",
            "0.5",
            "1e-300",
            "1e308",
            "1e999",
            "-1e999",
            "NaN",
            "Infinity",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "123456789012345678901234567890",
            "0x10",
            "1,5",
            "",
            "null",
            "true",
            "\"x\"",
            "[]",
            "{}");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    /** Quoted values, and what lies between the separators of a table. */
    private static final Pattern WORD = Pattern.compile("\"[^\"\\n]*\"|[^,\\t;\\n:{}\\[\\]<>= ]+");

    private static final int[] DEPTHS = {70, 70, 70, 1000, 1000, 20_000};
    private static final int[] LENGTHS = {300, 300, 300, 5000, 5000, 200_000};

    private TextDamage() {}

    static byte[] of(byte[] whole, Random random) {
        String text = new String(whole, StandardCharsets.UTF_8);
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> utf8(replaced(NUMBER, text, ABSURD.get(random.nextInt(ABSURD.size())), random));
            case 4 -> utf8(replaced(WORD, text, ABSURD.get(random.nextInt(ABSURD.size())), random));
            case 5 -> utf8(replaced(WORD, text, word(text, random), random));
            case 6 -> utf8(replaced(WORD, text, longWord(random), random));
            case 7 -> utf8("\uFEFF" + text);
            default -> lines(text, random);
        };
    }

    private static byte[] lines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) return new byte[] {'\n'};
        int line = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(9)) {
            case 0 -> lines.add(line, lines.get(other));
            case 1, 2 -> lines.remove(line);
            case 3 -> Collections.swap(lines, line, other);
            case 4 ->
                lines.subList(Math.min(line, other), Math.max(line, other)).clear();
            case 5 -> {
                lines.set(line, lines.get(line) + "\u0000\u001b[31m\t=1+1\u202e");
                return utf8(String.join(random.nextBoolean() ? "\r" : "\r\n", lines));
            }
            case 6 -> {
                return encoded(lines, line, random);
            }
            case 7 -> {
                byte[] bytes = utf8(String.join("\n", lines) + "\n");
                // Bytes that no text in UTF-8 has: half a character, one too long, one that is none.
                bytes[random.nextInt(bytes.length)] =
                        new byte[] {(byte) 0xE2, (byte) 0xC0, (byte) 0xFF}[random.nextInt(3)];
                return bytes;
            }
            default -> {
                int depth = DEPTHS[random.nextInt(DEPTHS.length)];
                String open = List.of("[", "{\"a\":", "<a>", "- ").get(random.nextInt(4));
                lines.set(line, lines.get(line) + open.repeat(depth));
            }
        }
        return utf8(String.join("\n", lines) + "\n");
    }

    private static byte[] encoded(List<String> lines, int line, Random random) {
        Charset[] others = {
            StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8
        };
        // The umlaut is two bytes in one encoding and one in the others.
        lines.set(line, lines.get(line) + "ü");
        return String.join("\n", lines).getBytes(others[random.nextInt(others.length)]);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String word(String text, Random random) {
        List<MatchResult> found = WORD.matcher(text).results().toList();
        return found.isEmpty() ? "" : found.get(random.nextInt(found.size())).group();
    }

    /** A word as long as a file, of letters or of digits. */
    static String longWord(Random random) {
        return (random.nextBoolean() ? "x" : "7").repeat(LENGTHS[random.nextInt(LENGTHS.length)]);
    }

    private static String replaced(Pattern pattern, String text, String by, Random random) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) return text + by;
        MatchResult one = found.get(random.nextInt(found.size()));
        return text.substring(0, one.start()) + by + text.substring(one.end());
    }
}
