package org.whynot.cluster;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.whynot.batch.Earlier;
import org.whynot.util.Sha256;

/**
 * One video, as it is sent to the machine that explains it.
 *
 * @param path its place in the folder, with slashes
 * @param results where its results belong in the output folder, without endings
 * @param file where it lies: a path that every machine has, or an address of a Hadoop file system
 * @param folder of the video, which every machine must have; empty if it is in a Hadoop file system, or the driver has it
 *     neither
 * @param parts in how many parts it is classified beforehand; 1 if it is not
 * @param earlier what its results tell that the driver has; null if it has none
 */
record ClusterItem(String path, String results, String file, String folder, int parts, Earlier earlier)
        implements Serializable {

    /** The same in parts. */
    ClusterItem with(int number) {
        return new ClusterItem(path, results, file, folder, number, earlier);
    }

    /** The same with results that the driver has. */
    ClusterItem with(Earlier found) {
        return new ClusterItem(path, results, file, folder, parts, found);
    }

    /** The names of the files of its parts; none if it has no parts. */
    List<String> partFiles() {
        String name = Sha256.of(path.getBytes(StandardCharsets.UTF_8));
        return parts == 1
                ? List.of()
                : IntStream.range(0, parts).mapToObj(part -> name + "-" + part).toList();
    }
}
