package org.whynot.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.whynot.frontend.Role;
import org.whynot.frontend.UsageException;
import org.whynot.model.foreign.ClassNames;
import org.whynot.model.foreign.ImportHints;
import org.whynot.model.foreign.Preset;

/** What a network of others has to have said about its input and outputs; what is not stated is found out. */
abstract class ForeignInput extends WhyNotCommand {

    /** The heading of what the network wants to see. */
    static final String INPUT = "Input";
    /** The heading of what it gives, and how that is used. */
    static final String OUTPUTS = "Outputs";

    private static final String AUTO = "auto";

    @Parameter(
            label = "Classes",
            persist = false,
            required = false,
            description = "The class names: a text file with a name per line, a JSON file, or 'kinetics-400'.")
    private String classes = "";

    @Parameter(
            label = "Preset",
            persist = false,
            choices = {"none", "torchvision-resnet", "s3d", "mvit", "swin3d", "x3d", "slowfast", "videomae"},
            description = "The published input of a family of networks; what is stated beside it comes first.")
    private String preset = "none";

    @Parameter(
            label = "Axes",
            persist = false,
            attrs = @Attr(name = Role.GROUP, value = INPUT),
            choices = {AUTO, "NCTHW", "NTCHW", "NTHWC"},
            description = "The order of the input's axes: batch, channel, time, height, width.")
    private String axes = AUTO;

    @Parameter(
            label = "Frames",
            persist = false,
            min = "0",
            max = "1000",
            description = "Frames of a clip; 0 if that is not known.")
    private int frames = 0;

    @Parameter(
            label = "Frame step (frames)",
            persist = false,
            min = "0",
            max = "1000",
            description = "Every how many frames of a video one is used; 0 if that is not known.")
    private int frame_step = 0;

    @Parameter(
            label = "Height (pixels)",
            persist = false,
            min = "0",
            max = "4096",
            description = "Height of the input in pixels; 0 if that is not known.")
    private int height = 0;

    @Parameter(
            label = "Width (pixels)",
            persist = false,
            min = "0",
            max = "4096",
            description = "Width of the input in pixels; 0 if that is not known.")
    private int width = 0;

    @Parameter(
            label = "Resize",
            persist = false,
            attrs = @Attr(name = Role.GROUP, value = INPUT),
            choices = {AUTO, "stretch", "crop"},
            description = "Whether a frame is stretched to the input's size, or its largest centred part is used.")
    private String resize = AUTO;

    @Parameter(
            label = "Channels",
            persist = false,
            attrs = @Attr(name = Role.GROUP, value = INPUT),
            choices = {AUTO, "rgb", "bgr", "grey"},
            description = "The order of the colours, or one channel of grey.")
    private String channels = AUTO;

    @Parameter(
            label = "Range",
            persist = false,
            attrs = @Attr(name = Role.GROUP, value = INPUT),
            choices = {AUTO, "0-1", "0-255"},
            description = "The range of a pixel's values before mean and std.")
    private String range = AUTO;

    @Parameter(
            label = "Mean",
            persist = false,
            required = false,
            attrs = @Attr(name = Role.GROUP, value = INPUT),
            description = "Subtracted from the values: a number, or three for red, green and blue, with commas.")
    private String mean = "";

    @Parameter(
            label = "Std",
            persist = false,
            required = false,
            attrs = @Attr(name = Role.GROUP, value = INPUT),
            description = "What the values are divided by afterwards: a number, or three, with commas.")
    private String std = "";

    @Parameter(
            label = "Output type",
            persist = false,
            attrs = @Attr(name = Role.GROUP, value = OUTPUTS),
            choices = {AUTO, "logits", "softmax", "sigmoid"},
            description = "What the class output holds: logits, or probabilities that do or don't add up to 1.")
    private String output_type = AUTO;

    @Parameter(
            label = "Features",
            persist = false,
            attrs = @Attr(name = Role.GROUP, value = OUTPUTS),
            description = "The feature layers: 'auto', 'none', or names of outputs with commas, the last layer first.")
    private String features = AUTO;

    /** The family of networks that was chosen. */
    final Preset preset() {
        return Preset.of(preset);
    }

    /** What was stated. */
    final ImportHints hints() throws IOException {
        return new ImportHints(
                classes.isBlank() ? null : ClassNames.read(classes),
                stated(axes),
                stated(frames),
                stated(frame_step),
                null,
                stated(height),
                stated(width),
                stated(resize),
                stated(channels),
                stated(range),
                numbers("mean", mean),
                numbers("std", std),
                stated(output_type),
                null,
                features.equals(AUTO) ? null : names(features),
                null,
                null,
                null);
    }

    private static String stated(String value) {
        return value.equals(AUTO) ? null : value;
    }

    private static Integer stated(int value) {
        return value == 0 ? null : value;
    }

    private static List<String> names(String value) {
        return Arrays.stream(value.split(",")).map(String::strip).toList();
    }

    private static List<Double> numbers(String key, String value) {
        if (value.isBlank()) return null;
        try {
            return names(value).stream().map(Double::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new UsageException(
                    key + "='" + value + "' is no number. Give one, or three with commas: " + "0.432,0.395,0.376.");
        }
    }
}
