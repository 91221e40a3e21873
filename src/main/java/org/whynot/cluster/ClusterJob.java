package org.whynot.cluster;

import java.io.Serializable;
import java.util.TreeMap;
import org.whynot.batch.FolderQuestion;
import org.whynot.batch.ResultKind;

/**
 * What is the same for all videos of a run, as it is sent to the machines.
 *
 * @param input the folder of the videos: a path that every machine has, or an address of a Hadoop file system
 * @param output the folder of the results, likewise
 * @param kind what becomes of the videos
 * @param words what is asked of every video, see {@link FolderQuestion#words}
 * @param macro the macro line that gives the same answer on one video
 * @param device {@code cpu} or {@code gpu}
 * @param modelSha256 of the model's weights, in hexadecimal
 */
record ClusterJob(
        String input,
        String output,
        ResultKind kind,
        TreeMap<String, String> words,
        String macro,
        String device,
        String modelSha256)
        implements Serializable {

    static ClusterJob of(String input, String output, FolderQuestion question, String device, String modelSha256) {
        TreeMap<String, String> words = new TreeMap<>(question.words());
        return new ClusterJob(input, output, question.kind(), words, question.macro(), device, modelSha256);
    }

    FolderQuestion question() {
        return kind.question(words, macro);
    }

    /** Whether tasks send the explanations to the driver instead of writing files. */
    boolean isPacked() {
        return question().isPacked();
    }
}
