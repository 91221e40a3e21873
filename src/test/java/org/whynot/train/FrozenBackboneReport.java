package org.whynot.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.ChosenClasses;
import org.whynot.dataset.DataSet;
import org.whynot.util.Progress;

/**
 * What a frozen backbone is worth on few videos: {@code FrozenBackboneReport DATA_SET FOLDER EPOCHS INPUT_SIZE PARTS} prints the accuracy on the
 * test videos of a new last layer on 50, 100 and 200 training videos, beside that of a network that is trained from scratch on
 * the same videos.
 *
 * <p>Parts, with commas between them: {@code cells}, the bundled network that has only seen simulated cells, as backbone for all classes, and
 * {@code scratch} beside it; {@code others}, a network that was trained on every second class as backbone for the other
 * classes, and {@code others-scratch} beside it. What is in the folder already is not trained again, so that a report that was
 * interrupted continues.
 */
final class FrozenBackboneReport {

    private static final int[] VIDEOS = {50, 100, 200};

    private final Path folder;
    private final int epochs;
    private final int inputSize;

    private FrozenBackboneReport(Path folder, int epochs, int inputSize) {
        this.folder = folder;
        this.epochs = epochs;
        this.inputSize = inputSize;
    }

    public static void main(String[] arguments) throws IOException {
        FrozenBackboneReport report = new FrozenBackboneReport(
                Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        DataSet data = DataSet.read(Path.of(arguments[0]));
        for (String part : arguments[4].split(",")) report.print(data, part);
    }

    private void print(DataSet data, String part) throws IOException {
        List<String> seen = everySecond(data, 1);
        List<String> unseen = everySecond(data, 0);
        DataSet all = ChosenClasses.of(data, data.classes());
        DataSet others = ChosenClasses.of(data, unseen);
        switch (part) {
            case "cells" -> frozen("cells", Path.of("models", "cells"), all);
            case "scratch" -> {
                for (int most : VIDEOS) fromScratch("all-classes", all, most);
            }
            case "others" -> {
                Path backbone = fromScratch("backbone", ChosenClasses.of(data, seen), Integer.MAX_VALUE);
                frozen("classes " + String.join(", ", seen), backbone, others);
            }
            case "others-scratch" -> {
                for (int most : VIDEOS) fromScratch("other-classes", others, most);
            }
            default -> throw new IllegalArgumentException(part);
        }
    }

    private static List<String> everySecond(DataSet data, int first) {
        return IntStream.range(0, data.classes().size())
                .filter(c -> c % 2 == first)
                .mapToObj(data.classes()::get)
                .toList();
    }

    private void frozen(String name, Path backbone, DataSet data) throws IOException {
        for (int most : VIDEOS) {
            Path output = folder.resolve(
                    "frozen-" + backbone.getFileName() + "-" + data.classes().size() + "-" + most);
            if (Files.exists(output)) continue;
            long start = System.nanoTime();
            DataSet fewer = data.withAtMost("train", most);
            double accuracy = new LastLayerTrainer("frozen", backbone, LastLayerTrainer.CLIPS, 0, "cpu")
                    .train(fewer, output, folder.resolve("features"), Progress.SILENT);
            print("frozen backbone " + name, fewer, accuracy, start);
        }
    }

    private Path fromScratch(String name, DataSet data, int most) throws IOException {
        DataSet fewer = data.withAtMost("train", most);
        int videos = fewer.split("train").size();
        Path output = folder.resolve("scratch-" + name + "-" + videos);
        if (Files.exists(output)) return output;
        int batch = Math.max(2, Math.min(ClassifierSettings.SGD.batchSize(), videos / 8));
        SgdSettings sgd = new SgdSettings(
                epochs,
                batch,
                ClassifierSettings.SGD.learningRate() * batch / ClassifierSettings.SGD.batchSize(),
                Schedule.ONE_CYCLE,
                ClassifierSettings.SGD.momentum(),
                ClassifierSettings.SGD.weightDecay(),
                5);
        ClassifierSettings settings = new ClassifierSettings(
                "scratch",
                Architecture.LAPTOP,
                ClassifierSettings.input(16, inputSize, 1, "stretch"),
                sgd,
                Augmentation.DEFAULT,
                null,
                0,
                ClassifierSettings.CHECKPOINT_MINUTES,
                0,
                "cpu");
        long start = System.nanoTime();
        double accuracy = new ClassifierTrainer(settings).train(fewer, output, Progress.SILENT);
        print("from scratch, " + name, fewer, accuracy, start);
        return output;
    }

    private static void print(String what, DataSet data, double accuracy, long start) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d classes, %d training videos, %.1f %% of %d test videos, %.0f s%n",
                what,
                data.classes().size(),
                data.split("train").size(),
                100 * accuracy,
                data.split("test").size(),
                (System.nanoTime() - start) / 1e9);
    }
}
