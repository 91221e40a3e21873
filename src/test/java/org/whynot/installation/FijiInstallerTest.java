package org.whynot.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.installation.MadeUpFiji.content;
import static org.whynot.installation.MadeUpFiji.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made-up release in a made-up Fiji, both with spaces and umlauts in their names. */
class FijiInstallerTest {

    @TempDir
    Path folder;

    private Path fiji;
    private Path lib;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void makeFoldersUp() throws IOException {
        lib = folder.resolve("Müllers release/lib");
        file(lib.resolve("WhyNot_-0.1.0.jar"), "plugin 0.1.0");
        for (String jar : List.of(
                "gson-2.10.1",
                "pytorch-engine-0.35.1",
                "pytorch-jni-2.7.1-0.35.1",
                "javacpp-1.5.12",
                "ffmpeg-7.1.1-1.5.12",
                "ffmpeg-7.1.1-1.5.12-linux-x86_64",
                "slf4j-simple-2.0.17",
                "scijava-common-2.100.1")) file(lib.resolve(jar + ".jar"), "ours " + jar);
        file(lib.resolveSibling("models/cells/model.json"), "{}");
        file(lib.resolveSibling("models/cells/classifier.params"), "weights");
        fiji = folder.resolve("Zoë's Fiji");
        file(fiji.resolve("jars/Gson-2.8.9.JAR"), "fiji's gson");
        file(fiji.resolve("jars/scijava-common-2.101.0-SNAPSHOT.jar"), "fiji's scijava");
        // Another artifact whose name starts alike, and natives only.
        file(fiji.resolve("jars/pytorch-engine-extras-1.0.jar"), "fiji's");
        file(fiji.resolve("jars/linux64/ffmpeg-7.1.1-1.5.12-linux-x86_64.jar"), "fiji's natives");
        file(fiji.resolve("plugins/Other_.jar"), "another plugin");
    }

    private FijiInstaller installer() {
        return new FijiInstaller(FijiFolder.find(fiji), lines::add);
    }

    private Release release() {
        return Release.of(lib.resolve("WhyNot_-0.1.0.jar"));
    }

    private String said() {
        return String.join("\n", lines);
    }

    @Test
    void copiesWhatFijiLacksAndRemovesExactlyThat() throws IOException {
        TreeMap<String, String> before = content(fiji);
        installer().install(release(), false);
        TreeMap<String, String> after = content(fiji);
        before.forEach((path, text) -> assertEquals(text, after.get(path), path));
        after.keySet().removeAll(before.keySet());
        assertEquals(
                List.of(
                        "jars/WhyNot_-0.1.0.jar",
                        "jars/ffmpeg-7.1.1-1.5.12.jar",
                        "jars/javacpp-1.5.12.jar",
                        "jars/pytorch-engine-0.35.1.jar",
                        "jars/pytorch-jni-2.7.1-0.35.1.jar",
                        "plugins/WhyNot.installed",
                        "plugins/models",
                        "plugins/models/cells",
                        "plugins/models/cells/classifier.params",
                        "plugins/models/cells/model.json"),
                List.copyOf(after.keySet()));
        assertTrue(said().contains("Copied jars/pytorch-engine-0.35.1.jar"), said());
        // Older than what was tested, and newer.
        assertTrue(said().contains("Fiji has Gson-2.8.9.JAR, older than gson-2.10.1.jar"), said());
        assertTrue(lines.contains("Fiji has scijava-common-2.101.0-SNAPSHOT.jar"), said());
        installer().remove();
        assertEquals(before, content(fiji));
    }

    @Test
    void fijisOtherVersionOfANativeLibraryIsRefusedBeforeAnythingIsCopied() throws IOException {
        file(fiji.resolve("jars/linux64/ffmpeg-6.0-1.5.9-linux-x86_64.jar"), "older natives");
        TreeMap<String, String> before = content(fiji);
        String message = assertThrows(
                        InstallationException.class, () -> installer().install(release(), false))
                .getMessage();
        assertTrue(
                message.contains("Fiji has jars/linux64/ffmpeg-6.0-1.5.9-linux-x86_64.jar, WhyNot needs ffmpeg-7.1.1"),
                message);
        assertTrue(message.contains("--replace"), message);
        assertEquals(before, content(fiji));
    }

    @Test
    void onRequestFijisOlderLibrariesAreMovedAwayAndPutBack() throws IOException {
        file(fiji.resolve("jars/javacpp-1.5.9.jar"), "older");
        file(fiji.resolve("jars/ffmpeg-6.0-1.5.9.jar"), "older");
        file(fiji.resolve("plugins/ffmpeg-6.0-1.5.9.jar"), "a second one");
        file(fiji.resolve("jars/linux64/ffmpeg-6.0-1.5.9-linux-x86_64.jar"), "older natives");
        file(fiji.resolve("jars/opencv-4.7.0-1.5.9.jar"), "needs the older");
        TreeMap<String, String> before = content(fiji);
        installer().install(release(), true);
        assertFalse(Files.exists(fiji.resolve("jars/javacpp-1.5.9.jar")));
        assertTrue(Files.exists(fiji.resolve("jars/javacpp-1.5.12.jar")));
        assertTrue(said().contains("Note: opencv-4.7.0-1.5.9.jar needs javacpp-1.5.9.jar"), said());
        // Installing again knows what was agreed to.
        installer().install(release(), false);
        assertFalse(Files.exists(fiji.resolve("jars/javacpp-1.5.9.jar")));
        assertTrue(Files.exists(fiji.resolve("jars/javacpp-1.5.12.jar")));
        installer().remove();
        assertEquals(before, content(fiji));
    }

    /** On Windows a running Fiji holds its jars; then nothing may change, or half a plugin would be left. */
    @Test
    void aFileInUseIsNamedBeforeAnythingIsDeleted() throws IOException {
        installer().install(release(), false);
        TreeMap<String, String> before = content(fiji);
        FijiInstaller windows = new FijiInstaller(FijiFolder.find(fiji), lines::add, (from, to) -> {
            if (from.endsWith("javacpp-1.5.12.jar"))
                throw new FileSystemException(from.toString(), null, "The file is being used by another process");
            Files.move(from, to);
        });
        for (Runnable act : List.<Runnable>of(windows::remove, () -> windows.install(release(), false))) {
            String message = assertThrows(InstallationException.class, act::run).getMessage();
            assertTrue(message.contains("javacpp-1.5.12.jar' is in use") && message.contains("Close Fiji"), message);
            assertEquals(before, content(fiji));
        }
    }

    @Test
    void anOlderLibraryThatCameSinceIsRefusedBeforeTheOldVersionIsRemoved() throws IOException {
        installer().install(release(), false);
        file(fiji.resolve("jars/win64/javacpp-1.5.9.jar"), "from an update site");
        TreeMap<String, String> before = content(fiji);
        assertThrows(InstallationException.class, () -> installer().install(release(), false));
        assertEquals(before, content(fiji));
    }

    @Test
    void anInstallationThatBrokeOffIsUndone() throws IOException {
        file(fiji.resolve("jars/javacpp-1.5.9.jar"), "older");
        TreeMap<String, String> before = content(fiji);
        // A folder where a model's file has to go: copying fails half-way.
        Files.delete(lib.resolveSibling("models/cells/classifier.params"));
        Release release = new Release(
                lib.resolve("WhyNot_-0.1.0.jar"),
                List.of(lib.resolve("javacpp-1.5.12.jar"), lib.resolve("missing-1.0.jar")),
                List.of());
        assertThrows(InstallationException.class, () -> installer().install(release, true));
        installer().remove();
        assertEquals(before, content(fiji));
    }

    @Test
    void theListMayHaveWindowsLineEndsAndNeverLeadsOutOfFiji() throws IOException {
        TreeMap<String, String> before = content(fiji);
        Path outside = file(folder.resolve("outside.txt"), "not ours");
        file(fiji.resolve("jars/mine.jar"), "installed");
        file(
                fiji.resolve("plugins/WhyNot.installed"),
                "jars/mine.jar\r\n../outside.txt\r\n" + outside + "\r\n\r\n.\r\n");
        installer().remove();
        assertEquals(before, content(fiji));
        assertTrue(Files.exists(outside));
    }

    @Test
    void installingAgainReplacesTheOldVersion() throws IOException {
        installer().install(release(), false);
        Files.move(lib.resolve("WhyNot_-0.1.0.jar"), lib.resolve("WhyNot_-0.2.0.jar"));
        installer().install(Release.of(lib.resolve("WhyNot_-0.2.0.jar")), false);
        assertFalse(Files.exists(fiji.resolve("jars/WhyNot_-0.1.0.jar")));
        assertTrue(Files.exists(fiji.resolve("jars/WhyNot_-0.2.0.jar")));
    }

    @Test
    void aJarThatSomebodyCopiedByHandIsNamed() throws IOException {
        file(fiji.resolve("plugins/whynot_-0.0.9.jar"), "by hand");
        TreeMap<String, String> before = content(fiji);
        String message = assertThrows(
                        InstallationException.class, () -> installer().install(release(), false))
                .getMessage();
        assertTrue(message.contains("whynot_-0.0.9.jar"), message);
        assertEquals(before, content(fiji));
    }

    @Test
    void whatTheUserAddedStays() throws IOException {
        installer().install(release(), false);
        file(fiji.resolve("plugins/models/mine/model.json"), "{}");
        installer().remove();
        assertTrue(Files.exists(fiji.resolve("plugins/models/mine/model.json")));
        assertFalse(Files.exists(fiji.resolve("plugins/models/cells")));
    }

    @Test
    void aModelThatWasThereIsNotTouched() throws IOException {
        file(fiji.resolve("plugins/models/cells/model.json"), "the user's own");
        TreeMap<String, String> before = content(fiji);
        installer().install(release(), false);
        assertEquals("the user's own", Files.readString(fiji.resolve("plugins/models/cells/model.json")));
        installer().remove();
        assertEquals(before, content(fiji));
    }

    /** Turkish has an i without a dot, Arabic digits of its own. */
    @Test
    void theUsersLanguageMakesNoDifference() throws IOException {
        Locale before = Locale.getDefault();
        try {
            for (String language : List.of("tr-TR", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(language));
                assertEquals("gson-i", JarName.of("GSON-I-1.10.JAR").artifact());
                assertTrue(JarName.isJar("PLUGIN.JAR"));
                installer().install(release(), false);
                assertTrue(said().contains("Fiji has Gson-2.8.9.JAR"), said());
                installer().remove();
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void fijiIsFoundFromWhatUsersName() throws IOException {
        Path root = fiji.toRealPath();
        file(fiji.resolve("Fiji.app/Contents/MacOS/fiji-macos"), "what macOS starts in the newer layout");
        assertEquals(root, FijiFolder.find(fiji.resolve("Fiji.app")).root());
        assertEquals(
                root, FijiFolder.find(fiji.resolve("Fiji.app/Contents/MacOS")).root());
        assertEquals(root, FijiFolder.find(fiji.resolve("jars/..")).root());
        for (String name : List.of("Fiji.app", "Fiji")) {
            Path place = folder.resolve("apps " + name);
            file(place.resolve(name + "/jars/ij-1.54p.jar"), "");
            Files.createDirectories(place.resolve(name + "/plugins"));
            assertEquals(
                    place.resolve(name).toRealPath(), FijiFolder.find(place).root());
            assertEquals(
                    place.resolve(name).toRealPath(),
                    FijiFolder.find(place.resolve(name)).root());
        }
        String message = assertThrows(InstallationException.class, () -> FijiFolder.find(folder.resolve("nowhere")))
                .getMessage();
        assertTrue(message.contains("is no Fiji folder"), message);
    }

    @Test
    void removingWhereNothingWasInstalledIsRefused() {
        String message = assertThrows(
                        InstallationException.class, () -> installer().remove())
                .getMessage();
        assertTrue(message.contains("was not installed"), message);
    }
}
