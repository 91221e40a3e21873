package org.whynot.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.ClipFiles;
import org.whynot.dataset.Sample;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/** Tries a classifier on whole videos. */
final class ClassifierAccuracy {

    private ClassifierAccuracy() {}

    /**
     * The share of samples whose most probable class is the true one.
     *
     * @param classifier stays open
     * @param samples the videos
     * @param manager of the classifier's device
     * @param progress notified of every video
     * @return 0 to 1; NaN without samples
     * @throws IOException if a video can't be read
     */
    static double of(VideoClassifier classifier, List<Sample> samples, NDManager manager, Progress progress)
            throws IOException {
        ClassifierRun run = new ClassifierRun(classifier, manager, progress::note);
        int correct = 0;
        int tested = 0;
        try (ClipFiles files = new ClipFiles()) {
            for (Sample sample : samples) {
                progress.check();
                try (Video video = files.open(sample)) {
                    double[] probabilities =
                            run.probabilities(new ClipReader(video, classifier.input()), progress::isCancelled);
                    int best = 0;
                    for (int c = 1; c < probabilities.length; c++) if (probabilities[c] > probabilities[best]) best = c;
                    if (best == sample.classIndex()) correct++;
                }
                progress.report(++tested / (double) samples.size(), "Testing the classifier");
            }
        }
        return samples.isEmpty() ? Double.NaN : correct / (double) samples.size();
    }
}
