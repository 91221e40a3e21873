package org.whynot.classifier.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What a file that is offered as TorchScript is, found without running anything of it. */
final class TorchScriptFile {

    private static final String EXPORT =
            " Export the network with scripts/export_classifier.py or torch.jit.trace(model,"
                    + " clip).save(\"classifier.pt\").";
    /** How a pickle of Python begins, and how a zip file does. */
    private static final byte PICKLE = (byte) 0x80;

    private TorchScriptFile() {}

    /**
     * Checks that a file is TorchScript.
     *
     * @throws IOException if it can't be read, is cut short, or is something else; the message names it and what to do
     */
    static void check(Path file) throws IOException {
        byte[] start = new byte[4];
        int read;
        try (InputStream in = Files.newInputStream(file)) {
            read = in.readNBytes(start, 0, start.length);
        }
        if (read > 0 && start[0] == PICKLE)
            throw new IOException(
                    "'" + file + "' is a pickle of Python, not TorchScript: it holds weights or objects, but"
                            + " not the network." + EXPORT);
        if (read < 4 || start[0] != 'P' || start[1] != 'K')
            throw new IOException("'" + file + "' is not a TorchScript file." + EXPORT);
        boolean hasCode = false;
        boolean hasPickle = false;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                hasCode |= entry.getName().contains("/code/");
                hasPickle |= entry.getName().endsWith("/data.pkl");
            }
        } catch (ZipException e) {
            throw new IOException("'" + file + "' is cut short or damaged. Copy or export it again.", e);
        }
        if (!hasPickle) throw new IOException("'" + file + "' is a zip file, but not TorchScript." + EXPORT);
        if (!hasCode)
            throw new IOException(
                    "'" + file + "' holds a state_dict or a pickled module, not TorchScript: the network's"
                            + " code is missing." + EXPORT);
    }
}
