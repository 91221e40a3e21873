package org.whynot.installation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The checksum by which ImageJ's updater recognises a file: SHA-1, as 40 lower-case hexadecimal digits.
 *
 * <p>Of most files, of the path in Fiji's folder followed by the content. Of a jar, of its entries sorted by name, each one's name followed
 * by its content; comments of {@code .properties} files and the content of the manifest don't count, so that a jar
 * that is only built again stays the same file. The path does not count for jars.
 */
final class UpdaterChecksum {

    private static final int CHUNK = 1 << 16;
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private UpdaterChecksum() {}

    /**
     * The checksum of a file.
     *
     * @param path in Fiji's folder, with slashes
     * @throws IOException if it can't be read
     */
    static String of(String path, Path file) throws IOException {
        MessageDigest digest = sha1();
        if (path.endsWith(".jar")) addJar(file, digest);
        else {
            digest.update(path.getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = Files.newInputStream(file)) {
                addAll(in, digest);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-1.", impossible);
        }
    }

    private static void addJar(Path file, MessageDigest digest) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            List<JarEntry> entries = Collections.list(jar.entries());
            entries.sort(Comparator.comparing(JarEntry::getName));
            for (JarEntry entry : entries) {
                digest.update(entry.getName().getBytes(StandardCharsets.US_ASCII));
                if (entry.getName().equals(MANIFEST)) continue;
                try (InputStream in = jar.getInputStream(entry)) {
                    if (entry.getName().endsWith(".properties")) addWithoutComments(in.readAllBytes(), digest);
                    else addAll(in, digest);
                }
            }
        }
    }

    private static void addAll(InputStream in, MessageDigest digest) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) digest.update(chunk, 0, count);
    }

    /**
     * Drops comments but keeps their newlines. As in the updater, a line after an empty line, or after a comment of nothing but {@code #},
     * is never a comment: the two have to agree on every byte.
     */
    private static void addWithoutComments(byte[] content, MessageDigest digest) {
        boolean lineStart = true;
        for (int i = 0; i < content.length; i++) {
            if (!lineStart || content[i] != '#') {
                lineStart = !lineStart && content[i] == '\n';
                digest.update(content[i]);
                continue;
            }
            while (i < content.length && content[i] == '#') i++;
            lineStart = i < content.length && content[i] != '\n';
            while (i < content.length && content[i] != '\n') i++;
            if (i < content.length) digest.update((byte) '\n');
        }
    }
}
