package org.whynot.cluster;

import java.io.Serializable;

/**
 * One video, as it is sent to the machine that explains it.
 *
 * @param path its place in the folder, with slashes
 * @param results where its results belong in the output folder, without endings
 * @param file where it lies: a path that every machine has, or an address of a Hadoop file system
 */
record ClusterItem(String path, String results, String file) implements Serializable {}
