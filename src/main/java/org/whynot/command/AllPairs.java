package org.whynot.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.PairMatrix;
import org.whynot.frontend.FrontEnd;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.overlay.PairTable;
import org.whynot.ui.PairsOnImage;
import org.whynot.ui.PairsWindow;

/** Plugins &gt; WhyNot &gt; All Pairs: for every class against every other the strongest reason in the active image. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "For every class against every other: the attribute that supports it most in this video.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "All Pairs", weight = 1.3)})
public class AllPairs extends ImageCommand {

    private final List<PairsWindow.Filled> filled = new ArrayList<>();

    @Override
    void ask(ClassifiedVideo classified, ImagePlusVideo video, FrontEnd to) throws IOException {
        List<PairMatrix.Cell> cells = PairMatrix.of(classified, cell -> {}, to.part(CLASSIFIED, 1));
        save(PairTable.fileName(video.name()), PairTable.csv(cells), to);
        if (PairsOnImage.isPossible()) for (PairMatrix.Cell cell : cells) filled.add(PairsWindow.filled(cell, video));
        to.result(PairMatrix.sentence(classified, cells));
    }

    @Override
    void show(ImagePlusVideo video, Path model) {
        if (PairsOnImage.isPossible()) PairsOnImage.open(image, filled, video.timeOnSlices(), model, device);
    }
}
