package org.whynot.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.whynot.classifier.foreign.Trust;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;

/** Damaged lists of lines: of installed files, and of classifiers that the user trusts. */
public final class InstalledFilesFuzz {

    private InstalledFilesFuzz() {}

    /** Both lists. */
    public static FuzzTarget target(Path folder) throws IOException {
        FijiFolder fiji = new FijiFolder(folder.resolve("Fiji"));
        Path installed = MadeUpFiji.file(
                fiji.root().resolve("plugins/WhyNot.installed"),
                "plugins/WhyNot_-0.1.0.jar\n<jars/gson-2.9.0.jar\nmodels\n");
        Path trusted = folder.resolve("trusted-classifiers.txt");
        Files.writeString(trusted, "ab".repeat(32) + "\n" + "cd".repeat(32) + "\n");
        System.setProperty(Trust.FOLDER_PROPERTY, folder.toString());
        InstalledFiles files = new InstalledFiles(fiji, Files::move);
        return new FuzzTarget(
                "lists of installed and trusted files", folder, List.of(installed, trusted), Kind.TEXT, file -> {
                    files.movedAny();
                    if (Trust.isGiven("ef".repeat(32))) throw new AssertionError("Nobody agreed to this.");
                });
    }
}
