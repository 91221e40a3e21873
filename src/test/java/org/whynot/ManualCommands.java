package org.whynot;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The manual's pages, and the command lines on them. */
public final class ManualCommands {

    private static final Path PAGES = Path.of("src", "site", "markdown");
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

    /**
     * A command line.
     *
     * @param page where it stands
     * @param command the word after the script
     * @param options as they are written, {@code --why-not}
     */
    public record Line(String page, String command, List<String> options) {}

    private ManualCommands() {}

    /** The text of all pages by their names without ending. */
    static Map<String, String> pages() throws IOException {
        assumeTrue(Files.isDirectory(PAGES), "There is no manual here; run from the project's folder. Skipped.");
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(PAGES)) {
            for (Path file : files.toList())
                pages.put(file.getFileName().toString().replace(".md", ""), Files.readString(file));
        }
        return pages;
    }

    /** The command lines of all pages that call a script, {@code whynot} or {@code whynot-spark}. */
    public static List<Line> of(String script) throws IOException {
        Pattern call = Pattern.compile("(?<![\\w-])" + script + "\"? ([a-z][a-z-]+)([^|&;\n]*)");
        List<Line> lines = new ArrayList<>();
        pages().forEach((page, text) -> {
            Matcher block = SHELL.matcher(text.replace("\r", ""));
            while (block.find()) {
                Matcher line = call.matcher(block.group(1).replace("\\\n", " "));
                while (line.find()) lines.add(new Line(page, line.group(1), options(line.group(2))));
            }
        });
        return lines;
    }

    private static List<String> options(String words) {
        List<String> options = new ArrayList<>();
        Matcher option = OPTION.matcher(words);
        while (option.find()) options.add(option.group());
        return options;
    }

    /** Whether a command's help names an option. */
    public static boolean names(String help, String option) {
        return Pattern.compile("(?<![\\w-])" + option + "(?![\\w-])")
                .matcher(help)
                .find();
    }
}
