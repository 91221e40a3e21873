package org.whynot.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.DataSet;
import org.whynot.model.Classifiers;
import org.whynot.model.ModelCard;
import org.whynot.model.TrainedOn;
import org.whynot.util.Progress;

/**
 * Measures what the training videos of a model were like that was trained before cards had such facts: {@code TrainedOnReport MODEL
 * DATA_SET} writes them into the model's card, and prints its test videos' share of false alarms.
 */
final class TrainedOnReport {

    private TrainedOnReport() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        ModelCard card = ModelCard.read(folder);
        try (VideoClassifier classifier = Classifiers.open(folder, card, "cpu");
                NDManager manager = Engine.newManager(classifier.device())) {
            DataSet data = DataSet.read(Path.of(arguments[1])).inOrderOf(card.classes());
            TrainedOn videos = TrainingVideos.measure(data, classifier, manager, Progress.SILENT);
            Files.writeString(
                    folder.resolve(ModelCard.FILE), card.withTrainedOn(videos).toJson());
            System.out.printf(
                    "%s: %d training videos, limit %.4g, %.4f of %d test videos beyond it%n",
                    card.name(),
                    videos.videos(),
                    videos.features().limit(),
                    videos.features().falseAlarms(),
                    videos.features().testVideos());
        }
    }
}
