package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.whynot.ManualCommands;

/** The commands that the manual has readers type are there, and take the options that stand there. */
class ManualOptionsTest {

    @Test
    void everyOptionInTheManualExists() throws IOException {
        List<ManualCommands.Line> lines = ManualCommands.of("whynot");
        assertTrue(lines.stream().anyMatch(line -> line.command().equals("unpack-results")), lines.toString());
        Map<String, String> help = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (ManualCommands.Line line : lines) {
            String text = help.computeIfAbsent(line.command(), ManualOptionsTest::help);
            if (text.isEmpty()) unknown.add(line.page() + ": " + line.command());
            for (String option : line.options())
                if (!ManualCommands.names(text, option))
                    unknown.add(line.page() + ": " + line.command() + " " + option);
        }
        assertEquals(List.of(), unknown);
    }

    /** Empty if there is no such command. */
    private static String help(String command) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = new Cli(out, new PrintStream(new ByteArrayOutputStream()), () -> false).run(command, "--help");
        return code == Cli.DONE ? said.toString(StandardCharsets.UTF_8) : "";
    }
}
