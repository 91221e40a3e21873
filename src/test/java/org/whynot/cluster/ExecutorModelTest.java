package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Precision;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.frontend.UntrainedModel;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.video.Display;
import org.whynot.video.Video;

class ExecutorModelTest {

    private static final int FRAMES = 8;
    private static final int SIDE = 64;

    @TempDir
    static Path folder;

    private static ModelFiles files;

    @BeforeAll
    static void prepare() throws IOException {
        files = ModelFiles.read(UntrainedModel.write(folder.resolve("untrained")));
    }

    private static ExecutorModel.Lease get(String key) throws IOException {
        return ExecutorModel.get(key, () -> files, "cpu", Precision.EXACT, 1);
    }

    private static void explain(Model model) throws IOException {
        var image = ArrayImgs.unsignedBytes(SIDE, SIDE, FRAMES);
        try (Video video = new Video("black", image, new Display.Range(0, 255), 1)) {
            new Explainer(model).explain(video, Question.DEFAULT, Progress.SILENT);
        }
    }

    @Test
    void aModelIsOpenUntilItIsReplacedAndItsLastTaskIsDone() throws IOException {
        ExecutorModel.Lease first = get("a");
        ExecutorModel.Lease second = get("a");
        Model model = first.model();
        assertSame(model, second.model());
        ExecutorModel.Lease other = get("b");
        assertNotSame(model, other.model());
        first.close();
        first.close();
        explain(model);
        second.close();
        assertThrows(IllegalStateException.class, () -> explain(model));

        Model last = other.model();
        ExecutorModel.close();
        explain(last);
        other.close();
        assertThrows(IllegalStateException.class, () -> explain(last));
    }

    @Test
    void aModelThatNoTaskUsesIsKeptForTheNext() throws IOException {
        Model model;
        try (ExecutorModel.Lease lease = get("c")) {
            model = lease.model();
        }
        try (ExecutorModel.Lease lease = get("c")) {
            assertSame(model, lease.model());
            explain(model);
        }
        ExecutorModel.close();
        assertThrows(IllegalStateException.class, () -> explain(model));
    }
}
