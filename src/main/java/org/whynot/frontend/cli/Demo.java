package org.whynot.frontend.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.module.ModuleInfo;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.SampleVideo;
import org.whynot.frontend.Values;

/** Explains the bundled clip with a bundled model: why is this mitosis, and not apoptosis? */
final class Demo {

    private static final String OUTPUT_IN_CLONE = "target/demo";
    private static final String OUTPUT_ELSEWHERE = "whynot-demo";

    private final CommandCatalog catalog;
    private final Cli shell;

    Demo(CommandCatalog catalog, Cli shell) {
        this.catalog = catalog;
        this.shell = shell;
    }

    /** Runs it; {@code words} may name the output folder. */
    int run(Map<String, String> words) throws IOException {
        Map<String, String> question = new LinkedHashMap<>();
        question.put("model", "cells");
        question.put("positive", "mitosis");
        question.put("why_not", "apoptosis");
        question.put("verify", "yes");
        question.put("save_to", words.getOrDefault(CommandLines.OUTPUT, defaultOutput()));
        ModuleInfo explain = catalog.find("Explain Video...");
        shell.perform(catalog, explain, SampleVideo.open(), Values.of(explain, question), "");
        return Cli.DONE;
    }

    /** In a clone of the source the build's folder, which is ignored by Git; elsewhere one in the current folder. */
    private static String defaultOutput() {
        return Files.isRegularFile(Path.of("pom.xml")) && Files.isDirectory(Path.of("target"))
                ? OUTPUT_IN_CLONE
                : OUTPUT_ELSEWHERE;
    }
}
