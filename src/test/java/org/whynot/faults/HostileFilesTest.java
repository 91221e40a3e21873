package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.labels.ClassFrom;
import org.whynot.dataset.labels.LabelImport;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.explain.AnswerJson;
import org.whynot.frontend.Messages;
import org.whynot.imagej.RoiFiles;
import org.whynot.model.ModelCard;
import org.whynot.model.foreign.ClassNames;
import org.whynot.util.Progress;
import org.whynot.video.VideoFiles;

/**
 * Files that want to reach beyond themselves, or to exhaust the stack: XML that names other files and addresses, zips whose entries
 * climb out of their folder, texts whose parts lie in each other a hundred thousand deep. Each is refused with a sentence.
 */
class HostileFilesTest {

    private static final int DEEP = 100_000;
    private static final String SECRET = "the content of another file";

    @TempDir
    Path folder;

    private Path secret;

    @BeforeEach
    void aFileOfAnotherFolder() throws IOException {
        secret = Files.writeString(folder.resolve("secret.txt"), SECRET);
    }

    /** Opens a file of a format with this XML in it. */
    private void open(String format, String xml) throws IOException {
        switch (format) {
            case "CVAT" -> importLabels(write("labels/cvat.xml", xml));
            case "ViPER" -> {
                write("ucf/UCF-101/Biking/v_Biking_g01_c01.avi", "v");
                write("ucf/UCF-101/Archery/v_Archery_g01_c01.avi", "v");
                write("ucf/ucfTrainTestlist/classInd.txt", "1 Archery\n2 Biking\n");
                write(
                        "ucf/ucfTrainTestlist/trainlist01.txt",
                        "Archery/v_Archery_g01_c01.avi 1\nBiking/v_Biking_g01_c01.avi 2\n");
                write("ucf/ucfTrainTestlist/testlist01.txt", "Biking/v_Biking_g01_c01.avi\n");
                write("ucf/UCF101_24_Annotations/Biking/v_Biking_g01_c01.xgtf", xml);
                DataSet.read(folder.resolve("ucf"));
            }
            case "OME-TIFF" -> {
                ImagePlus image = IJ.createImage("a", "8-bit ramp", 16, 12, 4);
                FileInfo info = image.getFileInfo();
                info.description = xml;
                Path file = folder.resolve("a.ome.tif");
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    new TiffEncoder(info).write(out);
                }
                VideoFiles.open(file).close();
            }
            default -> throw new IllegalArgumentException(format);
        }
    }

    private static String root(String format) {
        return switch (format) {
            case "CVAT" -> "annotations";
            case "ViPER" -> "viper";
            default -> "OME";
        };
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void importLabels(Path file) throws IOException {
        new LabelImport(new LabelSettings(
                        file,
                        LabelImport.AUTO,
                        folder,
                        ClassFrom.LABEL,
                        Set.of(),
                        Set.of(),
                        16,
                        LabelSettings.Crop.AUTO,
                        0,
                        null))
                .run(Progress.SILENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CVAT", "ViPER", "OME-TIFF"})
    void xmlReachesNoOtherFileAndNoAddress(String format) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/";
            for (String type : List.of(
                    " [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]",
                    " [<!ENTITY e SYSTEM '" + address + "'>]",
                    " [<!ENTITY % p SYSTEM '" + address + "'> %p; <!ENTITY e ''>]",
                    " SYSTEM '" + address + "'",
                    " PUBLIC 'x' '" + address + "'",
                    " [<!ENTITY a 'aaaaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY e '&b;&b;&b;&b;'>]")) {
                String xml = "<?xml version='1.0'?><!DOCTYPE " + root(format) + type + "><" + root(format)
                        + " k='&e;'>&e;</" + root(format) + ">";
                String said = sentence(assertThrows(IOException.class, () -> open(format, xml), type));
                assertFalse(said.contains(SECRET), said);
            }
            server.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, server::accept, "somebody asked for an address");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CVAT", "ViPER", "OME-TIFF"})
    void deepXmlIsRefused(String format) {
        String xml = "<?xml version='1.0'?><" + root(format) + ">" + "<a>".repeat(DEEP) + "</a>".repeat(DEEP) + "</"
                + root(format) + ">";
        sentence(assertThrows(IOException.class, () -> open(format, xml)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"classes\":", "{\"id2label\":", "{\"a\":[", "{\"architecture\":"})
    void deepJsonIsRefused(String part) throws IOException {
        for (String text : List.of(part.repeat(DEEP), part.repeat(DEEP) + "1" + closing(part))) {
            Path names = write("names.json", text);
            sentence(assertThrows(IOException.class, () -> ClassNames.read(names.toString())));
            Path answer = write("clip.explanation.json", text);
            sentence(assertThrows(IOException.class, () -> AnswerJson.read(answer)));
            Path card = write("model/" + ModelCard.FILE, text);
            sentence(assertThrows(IOException.class, () -> ModelCard.read(card.getParent())));
            Path project = write("labels/p.boris", text);
            sentence(assertThrows(IOException.class, () -> importLabels(project)));
        }
    }

    private static String closing(String part) {
        StringBuilder closing = new StringBuilder();
        for (int i = part.length() - 1; i >= 0; i--)
            if (part.charAt(i) == '[') closing.append(']');
            else if (part.charAt(i) == '{') closing.append('}');
        return closing.toString().repeat(DEEP);
    }

    /** Entries are read into memory; their names are names only. */
    @Test
    void zipsReachNoOtherFolder() throws IOException {
        Path zip = Files.createDirectory(folder.resolve("zips")).resolve("rois.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("../secret.txt.roi", "/tmp/whynot-evil.roi", "..\\..\\evil.roi")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(ij.io.RoiEncoder.saveAsByteArray(new ij.gui.Roi(1, 2, 3, 4)));
            }
        }
        assertTrue(RoiFiles.read(zip).size() == 3);
        try (var all = Files.walk(folder)) {
            assertTrue(all.filter(Files::isRegularFile).allMatch(file -> file.equals(zip) || file.equals(secret)));
        }
        assertFalse(Files.exists(Path.of("/tmp/whynot-evil.roi")));
    }

    private static String sentence(Throwable failure) {
        assertInstanceOf(IOException.class, failure);
        String sentence = Messages.sentence(failure);
        assertFalse(sentence.contains("Exception") || sentence.contains("Error"), sentence);
        assertTrue(sentence.matches("(?s).*[.?)]"), sentence);
        return sentence;
    }
}
