package org.whynot.fuzz;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.whynot.dataset.labels.ClassFrom;
import org.whynot.dataset.labels.LabelImport;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.util.Progress;

/** Label files of other programs, of a film of 20 frames beside them. */
final class LabelTargets {

    private static final String CVAT =
            """
            <annotations><version>1.1</version><meta><task><source>film.tif</source>
            <labels><label><name>cell</name><attributes><attribute><name>event</name><input_type>radio</input_type></attribute></attributes></label></labels>
            <original_size><width>32</width><height>24</height></original_size></task></meta>
            <track id="0" label="cell"><box frame="0" keyframe="1" outside="0" xtl="1.5" ytl="2" xbr="9" ybr="12"><attribute name="event">none</attribute></box>
            <polygon frame="4" keyframe="1" outside="0" points="3,4;10,4;8,12"><attribute name="event">division</attribute></polygon>
            <box frame="9" keyframe="1" outside="1" xtl="1" ytl="2" xbr="9" ybr="12"/></track>
            </annotations>
            """;
    private static final String AGGREGATED =
            "Observation id\tSource\tMedia file name\tFPS (frame/s)\tSubject\tBehavior\tModifier #1\tBehavior type\tStart (s)\tStop (s)\n"
                    + "o\tplayer #1:film.tif\tfilm.tif\t25\tleft\tgroom\tm1|m2\tSTATE\t0.1\t0.5\n"
                    + "o\tplayer #1:film.tif\tfilm.tif\t25\tleft\trear\t\tPOINT\t0.6\t0.6\n";
    private static final String TABULAR =
            "Observation id,o\nTime,Media file path,Total length,FPS,Subject,Behavior,Behavioral category,Comment,Status\n"
                    + "0.1,film.tif,0.8,25,,groom,,,START\n0.5,film.tif,0.8,25,,groom,,,STOP\n";
    private static final String PROJECT =
            "{\"observations\": {\"o\": {\"file\": {\"1\": [\"film.tif\"]}, \"time offset\": 0.0, \"media_info\": {\"fps\":"
                    + " {\"film.tif\": 25.0}}, \"events\": [[0.1, \"\", \"s\", \"m1\", \"\"], [0.5, \"\", \"s\", \"m1\", \"\"]]}},"
                    + " \"behaviors_conf\": {\"0\": {\"type\": \"State event\", \"code\": \"s\"}}}";
    private static final String FERAL =
            "{\"class_names\": {\"0\": \"other\", \"1\": \"groom\"}, \"labels\": {\"film.tif\": [0, 0, 1, 1]}, \"splits\":"
                    + " {\"train\": [\"film.tif\"]}}";
    private static final String ACTIVITY_NET =
            "{\"database\": {\"film\": {\"subset\": \"training\", \"annotations\": [{\"segment\": [0.1, 0.5], \"label\": \"x\"}]}}}";

    private LabelTargets() {}

    static FuzzTarget target(Path folder) throws IOException {
        Path labels = Files.createDirectories(folder.resolve("labels"));
        ImagePlus film = IJ.createImage("film", "8-bit ramp", 32, 24, 20);
        film.setDimensions(1, 1, 20);
        film.getCalibration().frameInterval = 0.04;
        IJ.saveAsTiff(film, labels.resolve("film.tif").toString());
        List<Path> files = List.of(
                Files.writeString(labels.resolve("cvat.xml"), CVAT),
                Files.writeString(labels.resolve("events.tsv"), AGGREGATED),
                Files.writeString(labels.resolve("tabular.csv"), TABULAR),
                Files.writeString(labels.resolve("project.boris"), PROJECT),
                Files.writeString(labels.resolve("film_labels.csv"), ",background,groom\n0,1,0\n1,0,1\n2,-1,-1\n"),
                Files.writeString(labels.resolve("feral.json"), FERAL),
                Files.writeString(labels.resolve("net.json"), ACTIVITY_NET),
                Files.writeString(labels.resolve("ava.csv"), "film,0.4,0.25,0.5,0.5,1.0,12,3\n"));
        return new FuzzTarget(
                "labels of other programs", labels, files, true, file -> new LabelImport(new LabelSettings(
                                file,
                                LabelImport.AUTO,
                                labels,
                                ClassFrom.LABEL,
                                Set.of(),
                                Set.of(),
                                16,
                                LabelSettings.Crop.AUTO,
                                0,
                                null))
                        .run(Progress.SILENT)
                        .sentences());
    }
}
