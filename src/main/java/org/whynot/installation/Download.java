package org.whynot.installation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.whynot.util.Progress;

/**
 * Downloads one large file, and continues where an earlier attempt broke off. Uses the proxy that Java is set to.
 *
 * @param source where the file is
 * @param bytes its size
 */
record Download(URI source, long bytes) {

    private static final int CONNECT_MILLIS = 20_000;
    private static final int READ_MILLIS = 60_000;
    private static final int CHUNK = 1 << 16;
    private static final double MB = 1 << 20;

    /** Downloading is most of what a user waits for; the rest is verifying and unpacking. */
    private static final double SHARE = 0.8;

    /**
     * Downloads to a file; until it is complete it has {@code .part} behind its name. Does nothing if the file is there already.
     *
     * @throws IOException with a message that ends with a full stop; what has arrived is kept
     * @throws java.util.concurrent.CancellationException if cancelled; what has arrived is kept
     */
    void to(Path target, Progress progress) throws IOException {
        if (Files.isRegularFile(target)) return;
        Path part = target.resolveSibling(target.getFileName() + ".part");
        long have = Files.isRegularFile(part) ? Files.size(part) : 0;
        if (have > bytes) {
            Files.delete(part);
            have = 0;
        }
        try {
            if (have < bytes) have = fetch(part, have, progress);
        } catch (UnknownHostException e) {
            throw new IOException(source.getHost() + " can't be reached; is there a network?", e);
        } catch (IOException e) {
            throw new IOException("the download stopped (" + e.getMessage() + ").", e);
        }
        if (have != bytes)
            throw new IOException(
                    String.format(Locale.ROOT, "the download stopped after %.0f of %.0f MB.", have / MB, bytes / MB));
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private long fetch(Path part, long from, Progress progress) throws IOException {
        URLConnection connection = source.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        if (from > 0) connection.setRequestProperty("Range", "bytes=" + from + "-");
        long have = from;
        if (connection instanceof HttpURLConnection http) {
            int status = http.getResponseCode();
            if (status >= 400) throw new IOException("the server answered with status " + status);
            // A server that can't continue sends the whole file again.
            if (status != HttpURLConnection.HTTP_PARTIAL) have = 0;
        } else have = 0;
        try (InputStream in = connection.getInputStream();
                OutputStream out = have > 0
                        ? Files.newOutputStream(part, StandardOpenOption.APPEND)
                        : Files.newOutputStream(part)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                progress.check();
                out.write(chunk, 0, count);
                have += count;
                if (have > bytes) throw new IOException("the server sends more than the file");
                progress.report(
                        SHARE * have / bytes,
                        String.format(Locale.ROOT, "Downloading the engine: %.0f of %.0f MB", have / MB, bytes / MB));
            }
        }
        return have;
    }
}
