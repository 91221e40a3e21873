package org.whynot.installation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;

/** A small made-up jar of native libraries, from a server on this machine that can break off. */
class EngineNativesTest {

    @TempDir
    Path folder;

    private HttpServer server;
    private byte[] jar;
    private EngineNatives natives;
    private Path cache;
    private final List<String> ranges = new ArrayList<>();

    /** How many bytes the next answer has at most. */
    private int breakOff = Integer.MAX_VALUE;

    private boolean continues = true;
    private int status;

    @BeforeEach
    void start() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(7).nextBytes(noise);
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("native/lib/pytorch.properties", "version=2.7.1-2025\nclassifier=linux-x86_64\n");
        entries.put("pytorch/cpu/linux-x86_64/libtorch.so", new String(noise, StandardCharsets.ISO_8859_1));
        entries.put("pytorch/cpu/linux-x86_64/../../libc10.so", "small");
        jar = Files.readAllBytes(MadeUpFiji.jar(folder.resolve("made-up.jar"), entries));
        natives = new EngineNatives("linux-x86_64", jar.length, Sha256.of(jar));
        cache = folder.resolve("Zoë's cache");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/maven2/ai/djl/pytorch/pytorch-native-cpu/2.7.1/" + natives.jar(), exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            int from = range == null || !continues ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            int length = jar.length - from;
            exchange.sendResponseHeaders(status != 0 ? status : from > 0 ? 206 : 200, length);
            exchange.getResponseBody().write(jar, from, Math.min(length, breakOff));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI repository() {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/maven2/");
    }

    private void assertUnpacked() throws IOException {
        Path libraries = natives.folder(cache);
        try (Stream<Path> files = Files.list(libraries)) {
            assertEquals(
                    List.of("libc10.so", "libtorch.so"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(List.of(libraries), files.toList());
        }
        assertTrue(natives.installed(cache));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-aarch64",
        "Mac OS X, aarch64, osx-aarch64",
        "Windows 11, amd64, win-x86_64",
        "Mac OS X, x86_64, ",
        "Windows 11, aarch64, ",
        "FreeBSD, amd64, "
    })
    void everySystemHasItsOwn(String system, String arch, String classifier) {
        Optional<EngineNatives> found = EngineNatives.of(system, arch);
        assertEquals(Optional.ofNullable(classifier), found.map(EngineNatives::classifier));
        found.ifPresent(one -> {
            assertEquals(
                    "https://repo1.maven.org/maven2/ai/djl/pytorch/pytorch-native-cpu/2.7.1/pytorch-native-cpu-2.7.1-"
                            + classifier + ".jar",
                    one.in(EngineNatives.MAVEN_CENTRAL).toString());
            assertTrue(one.megabytes() > 35 && one.megabytes() < 120);
            assertEquals(64, one.sha256().length());
        });
    }

    @Test
    void theJarIsDownloadedVerifiedAndUnpacked() throws IOException {
        natives.download(repository(), cache, Progress.SILENT);
        assertUnpacked();
        assertEquals(List.of("null"), ranges);
    }

    @Test
    void aDownloadThatBrokeOffIsContinued() throws IOException {
        breakOff = 100_000;
        String message = assertThrows(
                        InstallationException.class, () -> natives.download(repository(), cache, Progress.SILENT))
                .getMessage();
        assertTrue(
                message.contains("the download stopped") && message.contains("what has been downloaded is kept"),
                message);
        assertEquals(100_000, Files.size(cache.resolve(natives.jar() + ".part")));
        breakOff = Integer.MAX_VALUE;
        natives.download(repository(), cache, Progress.SILENT);
        assertEquals(List.of("null", "bytes=100000-"), ranges);
        assertUnpacked();
    }

    @Test
    void aServerThatCanNotContinueSendsAllAgain() throws IOException {
        Files.createDirectories(cache);
        Files.write(cache.resolve(natives.jar() + ".part"), Arrays.copyOf(jar, 5000));
        continues = false;
        natives.download(repository(), cache, Progress.SILENT);
        assertUnpacked();
    }

    @Test
    void aDamagedFileIsDeletedAndNotUnpacked() throws IOException {
        jar[jar.length / 2] ^= 1;
        String message = assertThrows(
                        InstallationException.class, () -> natives.download(repository(), cache, Progress.SILENT))
                .getMessage();
        assertTrue(message.contains("is damaged and was deleted"), message);
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(0, files.count());
        }
        assertFalse(natives.installed(cache));
    }

    @Test
    void aRefusingServerIsNamed() {
        status = 403;
        String message = assertThrows(
                        InstallationException.class, () -> natives.download(repository(), cache, Progress.SILENT))
                .getMessage();
        assertTrue(message.contains("status 403") && message.contains(natives.jar()), message);
    }

    @Test
    void cancellingKeepsWhatHasArrived() throws IOException {
        Progress impatient = new Progress() {
            private int reports;

            @Override
            public void report(double fraction, String message) {
                reports++;
            }

            @Override
            public boolean isCancelled() {
                return reports > 1;
            }
        };
        assertThrows(CancellationException.class, () -> natives.download(repository(), cache, impatient));
        long kept = Files.size(cache.resolve(natives.jar() + ".part"));
        assertTrue(kept > 0 && kept < jar.length, kept + " bytes");
    }

    @Test
    void aCopiedJarOrItsFolderWillDo() throws IOException {
        Path copied = Files.createDirectory(folder.resolve("from a stick"));
        String message = assertThrows(
                        InstallationException.class, () -> natives.installFrom(copied, cache, Progress.SILENT))
                .getMessage();
        assertTrue(message.contains("There is no " + natives.jar()), message);
        Path file = Files.write(copied.resolve(natives.jar()), Arrays.copyOf(jar, jar.length - 1));
        assertThrows(InstallationException.class, () -> natives.installFrom(file, cache, Progress.SILENT));
        Files.write(file, jar);
        natives.installFrom(copied, cache, Progress.SILENT);
        assertUnpacked();
        // The user's file is the user's.
        assertArrayEquals(jar, Files.readAllBytes(file));
        assertTrue(ranges.isEmpty());
    }

    @Test
    void aJarOfThisSystemOnTheClassPathIsEnough() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.resolve("made-up.jar").toUri().toURL()}, null)) {
            assertTrue(natives.onClassPath(loader));
            assertFalse(new EngineNatives("win-x86_64", 1, "").onClassPath(loader));
        }
    }
}
