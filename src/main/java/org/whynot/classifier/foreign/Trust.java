package org.whynot.classifier.foreign;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.whynot.util.TextFiles;

/**
 * Which TorchScript files the user agreed to open, by their SHA-256. A TorchScript file may contain code, so none is opened
 * before.
 *
 * <p>The list lies in the user's home folder, readable and writable by the user only. It never holds what a model folder states
 * about itself: the digest is that of the file that is about to be opened.
 */
public final class Trust {

    /** A system property that names another folder for the list. */
    public static final String FOLDER_PROPERTY = "whynot.settings";

    private static final String FILE = "trusted-classifiers.txt";

    private Trust() {}

    /**
     * Whether the user agreed to a file.
     *
     * @param sha256 of the file, in hexadecimal
     * @throws IOException if the list can't be read
     */
    public static synchronized boolean isGiven(String sha256) throws IOException {
        Path list = folder().resolve(FILE);
        if (!Files.isRegularFile(list)) return false;
        try {
            return TextFiles.read(list).lines().anyMatch(sha256.toLowerCase(Locale.ROOT)::equals);
        } catch (CharacterCodingException e) {
            throw new IOException(
                    "'" + list
                            + "', the list of the classifiers that you trust, is damaged: it is not UTF-8 text. Delete"
                            + " it, and you will be asked again.",
                    e);
        }
    }

    /**
     * Notes that the user agreed to a file.
     *
     * @param sha256 of the file, in hexadecimal
     * @throws IOException if it can't be written down
     */
    public static synchronized void give(String sha256) throws IOException {
        if (isGiven(sha256)) return;
        Path list = folder().resolve(FILE);
        Files.createDirectories(list.getParent());
        if (!Files.exists(list)) {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix"))
                Files.createFile(
                        list, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            else Files.createFile(list);
        }
        Files.write(list, List.of(sha256.toLowerCase(Locale.ROOT)), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    private static Path folder() {
        String folder = System.getProperty(FOLDER_PROPERTY);
        return folder == null ? Path.of(System.getProperty("user.home"), ".whynot") : Path.of(folder);
    }
}
