package org.whynot.fuzz;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.whynot.classifier.foreign.TorchScriptFile;
import org.whynot.classifier.onnx.OnnxFile;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Receipt;
import org.whynot.explain.TestAnswers;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej.RoiFiles;
import org.whynot.model.Model;
import org.whynot.overlay.RoiRegions;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.train.CheckpointFuzz;
import org.whynot.util.Progress;
import org.whynot.video.file.IndexCacheFuzz;

/** Every format that the program reads, except videos, which {@link VideoTargets} has. */
final class FuzzTargets {

    /** Makes the files of a target in an empty folder. */
    interface Making {
        FuzzTarget make(Path folder) throws IOException;
    }

    /** By name, in the order of the tables of results. */
    static final Map<String, Making> ALL = new LinkedHashMap<>();

    static {
        ALL.put("model card", folder -> model("model card", folder, true, "model.json", "self-test.json"));
        ALL.put(
                "model weights",
                folder -> model("model weights", folder, false, Model.CLASSIFIER_FILE, Model.EXPLAINER_FILE));
        ALL.put("data-set tables", FuzzTargets::tables);
        ALL.put("UCF101 lists and ViPER", FuzzTargets::ucf101);
        ALL.put("Olympic Sports lists", FuzzTargets::olympic);
        ALL.put("labels of other programs", LabelTargets::target);
        ALL.put("explanation JSON", FuzzTargets::explanation);
        ALL.put("ROI zip", FuzzTargets::rois);
        ALL.put("index cache", IndexCacheFuzz::target);
        ALL.put("checkpoint", CheckpointFuzz::target);
        shared("ONNX file", "r21d.onnx", file -> OnnxFile.read(file).inputs());
        shared("TorchScript file", "r21d_dict.pt", TorchScriptFile::check);
        VideoTargets.ALL.forEach(ALL::put);
    }

    private FuzzTargets() {}

    /** A file of the classifiers beside the repository, where they are. */
    private static void shared(String name, String file, FuzzTarget.Opening opening) {
        Path original = Path.of(System.getProperty("whynot.data", "../shared/data"))
                .resolveSibling("classifiers")
                .resolve(file);
        if (Files.isRegularFile(original))
            ALL.put(
                    name,
                    folder -> new FuzzTarget(
                            name, folder, List.of(Files.copy(original, folder.resolve(file))), false, opening));
    }

    private static FuzzTarget model(String name, Path folder, boolean isText, String... files) throws IOException {
        Path model = UntrainedModel.write(folder.resolve("model"));
        return new FuzzTarget(name, model, Stream.of(files).map(model::resolve).toList(), isText, file -> {
            try (Model open = Model.open(model, "cpu")) {
                open.card().toJson();
            }
        });
    }

    private static FuzzTarget tables(Path folder) throws IOException {
        Path data = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(6, 8, 32, 32, 1, 0.3)).write(data, Progress.SILENT);
        try (Stream<Path> all = Files.list(data)) {
            List<Path> tables =
                    all.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
            return new FuzzTarget("data-set tables", data, tables, true, file -> use(DataSet.read(data)));
        }
    }

    private static void use(DataSet data) {
        for (Sample sample : data.samples()) {
            sample.boxes()
                    .values()
                    .forEach(boxes -> boxes.forEach(box -> box.box().area()));
            sample.actors().forEach(actor -> actor.box().area());
        }
    }

    private static FuzzTarget ucf101(Path folder) throws IOException {
        Path data = folder.resolve("ucf");
        List<Path> lists = new ArrayList<>();
        for (String video :
                List.of("Archery/v_Archery_g01_c01", "Archery/v_Archery_g02_c01", "Biking/v_Biking_g02_c01")) {
            write(data, "UCF-101/" + video + ".avi", video);
            lists.add(write(data, "UCF101_24_Annotations/" + video + ".xgtf", viper(video)));
        }
        lists.add(write(data, "ucfTrainTestlist/classInd.txt", "1 Archery\n2 Biking\n"));
        lists.add(write(
                data,
                "ucfTrainTestlist/trainlist01.txt",
                "Archery/v_Archery_g02_c01.avi 1\nBiking/v_Biking_g02_c01.avi 2\n"));
        lists.add(write(data, "ucfTrainTestlist/testlist01.txt", "Archery/v_Archery_g01_c01.avi\n"));
        lists.add(write(data, "class-attributes.csv", "attribute,Archery,Biking\nbow,1,0\nwheel,0,1\n"));
        return new FuzzTarget("UCF101 lists and ViPER", data, lists, true, file -> use(DataSet.read(data)));
    }

    /** A ViPER file as the published ones are: sizes, a person, boxes and an action. */
    private static String viper(String video) {
        String action = video.replaceFirst("/.*", "");
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <viper xmlns="http://lamp.cfar.umd.edu/viper#" xmlns:data="http://lamp.cfar.umd.edu/viperdata#">
                <config><descriptor name="PERSON" type="OBJECT"><attribute name="Location" type="#bbox"/></descriptor></config>
                <data><sourcefile filename="clip.mpg">
                <file id="0" name="Information">
                <attribute name="NUMFRAMES"><data:dvalue value="40"/></attribute>
                <attribute name="H-FRAME-SIZE"><data:dvalue value="320"/></attribute>
                <attribute name="V-FRAME-SIZE"><data:dvalue value="240"/></attribute>
                </file>
                <object framespan="1:40" id="0" name="PERSON">
                <attribute name="Location">
                <data:bbox framespan="1:20" height="80" width="40" x="100" y="60"/>
                <data:bbox framespan="21:40" height="82" width="41" x="104" y="61"/>
                </attribute>
                <attribute name="%s"><data:bvalue framespan="1:40" value="true"/></attribute>
                </object>
                </sourcefile></data></viper>
                """
                .formatted(action);
    }

    private static FuzzTarget olympic(Path folder) throws IOException {
        Path data = folder.resolve("olympic");
        for (String video : List.of("pole_vault/a", "pole_vault/b", "vault/d", "vault/e"))
            write(data, video + ".avi", video);
        List<Path> lists = List.of(
                write(data, "train_test_split/train/pole vault.txt", "a\n"),
                write(data, "train_test_split/test/pole vault.txt", "b\n"),
                write(data, "train_test_split/train/vault.txt", "d\n"),
                write(data, "train_test_split/test/vault.txt", "e\n"),
                write(data, "class-attributes.csv", "class,pole,mat\npole_vault,1,0\nvault,1,1\n"));
        return new FuzzTarget("Olympic Sports lists", data, lists, true, file -> use(DataSet.read(data)));
    }

    private static FuzzTarget explanation(Path folder) throws IOException {
        Answer answer = TestAnswers.following(176, 132, 40, true);
        Receipt receipt = new Receipt(
                "clip.avi",
                1234,
                "2026-11-23T10:00:00Z",
                "cd".repeat(32),
                "ab".repeat(32),
                Map.of("model", "cells"),
                Map.of("clip.csv", 9L));
        Path file = write(
                folder, "clip.explanation.json", AnswerJson.write(answer, TestAnswers.MACRO, Optional.of(receipt)));
        return new FuzzTarget("explanation JSON", folder, List.of(file), true, damaged -> {
            Answer read = AnswerJson.read(damaged);
            read.sentence();
            read.explanations().forEach(e -> e.boxAt(e.strongestFrame()));
            AnswerJson.write(read, "");
            Optional<Receipt> then = AnswerJson.readReceipt(damaged);
            if (then.isPresent()) then.get().isWhole(folder);
        });
    }

    private static FuzzTarget rois(Path folder) throws IOException {
        ImagePlus image = IJ.createImage("clip", "8-bit black", 176, 132, 40);
        image.setDimensions(1, 1, 40);
        Path file = folder.resolve("clip.rois.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int frame = 1; frame <= 12; frame++) {
                Roi roi = frame % 2 == 0 ? new OvalRoi(frame, 20, 30, 40) : new Roi(frame, 20.5, 30, 40);
                roi.setName("WhyNot 1 dividing nucleus");
                roi.setPosition(frame);
                zip.putNextEntry(new ZipEntry(frame + ".roi"));
                zip.write(RoiEncoder.saveAsByteArray(roi));
            }
        }
        return new FuzzTarget("ROI zip", folder, List.of(file), false, damaged -> {
            List<Roi> rois = RoiFiles.read(damaged);
            try {
                RoiRegions.all(rois, image, false);
            } catch (IllegalArgumentException e) {
                // Which ROIs make no region is a matter of the ROIs, whose names this message has, not of the file.
                if (e.getClass() != IllegalArgumentException.class) throw e;
            }
        });
    }

    static Path write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
