package org.whynot.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.whynot.batch.VideoList;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.dataset.labels.LabelFuzz;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.labelling.LabelFileFuzz;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;

/** Data sets of every layout, the labels of every program, and lists of videos. */
final class DataSetTargets {

    static final Map<String, FuzzTargets.Making> ALL = new LinkedHashMap<>();

    static {
        ALL.put("data-set tables", DataSetTargets::tables);
        ALL.put("tables of segments and splits", DataSetTargets::segments);
        ALL.put("UCF101 lists and ViPER", DataSetTargets::ucf101);
        ALL.put("Olympic Sports lists", DataSetTargets::olympic);
        LabelFuzz.formats().forEach((name, making) -> ALL.put(name, making::make));
        ALL.put("labels.json of Label Videos", LabelFileFuzz::target);
        ALL.put("lists of videos", DataSetTargets::videoLists);
    }

    private DataSetTargets() {}

    private static FuzzTarget tables(Path folder) throws IOException {
        Path data = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(6, 8, 32, 32, 1, 0.3)).write(data, Progress.SILENT);
        try (Stream<Path> all = Files.list(data)) {
            List<Path> tables =
                    all.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
            return new FuzzTarget("data-set tables", data, tables, Kind.TEXT, file -> use(DataSet.read(data)));
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

    /** Every column that the tables can have. */
    private static FuzzTarget segments(Path folder) throws IOException {
        Path data = folder.resolve("segments");
        for (String video : List.of("one.avi", "two.avi", "more/three.avi")) write(data, "videos/" + video, video);
        List<Path> tables = List.of(
                write(
                        data,
                        "videos.csv",
                        "id,class,path,split,frames,width,height,start,stop,x,y,w,h,group\n"
                                + "a,mitosis,videos/one.avi,train,200,640,480,0,50,,,,,dish 1\n"
                                + "b,rest,videos/one.avi,train,200,640,480,50,,10,20,100,120,dish 1\n"
                                + "c,rest,videos/two.avi,test,100,320,240,,,,,,,dish 2\n"
                                + "\"d, e\",mitosis,videos/more/three.avi,validation,,,,5,25,,,,,\n"),
                write(data, "attributes.csv", "id,plate,\"bright, round\"\na,1,0\nb,0,1\nc,0,0\n\"d, e\",1,1\n"),
                write(data, "class-attributes.csv", "class,moving\nmitosis,1\nrest,0\n"),
                write(
                        data,
                        "boxes.csv",
                        "id,attribute,track,frame,x,y,w,h,keyframe\na,plate,0,3,10.5,20,30,40,1\na,plate,0,4,11,20,30,40,0\n"
                                + "b,\"bright, round\",1,60,15,25,20.25,30,1\n"),
                write(
                        data,
                        "actors.csv",
                        "id,track,frame,x,y,w,h,keyframe\na,0,0,5,5,50,60,1\na,1,10,100,5,50,60,1\nc,0,99,1,1,20,20,1\n"),
                write(data, "reasons.csv", "positive,negative,attribute\nmitosis,rest,moving\n"));
        return new FuzzTarget(
                "tables of segments and splits", data, tables, Kind.TEXT, file -> use(DataSet.read(data)));
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
        return new FuzzTarget("UCF101 lists and ViPER", data, lists, Kind.TEXT, file -> use(DataSet.read(data)));
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
        return new FuzzTarget("Olympic Sports lists", data, lists, Kind.TEXT, file -> use(DataSet.read(data)));
    }

    private static FuzzTarget videoLists(Path folder) throws IOException {
        List<Path> lists = List.of(
                write(
                        folder,
                        "chosen.txt",
                        "# of the first day\nday1/a.avi\nday1/b.avi\n../other/c.tif\n/data/d.avi\n"),
                write(
                        folder,
                        "chosen.csv",
                        "id,path,start,stop\n1,day1/a.avi,,\n2,\"day1/b, c.avi\",,\n3,../e.avi,,\n"));
        return new FuzzTarget("lists of videos", folder, lists, Kind.TEXT, file -> VideoList.read(file)
                .forEach(video -> video.file().getFileName()));
    }

    static Path write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
