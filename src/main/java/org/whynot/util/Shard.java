package org.whynot.util;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several equal parts of a list, for runs that share the work: every {@code count}-th item, beginning with the
 * {@code number}-th. Which part an item belongs to depends on its place in the list only, so items that are added at the end
 * move no other one.
 *
 * <pre>{@code
 * List<String> mine = Shard.of("2/4").of(all);
 * }</pre>
 *
 * @param number which part, 1 to {@code count}
 * @param count how many parts there are, at least 1
 */
public record Shard(int number, int count) {

    /** The only part of one. */
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,6})\\s*/\\s*(\\d{1,6})\\s*");
    /** How a file's name says which shard wrote it. */
    private static final String TAG = "(\\d{1,6})-of-(\\d{1,6})";

    /** @throws IllegalArgumentException if there is no such part; a sentence */
    public Shard {
        if (number < 1 || number > count) throw wrong(number + "/" + count);
    }

    /**
     * Reads {@code 2/4}.
     *
     * @throws IllegalArgumentException if the text is no shard; a sentence
     */
    public static Shard of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) throw wrong(text);
        return new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("shard='" + text
                + "' is no part of a whole. Use i/n with i from 1 to n, for example 1/4, 2/4, 3/4 and 4/4.");
    }

    /** Whether this is everything. */
    public boolean isWhole() {
        return count == 1;
    }

    /** Whether an item is in this part, by its place in the list, counted from 0. */
    public boolean has(int place) {
        return place % count == number - 1;
    }

    /** The place in the whole list, counted from 0, of the item at a place of this part. */
    public int placeOf(int own) {
        return number - 1 + own * count;
    }

    /** The items that are in this part, in their order. */
    public <T> List<T> of(List<T> items) {
        List<T> own = new ArrayList<>();
        for (int i = number - 1; i < items.size(); i += count) own.add(items.get(i));
        return own;
    }

    /** The name of this part's file, for example {@code summary.2-of-4.json}. */
    public String fileName(String stem, String ending) {
        return stem + "." + number + "-of-" + count + ending;
    }

    /** Whether a file's name is one that {@link #fileName} gives for any shard. */
    public static boolean isFileName(String name, String stem, String ending) {
        return name.matches(Pattern.quote(stem) + "\\." + TAG + Pattern.quote(ending));
    }

    @Override
    public String toString() {
        return number + "/" + count;
    }
}
