/**
 * Many videos explained, a model evaluated on them, labels checked against them, or their features computed, on many machines by
 * Apache Spark, with the files that one machine would have written.
 *
 * <p>Start at {@link org.whynot.cluster.SparkFolderExplainer}, {@link org.whynot.cluster.SparkEvaluation},
 * {@link org.whynot.cluster.SparkLabelImport}, {@link org.whynot.cluster.SparkFeatureCache} and
 * {@link org.whynot.cluster.SparkClipIndexes}. Spark is never part of the plugin: whoever has a cluster has it there.
 */
package org.whynot.cluster;
