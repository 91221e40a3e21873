package org.whynot.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.classifier.foreign.Trust;
import org.whynot.classifier.foreign.UntrustedFileException;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.frontend.UsageException;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolders;
import org.whynot.model.foreign.ForeignImport;
import org.whynot.model.foreign.ImportSettings;
import org.whynot.util.Sha256;

/** Plugins &gt; WhyNot &gt; Import Classifier...: a TorchScript or ONNX classifier becomes a model folder. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Makes a model of a video classifier that was trained elsewhere: a TorchScript or ONNX file.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Import Classifier...", weight = 3.5)})
public class ImportClassifier extends ForeignInput {

    @Parameter(
            label = "File",
            persist = false,
            style = FileWidget.OPEN_STYLE,
            description =
                    "A TorchScript (.pt, .pts) or ONNX (.onnx) file; or a model folder that has one, to agree to it.")
    private File file;

    @Parameter(
            label = "Output",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The model folder to make; new or empty.")
    private File output;

    @Parameter(
            label = "Name",
            persist = false,
            required = false,
            description = "The model's name; empty for that of the output folder.")
    private String name = "";

    @Parameter(
            label = "Videos",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            attrs = @Attr(name = Role.GROUP, value = OUTPUTS),
            description =
                    "A folder of unlabelled videos like those to be explained; used where the last layer can't be read.")
    private File videos;

    @Parameter(
            label = "Trust",
            persist = false,
            required = false,
            attrs = @Attr(name = Role.GROUP, value = OUTPUTS),
            description = "The SHA-256 of a TorchScript file, to agree that it may be opened: it may contain code.")
    private String trust = "";

    @Override
    void work(FrontEnd to) throws IOException {
        boolean isFolder = Files.isRegularFile(file.toPath().resolve(ModelCard.FILE));
        Path network = isFolder ? networkOf(file.toPath()) : file.toPath();
        if (!trust.isBlank()) agree(network);
        if (isFolder) {
            requireConsent(network);
            to.result("The classifier in '" + file + "' may be opened from now on.");
            return;
        }
        if (output == null)
            throw new UsageException("'output' is missing. Give a folder: The model folder to make; new or empty.");
        ForeignImport.Imported imported = new ForeignImport(new ImportSettings(
                        network,
                        output.toPath(),
                        name.isBlank() ? output.getName() : name,
                        preset(),
                        hints(),
                        videos == null ? null : videos.toPath(),
                        "cpu"))
                .run(to);
        ModelFolders.add(output.toPath());
        imported.account().forEach(to::note);
        to.result("Imported '" + imported.card().name() + "': "
                + imported.card().classes().size() + " classes, "
                + imported.card().featureLayers().size() + " feature layers.");
        to.written(output.toPath());
    }

    private static Path networkOf(Path folder) throws IOException {
        ModelCard card = ModelCard.read(folder);
        if (!card.architecture().isForeign())
            throw new IOException(
                    "The model in '" + folder + "' holds no TorchScript file, so there is nothing to agree to.");
        return folder.resolve(card.architecture().foreign().file());
    }

    private static void requireConsent(Path network) throws IOException {
        String sha256 = Sha256.of(network);
        if (!Trust.isGiven(sha256)) throw new UntrustedFileException(network, sha256);
    }

    private void agree(Path network) throws IOException {
        String sha256 = Sha256.of(network);
        if (!trust.strip().equalsIgnoreCase(sha256))
            throw new UsageException("trust='" + trust + "' is not the SHA-256 of '" + network + "', which is " + sha256
                    + ". Compare it with what the file's source states, and agree only if they are the same.");
        Trust.give(sha256);
    }
}
