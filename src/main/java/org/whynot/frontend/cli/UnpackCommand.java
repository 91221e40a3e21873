package org.whynot.frontend.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.whynot.batch.PackedReader;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.UsageException;
import picocli.CommandLine.Model.CommandSpec;

/** The subcommand that makes the JSON files of packed results. */
final class UnpackCommand {

    /** Its name. */
    static final String NAME = "unpack-results";

    private static final String INPUT = "input";

    private UnpackCommand() {}

    /** Its grammar. */
    static CommandSpec spec() {
        CommandSpec spec = CommandGrammar.plain(
                CommandSpec.create(),
                "Make a file for each video of what explain-folder has written with --results json-lines.");
        spec.addOption(CommandGrammar.option(INPUT, "folder", "Where that run has written to, or one of its files."));
        return spec.addOption(
                CommandGrammar.option(CommandLines.OUTPUT, "folder", "Where the files go; made if missing."));
    }

    /**
     * Runs it.
     *
     * @param words the two folders, as {@code input} and {@code output}
     * @throws UsageException if one was not named
     * @throws IOException if there is nothing to unpack, a line is damaged, or a file can't be written; a sentence
     */
    static void run(Map<String, String> words, FrontEnd to) throws IOException {
        Path input = folder(words, INPUT);
        Path output = folder(words, CommandLines.OUTPUT);
        int files = PackedReader.unpack(input, output, to);
        to.result(files + (files == 1 ? " file is in " : " files are in ") + output);
    }

    private static Path folder(Map<String, String> words, String name) {
        String folder = words.getOrDefault(name, "");
        if (folder.isBlank()) throw new UsageException("Which folder? Name it with --" + name + ".");
        return Path.of(folder);
    }
}
