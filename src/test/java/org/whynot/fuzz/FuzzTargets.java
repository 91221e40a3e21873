package org.whynot.fuzz;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.whynot.batch.ShardSummaryFuzz;
import org.whynot.classifier.foreign.TorchScriptFile;
import org.whynot.classifier.onnx.OnnxFile;
import org.whynot.dataset.labels.LabelFuzz;
import org.whynot.evaluate.EvaluationPartFuzz;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.ClipIndexFuzz;
import org.whynot.explain.Explanation;
import org.whynot.explain.Receipt;
import org.whynot.explain.TestAnswers;
import org.whynot.frontend.UntrainedModel;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.imagej.RoiFiles;
import org.whynot.installation.InstalledFilesFuzz;
import org.whynot.installation.SiteIndexFuzz;
import org.whynot.model.Model;
import org.whynot.model.ModelCardFuzz;
import org.whynot.model.foreign.DescriptionFuzz;
import org.whynot.model.foreign.ForeignNetworkFuzz;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.ExplanationTable;
import org.whynot.overlay.RoiRegions;
import org.whynot.train.CheckpointFuzz;
import org.whynot.train.automatic.WorkFolderFuzz;
import org.whynot.video.file.IndexCacheFuzz;

/** Every format that the program reads, also those that {@link DataSetTargets} and {@link VideoTargets} have. */
final class FuzzTargets {

    /** Makes the files of a target in an empty folder. */
    interface Making {
        FuzzTarget make(Path folder) throws IOException;
    }

    private static final int WIDTH = 176;
    private static final int HEIGHT = 132;
    private static final int FRAMES = 40;

    /** By name, in the order of the tables of results. */
    static final Map<String, Making> ALL = new LinkedHashMap<>();

    static {
        ALL.put("model card and self-test", ModelCardFuzz::target);
        ALL.put("model folder", folder -> model("model folder", folder, Kind.TEXT, "model.json", "self-test.json"));
        ALL.put(
                "model weights",
                folder -> model("model weights", folder, Kind.BINARY, Model.CLASSIFIER_FILE, Model.EXPLAINER_FILE));
        DataSetTargets.ALL.forEach(ALL::put);
        ALL.put("explanation JSON", FuzzTargets::explanation);
        ALL.put("receipts", FuzzTargets::receipt);
        ALL.put("tables of shards", ShardSummaryFuzz::target);
        ALL.put("evaluations of shards", EvaluationPartFuzz::target);
        ALL.put("ROI zip", folder -> rois("ROI zip", folder, false));
        ALL.put("ROI in a whole zip", folder -> rois("ROI in a whole zip", folder, true));
        ALL.put("index cache", IndexCacheFuzz::target);
        ALL.put("index cache with a right sum", IndexCacheFuzz::summed);
        ALL.put("clip index of Swap Evidence", ClipIndexFuzz::target);
        ALL.put("clip index with a right sum", ClipIndexFuzz::summed);
        ALL.put("checkpoint", CheckpointFuzz::target);
        ALL.put("work folder of Train Model", WorkFolderFuzz::target);
        ALL.put("bioimage.io descriptions", DescriptionFuzz::bioimage);
        ALL.put("JSON descriptions of classifiers", DescriptionFuzz::json);
        ALL.put("lists of class names", DescriptionFuzz::classNames);
        ALL.put("lists of installed and trusted files", InstalledFilesFuzz::target);
        ALL.put("index of an update site", SiteIndexFuzz::packed);
        ALL.put("XML of an update site", SiteIndexFuzz::xml);
        classifier("ONNX file", "r21d.onnx", opening("ONNX file", file -> OnnxFile.read(file)
                .inputs()));
        classifier("TorchScript file", "r21d_dict.pt", opening("TorchScript file", file -> {
            TorchScriptFile.check(file);
            TorchScriptFile.hasMethod(file, "features");
        }));
        classifier(
                "network in ONNX",
                "r21d.onnx",
                (folder, file) -> ForeignNetworkFuzz.target("network in ONNX", folder, file));
        classifier(
                "network in TorchScript",
                "r21d_dict.pt",
                (folder, file) -> ForeignNetworkFuzz.target("network in TorchScript", folder, file));
        VideoTargets.ALL.forEach(ALL::put);
    }

    private FuzzTargets() {}

    /** Makes a target of a file that is there. */
    private interface OfFile {
        FuzzTarget make(Path folder, Path file) throws IOException;
    }

    /** A file of the classifiers beside the repository, where they are. */
    private static void classifier(String name, String file, OfFile making) {
        Path original = Path.of(System.getProperty("whynot.data", "../shared/data"))
                .resolveSibling("classifiers")
                .resolve(file);
        if (Files.isRegularFile(original)) ALL.put(name, folder -> making.make(folder, original));
    }

    private static OfFile opening(String name, FuzzTarget.Opening opening) {
        return (folder, file) -> {
            Path copy = Files.write(folder.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            return new FuzzTarget(name, folder, List.of(copy), Kind.BINARY, opening);
        };
    }

    private static FuzzTarget model(String name, Path folder, Kind kind, String... files) throws IOException {
        Path model = UntrainedModel.write(folder.resolve("model"));
        return new FuzzTarget(name, model, Stream.of(files).map(model::resolve).toList(), kind, file -> {
            try (Model open = Model.open(model, "cpu")) {
                open.card().toJson();
            }
        });
    }

    /** An answer with all that one can have, and one with as little as possible. */
    private static FuzzTarget explanation(Path folder) throws IOException {
        Path rich = DataSetTargets.write(
                folder, "clip.explanation.json", AnswerJson.write(TestAnswers.everything(), TestAnswers.MACRO));
        Path plain = DataSetTargets.write(
                folder,
                "plain.explanation.json",
                AnswerJson.write(TestAnswers.following(WIDTH, HEIGHT, FRAMES, false), ""));
        ImagePlus image = IJ.createImage("clip", "8-bit black", WIDTH, HEIGHT, FRAMES);
        image.setDimensions(1, 1, FRAMES);
        return new FuzzTarget("explanation JSON", folder, List.of(rich, plain), Kind.TEXT, damaged -> {
            Answer read = AnswerJson.read(damaged);
            read.sentence();
            for (Explanation e : read.explanations()) {
                e.boxAt(e.strongestFrame());
                e.swap().ifPresent(swap -> swap.sentence(e, read.negative()));
            }
            AnswerJson.write(read, "");
            ExplanationTable.csv(read);
            boolean isOnImage = read.video().width() == WIDTH
                    && read.video().height() == HEIGHT
                    && read.video().frames() == FRAMES;
            if (isOnImage) ExplanationOverlay.show(read, image, false);
        });
    }

    private static FuzzTarget receipt(Path folder) throws IOException {
        Answer answer = TestAnswers.answer("clip", WIDTH, HEIGHT, 4, List.of());
        Receipt receipt = new Receipt(
                "clip.avi",
                1234,
                "2026-11-23T10:00:00Z",
                "cd".repeat(32),
                "ab".repeat(32),
                Map.of("model", "cells", "explanations", "3"),
                Map.of("clip.csv", 9L, "clip.rois.zip", 1234L));
        Path file = DataSetTargets.write(
                folder, "clip.explanation.json", AnswerJson.write(answer, TestAnswers.MACRO, Optional.of(receipt)));
        return new FuzzTarget("receipts", folder, List.of(file), Kind.TEXT, damaged -> {
            Optional<Receipt> read = AnswerJson.readReceipt(damaged);
            if (read.isPresent() && read.get().isWhole(folder)) throw new AssertionError("Files that are not there.");
        });
    }

    private static FuzzTarget rois(String name, Path folder, boolean isInside) throws IOException {
        ImagePlus image = IJ.createImage("clip", "8-bit black", WIDTH, HEIGHT, FRAMES);
        image.setDimensions(1, 1, FRAMES);
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (int frame = 1; frame <= 12; frame++) {
            Roi roi = frame % 2 == 0 ? new OvalRoi(frame, 20, 30, 40) : new Roi(frame, 20.5, 30, 40);
            roi.setName("WhyNot 1 dividing nucleus");
            roi.setPosition(frame);
            all.put(frame + ".roi", RoiEncoder.saveAsByteArray(roi));
        }
        Path file = folder.resolve("clip.rois.zip");
        Files.write(file, isInside ? all.get("1.roi") : LabelFuzz.zip(all));
        UnaryOperator<byte[]> seal = isInside ? roi -> LabelFuzz.zip(Map.of("1.roi", roi)) : bytes -> bytes;
        return new FuzzTarget(name, folder, List.of(file), Kind.BINARY, seal, damaged -> {
            List<Roi> rois = RoiFiles.read(damaged);
            try {
                RoiRegions.all(rois, image, false);
            } catch (IllegalArgumentException e) {
                // Which ROIs make no region is a matter of the ROIs, whose names this message has, not of the file.
                if (e.getClass() != IllegalArgumentException.class) throw e;
            }
        });
    }
}
