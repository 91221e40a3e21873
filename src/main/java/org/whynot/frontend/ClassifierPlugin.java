package org.whynot.frontend;

import java.io.IOException;
import org.scijava.Context;
import org.scijava.InstantiableException;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.SciJavaPlugin;
import org.whynot.classifier.VideoClassifier;
import org.whynot.model.Classifiers;

/**
 * Brings a classifier of one's own: it appears in the list of models under its name, gets an explanation head from <i>Train
 * Explainer...</i>, and is explained like any other.
 *
 * <pre>{@code
 * @Plugin(type = ClassifierPlugin.class, name = "x3d of our lab")
 * public class OurClassifier implements ClassifierPlugin {
 *     public VideoClassifier open(String device) { return new X3d(device); }
 * }
 * }</pre>
 */
public interface ClassifierPlugin extends SciJavaPlugin {

    /**
     * Opens the classifier.
     *
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @return to be closed by the caller
     * @throws IOException if it can't be opened; a message for the user
     */
    VideoClassifier open(String device) throws IOException;

    /** Makes the classifiers of all plugins that a context knows known by their names; nothing is loaded yet. */
    static void registerAll(Context context) {
        for (PluginInfo<ClassifierPlugin> info : context.getPluginIndex().getPlugins(ClassifierPlugin.class))
            Classifiers.register(
                    info.getName() == null || info.getName().isBlank() ? info.getTitle() : info.getName(),
                    device -> create(info).open(device));
    }

    private static ClassifierPlugin create(PluginInfo<ClassifierPlugin> info) throws IOException {
        try {
            return info.createInstance();
        } catch (InstantiableException e) {
            throw new IOException(
                    "The classifier '" + info.getName() + "' can't be opened: its class " + info.getClassName()
                            + " can't be instantiated. It needs a public constructor without parameters.",
                    e);
        }
    }
}
