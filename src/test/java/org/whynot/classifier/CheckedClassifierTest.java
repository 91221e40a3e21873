package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whynot.video.ClipFormat;

class CheckedClassifierTest {

    private static final FeatureLayer LAYER = new FeatureLayer("map", 5, 2, 3, 4);

    /** Declares two classes and one layer, and gives arrays of the wanted shapes. */
    private record Claims(List<String> classes, List<FeatureLayer> layers, Shape logits, List<Shape> maps)
            implements VideoClassifier {
        @Override
        public ClipFormat input() {
            return new ClipFormat(4, 16, 16, 1, ClipFormat.Resize.STRETCH, new float[3], new float[] {1, 1, 1});
        }

        @Override
        public Output forward(NDArray clips) {
            NDList features = new NDList();
            for (Shape map : maps) features.add(clips.getManager().zeros(map));
            return new Output(clips.getManager().zeros(logits), features);
        }

        @Override
        public Device device() {
            return Device.cpu();
        }

        @Override
        public String description() {
            return "claims";
        }

        @Override
        public void close() {}
    }

    private static String refusal(List<String> classes, List<FeatureLayer> layers) {
        Claims claims = new Claims(classes, layers, new Shape(1, 2), List.of());
        return assertThrows(IllegalArgumentException.class, () -> new CheckedClassifier(claims))
                .getMessage();
    }

    @Test
    void whatCantBeDeclaredIsRefused() {
        assertTrue(refusal(List.of("a"), List.of(LAYER)).contains("'claims' declares 1 classes"));
        assertTrue(refusal(List.of("a", "a"), List.of(LAYER)).contains("[a, a]"));
        String steps = refusal(List.of("a", "b"), List.of(new FeatureLayer("long", 1, 5, 1, 1)));
        assertTrue(steps.contains("'long'") && steps.contains("5 steps") && steps.contains("4 frames"), steps);
    }

    private static String broken(Shape logits, Shape... maps) {
        CheckedClassifier checked =
                new CheckedClassifier(new Claims(List.of("a", "b"), List.of(LAYER), logits, List.of(maps)));
        try (NDManager manager = Engine.newManager(Device.cpu())) {
            NDArray clips = manager.zeros(new Shape(checked.input().batchShape(2)));
            return assertThrows(IllegalStateException.class, () -> checked.forward(clips))
                    .getMessage();
        }
    }

    @Test
    void aNetworkThatFailsIsNamedWithWhatItGot() {
        VideoClassifier fails = new Claims(List.of("a", "b"), List.of(LAYER), null, List.of());
        try (NDManager manager = Engine.newManager(Device.cpu())) {
            NDArray clips = manager.zeros(new Shape(fails.input().batchShape(2)));
            String message = assertThrows(
                            IllegalStateException.class, () -> new CheckedClassifier(fails).forward(clips))
                    .getMessage();
            assertTrue(message.contains("'claims' failed") && message.contains("(2, 3, 4, 16, 16)"), message);
        }
    }

    @Test
    void anOutputThatDoesNotFitIsNamedWithItsShape() {
        Shape right = new Shape(2, 5, 2, 3, 4);
        String logits = broken(new Shape(2, 3), right);
        assertTrue(logits.contains("the logits") && logits.contains("(2, 3)") && logits.contains("(2, 2)"), logits);
        String map = broken(new Shape(2, 2), new Shape(2, 5, 2, 4, 3));
        assertTrue(map.contains("'map'") && map.contains("(2, 5, 2, 4, 3)") && map.contains("(2, 5, 2, 3, 4)"), map);
        String count = broken(new Shape(2, 2), right, right);
        assertTrue(count.contains("gave 2 feature maps") && count.contains("1 feature layers"), count);
    }
}
