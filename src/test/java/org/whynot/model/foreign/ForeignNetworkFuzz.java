package org.whynot.model.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.whynot.classifier.foreign.Colours;
import org.whynot.classifier.foreign.ForeignNetwork;
import org.whynot.classifier.foreign.ForeignNetworkException;
import org.whynot.classifier.foreign.Trust;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.model.ForeignNetworks;
import org.whynot.util.Sha256;
import org.whynot.video.AxisOrder;

/** Damaged networks of others, opened and run on noise as an import does: native code reads them. */
public final class ForeignNetworkFuzz {

    private static final NetworkProbe.Input INPUT =
            new NetworkProbe.Input(AxisOrder.NCTHW, 16, 64, 64, List.of(16), Colours.RGB);

    private ForeignNetworkFuzz() {}

    /** A network in a folder of its own; its user has agreed to every damaged one. */
    public static FuzzTarget target(String name, Path folder, Path network) throws IOException {
        Path copy = folder.resolve("networks").resolve(network.getFileName().toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(network));
        Path settings = Files.createDirectories(folder.resolve("settings"));
        System.setProperty(Trust.FOLDER_PROPERTY, settings.toString());
        return new FuzzTarget(name, copy.getParent(), List.of(copy), Kind.VIDEO, file -> {
            Files.deleteIfExists(settings.resolve("trusted-classifiers.txt"));
            Trust.give(Sha256.of(file));
            String type = ForeignNetworks.type(file);
            String method = ForeignNetworks.featuresMethod(file, type);
            try (ForeignNetwork opened = ForeignNetworks.open(file, type, method, false, Set.of(), "cpu")) {
                new NetworkProbe(opened).run(List.of(INPUT));
            } catch (ForeignNetworkException e) {
                // As ForeignImport says it.
                throw new IOException("'" + file + "' can't be imported. " + e.getMessage(), e);
            }
        });
    }
}
