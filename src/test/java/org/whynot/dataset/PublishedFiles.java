package org.whynot.dataset;

import ij.plugin.filter.AVI_Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulatedVideo;
import org.whynot.simulation.SimulationSettings;

/** Writes the files that published data sets come with, for tests. */
final class PublishedFiles {

    private PublishedFiles() {}

    /** A ViPER file; its second line is the root, the parts begin in its fourth. */
    static String viper(String... parts) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <viper xmlns="http://lamp.cfar.umd.edu/viper#" xmlns:data="http://lamp.cfar.umd.edu/viperdata#">
                <config><descriptor name="PERSON" type="OBJECT"><attribute name="Location" type="#bbox"/></descriptor></config>
                <data><sourcefile filename="clip.mpg">"""
                + String.join("", parts) + "</sourcefile></data></viper>\n";
    }

    static String person(int id, String framespan, String boxes, String actions) {
        return "<object framespan='" + framespan + "' id='" + id + "' name='PERSON'><attribute name='Location'>" + boxes
                + "</attribute>" + actions + "</object>";
    }

    static String box(String framespan, double x, double y, double w, double h) {
        return "<data:bbox framespan='" + framespan + "' height='" + CsvTable.plain(h) + "' width='" + CsvTable.plain(w)
                + "' x='" + CsvTable.plain(x) + "' y='" + CsvTable.plain(y) + "'/>";
    }

    /** Writes a real video of 8 frames, 48 pixels wide and 40 high. */
    static void video(Path file) throws IOException {
        SimulatedVideo video = new CellSimulator(new SimulationSettings(1, 8, 48, 40, 1, 0)).simulate(0);
        new AVI_Writer().writeImage(video.stack(), file.toString(), AVI_Writer.JPEG_COMPRESSION, 90);
    }

    /** Boxes as {@code track/frame:x,y,width,height}. */
    static String text(List<FrameBox> boxes) {
        return boxes.stream()
                .map(b -> b.track() + "/" + b.frame() + ":"
                        + CsvTable.plain(b.box().x()) + ","
                        + CsvTable.plain(b.box().y()) + ","
                        + CsvTable.plain(b.box().width()) + ","
                        + CsvTable.plain(b.box().height()))
                .collect(Collectors.joining(" "));
    }
}
