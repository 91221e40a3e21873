package org.whynot.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages files as disks, transfers, editors and hands do; the same seed damages the same file alike. */
final class Damage {

    /** Numbers that are out of range for something, and words where a number is expected. */
    private static final List<String> ABSURD = List.of(
            "0",
            "-1",
            "1",
            "-0",
            "0.5",
            "1e-300",
            "1e999",
            "-1e999",
            "NaN",
            "Infinity",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483649",
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
    private static final Pattern WORD = Pattern.compile("\"[^\"\\n]*\"|[^,\\n:{}\\[\\]<>= ]+");

    private static final int DEEP = 20_000;
    private static final int MOST_FLIPS = 8;
    private static final int LONGEST_RUN = 64;

    private Damage() {}

    /**
     * A damaged copy.
     *
     * @param whole the file as it was written, not empty
     * @param isText whether its lines, numbers and encoding are damaged as well, besides its bytes
     * @param random decides on kind and place
     */
    static byte[] damage(byte[] whole, boolean isText, Random random) {
        byte[] damaged = whole;
        // Most files in the wild have one fault; some have several.
        int times = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1;
        for (int i = 0; i < times; i++)
            damaged = isText && random.nextInt(3) > 0 ? text(damaged, random) : bytes(damaged, random);
        return damaged;
    }

    private static byte[] bytes(byte[] whole, Random random) {
        if (whole.length == 0) return new byte[] {(byte) random.nextInt(256)};
        int at = place(whole.length, random);
        int run = 1 + random.nextInt(Math.min(LONGEST_RUN, whole.length));
        int end = Math.min(whole.length, at + run);
        byte[] copy = whole.clone();
        switch (random.nextInt(8)) {
            case 0 -> {
                for (int flips = 1 + random.nextInt(MOST_FLIPS); flips > 0; flips--)
                    copy[place(copy.length, random)] ^= (byte) (1 << random.nextInt(8));
            }
            case 1 -> {
                return Arrays.copyOf(whole, at);
            }
            case 2 -> Arrays.fill(copy, at, end, (byte) (random.nextBoolean() ? 0 : 255));
            case 3 -> {
                byte[] noise = new byte[end - at];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, copy, at, noise.length);
            }
            case 4 -> {
                return joined(whole, 0, at, whole, end, whole.length);
            }
            case 5 -> {
                return joined(whole, 0, end, whole, at, whole.length);
            }
            case 6 -> {
                // A field of two, four or eight bytes becomes one of the numbers at which programs break.
                long[] limits = {0, 1, -1, Short.MAX_VALUE, 65535, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE
                };
                long number = limits[random.nextInt(limits.length)];
                int width = 2 << random.nextInt(3);
                boolean big = random.nextBoolean();
                for (int i = 0; i < width && at + i < copy.length; i++)
                    copy[at + i] = (byte) (number >> 8 * (big ? width - 1 - i : i));
            }
            default -> {
                // A block of one place of the disk at another.
                int from = random.nextInt(whole.length);
                int length = Math.min(whole.length - Math.max(at, from), 512);
                System.arraycopy(whole, from, copy, at, length);
            }
        }
        return copy;
    }

    /** Half of the places lie in the first kilobyte, where headers are. */
    private static int place(int length, Random random) {
        return random.nextInt(random.nextBoolean() ? Math.min(1024, length) : length);
    }

    private static byte[] joined(byte[] a, int from, int to, byte[] b, int start, int end) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(a, from, to - from);
        joined.write(b, start, end - start);
        return joined.toByteArray();
    }

    private static byte[] text(byte[] whole, Random random) {
        String text = new String(whole, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(text.lines().toList());
        int line = lines.isEmpty() ? 0 : random.nextInt(lines.size());
        return switch (random.nextInt(10)) {
            case 0, 1, 2 ->
                replace(NUMBER, text, ABSURD.get(random.nextInt(ABSURD.size())), random)
                        .getBytes(StandardCharsets.UTF_8);
            case 3 ->
                replace(WORD, text, ABSURD.get(random.nextInt(ABSURD.size())), random)
                        .getBytes(StandardCharsets.UTF_8);
            case 4 -> {
                if (!lines.isEmpty()) lines.add(line, lines.get(random.nextInt(lines.size())));
                yield lines(lines, "\n");
            }
            case 5 -> {
                if (!lines.isEmpty()) lines.remove(line);
                yield lines(lines, "\n");
            }
            case 6 -> {
                if (!lines.isEmpty()) lines.set(line, lines.get(line) + "\u0000\u001b[31m\t=1+1\u202e");
                yield lines(lines, random.nextBoolean() ? "\r" : "\r\n");
            }
            case 7 -> {
                // The umlaut is two bytes in one encoding and one in the others.
                if (!lines.isEmpty()) lines.set(line, lines.get(line) + "ü");
                Charset[] others = {
                    StandardCharsets.UTF_16,
                    StandardCharsets.UTF_16LE,
                    StandardCharsets.ISO_8859_1,
                    StandardCharsets.UTF_8
                };
                yield String.join("\n", lines).getBytes(others[random.nextInt(others.length)]);
            }
            case 8 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
            default -> {
                String deep = (random.nextBoolean() ? "[" : "{\"a\":").repeat(DEEP);
                if (!lines.isEmpty()) lines.set(line, lines.get(line) + deep);
                yield lines(lines, "\n");
            }
        };
    }

    private static byte[] lines(List<String> lines, String end) {
        return (String.join(end, lines) + end).getBytes(StandardCharsets.UTF_8);
    }

    private static String replace(Pattern pattern, String text, String by, Random random) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) return text + by;
        MatchResult one = found.get(random.nextInt(found.size()));
        return text.substring(0, one.start()) + by + text.substring(one.end());
    }
}
