package org.whynot.model.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.whynot.classifier.foreign.Colours;
import org.whynot.classifier.foreign.OutputType;
import org.whynot.model.Names;
import org.whynot.video.AxisOrder;
import org.whynot.video.ClipFormat;

/** The inputs that a network may want, from what is known about it; what is not known is tried. */
final class InputChoices {

    private static final List<Integer> FRAMES = List.of(16, 8, 32);
    private static final List<Integer> SIZES = List.of(112, 224, 64, 160);

    private final ImportHints hints;
    private final Colours channels;
    private final OutputType outputType;
    private final ClipFormat.Resize resize;
    private final double scale;

    /** @throws IllegalArgumentException if a word is not known; the message lists those that are */
    InputChoices(ImportHints hints) {
        this.hints = hints;
        channels = choice("channels", hints.channels(), Colours.values(), Colours.RGB);
        outputType = choice("output_type", hints.outputType(), OutputType.values(), OutputType.LOGITS);
        resize = choice("resize", hints.resize(), ClipFormat.Resize.values(), ClipFormat.Resize.STRETCH);
        String range = hints.range() == null ? "0-1" : hints.range();
        Names.indexOf("range", range, List.of("0-1", "0-255"));
        scale = range.equals("0-255") ? 255 : 1;
        if (hints.inputFrames() != null && hints.inputFrames().stream().anyMatch(frames -> frames < 1))
            throw new IllegalArgumentException(
                    "input_frames is " + hints.inputFrames() + ", but every input gets a frame at least.");
    }

    private static <E extends Enum<E>> E choice(String key, String word, E[] values, E otherwise) {
        if (word == null) return otherwise;
        List<String> words = new ArrayList<>();
        for (E value : values) words.add(value.name().toLowerCase(Locale.ROOT));
        return values[Names.indexOf(key, word.toLowerCase(Locale.ROOT), words)];
    }

    Colours channels() {
        return channels;
    }

    OutputType outputType() {
        return outputType;
    }

    /** Whether several inputs are one argument, as PyTorchVideo's SlowFast takes them. */
    boolean inputList() {
        return hints.inputFrames() != null && hints.inputFrames().size() > 1;
    }

    /** What to try, the likeliest first. */
    List<NetworkProbe.Input> candidates() {
        List<NetworkProbe.Input> candidates = new ArrayList<>();
        List<AxisOrder> orders = hints.axes() == null
                ? List.of(AxisOrder.NCTHW, AxisOrder.NTCHW)
                : List.of(choice("axes", hints.axes(), AxisOrder.values(), AxisOrder.NCTHW));
        List<Integer> lengths = hints.frames() == null ? FRAMES : List.of(hints.frames());
        for (int frames : lengths)
            for (AxisOrder axes : orders)
                for (int[] size : sizes())
                    candidates.add(new NetworkProbe.Input(
                            axes,
                            frames,
                            size[0],
                            size[1],
                            hints.inputFrames() == null ? List.of(frames) : hints.inputFrames(),
                            channels));
        return candidates;
    }

    private List<int[]> sizes() {
        Integer height = hints.height() == null ? hints.width() : hints.height();
        Integer width = hints.width() == null ? hints.height() : hints.width();
        if (height != null) return List.of(new int[] {height, width});
        return SIZES.stream().map(size -> new int[] {size, size}).toList();
    }

    /**
     * How clips are made for the network; values of 0 to 255 are those of 0 to 1, with mean and std divided by 255.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    ClipFormat format(NetworkProbe.Input input) {
        return new ClipFormat(
                input.frames(),
                input.height(),
                input.width(),
                hints.frameStep() == null ? 1 : hints.frameStep(),
                hints.frameRate() == null ? 0 : hints.frameRate(),
                resize,
                colours("mean", hints.mean(), 0),
                colours("std", hints.std(), 1),
                input.axes());
    }

    /** Red, green and blue, whatever the order of the network's channels. */
    private float[] colours(String key, List<Double> values, double otherwise) {
        // Without mean and std a range of 0 to 255 means that the numbers go in as they are.
        if (values == null) return three(otherwise / (key.equals("std") ? scale : 1));
        if (values.size() != 1 && values.size() != 3)
            throw new IllegalArgumentException(
                    key + " has " + values.size() + " numbers; one is needed, or three for red, green and blue.");
        float[] colours = new float[3];
        for (int c = 0; c < 3; c++) colours[c] = (float) (values.get(values.size() == 1 ? 0 : c) / scale);
        return colours;
    }

    private static float[] three(double value) {
        return new float[] {(float) value, (float) value, (float) value};
    }
}
