package org.whynot.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at what an evaluation left in its folder. */
public final class EvaluationResults {

    private EvaluationResults() {}

    /**
     * The texts of all files by name: the CSV files as they are, the others without what the evaluation took, its times and its
     * forward passes, of which every shard has a last one that is not full.
     */
    public static Map<String, String> withoutCosts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                String text = Files.readString(file);
                if (name.equals(EvaluationFiles.JSON))
                    text = text.replaceAll("\"(forward_passes|(forward_pass_)?seconds)\": .*", "")
                            .replaceAll("(?s)\"seconds_per_explanation\": \\{.*?}", "");
                if (name.equals(EvaluationFiles.REPORT))
                    text = text.replaceAll("<span class=\"time\">[^<]*</span>", "")
                            .replaceAll("\\d+ (?=\\(of \\d+ clips each)", "");
                texts.put(name, text);
            }
        }
        return texts;
    }
}
