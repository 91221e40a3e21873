package org.whynot.command;

import java.io.File;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.dataset.labels.ImportReport;
import org.whynot.dataset.labels.LabelImport;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.LabelImports;
import org.whynot.frontend.Role;
import org.whynot.ui.LabelPreview;

/** Plugins &gt; WhyNot &gt; Import Labels...: label files of other programs become a data set. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Makes a data set of labels from CVAT, BORIS, DeepEthogram and others, or of a folder per class.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Import Labels...", weight = 3.2)})
public class ImportLabels extends WhyNotCommand {

    @Parameter(
            label = "File",
            persist = false,
            style = FileWidget.OPEN_STYLE,
            description = "A label file, a folder of them, or a folder with one folder of videos per class.")
    private File file;

    @Parameter(
            label = "Format",
            persist = false,
            choices = {"auto", "boris", "cvat", "feral", "activitynet", "dextrusion", "deepethogram", "ava", "folders"},
            description = "The program that the labels are from; 'auto' finds it out.")
    private String format = LabelImport.AUTO;

    @Parameter(
            label = "Videos",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder with the labelled videos; empty for that of the labels.")
    private File videos;

    @Parameter(
            label = "Class from",
            persist = false,
            description = "What becomes the class: 'label', 'behaviour', or 'attribute' and its name.")
    private String class_from = "label";

    @Parameter(
            label = "Output",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The data-set folder to make, new or empty; without it the labels are only looked at.")
    private File output;

    @Parameter(
            label = "Subjects",
            persist = false,
            required = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            description = "Whose labels are used: names with commas; empty for all.")
    private String subjects = "";

    @Parameter(
            label = "Skip",
            persist = false,
            required = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            description = "Classes that are left out: names with commas, for example: background,none.")
    private String skip = "";

    @Parameter(
            label = "Point frames",
            persist = false,
            min = "1",
            max = "100000",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            description = "How many frames the clip of an event without duration has.")
    private int point_frames = 16;

    @Parameter(
            label = "Crop",
            persist = false,
            choices = {"auto", "yes", "no"},
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            description = "Whether a clip is the rectangle round its subject; 'auto': where several are seen at once.")
    private String crop = "auto";

    @Parameter(
            label = "Seed",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            description = "The same seed gives the same split into train and test, where the labels state none.")
    private long seed = 0;

    @Override
    void work(FrontEnd to) throws IOException {
        LabelSettings settings = LabelImports.settings(values());
        ImportReport report = new LabelImport(settings).run(to);
        LabelPreview.show(report.preview());
        LabelImports.report(report, settings.output(), to);
    }
}
