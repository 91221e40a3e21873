package org.whynot.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarNameTest {

    @ParameterizedTest
    @CsvSource({
        "gson-2.10.1.jar, gson, 2.10.1",
        "WhyNot_-0.1.0-SNAPSHOT.jar, whynot_, 0.1.0-SNAPSHOT",
        "pytorch-jni-2.7.1-0.35.1.jar, pytorch-jni, 2.7.1-0.35.1",
        "ffmpeg-7.1.1-1.5.12-linux-x86_64.jar, ffmpeg-linux-x86_64, 7.1.1-1.5.12",
        "pytorch-native-cpu-2.7.1-win-x86_64.jar, pytorch-native-cpu-win-x86_64, 2.7.1",
        "javacpp-1.5.12-macosx-arm64.jar, javacpp-macosx-arm64, 1.5.12",
        "batik-awt-util-1.19.jar, batik-awt-util, 1.19",
        "graphics2d-3.0.5.jar, graphics2d, 3.0.5",
        "Other_.jar, other_, ''",
        "README.md, readme.md, ''"
    })
    void namesAreTakenApart(String file, String artifact, String version) {
        assertEquals(new JarName(file, artifact, version), JarName.of(file));
    }

    @ParameterizedTest
    @CsvSource({"1.9, 1.10", "7.1.1-1.5.9, 7.1.1-1.5.12", "2.0, 2.0.1", "1.5, 20250812123456"})
    void versionsAreComparedNumberByNumber(String older, String newer) {
        JarName old = JarName.of("a-" + older + ".jar");
        JarName recent = JarName.of("a-" + newer + ".jar");
        assertTrue(old.isOlderThan(recent));
        assertFalse(recent.isOlderThan(old));
        assertFalse(old.isOlderThan(old));
        assertFalse(JarName.of("a.jar").isOlderThan(recent));
    }
}
