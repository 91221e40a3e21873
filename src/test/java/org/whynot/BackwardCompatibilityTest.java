package org.whynot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.plugin.AVI_Reader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.util.Progress;

/**
 * What was made for WhyNot 0.1.0 works on: model folders (schema 1), saved answers and Java programs. Its macros are those in
 * scripts/, which have not changed since and are run by a test of their own.
 */
@Tag("slow")
class BackwardCompatibilityTest {

    private static final Path CLIP = Path.of("test-data", "cells", "videos", "mitosis", "mitosis_00001.avi");
    private static final Path CELLS = Path.of("models", "cells");

    @TempDir
    Path folder;

    private Path old(String name) throws IOException {
        Path file = folder.resolve(Path.of(name).getFileName().toString());
        try (InputStream in = getClass().getResourceAsStream("/compatibility/" + name)) {
            Files.copy(in, file);
        }
        return file;
    }

    /** The bundled model as a folder of that time: its weights are the same, its card is of schema 1. */
    private Path oldModel() throws IOException {
        assumeTrue(
                Files.isRegularFile(CLIP) && Files.isDirectory(CELLS),
                "The bundled model and clip are not here; run from the project's folder. Skipped.");
        Path card = old("cells/model.json");
        assertTrue(Files.readString(card).contains("\"schema\": 1,"));
        for (String file : List.of(Model.CLASSIFIER_FILE, Model.EXPLAINER_FILE, "self-test.json"))
            Files.copy(CELLS.resolve(file), folder.resolve(file));
        return folder;
    }

    @Test
    void aJavaProgramCompilesAndPrintsTheSame() throws Exception {
        Path model = oldModel();
        Path classes = OutsideProgram.compile(old("ExplainOne.java"));
        String printed = OutsideProgram.run(
                classes,
                Map.of(),
                "ExplainOne",
                model.toString(),
                CLIP.toAbsolutePath().toString());
        assertEquals(
                Files.readString(old("ExplainOne.txt")).lines().toList(),
                printed.lines().toList());
    }

    @Test
    void aModelFolderGivesTheSavedAnswer() throws IOException {
        Answer saved = AnswerJson.read(old("mitosis_00001.explanation.json"));
        ImagePlus movie = AVI_Reader.open(CLIP.toString(), false);
        try (Model model = Model.open(oldModel(), "cpu");
                ImagePlusVideo video = ImagePlusVideo.of(movie, TimeAxis.AUTO, note -> {})) {
            Question question = new Question("predicted", saved.negative(), 3, Evidence.BOTH, true);
            Answer answer = new Explainer(model).explain(video, question, Progress.SILENT);
            assertEquals(saved.sentence(), answer.sentence());
            assertEquals(saved.explanations().size(), answer.explanations().size());
            for (int i = 0; i < saved.explanations().size(); i++) {
                Explanation before = saved.explanations().get(i);
                Explanation now = answer.explanations().get(i);
                assertEquals(before.attribute(), now.attribute());
                assertEquals(before.score(), now.score(), 1e-4);
                assertEquals(before.tube().size(), now.tube().size());
                for (int f = 0; f < before.tube().size(); f++) {
                    assertEquals(before.tube().get(f).frame(), now.tube().get(f).frame());
                    assertEquals(before.tube().get(f).box(), now.tube().get(f).box());
                }
            }
        }
    }

    /** A card that was read is written in the schema of today, and says the same. */
    @Test
    void anOldCardBecomesANewOne() throws IOException {
        for (String name : List.of("cells", "ucf6")) {
            Files.deleteIfExists(folder.resolve("model.json"));
            ModelCard card = ModelCard.read(old(name + "/model.json").getParent());
            Path written = Files.createDirectory(folder.resolve(name));
            Files.writeString(written.resolve(ModelCard.FILE), card.toJson());
            assertEquals(card.toJson(), ModelCard.read(written).toJson());
            assertTrue(card.toJson().contains("\"schema\": 2,"));
        }
    }
}
