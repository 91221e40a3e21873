package org.whynot.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Damages files as disks, transfers, editors and hands do; the same seed damages the same file alike. */
final class Damage {

    private static final int MOST_FLIPS = 8;
    private static final int LONGEST_RUN = 64;
    /** Numbers at which programs break that read fields of a fixed width. */
    private static final long[] LIMITS = {
        0, 1, -1, Short.MAX_VALUE, 65535, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE
    };

    private Damage() {}

    /**
     * A damaged copy.
     *
     * @param whole the file as it was written, not empty
     * @param other another one of the kind, of which a part may come into the copy
     * @param isText whether its lines, numbers, keys and encoding are damaged as well, besides its bytes
     * @param random decides on kind and place
     */
    static byte[] damage(byte[] whole, byte[] other, boolean isText, Random random) {
        byte[] damaged = whole;
        // Most files in the wild have one fault; some have several.
        int times = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1;
        for (int i = 0; i < times; i++) damaged = once(damaged, other, isText, random);
        return damaged;
    }

    private static byte[] once(byte[] whole, byte[] other, boolean isText, Random random) {
        int kind = isText ? random.nextInt(10) : 0;
        if (kind < 3) return random.nextInt(12) == 0 ? spliced(whole, other, isText, random) : bytes(whole, random);
        if (kind < 6) return TextDamage.of(whole, random);
        String text = new String(whole, StandardCharsets.UTF_8);
        Optional<String> damaged = structure(text, random);
        return damaged.isPresent() ? damaged.get().getBytes(StandardCharsets.UTF_8) : TextDamage.of(whole, random);
    }

    /** Damage that leaves a text a text of its kind; empty where it is none any more. */
    private static Optional<String> structure(String text, Random random) {
        String start = text.strip();
        if (start.startsWith("{") || start.startsWith("[")) return JsonDamage.of(text, random);
        if (start.startsWith("<")) return XmlDamage.of(text, random);
        return TableDamage.of(text, random);
    }

    private static byte[] bytes(byte[] whole, Random random) {
        if (whole.length == 0) return new byte[] {(byte) random.nextInt(256)};
        int at = place(whole.length, random);
        int run = 1 + random.nextInt(Math.min(LONGEST_RUN, whole.length));
        int end = Math.min(whole.length, at + run);
        byte[] copy = whole.clone();
        switch (random.nextInt(9)) {
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
            case 6 -> limit(copy, at, random);
            case 7 -> {
                // Two blocks have changed places.
                int from = place(whole.length, random);
                int length = Math.min(whole.length - Math.max(at, from), Math.min(run, Math.abs(at - from)));
                System.arraycopy(whole, from, copy, at, length);
                System.arraycopy(whole, at, copy, from, length);
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

    /** A field of two, four or eight bytes becomes one of the numbers at which programs break. */
    private static void limit(byte[] copy, int at, Random random) {
        long number = LIMITS[random.nextInt(LIMITS.length)];
        int width = 2 << random.nextInt(3);
        boolean big = random.nextBoolean();
        for (int i = 0; i < width && at + i < copy.length; i++)
            copy[at + i] = (byte) (number >> 8 * (big ? width - 1 - i : i));
    }

    /** The start of a file and the end of another, as where a disk has mixed them up; texts are cut between lines. */
    private static byte[] spliced(byte[] whole, byte[] other, boolean isText, Random random) {
        int to = whole.length == 0 ? 0 : place(whole.length, random);
        int from = other.length == 0
                ? 0
                : random.nextBoolean() ? Math.min(to, other.length) : random.nextInt(other.length);
        if (isText && random.nextBoolean()) {
            while (to > 0 && whole[to - 1] != '\n') to--;
            while (from > 0 && other[from - 1] != '\n') from--;
        }
        return joined(whole, 0, to, other, from, other.length);
    }

    /** Half of the places lie in the first kilobyte, where headers are. */
    private static int place(int length, Random random) {
        return random.nextInt(random.nextBoolean() ? Math.min(1024, length) : length);
    }

    private static byte[] joined(byte[] a, int from, int to, byte[] b, int start, int end) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(to - from + end - start);
        joined.write(a, from, to - from);
        joined.write(b, start, end - start);
        return joined.toByteArray();
    }
}
