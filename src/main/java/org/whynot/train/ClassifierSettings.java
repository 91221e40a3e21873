package org.whynot.train;

import java.nio.file.Path;
import java.util.Locale;
import org.whynot.classifier.Architecture;
import org.whynot.video.ClipFormat;

/**
 * How a classifier is trained.
 *
 * <p>The published settings (section 4.1) are widths 64 to 512, a constant rate of 0.1, momentum 0.9, weight decay 1e-3 and
 * batches of 64, for data sets of hundreds to thousands of videos on a GPU. The defaults here suit hundreds of videos on a
 * laptop: narrow widths, smaller batches, and a one-cycle rate.
 *
 * @param name of the model
 * @param architecture of the network
 * @param input what the network is fed; its pixels a multiple of {@value Architecture#PUBLISHED_CELL_SIZE}
 * @param sgd the steps; batches of at least 2, because batch normalisation needs two
 * @param augmentation how examples are varied
 * @param startFrom the model folder whose convolutions the network starts with, as the paper does for Olympic Sports; null:
 *     start with drawn weights
 * @param validateEvery after how many epochs the classifier is tried on the videos of {@code validation}, or of {@code test}
 *     where there are none; 0: never
 * @param checkpointMinutes after how many minutes within an epoch the state is saved, so that no more is lost; not negative
 * @param seed of everything that is drawn
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record ClassifierSettings(
        String name,
        Architecture architecture,
        ClipFormat input,
        SgdSettings sgd,
        Augmentation augmentation,
        Path startFrom,
        int validateEvery,
        double checkpointMinutes,
        long seed,
        String device) {

    /** Clips of 16 frames of 112x112 pixels, every frame, the whole image (section 4.1). */
    public static final ClipFormat INPUT =
            new ClipFormat(16, 112, 112, 1, ClipFormat.Resize.STRETCH, new float[] {0.45f, 0.45f, 0.45f}, new float[] {
                0.25f, 0.25f, 0.25f
            });
    /** Sixteen epochs in batches of 16 at a rate of 0.05, one cycle. */
    public static final SgdSettings SGD = new SgdSettings(16, 16, 0.05, Schedule.ONE_CYCLE, 0.9, 1e-3, 0);
    /** At most ten minutes of work are lost. */
    public static final double CHECKPOINT_MINUTES = 10;

    private static final int SMALLEST_INPUT = 32;
    private static final int LARGEST_INPUT = 1024;

    /** Sixteen epochs of the laptop widths. */
    public static ClassifierSettings defaults(String name) {
        return new ClassifierSettings(
                name, Architecture.LAPTOP, INPUT, SGD, Augmentation.DEFAULT, null, 0, CHECKPOINT_MINUTES, 0, "auto");
    }

    /**
     * What the network is fed, with the usual mean and deviation of its pixels.
     *
     * @param frames sampled frames in a clip (T), at least 1
     * @param size rows and columns of the network input, pixels
     * @param frameStep every how many frames of a video one is sampled, at least 1
     * @param resize {@code stretch} or {@code crop}
     */
    public static ClipFormat input(int frames, int size, int frameStep, String resize) {
        Ranges.atLeast("clip_frames", frames, 1);
        Ranges.atLeast("frame_step", frameStep, 1);
        checkSize(size);
        return new ClipFormat(
                frames,
                size,
                size,
                frameStep,
                ClipFormat.Resize.valueOf(resize.toUpperCase(Locale.ROOT)),
                INPUT.mean(),
                INPUT.deviation());
    }

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public ClassifierSettings {
        Ranges.atLeast("batch_size", sgd.batchSize(), 2);
        checkSize(input.width());
        checkSize(input.height());
        Ranges.atLeast("validate_every", validateEvery, 0);
        Ranges.notNegative("checkpoint_minutes", checkpointMinutes);
        if (name.isBlank()) throw new IllegalArgumentException("The model needs a name.");
    }

    private static void checkSize(int pixels) {
        Ranges.between("input_size", pixels, SMALLEST_INPUT, LARGEST_INPUT);
        int cell = Architecture.PUBLISHED_CELL_SIZE;
        if (pixels % cell != 0)
            throw new IllegalArgumentException("input_size=" + pixels + " is not a multiple of " + cell
                    + ", the size of a cell. Use " + pixels / cell * cell + " or " + (pixels / cell + 1) * cell + ".");
    }

    /** All that the weights depend on, but the model it starts from and the data. */
    String key() {
        return architecture + "; " + input + "; " + sgd + "; " + augmentation + "; seed " + seed + "; " + device;
    }
}
