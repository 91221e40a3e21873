package org.whynot.command;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;
import org.whynot.explain.AttributeSwitch;
import org.whynot.explain.AttributeSwitches;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.frontend.FrontEnd;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.overlay.SwitchTable;

/** Plugins &gt; WhyNot &gt; Switch Attributes...: which attributes carry the decision between two classes. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Which attributes carry the decision between two classes? Switches each off in turn, and tells whether"
                        + " it is about motion, an object or the scene.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Switch Attributes...", weight = 1.43)
        })
public class SwitchAttributes extends PairCommand {

    /** Attributes that the sentence names. */
    private static final int NAMED = 3;

    private AttributeSwitches.Result switched;

    @Override
    void ask(ClassifiedVideo classified, ImagePlusVideo video, FrontEnd to) throws IOException {
        switched = new AttributeSwitches(classified).of(positive, why_not, to.part(CLASSIFIED, 1));
        List<AttributeSwitch> switches = switched.switches();
        to.result(AttributeSwitch.sentence(switches, switched.positive(), switched.negative(), NAMED));
        save(SwitchTable.fileName(video.name()), SwitchTable.csv(switched), to);
    }

    @Override
    void show(ImagePlusVideo video, Path model) {
        if (IJ.getInstance() != null) SwitchTable.of(switched).show("Attributes of " + image.getTitle());
    }
}
