package org.whynot.classifier.foreign;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What a file that is offered as TorchScript is, found without running anything of it. */
public final class TorchScriptFile {

    private static final String EXPORT =
            " Export the network with scripts/export_classifier.py or torch.jit.trace(model,"
                    + " clip).save(\"classifier.pt\").";
    /** How a pickle of Python begins, and how a zip file does. */
    private static final byte PICKLE = (byte) 0x80;

    private TorchScriptFile() {}

    /**
     * Whether the code of the file's outermost module defines a method.
     *
     * @throws IOException if the file can't be read
     */
    public static boolean hasMethod(Path file, String method) throws IOException {
        Pattern definition = Pattern.compile("^  def " + Pattern.quote(method) + "\\(", Pattern.MULTILINE);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String outermost = outermost(zip);
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                if (!entry.getName().endsWith(".py")) continue;
                String code = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                int start = code.indexOf("class " + outermost + "(");
                if (start < 0) continue;
                int end = code.indexOf("\nclass ", start + 1);
                if (definition
                        .matcher(code.substring(start, end < 0 ? code.length() : end))
                        .find()) return true;
            }
            return false;
        } catch (ZipException | EOFException e) {
            throw damaged(file, e);
        }
    }

    private static IOException damaged(Path file, IOException e) {
        return new IOException("'" + file + "' is cut short or damaged. Copy or export it again.", e);
    }

    /** The class of the outermost module: the first that the pickle names. */
    private static String outermost(ZipFile zip) throws IOException {
        for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator)
            if (entry.getName().endsWith("/data.pkl")) {
                String pickle = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                Matcher global = Pattern.compile("c__torch__[^\n]*\n([^\n]+)\n").matcher(pickle);
                if (global.find()) return global.group(1);
            }
        return "";
    }

    /**
     * Checks that a file is TorchScript.
     *
     * @throws IOException if it can't be read, is cut short, or is something else; the message names it and what to do
     */
    public static void check(Path file) throws IOException {
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
            throw damaged(file, e);
        }
        if (!hasPickle) throw new IOException("'" + file + "' is a zip file, but not TorchScript." + EXPORT);
        if (!hasCode)
            throw new IOException(
                    "'" + file + "' holds a state_dict or a pickled module, not TorchScript: the network's"
                            + " code is missing." + EXPORT);
    }
}
