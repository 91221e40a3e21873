package org.whynot.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.RoiEncoder;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.foreign.TorchScriptFile;
import org.whynot.dataset.DataSet;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.ClipIndexFuzz;
import org.whynot.explain.TestAnswers;
import org.whynot.frontend.Messages;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej.RoiFiles;
import org.whynot.model.Model;
import org.whynot.train.CheckpointFuzz;
import org.whynot.video.VideoFiles;

/** What the fuzzing has found, one by one. */
class FoundByFuzzingTest {

    @TempDir
    static Path shared;

    private static Path model;
    private static String card;
    private static String selfTest;

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        model = UntrainedModel.write(shared.resolve("model"));
        card = Files.readString(model.resolve("model.json"));
        selfTest = Files.readString(model.resolve("self-test.json"));
    }

    private static String refusal(String cardText, String selfTestText, java.nio.charset.Charset charset)
            throws IOException {
        try {
            Files.write(model.resolve("model.json"), cardText.getBytes(charset));
            Files.write(model.resolve("self-test.json"), selfTestText.getBytes(charset));
            IOException e = assertThrows(
                    IOException.class, () -> Model.open(model, "cpu").close());
            assertTrue(e.getMessage().contains(model.toString()), e.getMessage());
            assertTrue(e.getMessage().endsWith("."), e.getMessage());
            assertFalse(e.getMessage().matches(".*(Exception|Error|Input length|empty String).*"), e.getMessage());
            return e.getMessage();
        } finally {
            Files.writeString(model.resolve("model.json"), card);
            Files.writeString(model.resolve("self-test.json"), selfTest);
        }
    }

    /** The self-test's noise goes straight into the network, so it does not notice how clips are made of videos. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"frame_step\": 1|\"frame_step\": 2000000000",
                "\"frame_step\": 1|\"frame_step\": 2",
                "\"frames\": 8|\"frames\": 100000",
                "\"frames\": 8|\"frames\": 9",
                "\"height\": 64|\"height\": 640",
                "\"frame_step\": 1|\"frame_rate\": 1e-300, \"frame_step\": 1",
                "\"resize\": \"stretch\"|\"resize\": \"crop\"",
                "\"trim\": 0.0|\"trim\": 1e300",
                "\"trim\": 0.0|\"trim\": 1e999",
                "\"radius\": 1|\"radius\": 2147483647",
                "\"rows\": 2|\"rows\": -1",
                "\"rows\": 2|\"rows\": 1e999",
                "\"radius\": 1|\"radius\": 2"
            })
    void aNumberOfTheCardThatChangesAnswersIsNoticed(String from, String to) throws IOException {
        assertTrue(card.contains(from), card);
        refusal(card.replace(from, to), selfTest, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "std"})
    void coloursThatAreScaledOtherwiseAreNoticed(String key) throws IOException {
        String other = card.replaceAll("(\"" + key + "\": \\[\\s*)[0-9.]+", "$10.6");
        assertFalse(other.equals(card));
        String message = refusal(other, selfTest, StandardCharsets.UTF_8);
        assertTrue(message.contains("trained with other settings"), message);
    }

    @Test
    void aSelfTestOfAnEarlierVersionStillCounts() throws IOException {
        String earlier = selfTest.replaceAll(",\\s*\"settings\": \"[^\"]*\"", "");
        assertFalse(earlier.equals(selfTest));
        try {
            Files.writeString(model.resolve("self-test.json"), earlier);
            Model.open(model, "cpu").close();
        } finally {
            Files.writeString(model.resolve("self-test.json"), selfTest);
        }
    }

    @Test
    void aCardInAnotherEncodingIsRefused() throws IOException {
        refusal(card.replace("untrained", "ü"), selfTest, StandardCharsets.ISO_8859_1);
        refusal(card, selfTest.replace("\"schema\"", "\"ü\": 1, \"schema\""), StandardCharsets.ISO_8859_1);
        refusal(card, selfTest, StandardCharsets.UTF_16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "[]", "{}", "null", "\"x\""})
    void aValueOfAnotherKindIsRefused(String value) throws IOException {
        refusal(card.replace("\"frames\": 8", "\"frames\": " + value), selfTest, StandardCharsets.UTF_8);
        refusal(
                card,
                selfTest.replaceAll("(?s)\"probabilities\": \\[.*?\\]", "\"probabilities\": " + value),
                StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"frame\": 6|\"frame\": \"x\"|'frame' is wrong: it must be a whole number.",
                "\"frame\": 6|\"frame\": []|'frame' is wrong: it must be a whole number.",
                "\"frame\": 6|\"frame\": 1e999|'frame' is wrong: it must be a whole number.",
                "\"frame\": 6|\"frame\": 6.5|'frame' is wrong: it must be a whole number.",
                "\"frame\": 6|\"frame\": 4294967302|'frame' is wrong: it must be a whole number.",
                "\"rank\": 1|\"score\": 1e999, \"rank\": 1|'score' is wrong: it must be a number.",
                "\"rank\": 1|\"shape\": [2, 1e12], \"rank\": 1|'shape' is wrong: it must be a list",
                "\"rank\": 1|\"shape\": [null, 2], \"rank\": 1|'shape' is wrong: a value is missing.",
                "\"rank\": 1|\"rank\" 1|it is damaged or cut short at line",
                "\"rank\": 1|\"rank\": {|it is damaged or cut short"
            })
    void anExplanationIsRefusedInOurWords(String from, String to, String message) throws IOException {
        String json = AnswerJson.write(TestAnswers.following(176, 132, 40, true), "");
        if (to.contains("shape")) json = json.replaceFirst("(?s)\"shape\": \\[.*?\\],", "");
        if (to.contains("score")) json = json.replaceFirst("\"score\": [^,]*,", "");
        assertTrue(json.contains(from), json);
        Path file = Files.writeString(folder.resolve("clip.explanation.json"), json.replace(from, to));
        IOException e = assertThrows(IOException.class, () -> AnswerJson.read(file));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertTrue(e.getMessage().endsWith(".") && e.getMessage().startsWith(file.toString()), e.getMessage());
    }

    @Test
    void objectsThatLieTooDeepAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("deep.explanation.json"), "{\"a\":".repeat(100_000));
        IOException e = assertThrows(IOException.class, () -> AnswerJson.read(file));
        assertTrue(e.getMessage().length() < 1000, e.getMessage());
    }

    private DataSet tables(String videosHeader, String row) throws IOException {
        Files.writeString(folder.resolve("a.avi"), "x");
        Files.writeString(folder.resolve("b.avi"), "y");
        Files.writeString(folder.resolve("videos.csv"), videosHeader + "\n" + row + "\nb,two,b.avi,test\n");
        Files.writeString(folder.resolve("attributes.csv"), "id,long\na,1\nb,1\n");
        return DataSet.read(folder);
    }

    @Test
    void twoColumnsOfOneNameAreNamed() {
        IOException e = assertThrows(IOException.class, () -> tables("id,id,class,path,split", "a,a,one,a.avi,train"));
        assertTrue(e.getMessage().contains("two columns have this name"), e.getMessage());
    }

    @Test
    void aLineAsLongAsAFileIsShortened() {
        IOException e = assertThrows(
                IOException.class, () -> tables("id,class,path,split", "a,one,a.avi," + "train".repeat(100_000)));
        assertTrue(e.getMessage().length() < 5000, "length " + e.getMessage().length());
        assertTrue(e.getMessage().contains("videos.csv, line 2, column \"split\", value \"traintrain"), e.getMessage());
    }

    @Test
    void aListMayHoldWhatIsNoNameOfAFile() throws IOException {
        FuzzTarget olympic = FuzzTargets.ALL.get("Olympic Sports lists").make(folder);
        Files.writeString(olympic.files().get(0), "a\u0000b\n");
        IOException e = assertThrows(IOException.class, () -> olympic.opening().open(null));
        assertTrue(e.getMessage().contains("pole vault.txt, line 1"), e.getMessage());
        // What a terminal would take as a command does not reach it.
        assertTrue(Messages.sentence(e).contains("a?b"), Messages.sentence(e));
    }

    @Test
    void aTerminalReceivesNoCommandsFromFiles() {
        assertEquals("?[31mred? a b.", Messages.sentence(new IOException("\u001b[31mred\u202e a\nb.")));
    }

    @Test
    void aViperFileInAnotherEncodingIsRead() throws Exception {
        FuzzTarget ucf = FuzzTargets.ALL.get("UCF101 lists and ViPER").make(folder);
        Path file = ucf.files().get(0);
        String xml = Files.readString(file).replace("clip.mpg", "clip-ü.mpg");
        for (String encoding : List.of("UTF-8", "ISO-8859-1", "UTF-16")) {
            Files.write(file, xml.replace("UTF-8", encoding).getBytes(encoding));
            ucf.opening().open(file);
        }
        Files.write(file, ("\uFEFF" + xml).getBytes(StandardCharsets.UTF_8));
        ucf.opening().open(file);
        Files.write(file, xml.getBytes(StandardCharsets.ISO_8859_1));
        IOException e = assertThrows(IOException.class, () -> ucf.opening().open(file));
        assertTrue(e.getMessage().contains("is not UTF-8 text"), e.getMessage());
    }

    @Test
    void aDamagedZipOfRoisIsNamed() throws Exception {
        FuzzTarget rois = FuzzTargets.ALL.get("ROI zip").make(folder);
        Path file = rois.files().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 30; at < whole.length; at += 7) {
            Files.write(file, Arrays.copyOf(whole, at));
            assertNamed(file);
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0x80;
            Files.write(file, damaged);
            assertNamed(file);
        }
    }

    private static void assertNamed(Path file) {
        try {
            RoiFiles.read(file);
        } catch (IOException e) {
            assertTrue(
                    e.getMessage().startsWith(file.toString()) && e.getMessage().endsWith("."), e.getMessage());
        }
    }

    /** ImageJ makes room first for as many points, letters or pixels as a ROI announces: a gigabyte and more. */
    @ParameterizedTest
    @CsvSource({"36, 0", "18, 7", "72, 1", "76, 1"})
    void aRoiThatAnnouncesMoreThanItHoldsIsRefused(int at, int kind) throws IOException {
        Roi roi = kind == 1 ? new TextRoi(10, 20, "text") : kind == 7 ? freehand() : new Roi(10, 20, 30, 40);
        byte[] bytes = RoiEncoder.saveAsByteArray(roi);
        ByteBuffer.wrap(bytes).putInt(at, Integer.MAX_VALUE / 8);
        if (kind == 7) ByteBuffer.wrap(bytes).putShort(16, (short) 0);
        Path file = Files.write(folder.resolve("large.roi"), bytes);
        IOException e = assertThrows(IOException.class, () -> RoiFiles.read(file));
        assertTrue(e.getMessage().startsWith(file + " is damaged: it announces more than it holds"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 44})
    void aRoiWhoseSecondHeaderAnnouncesMoreIsRefused(int at) throws IOException {
        Roi roi = new Roi(10, 20, 30, 40);
        roi.setName("named");
        roi.setProperty("a", "b");
        byte[] bytes = RoiEncoder.saveAsByteArray(roi);
        ByteBuffer damaged = ByteBuffer.wrap(bytes);
        int header2 = damaged.getInt(60);
        // Its sum with a negative place is small again.
        damaged.putInt(header2 + at - 4, Integer.MIN_VALUE).putInt(header2 + at, Integer.MAX_VALUE / 4);
        Path file = Files.write(folder.resolve("large.roi"), bytes);
        IOException e = assertThrows(IOException.class, () -> RoiFiles.read(file));
        assertTrue(e.getMessage().startsWith(file + " is damaged: it announces more than it holds"), e.getMessage());
    }

    private static Roi freehand() {
        return new PolygonRoi(new float[] {1, 9, 5}, new float[] {1, 2, 9}, Roi.FREEROI);
    }

    @Test
    void aRoiAtNoPlaceIsNamed() throws IOException {
        byte[] bytes = RoiEncoder.saveAsByteArray(new Roi(10.5, 20.5, 30, 40));
        ByteBuffer.wrap(bytes).putFloat(18, Float.NaN);
        Path file = Files.write(folder.resolve("nowhere.roi"), bytes);
        IOException e = assertThrows(IOException.class, () -> RoiFiles.placed(file));
        assertTrue(e.getMessage().startsWith(file + " is damaged: a ROI lies at no place"), e.getMessage());
    }

    @Test
    void aZipOfTorchScriptThatIsCutShortInsideIsNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("net/data.pkl", "net/code/a.py")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("class Net(Module):\n  def features(self)".repeat(40).getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] whole = bytes.toByteArray();
        Path file = folder.resolve("net.pt");
        int refused = 0;
        for (int at = 40; at < 60; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0xFF;
            Files.write(file, damaged);
            TorchScriptFile.check(file);
            try {
                TorchScriptFile.hasMethod(file, "features");
            } catch (IOException e) {
                refused++;
                assertEquals("'" + file + "' is cut short or damaged. Copy or export it again.", e.getMessage());
            }
        }
        assertTrue(refused > 0, "no damage was noticed");
    }

    @Test
    void aFailureWithoutWordsIsTold() {
        String message = VideoFiles.unreadable(folder.resolve("a.tif"), new EOFException())
                .getMessage();
        assertTrue(message.endsWith("a.tif can't be read: it is damaged or cut short."), message);
    }

    @Test
    void aWordAsLongAsAFileIsShortened() {
        String sentence = Messages.sentence(
                new IOException("The value is " + "7".repeat(1_000_000) + " here. " + "a b ".repeat(10_000) + "."));
        assertTrue(sentence.length() < 50_000
                && sentence.contains("7 … 7")
                && sentence.endsWith("here. " + "a b ".repeat(10_000) + "."));
    }

    /** U+009B begins a command as well as the escape does. */
    @Test
    void commandsOfOneCharacterDoNotReachATerminal() {
        assertEquals(
                "The column '?31m' is missing.",
                Messages.sentence(new IOException("The column '\u009b31m' is missing.")));
        assertEquals(
                "'a?b' is not a file or folder name.",
                Messages.sentence(new InvalidPathException("a\u0000b", "no name")));
    }

    /** DJL made room for half a gigabyte first. */
    @Test
    void aCheckpointWhoseHeaderLiesTakesNoMemory() throws IOException {
        FuzzRun.Result result =
                new FuzzRun(CheckpointFuzz.target(folder), List.of()).run(6306, 1, () -> false, number -> {});
        assertEquals(List.of(), List.copyOf(result.finds()));
    }

    /** With a sum that is right, as somebody writes it who means harm: lengths that are negative or gigabytes, names that are none. */
    @Test
    void aClipIndexThatLiesIsDoneWithout() throws IOException {
        FuzzRun.Result result =
                new FuzzRun(ClipIndexFuzz.summed(folder), List.of()).run(0, 200, () -> false, number -> {});
        assertEquals(List.of(), List.copyOf(result.finds()));
    }

    /** ImageJ's reader did not come back from either; its window would have stood still for ever. */
    @Test
    void aTiffWhoseListOfPagesHasNoEndIsRefused() throws Exception {
        FuzzTarget tiff = FuzzTargets.ALL.get("RGB TIFF stack").make(folder);
        Path file = tiff.files().get(0);
        byte[] whole = Files.readAllBytes(file);
        ByteOrder order = whole[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer bytes = ByteBuffer.wrap(whole.clone()).order(order);
        int page = bytes.getInt(4);
        int entries = bytes.getShort(page);
        Files.write(file, bytes.putInt(page + 2 + 12 * entries, page).array());
        IOException e = assertThrows(IOException.class, () -> tiff.opening().open(file));
        assertTrue(e.getMessage().contains(file + " can't be read: it is damaged: its list of pages"), e.getMessage());
        bytes = ByteBuffer.wrap(whole.clone()).order(order);
        for (int entry = 0; entry < entries; entry++)
            if (bytes.getShort(page + 2 + 12 * entry) == 273)
                bytes.putInt(page + 2 + 12 * entry + 4, Integer.MAX_VALUE);
        Files.write(file, bytes.array());
        e = assertThrows(IOException.class, () -> tiff.opening().open(file));
        assertTrue(e.getMessage().contains("page 1 announces more than it can hold"), e.getMessage());
    }

    @Test
    void aZipThatUnpacksWithoutEndIsRefused() throws IOException {
        Path file = folder.resolve("bomb.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.roi"));
            byte[] zeros = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 64; megabyte++) zip.write(zeros);
        }
        IOException e = assertThrows(IOException.class, () -> RoiFiles.read(file));
        assertTrue(e.getMessage().contains("more than 32 MB"), e.getMessage());
    }
}
