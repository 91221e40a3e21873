package org.whynot.dataset.labels;

import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.util.Progress;

/** Damaged label files of other programs, of a film of 20 frames, whose size is known without opening it. */
public final class LabelFuzz {

    private static final int FRAMES = 20;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    private static final String CVAT =
            """
            <annotations><version>1.1</version><meta><task><source>film.tif</source><start_frame>0</start_frame><frame_filter>step=1</frame_filter>
            <labels><label><name>cell</name><attributes><attribute><name>event</name><input_type>radio</input_type></attribute></attributes></label></labels>
            <original_size><width>320</width><height>240</height></original_size></task></meta>
            <track id="0" label="cell"><box frame="0" keyframe="1" outside="0" xtl="1.5" ytl="2" xbr="9" ybr="12"><attribute name="event">none</attribute></box>
            <polygon frame="4" keyframe="1" outside="0" points="3,4;10,4;8,12"><attribute name="event">division</attribute></polygon>
            <box frame="9" keyframe="1" outside="1" xtl="1" ytl="2" xbr="9" ybr="12"/></track>
            </annotations>
            """;
    /** As our own export writes it, with a mark by which a clip comes back as it was. */
    private static final String CVAT_OF_OURS =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <annotations><meta><task><source>film.tif</source></task></meta>
            <track id="3" label="mitosis" source="manual">
            <box frame="2" keyframe="1" outside="0" xtl="10" ytl="20" xbr="90" ybr="120"><attribute name="clip">a%20b;2;12;0;0;0;0;train;dish+1;1</attribute><attribute name="track">1</attribute></box>
            <box frame="11" keyframe="1" outside="0" xtl="12" ytl="20" xbr="92" ybr="120"><attribute name="clip">a%20b;2;12;0;0;0;0;train;dish+1;1</attribute><attribute name="track">1</attribute></box>
            </track>
            <track id="4" label="attribute: plate"><points frame="3" keyframe="1" outside="0" points="50,60"><attribute name="clip">a%20b;2;12;0;0;0;0;train;dish+1;1</attribute></points></track>
            </annotations>
            """;

    private static final String AGGREGATED =
            "Observation id\tSource\tMedia file name\tFPS (frame/s)\tTime offset (s)\tSubject\tBehavior\tModifier #1\tBehavior"
                    + " type\tStart (s)\tStop (s)\tComment start\n"
                    + "o\tplayer #1:film.tif\tfilm.tif\t25\t0\tleft\tgroom\tm1|m2\tSTATE\t0.1\t0.5\t\n"
                    + "o\tplayer #1:film.tif\tfilm.tif\t25\t0\tleft\trear\t\tPOINT\t0.6\t0.6\tx\n";
    private static final String TABULAR =
            "Observation id,o\nTime offset (s),0\nTime,Media file path,Total length,FPS,Subject,Behavior,Behavioral"
                    + " category,Comment,Status\n"
                    + "0.1,film.tif,0.8,25,,groom,,,START\n0.5,film.tif,0.8,25,,groom,,,STOP\n0.6,film.tif,0.8,25,a,rear,,,POINT\n";
    private static final String WITHOUT_HEADER =
            "o;2026-01-01;film.tif;0,8;25;left;groom;grooming;m1;STATE;0,1;0,5;0,4\no;2026-01-01;film.tif;0,8;25;left;rear;;;POINT;0,6;0,6;NA\n";
    private static final String PROJECT =
            "{\"observations\": {\"o\": {\"file\": {\"1\": [\"film.tif\"], \"2\": []}, \"time offset\": 0.0, \"media_info\": {\"fps\":"
                    + " {\"film.tif\": 25.0}},\n \"events\": [[0.1, \"\", \"s\", \"m1\", \"\"],\n [0.5, \"\", \"s\", \"m1\", \"\"],\n [0.6, \"a\", \"p\","
                    + " \"\", \"x\"]]}},\n \"behaviors_conf\": {\"0\": {\"type\": \"State event\", \"code\": \"s\"}, \"1\": {\"type\": \"Point event\","
                    + " \"code\": \"p\"}}}";
    private static final String FERAL =
            "{\"class_names\": {\"0\": \"other\", \"1\": \"groom\"},\n \"labels\": {\"film.tif\": [0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
                    + " 0, 0, 0, 0, 1, 1]},\n \"splits\": {\"train\": [\"film.tif\"], \"val\": []}}";
    private static final String ACTIVITY_NET =
            "{\"database\": {\"film\": {\"subset\": \"training\", \"duration\": 0.8,\n \"annotations\": [{\"segment\": [0.1, 0.5], \"label\":"
                    + " \"x\"},\n {\"segment\": [0.5, 0.8], \"label\": \"y\"}]}},\n \"taxonomy\": [], \"version\": \"1.3\"}";
    private static final String AVA =
            "film,0.4,0.25,0.5,0.5,1.0,12,3\nfilm,1.4,0.25,0.5,0.5,1.0,12,3\nfilm,0.4,0.5,0.5,0.75,1.0,80,4\n";

    private LabelFuzz() {}

    /** Makes the files of a target in an empty folder. */
    public interface Making {
        /** Makes them. */
        FuzzTarget make(Path folder) throws IOException;
    }

    /** A target for each format, and one in which the format has to be found out. */
    public static Map<String, Making> formats() {
        Map<String, Making> formats = new LinkedHashMap<>();
        add(formats, "labels of CVAT", "cvat", Map.of("a.xml", CVAT, "b.xml", CVAT_OF_OURS));
        add(formats, "projects of BORIS", "boris", Map.of("project.boris", PROJECT));
        add(
                formats,
                "events of BORIS",
                "boris",
                Map.of("events.tsv", AGGREGATED, "tabular.csv", TABULAR, "nameless.csv", WITHOUT_HEADER));
        add(
                formats,
                "labels of DeepEthogram",
                "deepethogram",
                Map.of("film_labels.csv", ",background,groom\n0,1,0\n1,0,1\n2,0,1\n3,-1,-1\n"));
        add(formats, "labels of FERAL", "feral", Map.of("feral.json", FERAL));
        add(formats, "labels of AVA", "ava", Map.of("ava.csv", AVA));
        add(formats, "labels of ActivityNet", "activitynet", Map.of("net.json", ACTIVITY_NET));
        formats.put("ROI zips of DeXtrusion", folder -> dextrusion("ROI zips of DeXtrusion", folder, false));
        formats.put(
                "ROIs of DeXtrusion in whole zips",
                folder -> dextrusion("ROIs of DeXtrusion in whole zips", folder, true));
        add(
                formats,
                "labels of a format to be found out",
                LabelImport.AUTO,
                Map.of(
                        "a.xml",
                        CVAT,
                        "project.boris",
                        PROJECT,
                        "events.tsv",
                        AGGREGATED,
                        "tabular.csv",
                        TABULAR,
                        "feral.json",
                        FERAL,
                        "net.json",
                        ACTIVITY_NET,
                        "ava.csv",
                        AVA,
                        "film_labels.csv",
                        ",background,groom\n0,1,0\n1,0,1\n"));
        return formats;
    }

    private static void add(Map<String, Making> formats, String name, String format, Map<String, String> texts) {
        formats.put(name, folder -> {
            Path labels = film(folder);
            List<Path> files =
                    texts.keySet().stream().sorted().map(labels::resolve).toList();
            for (Path file : files)
                Files.writeString(file, texts.get(file.getFileName().toString()));
            return new FuzzTarget(name, labels, files, Kind.TEXT, file -> run(file, format));
        });
    }

    private static Path film(Path folder) throws IOException {
        Path labels = Files.createDirectories(folder.resolve("labels"));
        Files.writeString(labels.resolve("film.tif"), "its size is stated");
        return labels;
    }

    private static void run(Path file, String format) throws IOException {
        LabelSettings settings = new LabelSettings(
                file,
                format,
                file.getParent(),
                ClassFrom.LABEL,
                Set.of(),
                Set.of(),
                16,
                LabelSettings.Crop.AUTO,
                0,
                null);
        new LabelImport(settings, video -> new Films.Film(video, FRAMES, WIDTH, HEIGHT, 25, null))
                .run(Progress.SILENT)
                .sentences();
    }

    private static FuzzTarget dextrusion(String name, Path folder, boolean isInside) throws IOException {
        Path labels = film(folder);
        Roi point = new PointRoi(40, 50);
        point.setPosition(3);
        Roi box = new Roi(10.5, 20, 30, 40);
        box.setPosition(1, 1, 5);
        box.setName("second");
        Path file = labels.resolve("film_division.zip");
        byte[] first = RoiEncoder.saveAsByteArray(point);
        byte[] second = RoiEncoder.saveAsByteArray(box);
        UnaryOperator<byte[]> zipped = bytes -> zip(Map.of("a.roi", bytes, "b.roi", second));
        Files.write(file, isInside ? first : zipped.apply(first));
        return new FuzzTarget(
                name,
                labels,
                List.of(file),
                Kind.BINARY,
                isInside ? zipped : bytes -> bytes,
                damaged -> run(damaged, "dextrusion"));
    }

    /** A zip file of some files. */
    public static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : files.keySet().stream().sorted().toList()) {
                ZipEntry entry = new ZipEntry(name);
                // The same bytes at any time.
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(files.get(name));
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("Memory can be written to.", impossible);
        }
        return bytes.toByteArray();
    }
}
