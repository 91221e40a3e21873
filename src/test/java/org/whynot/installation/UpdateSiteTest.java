package org.whynot.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.installation.MadeUpFiji.content;
import static org.whynot.installation.MadeUpFiji.file;
import static org.whynot.installation.MadeUpFiji.jar;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateSiteTest {

    private static final Instant FIRST = Instant.parse("2026-11-28T21:30:05Z");

    private static final String JAR = "2d36e566b23073e6d9e28bb0caf8dbd1cfe130a8";
    private static final String FILE = "8caa8bd3f0db02933bf2c2e48d3267b524c92a83";

    @TempDir
    Path folder;

    private Path lib;
    private Path site;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void makeARelease() throws IOException {
        lib = folder.resolve("lib");
        site = folder.resolve("site");
        for (String name : List.of(
                "WhyNot_-0.1.0",
                "gson-2.10.1",
                "fontbox-3.0.5",
                "slf4j-simple-2.0.17",
                "ffmpeg-7.1.1-1.5.12",
                "ffmpeg-7.1.1-1.5.12-linux-x86_64",
                "ffmpeg-7.1.1-1.5.12-windows-x86_64",
                "ffmpeg-7.1.1-1.5.12-macosx-arm64",
                "pytorch-native-cpu-2.7.1-linux-x86_64")) jar(lib.resolve(name + ".jar"), Map.of("what", name));
        file(folder.resolve("models/cells/model.json"), "{}");
    }

    private SiteIndex write(Instant time, FijiFolder fiji) throws IOException {
        Path plugin = Files.list(lib)
                .filter(jar -> jar.getFileName().toString().startsWith("WhyNot_"))
                .findFirst()
                .orElseThrow();
        new UpdateSite(site, lines::add, Clock.fixed(time, ZoneOffset.UTC)).write(Release.of(plugin), fiji);
        return SiteIndex.read(site);
    }

    /** What the updater of ImageJ itself computed for a jar with these entries; its rules for comments are odd. */
    @Test
    void checksumsAreThoseOfTheUpdater() throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMain-Class: a.B\r\n");
        entries.put("b.properties", "#a date\nkey=1\n\n#kept\n##gone\n#\n#kept too\nlast=#2");
        entries.put("a/ü.txt", "text");
        entries.put("a/", "");
        assertEquals(JAR, UpdaterChecksum.of("jars/any.jar", jar(folder.resolve("any.jar"), entries)));
        entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nBuild-Jdk: 21\r\n");
        assertEquals(JAR, UpdaterChecksum.of("jars/other-2.jar", jar(folder.resolve("other.jar"), entries)));
        assertEquals(FILE, UpdaterChecksum.of("plugins/models/x.json", file(folder.resolve("x.json"), "{}\n")));
    }

    @Test
    void onlyWhatFijiLacksIsOnTheSiteAndThePluginDependsOnAll() throws IOException {
        SiteIndex index = write(FIRST, null);
        assertEquals(
                List.of(
                        "jars/ffmpeg-linux-x86_64.jar",
                        "jars/ffmpeg-macosx-arm64.jar",
                        "jars/ffmpeg-windows-x86_64.jar",
                        "jars/ffmpeg.jar",
                        "jars/fontbox.jar",
                        "jars/whynot_.jar",
                        "plugins/models/cells/model.json"),
                List.copyOf(index.entries().keySet()));
        String xml = unzipped();
        assertTrue(xml.contains("<dependency filename=\"jars/gson.jar\""), xml);
        assertTrue(xml.contains("<dependency filename=\"jars/fontbox-3.0.5.jar\" timestamp=\"20261128213005\""), xml);
        assertTrue(xml.contains("<dependency filename=\"jars/ffmpeg-7.1.1-1.5.12-windows-x86_64.jar\""), xml);
        assertTrue(
                xml.contains("<plugin filename=\"jars/ffmpeg-7.1.1-1.5.12-windows-x86_64.jar\"><platform>win64<"), xml);
        assertTrue(xml.contains("<plugin filename=\"jars/ffmpeg-7.1.1-1.5.12.jar\"><version "), xml);
        for (SiteIndex.Entry entry : index.entries().values()) {
            Path place = site.resolve(entry.path() + "-" + entry.current().timestamp());
            assertEquals(entry.current().size(), Files.size(place));
            assertEquals(entry.current().checksum(), UpdaterChecksum.of(entry.path(), place));
        }
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("videos can't be read on linux-arm64")),
                lines.toString());
    }

    private String unzipped() throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(site.resolve(SiteIndex.FILE)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The index of a site that somebody else has made may name addresses as its document type. */
    @Test
    void theIndexReachesNoAddress() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/";
            Files.createDirectories(site);
            for (String type : List.of(
                    "SYSTEM '" + address + "'",
                    "[<!ENTITY % p SYSTEM '" + address + "'> %p;]",
                    "[<!ENTITY e SYSTEM '" + address + "'>]")) {
                String xml =
                        "<?xml version='1.0'?><!DOCTYPE pluginRecords " + type + "><pluginRecords>&e;</pluginRecords>";
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(site.resolve(SiteIndex.FILE)))) {
                    out.write(xml.getBytes(StandardCharsets.UTF_8));
                }
                try {
                    assertTrue(SiteIndex.read(site).entries().isEmpty());
                } catch (IOException refused) {
                    assertTrue(refused.getMessage().contains("is damaged"), refused.getMessage());
                }
            }
            server.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, server::accept, "somebody asked for the address");
        }
    }

    @Test
    void aGivenFijiDecidesWhatItLacks() throws IOException {
        file(folder.resolve("Fiji/jars/fontbox-2.0.jar"), "fiji's");
        file(folder.resolve("Fiji/plugins/Other_.jar"), "fiji's");
        SiteIndex index = write(FIRST, FijiFolder.find(folder.resolve("Fiji")));
        assertNull(index.entries().get("jars/fontbox.jar"));
        assertNotNull(index.entries().get("jars/gson.jar"));
    }

    @Test
    void theSameReleaseAgainChangesNothing() throws IOException {
        write(FIRST, null);
        TreeMap<String, String> before = content(site);
        lines.clear();
        write(FIRST.plusSeconds(3600), null);
        assertEquals(before, content(site));
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("Wrote")), lines.toString());
    }

    @Test
    void earlierVersionsAreRemembered() throws IOException {
        SiteIndex first = write(FIRST, null);
        Files.delete(lib.resolve("WhyNot_-0.1.0.jar"));
        Files.delete(lib.resolve("fontbox-3.0.5.jar"));
        jar(lib.resolve("WhyNot_-0.2.0.jar"), Map.of("what", "newer"));
        SiteIndex second = write(FIRST, null);
        SiteIndex.Entry plugin = second.entries().get("jars/whynot_.jar");
        assertEquals("jars/WhyNot_-0.2.0.jar", plugin.path());
        assertEquals(20261128213006L, plugin.current().timestamp());
        SiteIndex.Version old = first.entries().get("jars/whynot_.jar").current();
        assertEquals(
                List.of(new SiteIndex.Version(old.path(), old.checksum(), old.timestamp(), 0, 20261128213006L)),
                plugin.previous());
        SiteIndex.Entry gone = second.entries().get("jars/fontbox.jar");
        assertNull(gone.current());
        assertEquals(1, gone.previous().size());
        // The first version again is no earlier version of itself.
        Files.delete(lib.resolve("WhyNot_-0.2.0.jar"));
        jar(lib.resolve("WhyNot_-0.1.0.jar"), Map.of("what", "WhyNot_-0.1.0"));
        SiteIndex.Entry back = write(FIRST.plusSeconds(60), null).entries().get("jars/whynot_.jar");
        assertEquals(old.checksum(), back.current().checksum());
        assertEquals(
                List.of("jars/WhyNot_-0.2.0.jar"),
                back.previous().stream().map(SiteIndex.Version::path).toList());
    }

    /** Some languages have digits of their own, which the updater can't read. */
    @Test
    void theUsersLanguageMakesNoDifference() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            SiteIndex.Entry plugin = write(FIRST, null).entries().get("jars/whynot_.jar");
            assertEquals(20261128213005L, plugin.current().timestamp());
            assertTrue(Files.isRegularFile(site.resolve("jars/WhyNot_-0.1.0.jar-20261128213005")));
        } finally {
            Locale.setDefault(before);
        }
    }
}
