package org.whynot.train.automatic;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of a training.
 *
 * @param folder the model folder
 * @param report the page with its evaluation; null without test videos
 * @param accuracy the share of test videos that are classified correctly, or NaN without test videos
 * @param findings what should be known about it, a sentence each
 * @param summary the accuracy, and what to compare it with, in sentences
 */
public record TrainedModel(Path folder, Path report, double accuracy, List<String> findings, String summary) {}
