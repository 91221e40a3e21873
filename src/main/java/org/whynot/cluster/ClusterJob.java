package org.whynot.cluster;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.whynot.batch.FolderExplainer;

/**
 * What is the same for all videos of a run, as it is sent to the machines.
 *
 * @param input the folder of the videos: a path that every machine has, or an address of a Hadoop file system
 * @param output the folder of the results, likewise
 * @param words what is asked of every video, see {@link FolderExplainer.Settings}
 * @param macro the macro line that gives the same answer on one video
 * @param device {@code cpu} or {@code gpu}
 * @param modelSha256 of the model's weights, in hexadecimal
 */
record ClusterJob(
        String input, String output, TreeMap<String, String> words, String macro, String device, String modelSha256)
        implements Serializable {

    static ClusterJob of(
            String input, String output, FolderExplainer.Settings settings, String device, String modelSha256) {
        Map<String, String> words = settings.words();
        return new ClusterJob(input, output, new TreeMap<>(words), settings.macro(), device, modelSha256);
    }

    FolderExplainer.Settings settings() {
        return FolderExplainer.Settings.of(words, macro);
    }
}
