package org.whynot.overlay;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.Optional;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Swap;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.Video;

/**
 * A tube and the place of the other clip with which it would be the other class, side by side: an ImageJ stack with a frame for each
 * sampled frame of the tube.
 */
public final class SwapPicture {

    private static final int LEAST_HEIGHT = 256;
    private static final int MOST_HEIGHT = 720;
    private static final int GAP = 8;
    private static final Color GROUND = new Color(0x202326);
    private static final Color TUBE = new Color(0xE69F00);
    private static final Color PLACE = new Color(0x56B4E9);

    private final Answer answer;
    private final Explanation explanation;
    private final Swap swap;
    private final int height;

    /**
     * @param answer that the explanation is part of
     * @param explanation with its swap
     * @param video that it explains
     */
    private SwapPicture(Answer answer, Explanation explanation, Video video) {
        this.answer = answer;
        this.explanation = explanation;
        swap = explanation.swap().orElseThrow();
        height = Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, video.height()));
    }

    /**
     * Draws the two clips.
     *
     * @param answer that the explanation is part of
     * @param explanation with its swap
     * @param video that it explains
     * @param other the video of the swap's clip
     * @param progress told of every frame
     * @throws IOException if a frame can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static ImagePlus of(Answer answer, Explanation explanation, Video video, Video other, Progress progress)
            throws IOException {
        return new SwapPicture(answer, explanation, video).image(video, other, progress);
    }

    /** {@code clip.swap.ENDING}. */
    public static String fileName(String video, String ending) {
        return AnswerFiles.fileName(video) + ".swap." + ending;
    }

    private ImagePlus image(Video video, Video other, Progress progress) throws IOException {
        int left = width(video);
        int right = width(other);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(11, height / 24));
        int bar = 2 * font.getSize();
        ImageStack stack = new ImageStack(left + GAP + right, height + bar);
        int frames = explanation.tube().size();
        for (int i = 0; i < frames; i++) {
            progress.check();
            progress.report(i / (double) frames, "Drawing the swap");
            int frame = explanation.tube().get(i).frame();
            Swap.Place place = swap.place().get(Math.min(i, swap.place().size() - 1));
            BufferedImage picture = new BufferedImage(stack.getWidth(), stack.getHeight(), BufferedImage.TYPE_INT_RGB);
            Graphics2D g = picture.createGraphics();
            g.setColor(GROUND);
            g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            g.setFont(font);
            paint(g, video, frame, 0, left, bar, explanation.boxAt(frame), TUBE);
            paint(g, other, place.frame(), left + GAP, right, bar, Optional.of(place.box()), PLACE);
            caption(g, answer.prediction().get(0).name() + ", frame " + (frame + 1), 0, left, TUBE);
            caption(g, rightCaption(place.frame()), left + GAP, right, PLACE);
            g.dispose();
            stack.addSlice(new ColorProcessor(picture));
        }
        ImagePlus image = new ImagePlus("Swap of " + video.name() + " with " + swap.clip(), stack);
        image.setDimensions(1, 1, frames);
        return image;
    }

    private String rightCaption(int frame) {
        String start = swap.isTubeEnough()
                ? "with this: " + answer.negative()
                : swap.isFlipped()
                        ? "with this and " + (swap.cells() - swap.tubeSwapped()) + " more cells: " + answer.negative()
                        : "not even with this: " + answer.negative();
        return start + ", frame " + (frame + 1);
    }

    private int width(Video video) {
        return Math.max(1, (int) Math.round(height * (double) video.width() / video.height()));
    }

    private void paint(Graphics2D g, Video video, int frame, int x, int width, int y, Optional<Box> box, Color color)
            throws IOException {
        float[] rgb = new float[video.frameLength()];
        video.read(frame, rgb);
        BufferedImage whole = new BufferedImage(video.width(), video.height(), BufferedImage.TYPE_INT_RGB);
        Pixels.toRgb(rgb, ((DataBufferInt) whole.getRaster().getDataBuffer()).getData());
        g.drawImage(whole, x, y, width, height, null);
        if (box.isEmpty()) return;
        double scaleX = width / (double) video.width();
        double scaleY = height / (double) video.height();
        Box b = box.get();
        float line = Math.max(2f, height / 150f);
        Rectangle2D.Double outline = new Rectangle2D.Double(
                x + b.x() * scaleX + line / 2,
                y + b.y() * scaleY + line / 2,
                Math.max(1, b.width() * scaleX - line),
                Math.max(1, b.height() * scaleY - line));
        g.setColor(new Color(0, 0, 0, 150));
        g.setStroke(new BasicStroke(line + 2));
        g.draw(outline);
        g.setColor(color);
        g.setStroke(new BasicStroke(line));
        g.draw(outline);
    }

    /** Writes a line above an image, in smaller letters where it would not fit. */
    private static void caption(Graphics2D g, String text, int x, int width, Color color) {
        Font font = g.getFont();
        int room = width - font.getSize();
        double needed = font.getStringBounds(text, g.getFontRenderContext()).getWidth();
        Font fitting = needed <= room ? font : font.deriveFont((float) (font.getSize2D() * room / needed));
        g.setFont(fitting);
        g.setColor(color);
        g.drawString(text, x + font.getSize() / 2, (int) (1.4 * font.getSize()));
        g.setFont(font);
    }
}
