package org.whynot.overlay;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.PixelCheck;
import org.whynot.explain.Verification;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.video.Video;

/**
 * An answer as one figure for a paper: key frames with the tubes and their numbers, what the numbers stand for, and a caption.
 *
 * <pre>{@code
 * Montage montage = Montage.of(answer, video, 4, Progress.SILENT);
 * montage.write(folder, FigureFormat.PDF); // clip.montage.pdf
 * }</pre>
 *
 * <p>Up to {@value #WIDTH} points (180 mm, two columns of a journal) wide.
 */
public final class Montage implements FigureFormat.Figure {

    /** So many key frames are the most. */
    public static final int MOST_FRAMES = 16;

    private static final int WIDTH = 510;
    private static final int MOST_COLUMNS = 6;
    private static final int LARGEST_CELL = 167;
    private static final int HIGHEST_CELL = 240;
    private static final int GAP = 4;
    private static final int LEGEND_COLUMN = 240;
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 7);
    private static final Font CAPTION = new Font(Font.SANS_SERIF, Font.PLAIN, 8);
    private static final int SMALL_LINE = 10;
    private static final int CAPTION_LINE = 11;
    private static final float LINE = 1.2f;
    /** Finer images are made coarser: twice what a printer shows. */
    private static final double MOST_PIXELS_PER_POINT = 600 / 72.0;

    private final Answer answer;
    private final List<ExplanationStyle> styles;
    private final List<Integer> frames;
    private final List<BufferedImage> pictures = new ArrayList<>();
    private final double frameInterval;
    private final int columns;
    private final int cellWidth;
    private final int cellHeight;
    private final int width;
    private final int legendColumns;
    private final List<String> captionLines;

    private Montage(Answer answer, Video video, List<Integer> frames) {
        this.answer = answer;
        this.frames = frames;
        frameInterval = video.frameInterval();
        styles = ExplanationStyle.of(answer);
        int rows = (frames.size() + MOST_COLUMNS - 1) / MOST_COLUMNS;
        columns = (frames.size() + rows - 1) / rows;
        double aspect = video.height() / (double) video.width();
        int wide = Math.min(LARGEST_CELL, (WIDTH - (columns - 1) * GAP) / columns);
        cellWidth = Math.max(1, (int) Math.min(wide, HIGHEST_CELL / aspect));
        cellHeight = Math.max(1, (int) Math.round(cellWidth * aspect));
        width = Math.max(LEGEND_COLUMN, columns * (cellWidth + GAP) - GAP);
        legendColumns = Math.max(1, width / LEGEND_COLUMN);
        captionLines = wrapped(caption(), width);
    }

    /**
     * Chooses key frames and reads them.
     *
     * @param answer what is drawn
     * @param video that it is about
     * @param count how many key frames, 1 to {@value #MOST_FRAMES}; fewer where there are not so many
     * @param progress told of every frame
     * @throws IOException if a frame can't be read
     * @throws IllegalArgumentException if the answer was not made from this video, or the count is out of range
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Montage of(Answer answer, Video video, int count, Progress progress) throws IOException {
        if (count < 1 || count > MOST_FRAMES)
            throw new IllegalArgumentException(
                    "frames=" + count + " is out of range: give a whole number from 1 to " + MOST_FRAMES + ".");
        PixelCheck.require(answer, video, progress);
        List<Integer> frames = KeyFrames.of(answer, count);
        Montage montage = new Montage(answer, video, frames);
        float[] rgb = new float[video.frameLength()];
        for (int frame : frames) {
            progress.check();
            progress.report(montage.pictures.size() / (double) frames.size(), "Reading frame " + (frame + 1));
            video.read(frame, rgb);
            montage.pictures.add(montage.picture(rgb));
        }
        return montage;
    }

    private BufferedImage picture(float[] rgb) {
        int w = answer.video().width();
        int h = answer.video().height();
        BufferedImage whole = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        Pixels.toRgb(rgb, ((DataBufferInt) whole.getRaster().getDataBuffer()).getData());
        int most = (int) (MOST_PIXELS_PER_POINT * cellWidth);
        if (w <= most) return whole;
        int high = Math.max(1, (int) Math.round(h * (double) most / w));
        BufferedImage small = new BufferedImage(most, high, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = small.createGraphics();
        g.drawImage(whole.getScaledInstance(most, high, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        g.dispose();
        return small;
    }

    /** The key frames, 0-based, rising. */
    public List<Integer> frames() {
        return frames;
    }

    /** What stands below the figure. */
    public String caption() {
        StringBuilder words = new StringBuilder();
        String sentence = answer.sentence();
        words.append("Why ").append(sentence, 0, sentence.length() - 1).append(". ");
        words.append(String.format(
                "The model gives %s a probability of %s and %s one of %s. ",
                answer.positive(),
                ExplanationStyle.number(answer.probability(answer.positive())),
                answer.negative(),
                ExplanationStyle.number(answer.probability(answer.negative()))));
        if (!styles.isEmpty())
            words.append(
                            "Boxes: where each attribute was found; numbers after the attributes: their counterfactuality, 0 to 1")
                    .append(answer.of(Evidence.AGAINST).isEmpty() ? ". " : "; dashed: what contradicts it. ");
        for (ExplanationStyle style : styles)
            style.explanation().verification().ifPresent(v -> words.append(erased(style, v)));
        return words.append("Video ")
                .append(answer.video().name())
                .append(", model ")
                .append(answer.model().name())
                .append("; frames are counted from 1.")
                .toString();
    }

    private String erased(ExplanationStyle style, Verification found) {
        return String.format(
                "With %s erased, %s has %s. ",
                style.tag(), answer.positive(), ExplanationStyle.number(found.positiveAfter()));
    }

    /** Between words only: Java's own line breaking would break numbers as well. */
    private static List<String> wrapped(String text, int width) {
        FontRenderContext context = new FontRenderContext(null, true, true);
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            // A little less than there is: viewers of vector graphics may have another sans serif.
            if (!line.isEmpty() && CAPTION.getStringBounds(longer, context).getWidth() > 0.95 * width) {
                lines.add(line);
                line = word;
            } else line = longer;
        }
        lines.add(line);
        return lines;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return pictureRows() * (SMALL_LINE + cellHeight + GAP)
                + legendRows() * legendLine()
                + GAP
                + captionLines.size() * CAPTION_LINE
                + GAP;
    }

    private int pictureRows() {
        return (frames.size() + columns - 1) / columns;
    }

    /** A tag's height and a little. */
    private static int legendLine() {
        return Label.line("1", SMALL.getSize()).height() + 1;
    }

    private int legendRows() {
        return (styles.size() + legendColumns - 1) / legendColumns;
    }

    @Override
    public void paint(Graphics2D g) {
        List<List<Label>> tags = styles.stream()
                .map(style -> List.of(Label.line(style.tag(), SMALL.getSize())))
                .toList();
        for (int i = 0; i < frames.size(); i++) {
            int x = i % columns * (cellWidth + GAP);
            int y = i / columns * (SMALL_LINE + cellHeight + GAP);
            g.setColor(Color.BLACK);
            g.setFont(SMALL);
            g.drawString(time(frames.get(i)), x, y + SMALL_LINE - 3);
            g.translate(x, y + SMALL_LINE);
            g.drawImage(pictures.get(i), 0, 0, cellWidth, cellHeight, null);
            LabelLayout layout = new LabelLayout(cellWidth, cellHeight);
            new TubePainter(answer, styles, tags, layout, cellWidth, cellHeight, LINE).paint(g, frames.get(i));
            g.translate(-x, -y - SMALL_LINE);
        }
        int y = pictureRows() * (SMALL_LINE + cellHeight + GAP);
        paintLegend(g, tags, y);
        y += legendRows() * legendLine() + GAP;
        g.setColor(Color.BLACK);
        g.setFont(CAPTION);
        for (String line : captionLines) {
            y += CAPTION_LINE;
            g.drawString(line, 0, y - 3);
        }
    }

    private String time(int frame) {
        String words = "Frame " + (frame + 1);
        if (!(frameInterval > 0) || Double.isInfinite(frameInterval)) return words;
        BigDecimal seconds = BigDecimal.valueOf(frame * frameInterval).round(new MathContext(3));
        return words + ", "
                + (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + " s";
    }

    private void paintLegend(Graphics2D g, List<List<Label>> tags, int top) {
        int columnWidth = width / legendColumns;
        for (int i = 0; i < styles.size(); i++) {
            int x = i / legendRows() * columnWidth;
            int y = top + i % legendRows() * legendLine();
            Label tag = tags.get(i).get(0);
            // As dark as the label looks on an image.
            g.setColor(Color.BLACK);
            g.fillRect(x, y, tag.width(), tag.height());
            TubePainter.paintLabel(
                    g, new LabelLayout.Placed(tag, x, y), styles.get(i).color());
            g.setColor(Color.BLACK);
            g.setFont(SMALL);
            Explanation e = styles.get(i).explanation();
            g.drawString(
                    styles.get(i).label() + " (frames " + (e.firstFrame() + 1) + " to " + (e.lastFrame() + 1) + ")",
                    x + tag.width() + GAP,
                    y + SMALL_LINE - 3);
        }
    }

    /** The figure as pixels, {@value FigureFormat#DOTS_PER_INCH} an inch. */
    public BufferedImage image() {
        return FigureFormat.image(this);
    }

    /**
     * Writes {@code clip.montage.png} (or {@code .svg}, {@code .pdf}), whole or not at all.
     *
     * @param folder made if missing
     * @return the file
     * @throws IOException if it can't be written; the message names it
     */
    public Path write(Path folder, FigureFormat format) throws IOException {
        String name = AnswerFiles.fileName(answer.video().name()) + ".montage." + format.ending();
        try (StagedFiles staged = new StagedFiles(folder)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(staged.path(name)))) {
                format.write(this, out);
            } catch (IOException e) {
                throw new IOException(
                        folder.resolve(name) + " was not written: " + StagedFiles.reason(e) + StagedFiles.advice(e), e);
            }
            return staged.commit(List.of(name), List.of()).get(0);
        }
    }
}
