package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.peer.ClipHeat;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.util.PythonPeer;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Grad-CAM of a logit difference against one written in plain PyTorch, on ten real clips; skipped unless WHYNOT_PYTHON names a
 * Python with torch.
 */
@Tag("slow")
class GradCamPeerTest {

    private static final Path DATA = Path.of(System.getProperty("whynot.data", "../shared/data"), "ucf6");
    private static final int CLIPS = 10;

    @TempDir
    Path folder;

    private static void write(Path file, List<float[]> arrays) throws IOException {
        int length = arrays.stream().mapToInt(a -> a.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] array : arrays) for (float value : array) bytes.putFloat(value);
        Files.write(file, bytes.array());
    }

    @Test
    void itAgreesWithPyTorchOnTenClips() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(DATA), "The data set ucf6 is not there.");
        PythonPeer python = PythonPeer.orSkip(folder, "torch");
        List<float[]> clips = new ArrayList<>();
        List<ClipHeat.Heat> heats = new ArrayList<>();
        StringJoiner pairs = new StringJoiner(";");
        Path weights = ModelFolders.find("ucf6").resolve(Model.CLASSIFIER_FILE);
        try (Model model = Model.open(ModelFolders.find("ucf6"), "cpu")) {
            DataSet data = DataSet.read(DATA).inOrderOf(model.card().classes());
            List<Sample> test = data.split("test");
            ClipHeat gradCam = model.gradCam();
            for (int i = 0; i < CLIPS; i++) {
                Sample sample = test.get(i * test.size() / CLIPS);
                int negative = (sample.classIndex() + 1 + i % 5) % 6;
                float[] clip = new float[model.classifier().input().clipLength()];
                try (Video video = VideoFiles.open(sample.path())) {
                    model.reader(video).read(0, clip, 0);
                }
                clips.add(clip);
                pairs.add(sample.classIndex() + "," + negative);
                heats.add(gradCam.of(clip, sample.classIndex(), negative, Progress.SILENT)
                        .orElseThrow());
            }
        }
        write(folder.resolve("clips"), clips);
        Path out = folder.resolve("heat");
        python.run(Path.of("src", "test", "resources", "grad_cam.py"), weights, folder.resolve("clips"), pairs, out);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
        double largest = 0;
        double furthest = 0;
        for (ClipHeat.Heat heat : heats)
            for (float value : heat.values()) {
                float peer = bytes.getFloat();
                largest = Math.max(largest, Math.abs(peer));
                furthest = Math.max(furthest, Math.abs(peer - value));
            }
        assertEquals(0, bytes.remaining());
        assertTrue(largest > 1e-3, "The heat is nothing but zeros.");
        // Heats are small, as a gradient is shared by all cells: the largest one is the measure.
        assertTrue(furthest <= 1e-4 * Math.min(1, largest), furthest + " of " + largest);
    }
}
