package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.whynot.frontend.CommandCatalog;
import org.whynot.imagej1.WhyNot;

/** Fiji shows a command once only if plain ImageJ's entry has the same label. */
class PluginsConfigTest {

    private static final Pattern ENTRY =
            Pattern.compile("Plugins>WhyNot, \"([^\"]+)\", org\\.whynot\\.imagej1\\.WhyNot\\(\"([^\"]+)\"\\)");

    /** Fiji would read it there, find every command a second time, and log a line for each at every start. */
    @Test
    void fijiDoesNotFindItAtTheRootOfTheJar() throws Exception {
        URL classes = WhyNot.class.getProtectionDomain().getCodeSource().getLocation();
        assertTrue(Files.isDirectory(Path.of(classes.toURI())), classes.toString());
        assertFalse(Files.exists(Path.of(classes.toURI()).resolve("plugins.config")));
    }

    @Test
    void plainImageJHasTheSameEntriesInTheSameOrder() throws IOException {
        List<String> labels = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(WhyNot.class.getResourceAsStream("plugins.config"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || line.startsWith("#")) continue;
                Matcher entry = ENTRY.matcher(line.strip());
                assertEquals(true, entry.matches(), line);
                assertEquals(entry.group(1), entry.group(2), line);
                labels.add(entry.group(1));
            }
        }
        try (Context context = new Context(CommandService.class)) {
            assertEquals(new CommandCatalog(context).labelsInMenuOrder(), labels);
        }
    }
}
