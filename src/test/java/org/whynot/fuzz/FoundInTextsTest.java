package org.whynot.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.classifier.foreign.Trust;
import org.whynot.frontend.Messages;
import org.whynot.fuzz.FuzzTarget.Kind;

/** What the fuzzing has found in texts: one place of a file that is right is changed, and the file is refused in our words. */
class FoundInTextsTest {

    @TempDir
    Path folder;

    @AfterEach
    void forgetsTheFolders() {
        System.clearProperty("whynot.cache");
        System.clearProperty(Trust.FOLDER_PROPERTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // A box in a frame that the video does not have would be drawn in all frames up to it.
                "explanation JSON|plain|\"frame\": 32|\"frame\": 40|a box in frame 40, but the video has 40 frames",
                "explanation JSON|plain|\"frames\": 40|\"frames\": 3|'video.frames_used' is wrong",
                "explanation JSON|plain|\"probability\": 0.93|\"probability\": 1.93|'prediction[0].probability' is out of range",
                "explanation JSON|plain|\"width\": 176|\"width\": -1|'video.width' is out of range: -1",
                "explanation JSON|clip|\"beaten\": 1|\"beaten\": -1|'explanations[0].confidence.beaten' is out of range",
                "labels.json of Label Videos|labels.json|\"width\": 320|\"width\": -320|'videos[0].width' is out of range",
                "tables of shards|summary.1-of-2|\"EXPLAINED\"|\"EXPLODED\"|'status' is wrong: it must be one of",
                "tables of shards|summary.1-of-2|\"mitosis\",||the row of a.avi has 11 values, not 12",
                "evaluations of shards|evaluation.1-of-2|30.0,|null,|its values don't fit together",
                "evaluations of shards|evaluation.1-of-2|\"DELETION\"|\"X\"|its values don't fit together",
                "work folder of Train Model|time.json|12.5|-12.5|no training has used -12.5 seconds",
                "work folder of Train Model|plan.json|\"epochs\": 30|\"epochs\": 0|epochs=0 is too small",
                "work folder of Train Model|plan.json|900.0|1900.0|a plan can't have these numbers",
                "bioimage.io descriptions|rdf.yaml|size: 8|size: -8|must be at least 1",
                "bioimage.io descriptions|rdf.yaml|[0.25, 0.25, 0.2]|[0, 0.25, 0.2]|the deviation must be positive",
                "bioimage.io descriptions|rdf.yaml|[0.25, 0.25, 0.2]|[0.25, 0.2]|'kwargs' has 2 numbers; 1 or 3",
                "bioimage.io descriptions|rdf.yaml|[0.25, 0.25, 0.2]|[0.25, null, 0.2]|where a number is needed",
                "bioimage.io descriptions|rdf.yaml|outputs:|outputs: []\\nx:|'outputs' is empty",
                "JSON descriptions of classifiers|weights.json|\"frames\": 16|\"frames\": 0|must be at least 1",
                "JSON descriptions of classifiers|weights.json|\"crop\"|\"cut\"|resize='cut' is not known",
                "JSON descriptions of classifiers|weights.json|[0.45, 0.45, 0.45]|[]|mean has 0 numbers",
                "JSON descriptions of classifiers|weights.json|[8, 16]|[0, 16]|every input gets a frame at least",
                "lists of class names|classes.json|\"1\"|\"2\"|whose numbers are 0, 1, 2 and so on",
                "lists of class names|numbers.json|1|0|whose numbers are 0, 1, 2 and so on",
                "XML of an update site|db.xml.gz|filename=|name=|is damaged or cut short at line",
                "XML of an update site|db.xml.gz|\"20261128213000\"|\"x\"|is damaged or cut short",
                "XML of an update site|db.xml.gz|checksum=|sum=|is damaged or cut short at line",
                "XML of an update site|db.xml.gz|It explains|&e;|is damaged or cut short at line",
                "index of an update site|db.xml.gz||x|is damaged or cut short",
                "labels of FERAL|feral.json|groom|\\u00zz|is damaged or cut short",
                "model card and self-test|model.json|\"schema\": 2|\"schema\": null|it is damaged or cut short",
                "tables of segments and splits|boxes.csv|20.25|1e308|and the frame is 640 pixels wide",
                "tables of segments and splits|boxes.csv|20.25|1e308|it ends at 1.0E308",
                "tables of segments and splits|videos.csv|,5,25,,,,,|,5,25,2147483647,0,2147483647,10,|no video is as wide",
            })
    void oneWrongPlaceIsTold(String format, String file, String from, String to, String message) throws Exception {
        FuzzTarget target = FuzzTargets.ALL.get(format).make(folder);
        Path damaged = target.files().stream()
                .filter(f -> f.getFileName().toString().startsWith(file))
                .findFirst()
                .orElseThrow();
        String text = new String(Files.readAllBytes(damaged), StandardCharsets.ISO_8859_1);
        String wrong = text.replaceFirst(
                Pattern.quote(from == null ? "" : from),
                Matcher.quoteReplacement(to == null ? "" : to.replace("\\n", "\n")));
        assertTrue(!wrong.equals(text), text);
        String sentence = refusal(target, damaged, wrong.getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(sentence.contains(message), sentence);
    }

    private static String refusal(FuzzTarget target, Path file, byte[] damaged) throws IOException {
        for (Path other : target.files()) Files.write(other, target.seal().apply(Files.readAllBytes(other)));
        Files.write(file, target.seal().apply(damaged));
        Throwable e = assertThrows(Throwable.class, () -> target.opening().open(file));
        assertEquals(
                Optional.empty(), Oracle.problem(e, target, file.getFileName().toString()));
        return Messages.sentence(e);
    }

    static List<String> texts() {
        return FuzzTargets.ALL.keySet().stream()
                .filter(format -> !format.startsWith("model") && !VideoTargets.ALL.containsKey(format))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aByteThatIsNoTextIsToldInOurWords(String format) throws Exception {
        FuzzTarget target = FuzzTargets.ALL.get(format).make(folder);
        if (target.kind() != Kind.TEXT) return;
        for (Path file : target.files()) {
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = whole.clone();
            damaged[whole.length / 2] = (byte) 0xFF;
            Files.write(file, target.seal().apply(damaged));
            try {
                target.opening().open(file);
            } catch (Throwable e) {
                assertEquals(
                        Optional.empty(),
                        Oracle.problem(e, target, file.getFileName().toString()));
            }
            Files.write(file, target.seal().apply(whole));
        }
    }

    @Test
    void aSwapWithoutPlaceIsTold() throws Exception {
        FuzzTarget target = FuzzTargets.ALL.get("explanation JSON").make(folder);
        Path file = target.files().get(0);
        String text = Files.readString(file);
        String wrong = text.replaceFirst("(?s)\"place\": \\[.*?\\]", "\"place\": []");
        assertTrue(!wrong.equals(text), text);
        String sentence = refusal(target, file, wrong.getBytes(StandardCharsets.UTF_8));
        assertTrue(sentence.contains("a swap needs a place"), sentence);
    }

    /** Explain Folder would not make again what is missing. */
    @Test
    void aReceiptOfNothingIsNotWhole() throws Exception {
        FuzzTarget target = FuzzTargets.ALL.get("receipts").make(folder);
        Path file = target.files().get(0);
        String text = Files.readString(file);
        for (String files : List.of("{}", "{\"a\\\\u0000b\": 1}")) {
            String wrong = text.replaceFirst("(?s)\"files\": \\{.*?\\}", "\"files\": " + files);
            assertTrue(!wrong.equals(text), text);
            Files.writeString(file, wrong);
            target.opening().open(file);
        }
    }

    /** The step of a CVAT task was no number that Java knows. */
    @Test
    void aStepOfManyDigitsIsPassedOver() throws Exception {
        FuzzTarget cvat = FuzzTargets.ALL.get("labels of CVAT").make(folder);
        Path file = cvat.files().get(0);
        Files.writeString(file, Files.readString(file).replace("step=1", "step=99999999999999"));
        cvat.opening().open(file);
    }
}
