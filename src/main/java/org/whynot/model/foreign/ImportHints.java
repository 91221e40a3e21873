package org.whynot.model.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.whynot.util.Json;
import org.whynot.util.StagedFiles;
import org.whynot.util.TextFiles;

/**
 * What is known about a network before it was run: from the user, a description beside its file, or a preset. Everything may be
 * missing (null); what is missing in one is taken from the next, and in the end guessed.
 *
 * @param classes the class names, in the order of the logits
 * @param axes {@code NCTHW}, {@code NTCHW} or {@code NTHWC}
 * @param frames of a clip
 * @param frameStep every how many frames of the video one is sampled
 * @param frameRate sampled frames per second
 * @param height of the input, pixels
 * @param width of the input, pixels
 * @param resize {@code stretch} or {@code crop}
 * @param channels {@code rgb}, {@code bgr} or {@code grey}
 * @param range {@code 0-1} or {@code 0-255}: the values that mean and std are for
 * @param mean of red, green and blue, or a single number
 * @param std of red, green and blue, or a single number
 * @param outputType {@code logits}, {@code softmax} or {@code sigmoid}
 * @param inputFrames frames that each of several inputs gets
 * @param features names of the outputs that are feature layers, the last one of the network first; {@code auto}; {@code none}
 * @param sha256 of the file, in hexadecimal
 * @param licence of the weights
 * @param citation what to cite
 */
public record ImportHints(
        @Json.MayBeMissing List<String> classes,
        @Json.MayBeMissing String axes,
        @Json.MayBeMissing Integer frames,
        @Json.MayBeMissing Integer frameStep,
        @Json.MayBeMissing Double frameRate,
        @Json.MayBeMissing Integer height,
        @Json.MayBeMissing Integer width,
        @Json.MayBeMissing String resize,
        @Json.MayBeMissing String channels,
        @Json.MayBeMissing String range,
        @Json.MayBeMissing List<Double> mean,
        @Json.MayBeMissing List<Double> std,
        @Json.MayBeMissing String outputType,
        @Json.MayBeMissing List<Integer> inputFrames,
        @Json.MayBeMissing List<String> features,
        @Json.MayBeMissing String sha256,
        @Json.MayBeMissing String licence,
        @Json.MayBeMissing String citation) {

    /** Nothing is known. */
    public static final ImportHints NONE = new ImportHints(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** These, and from others what is missing here. */
    public ImportHints orElse(ImportHints others) {
        return new ImportHints(
                first(others, ImportHints::classes),
                first(others, ImportHints::axes),
                first(others, ImportHints::frames),
                first(others, ImportHints::frameStep),
                first(others, ImportHints::frameRate),
                first(others, ImportHints::height),
                first(others, ImportHints::width),
                first(others, ImportHints::resize),
                first(others, ImportHints::channels),
                first(others, ImportHints::range),
                first(others, ImportHints::mean),
                first(others, ImportHints::std),
                first(others, ImportHints::outputType),
                first(others, ImportHints::inputFrames),
                first(others, ImportHints::features),
                first(others, ImportHints::sha256),
                first(others, ImportHints::licence),
                first(others, ImportHints::citation));
    }

    private <T> T first(ImportHints others, Function<ImportHints, T> part) {
        T own = part.apply(this);
        return own != null ? own : part.apply(others);
    }

    /**
     * Reads the JSON that {@code scripts/export_classifier.py} writes: an object with these keys, in lower case with underscores.
     *
     * @throws IOException if it can't be read or is something else; the message names the file
     */
    static ImportHints readJson(Path file) throws IOException {
        try {
            return Json.read(TextFiles.read(file), ImportHints.class);
        } catch (IOException e) {
            throw unreadable(file, StagedFiles.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static IOException unreadable(Path file, String reason, Exception cause) {
        return new IOException(
                "The description '" + file + "' can't be read: " + reason + " Correct it, or move it away.", cause);
    }
}
