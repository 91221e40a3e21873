package org.whynot.frontend.cli;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.UsageException;
import org.whynot.installation.FijiFolder;
import org.whynot.installation.FijiInstaller;
import org.whynot.installation.InstallationException;
import org.whynot.installation.Release;
import org.whynot.installation.UpdateSite;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The subcommands that install WhyNot in Fiji and make the folder of an update site; scripts of the same names call them. */
final class InstallCommand {

    /** The subcommand that installs or removes. */
    static final String INSTALL = "install-into-fiji";
    /** The subcommand that makes an update site. */
    static final String UPDATE_SITE = "make-update-site";

    private static final String REMOVE = "--remove";
    private static final String REPLACE = "--replace";
    private static final String FIJI = "--fiji";

    private InstallCommand() {}

    /** The grammar of {@link #INSTALL}. */
    static CommandSpec installSpec(CommandSpec spec) {
        spec.addOption(flag(REMOVE, "Remove WhyNot again, and put back what --replace has moved away."));
        spec.addOption(flag(
                REPLACE, "Move libraries of Fiji's away that have to be of another version, until WhyNot is removed."));
        return spec.addPositional(folder("FIJI", "The folder that Fiji was unpacked to."));
    }

    /** The grammar of {@link #UPDATE_SITE}. */
    static CommandSpec updateSiteSpec(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(FIJI)
                .paramLabel("FOLDER")
                .arity("1")
                .type(String.class)
                .description("A Fiji: what it has is left out. Without it, a list of what Fiji ships is used.")
                .build());
        return spec.addPositional(
                folder("OUT", "The folder to upload to a web server; files of earlier versions in it are kept."));
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .arity("0")
                .type(boolean.class)
                .description(description)
                .build();
    }

    private static PositionalParamSpec folder(String label, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build();
    }

    /**
     * Runs one of the two.
     *
     * @param out takes one line per file
     * @throws UsageException if not exactly one folder was named
     * @throws InstallationException if it failed
     */
    static void run(ParseResult parsed, Consumer<String> out) {
        String name = parsed.commandSpec().name();
        List<String> words = CommandGrammar.videos(parsed);
        if (words.isEmpty())
            throw new UsageException(
                    name.equals(INSTALL)
                            ? "Which Fiji? Name the folder that Fiji was unpacked to."
                            : "Into which folder? Name one.");
        if (words.size() > 1)
            throw new UsageException(
                    "Two folders were given: '" + words.get(0) + "' and '" + words.get(1) + "'. Give one.");
        Path folder = path(words.get(0));
        if (name.equals(UPDATE_SITE)) {
            String fiji = parsed.matchedOptionValue(FIJI, null);
            new UpdateSite(folder, out).write(Release.running(), fiji == null ? null : FijiFolder.find(path(fiji)));
            return;
        }
        FijiInstaller installer = new FijiInstaller(FijiFolder.find(folder), out);
        if (parsed.matchedOptionValue(REMOVE, false)) installer.remove();
        else installer.install(Release.running(), parsed.matchedOptionValue(REPLACE, false));
    }

    /** A folder in quotes that ends with a backslash, {@code "C:\Fiji\"}, reaches Java on Windows with the closing quote in it. */
    static String unquoted(String word, boolean windows) {
        return windows && word.endsWith("\"") ? word.substring(0, word.length() - 1) : word;
    }

    private static Path path(String word) {
        try {
            return Path.of(unquoted(word, File.separatorChar == '\\'));
        } catch (InvalidPathException e) {
            throw new UsageException("'" + word + "' is no path on this system.");
        }
    }
}
