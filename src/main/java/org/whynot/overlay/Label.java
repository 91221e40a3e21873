package org.whynot.overlay;

import ij.gui.TextRoi;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A label's text, set in one size and broken into lines: one of several ways to write the same thing.
 *
 * @param text lines, separated by line breaks; every line has a space at both ends, the label's margin
 * @param fontSize pixels
 * @param width of the ground that the text lies on, whole pixels
 * @param height of the ground that the text lies on, whole pixels
 */
record Label(String text, int fontSize, int width, int height) {

    private static final int SMALLEST_FONT = 6;
    /** Below this side, pixels, of a square as large as the image. */
    private static final int SMALL_SIDE = 256;

    private static final int MAX_LINES = 3;
    /** The largest share of an image that a label may cover. */
    private static final double LARGEST_SHARE = 0.1;
    /** The same for a number without a name, which stands only in small images. */
    private static final double LARGEST_SHARE_OF_NUMBER = 0.15;

    private static final String ELLIPSIS = "\u2026";

    /** The font of labels: the logical sans serif, there on every Java. */
    Font font() {
        return font(fontSize);
    }

    static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    /** Font size, pixels, for an image: grows with it, more slowly than it does. */
    static int fontSize(int width, int height) {
        double side = Math.sqrt((double) width * height);
        return Math.max(SMALLEST_FONT, (int) Math.round(4 + 0.026 * side));
    }

    /**
     * All ways to write a label that fit into a frame, the best first: large before small, few lines before many, whole
     * before shortened.
     *
     * @param text a name, a space and a number
     * @param frameWidth pixels
     * @param frameHeight pixels
     * @return empty if the frame is too small for any text
     */
    static List<Label> variants(String text, int frameWidth, int frameHeight) {
        int base = fontSize(frameWidth, frameHeight);
        int[] sizes = {base, Math.max(SMALLEST_FONT, base * 4 / 5), Math.max(SMALLEST_FONT, base * 3 / 5), SMALLEST_FONT
        };
        List<Label> variants = variants(text, frameWidth, frameHeight, sizes);
        if (variants.isEmpty()) shortened(text, frameWidth, frameHeight).ifPresent(variants::add);
        return variants;
    }

    /**
     * All ways to write a label into an image that can't be enlarged, as {@link #variants(String, int, int)} but never so
     * small that it can't be read, nor so large that it covers much of the image; at last the number alone.
     *
     * @param smallest font size, pixels
     * @return empty if there is no room for anything
     */
    static List<Label> inPicture(String text, int width, int height, int smallest) {
        int base = Math.max(smallest, Math.round(0.65f * fontSize(width, height)));
        int[] sizes = {base, Math.max(smallest, base * 4 / 5), smallest};
        int area = width * height;
        List<Label> variants = variants(text, width, height, sizes);
        variants.removeIf(label -> label.width * label.height > LARGEST_SHARE * area);
        if (variants.isEmpty()) {
            Label number = of(text.substring(text.lastIndexOf(' ') + 1), smallest);
            boolean fits = number.width <= width && number.height <= height;
            if (fits && number.width * number.height <= LARGEST_SHARE_OF_NUMBER * area) variants.add(number);
        }
        return variants;
    }

    /** Whether an image is so small that labels with names would cover much of it, so that numbers stand for them. */
    static boolean isNumberEnough(int width, int height) {
        return Math.sqrt((double) width * height) < SMALL_SIDE;
    }

    /** A text on one line. */
    static Label line(String text, int fontSize) {
        return of(text, fontSize);
    }

    private static List<Label> variants(String text, int frameWidth, int frameHeight, int[] sizes) {
        List<Label> variants = new ArrayList<>();
        int last = Integer.MAX_VALUE;
        for (int size : sizes) {
            if (size >= last) continue;
            last = size;
            for (int lines = 1; lines <= MAX_LINES; lines++) {
                Label label = of(wrap(text, lines), size);
                if (label.width <= frameWidth && label.height <= frameHeight && !variants.contains(label))
                    variants.add(label);
            }
        }
        return variants;
    }

    /** The name cut short, the number kept whole. */
    private static Optional<Label> shortened(String text, int frameWidth, int frameHeight) {
        int space = text.lastIndexOf(' ');
        String name = text.substring(0, Math.max(space, 0));
        String number = text.substring(space + 1);
        for (int length = name.length() - 1; length >= 0; length--) {
            String start = name.substring(0, length).strip();
            Label label = of(start.isEmpty() ? number : start + ELLIPSIS + " " + number, SMALLEST_FONT);
            if (label.width <= frameWidth && label.height <= frameHeight) return Optional.of(label);
        }
        return Optional.empty();
    }

    /** Measured as ImageJ's TextRoi does, so that the overlay's text fills just this ground. */
    private static Label of(String text, int fontSize) {
        String margin = " " + text.replace("\n", " \n ") + " ";
        Rectangle2D bounds = new TextRoi(0.0, 0.0, margin, font(fontSize)).getFloatBounds();
        return new Label(margin, fontSize, (int) Math.ceil(bounds.getWidth()), (int) Math.ceil(bounds.getHeight()));
    }

    /** Breaks between words into at most so many lines, the longest as short as can be. */
    private static String wrap(String text, int lines) {
        String[] words = text.split(" ");
        int limit = Arrays.stream(words).mapToInt(String::length).max().orElse(0);
        while (true) {
            List<String> result = new ArrayList<>();
            StringBuilder line = new StringBuilder();
            for (String word : words) {
                if (line.length() > 0 && line.length() + 1 + word.length() > limit) {
                    result.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.length() > 0 ? " " : "").append(word);
            }
            result.add(line.toString());
            if (result.size() <= lines) return String.join("\n", result);
            limit++;
        }
    }
}
