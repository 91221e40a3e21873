package org.whynot.installation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;

/** Damaged indices of an update site. */
public final class SiteIndexFuzz {

    private static final String XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <pluginRecords>
              <plugin filename="plugins/WhyNot_-0.1.0.jar"><platform>win64</platform><version checksum="0123456789abcdef" timestamp="20261128213000" filesize="12345"><description>It explains.</description><dependency filename="jars/gson-2.13.1.jar" timestamp="20260101000000"/></version><previous-version timestamp="20261001000000" timestamp-obsolete="20261128213000" checksum="fedcba9876543210" filename="plugins/WhyNot_-0.0.9.jar"/></plugin>
              <plugin filename="jars/gone-1.0.jar"><previous-version timestamp="20260101000000" timestamp-obsolete="0" checksum="00ff" filename="jars/gone-1.0.jar"/></plugin>
            </pluginRecords>
            """;

    private SiteIndexFuzz() {}

    /** The index as a damaged file. */
    public static FuzzTarget packed(Path folder) throws IOException {
        Path file = Files.write(
                folder.resolve(SiteIndex.FILE), gzip(XML.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return new FuzzTarget("index of an update site", folder, List.of(file), Kind.BINARY, damaged -> use(folder));
    }

    /** A whole file with damaged XML in it. */
    public static FuzzTarget xml(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(SiteIndex.FILE), XML);
        return new FuzzTarget(
                "XML of an update site", folder, List.of(file), Kind.TEXT, SiteIndexFuzz::gzip, damaged -> use(folder));
    }

    private static void use(Path folder) throws IOException {
        SiteIndex.read(folder).toBytes();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException("Memory can be written to.", impossible);
        }
        return packed.toByteArray();
    }
}
