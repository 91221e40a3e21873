package org.whynot.dataset.labels;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A label file, in whatever encoding a program has saved it: UTF-8 or UTF-16 by its byte-order mark, UTF-16 by the zeros
 * between its letters, UTF-8 where it is such, Windows-1252 otherwise.
 */
final class LabelSource {

    /** Characters of the start, by which a format is recognised. */
    private static final int HEAD = 1 << 14;

    private final Path path;
    private final boolean isFolder;
    private final Charset charset;
    private final int mark;
    private final String head;

    /** @throws IOException if the file can't be read; a sentence */
    LabelSource(Path path) throws IOException {
        this.path = path;
        isFolder = Files.isDirectory(path);
        if (!isFolder && !Files.isRegularFile(path)) throw new IOException("There is no file or folder " + path + ".");
        if (isFolder) {
            charset = StandardCharsets.UTF_8;
            mark = 0;
            head = "";
            return;
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(2 * HEAD);
        }
        int first = start.length < 2 ? 0 : (start[0] & 255) << 8 | start[1] & 255;
        boolean isUtf8 = start.length > 2 && first == 0xEFBB && (start[2] & 255) == 0xBF;
        if (isUtf8) {
            charset = StandardCharsets.UTF_8;
            mark = 3;
        } else if (first == 0xFEFF || first == 0xFFFE) {
            charset = first == 0xFEFF ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
            mark = 2;
        } else {
            boolean isWide =
                    start.length > 3 && (start[0] == 0) != (start[1] == 0) && (start[2] == 0) == (start[0] == 0);
            Charset wide = start.length > 0 && start[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
            charset = isWide ? wide : isUtf8(path) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252");
            mark = 0;
        }
        head = new String(start, mark, start.length - mark, charset);
    }

    /** Reads no further than to the first byte that is none of UTF-8, and keeps nothing: the file may be of any length. */
    private static boolean isUtf8(Path path) throws IOException {
        try (Reader text = new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder())) {
            text.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The file or folder. */
    Path path() {
        return path;
    }

    boolean isFolder() {
        return isFolder;
    }

    /** The first characters of a file; empty for a folder. */
    String head() {
        return head;
    }

    /** Whether the file's name has an ending, in any case. */
    boolean endsWith(String ending) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** The file's text, to be closed by the caller. */
    Reader reader() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        in.skipNBytes(mark);
        return new InputStreamReader(in, charset);
    }

    /** The name of the file without its ending. */
    String stem() {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
