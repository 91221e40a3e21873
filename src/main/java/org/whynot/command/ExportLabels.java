package org.whynot.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.labels.LabelExport;
import org.whynot.frontend.FrontEnd;

/** Plugins &gt; WhyNot &gt; Export Labels...: a data set's labels for CVAT or BORIS. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Writes the labels of a data set as files that CVAT or BORIS can open.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Export Labels...", weight = 3.3)})
public class ExportLabels extends WhyNotCommand {

    @Parameter(
            label = "Dataset",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder of a labelled data set.")
    private File dataset;

    @Parameter(
            label = "Format",
            persist = false,
            choices = {"cvat", "boris"},
            description = "CVAT for video 1.1, one file per video; or BORIS's aggregated events, one table.")
    private String format = "cvat";

    @Parameter(
            label = "Output",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder for the label files; new or empty.")
    private File output;

    @Override
    void work(FrontEnd to) throws IOException {
        DataSet data = DataSet.read(dataset.toPath(), to);
        LabelExport.Exported exported = LabelExport.write(data, format, output.toPath(), to);
        exported.notes().forEach(to::note);
        to.result("Exported the labels of " + data.samples().size() + " clips.");
        for (Path file : exported.files()) to.written(file);
    }
}
