/**
 * Many videos explained, or a model evaluated on them, on many machines by Apache Spark, with the files that one machine would
 * have written.
 *
 * <p>Start at {@link org.whynot.cluster.SparkFolderExplainer} and {@link org.whynot.cluster.SparkEvaluation}. Spark is never part of the plugin: whoever has a cluster has it
 * there.
 */
package org.whynot.cluster;
