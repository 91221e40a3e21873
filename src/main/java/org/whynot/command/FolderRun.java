package org.whynot.command;

import java.io.File;
import java.io.IOException;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderReport;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.FrontEnd;
import org.whynot.util.Shard;

/** What the commands that work through a folder have in common: what they ask for, and how they end. */
final class FolderRun {

    /** Describes the parameter {@code input}. */
    static final String INPUT =
            "The folder of the videos; the folders in it are searched too. Or a list of videos: a text"
                    + " file with one path per line, or a CSV file with a column path.";

    /** Describes the parameter {@code shard}. */
    static final String SHARD =
            "Which part of the videos, for runs that share a folder, as 2/4 for the second of four; the command"
                    + " merge-summaries of the shell puts their tables together. 1/1 for all videos.";

    private FolderRun() {}

    /**
     * Works through a folder.
     *
     * @param shard which part of the videos, checked before anything is done
     * @throws CommandException if a video could not be explained
     * @throws IOException if there is no video, or nothing (more) can be written; a sentence
     */
    static void run(FolderExplainer explainer, File input, File output, Shard shard, FrontEnd to) throws IOException {
        FolderReport report =
                explainer.explain(input.toPath(), output.toPath(), shard, FolderExplainer.Listener.of(to), to);
        to.written(report.summary());
        to.result(report.sentence());
        if (report.failed() > 0) throw new CommandException(report.failure());
    }
}
