package org.whynot.classifier.foreign;

import java.io.IOException;
import java.nio.file.Path;

/** A TorchScript file that the user did not agree to open yet. */
public final class UntrustedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String sha256;

    /**
     * @param file which file
     * @param sha256 its SHA-256, in hexadecimal
     */
    public UntrustedFileException(Path file, String sha256) {
        super("'" + file
                + "' is a TorchScript file, which may contain code that runs on this machine. It is opened only"
                + " after you agreed to it once; its SHA-256 is " + sha256 + ".");
        this.file = file.toString();
        this.sha256 = sha256;
    }

    /** The file. */
    public Path file() {
        return Path.of(file);
    }

    /** SHA-256 of the file, in hexadecimal. */
    public String sha256() {
        return sha256;
    }
}
