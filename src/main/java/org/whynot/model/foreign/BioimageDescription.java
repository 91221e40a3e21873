package org.whynot.model.foreign;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.whynot.util.TextFiles;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a model description of bioimage.io, format 0.5 ({@code rdf.yaml}): axes and sizes of the input, its normalisation
 * ({@code fixed_zero_mean_unit_variance}, {@code scale_linear}), the class names ({@code channel_names} of the first output),
 * softmax or sigmoid after it, the weights' SHA-256, licence and citation. What is anything else than 0.5 or not a single
 * video is refused.
 */
final class BioimageDescription {

    private static final String FORMAT = "0.5";

    private final Path file;

    private BioimageDescription(Path file) {
        this.file = file;
    }

    /**
     * Reads a description.
     *
     * @param file the YAML file
     * @param weights name of the file with the weights that it is to be about
     * @throws IOException if it can't be read, or describes something else than a video classifier with these weights
     */
    static ImportHints read(Path file, String weights) throws IOException {
        return new BioimageDescription(file).read(weights);
    }

    private ImportHints read(String weights) throws IOException {
        try {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(TextFiles.read(file));
            return hints(map(root, "it"), weights);
        } catch (YAMLException | CharacterCodingException e) {
            throw problem("it is damaged or no YAML", e);
        } catch (ClassCastException | NumberFormatException e) {
            throw problem("a value has another type than the format states", e);
        }
    }

    private ImportHints hints(Map<String, Object> root, String weights) throws IOException {
        String version = String.valueOf(root.get("format_version"));
        if (!version.startsWith(FORMAT + ".") && !version.equals(FORMAT))
            throw problem("its format_version is " + version + "; " + FORMAT + " is known", null);
        List<?> inputs = list(root.get("inputs"), "inputs");
        if (inputs.size() != 1) throw problem("it has " + inputs.size() + " inputs; one, a video, is needed", null);
        Map<String, Object> input = map(inputs.get(0), "inputs");
        List<?> outputs = list(root.get("outputs"), "outputs");
        if (outputs.isEmpty()) throw problem("'outputs' is empty", null);
        Map<String, Object> output = map(outputs.get(0), "outputs");
        StringBuilder axes = new StringBuilder();
        Integer[] sizes = new Integer[3];
        Double frameRate = null;
        String colours = null;
        for (Object entry : list(input.get("axes"), "axes")) {
            Map<String, Object> axis = map(entry, "axes");
            String letter = letter(axis);
            axes.append(letter);
            int which = "THW".indexOf(letter);
            if (which >= 0) sizes[which] = size(axis.get("size"));
            if (letter.equals("T") && "second".equals(axis.get("unit")) && axis.get("scale") instanceof Number interval)
                frameRate = 1 / interval.doubleValue();
            if (letter.equals("C")) colours = colours(axis);
        }
        if (axes.indexOf("T") < 0) throw problem("its input has no time axis", null);
        Normalisation normalisation = new Normalisation();
        for (Object step : list(input.getOrDefault("preprocessing", List.of()), "preprocessing"))
            normalisation.add(map(step, "preprocessing"));
        return new ImportHints(
                classes(output),
                axes.toString(),
                sizes[0],
                null,
                frameRate,
                sizes[1],
                sizes[2],
                null,
                colours,
                "0-255",
                normalisation.mean,
                normalisation.std,
                outputType(output),
                null,
                null,
                sha256(map(root.getOrDefault("weights", Map.of()), "weights"), weights),
                text(root.get("license")),
                citation(root.get("cite")));
    }

    private String letter(Map<String, Object> axis) throws IOException {
        String type = String.valueOf(axis.get("type"));
        return switch (type) {
            case "batch" -> "N";
            case "channel" -> "C";
            case "time" -> "T";
            case "space" -> {
                String id = String.valueOf(axis.getOrDefault("id", "x"));
                if (!id.equals("x") && !id.equals("y"))
                    throw problem("its input has the space axis '" + id + "'", null);
                yield id.equals("x") ? "W" : "H";
            }
            default -> throw problem("its input has an axis of the type '" + type + "'", null);
        };
    }

    /** A size is a number, or the smallest one of a range. */
    private static Integer size(Object size) {
        if (size instanceof Number number) return number.intValue();
        return size instanceof Map<?, ?> range && range.get("min") instanceof Number number ? number.intValue() : null;
    }

    private String colours(Map<String, Object> axis) throws IOException {
        List<?> names = list(axis.getOrDefault("channel_names", List.of()), "channel_names");
        if (names.size() == 1) return "grey";
        if (names.size() != 3) throw problem("its input has " + names.size() + " channels; 1 or 3 are possible", null);
        return names.get(0).toString().toLowerCase(Locale.ROOT).startsWith("b") ? "bgr" : "rgb";
    }

    /** Values as bioimage.io's tools read them from an 8-bit video, 0 to 255, and what is done to them. */
    private final class Normalisation {
        private List<Double> mean = List.of(0.0);
        private List<Double> std = List.of(1.0);

        void add(Map<String, Object> step) throws IOException {
            String id = String.valueOf(step.get("id"));
            Map<String, Object> values = map(step.getOrDefault("kwargs", Map.of()), "kwargs");
            switch (id) {
                case "ensure_dtype" -> {}
                case "scale_linear" -> {
                    List<Double> gain = numbers(values.getOrDefault("gain", 1.0));
                    List<Double> offset = numbers(values.getOrDefault("offset", 0.0));
                    // gain x + offset, after (x - mean) / std
                    compose(offset.stream().map(o -> -o).toList(), gain, true);
                }
                case "fixed_zero_mean_unit_variance" ->
                    compose(numbers(values.get("mean")), numbers(values.get("std")), false);
                default -> throw problem("its preprocessing '" + id + "' is not known here", null);
            }
        }

        /** Follows (x - mean) / std by (g x - m) or by (x - m) / s. */
        private void compose(List<Double> m, List<Double> factor, boolean isGain) {
            List<Double> newMean = new ArrayList<>();
            List<Double> newStd = new ArrayList<>();
            for (int c = 0; c < Math.max(Math.max(m.size(), factor.size()), Math.max(mean.size(), std.size())); c++) {
                double f = at(factor, c);
                // ((x - mean) / std) g - m = (x - mean - m std / g) / (std / g)
                newMean.add(at(mean, c) + (isGain ? at(m, c) * at(std, c) / f : at(m, c) * at(std, c)));
                newStd.add(isGain ? at(std, c) / f : at(std, c) * f);
            }
            mean = newMean;
            std = newStd;
        }

        private double at(List<Double> values, int c) {
            return values.get(values.size() == 1 ? 0 : c);
        }
    }

    private List<Double> numbers(Object value) throws IOException {
        if (value instanceof Number number) return List.of(number.doubleValue());
        List<Double> numbers = new ArrayList<>();
        for (Object part : list(value, "kwargs")) {
            if (!(part instanceof Number number))
                throw problem("'kwargs' has " + part + " where a number is needed", null);
            numbers.add(number.doubleValue());
        }
        if (numbers.size() != 1 && numbers.size() != 3)
            throw problem("'kwargs' has " + numbers.size() + " numbers; 1 or 3, one per channel, are possible", null);
        return numbers;
    }

    private List<String> classes(Map<String, Object> output) throws IOException {
        for (Object entry : list(output.get("axes"), "axes")) {
            Map<String, Object> axis = map(entry, "axes");
            if ("channel".equals(axis.get("type")))
                return list(axis.get("channel_names"), "channel_names").stream()
                        .map(String::valueOf)
                        .toList();
        }
        throw problem("its first output has no channel axis with the class names", null);
    }

    private String outputType(Map<String, Object> output) throws IOException {
        for (Object step : list(output.getOrDefault("postprocessing", List.of()), "postprocessing")) {
            String id = String.valueOf(map(step, "postprocessing").get("id"));
            // The file gives what is before the postprocessing, which bioimage.io's tools apply themselves.
            if (!List.of("softmax", "sigmoid", "ensure_dtype").contains(id))
                throw problem("its postprocessing '" + id + "' is not known here", null);
        }
        return "logits";
    }

    private String sha256(Map<String, Object> formats, String weights) throws IOException {
        for (Object entry : formats.values()) {
            Map<String, Object> format = map(entry, "weights");
            String source = String.valueOf(format.get("source"));
            if (source.substring(source.lastIndexOf('/') + 1).equals(weights)) return text(format.get("sha256"));
        }
        throw problem("it does not name '" + weights + "' among its weights", null);
    }

    private String citation(Object cite) throws IOException {
        if (cite == null) return null;
        List<String> texts = new ArrayList<>();
        for (Object entry : list(cite, "cite")) {
            Map<String, Object> source = map(entry, "cite");
            texts.add(source.get("text") + (source.get("doi") == null ? "" : ", doi:" + source.get("doi")));
        }
        return String.join("; ", texts);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(Object value, String key) throws IOException {
        if (value instanceof Map<?, ?> map) return (Map<String, Object>) map;
        throw problem("'" + key + "' is missing or no mapping", null);
    }

    private List<?> list(Object value, String key) throws IOException {
        if (value instanceof List<?> list) return list;
        throw problem("'" + key + "' is missing or no list", null);
    }

    private IOException problem(String what, Exception cause) {
        return new IOException(
                "The bioimage.io description '" + file + "' can't be used: " + what + ". Correct it, or move it away.",
                cause);
    }
}
