package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.whynot.classifier.onnx.Fixtures;
import org.whynot.video.ClipFormat;

/** What holds for every {@link VideoClassifier}; an implementation is added to the kinds below. */
class VideoClassifierContractTest {

    enum Kind {
        BUNDLED {
            @Override
            VideoClassifier open() throws IOException {
                ClipFormat input =
                        new ClipFormat(16, 112, 112, 1, ClipFormat.Resize.STRETCH, new float[3], new float[] {1, 1, 1});
                return C3dClassifier.read(
                        Path.of("models/ucf6/classifier.params"),
                        Architecture.LAPTOP,
                        input,
                        List.of("a", "b", "c", "d", "e", "f"),
                        Engine.device("cpu"));
            }
        },
        UNTRAINED {
            @Override
            VideoClassifier open() throws IOException {
                return BUNDLED.open().untrained(3).orElseThrow();
            }
        },
        TOY {
            @Override
            VideoClassifier open() {
                return new ToyClassifier();
            }
        },
        NEW_LAST_LAYER {
            @Override
            VideoClassifier open() throws IOException {
                Random random = new Random(5);
                float[] weight = new float[4 * 256];
                for (int i = 0; i < weight.length; i++) weight[i] = (float) random.nextGaussian();
                return NewLastLayer.of(BUNDLED.open(), List.of("p", "q", "r", "s"), weight, new float[4]);
            }
        },
        ONNX_CONVOLUTIONS {
            @Override
            VideoClassifier open() throws IOException {
                return Fixtures.classifier("c3d");
            }
        },
        ONNX_STRIDES_IN_TIME {
            @Override
            VideoClassifier open() throws IOException {
                return Fixtures.classifier("r21d");
            }
        },
        ONNX_TOKENS {
            @Override
            VideoClassifier open() throws IOException {
                return Fixtures.classifier("tokens");
            }
        };

        abstract VideoClassifier open() throws IOException;
    }

    private static void with(Kind kind, Consumer<NDManager> test) {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            test.accept(manager);
        }
    }

    private static float[] noise(VideoClassifier classifier, int clips, long seed) {
        Random random = new Random(seed);
        float[] values = new float[clips * classifier.input().clipLength()];
        for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
        return values;
    }

    private static NDArray batch(VideoClassifier classifier, NDManager manager, float[] values) {
        int clips = values.length / classifier.input().clipLength();
        return manager.create(values, new Shape(classifier.input().batchShape(clips)));
    }

    private static float[] all(VideoClassifier.Output output, int clip) {
        NDList arrays = new NDList(output.logits());
        arrays.addAll(output.features());
        float[] joined = {};
        for (NDArray array : arrays) {
            float[] own = array.get(clip).toFloatArray();
            joined = Arrays.copyOf(joined, joined.length + own.length);
            System.arraycopy(own, 0, joined, joined.length - own.length, own.length);
        }
        return joined;
    }

    @ParameterizedTest
    @EnumSource
    void itGivesWhatItDeclares(Kind kind) throws IOException {
        try (CheckedClassifier classifier = new CheckedClassifier(kind.open())) {
            with(kind, manager -> {
                for (int clips : new int[] {1, 2, 3}) {
                    VideoClassifier.Output output =
                            classifier.forward(batch(classifier, manager, noise(classifier, clips, 1)));
                    for (float logit : output.logits().toFloatArray()) assertTrue(Float.isFinite(logit));
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatItSaysItMakesOfTheMeanOfItsFeaturesAreTheLogits(Kind kind) throws IOException {
        try (CheckedClassifier classifier = new CheckedClassifier(kind.open())) {
            Optional<PooledHead> head = classifier.pooledHead();
            assumeTrue(head.isPresent(), "it can't tell");
            with(kind, manager -> {
                VideoClassifier.Output output = classifier.forward(batch(classifier, manager, noise(classifier, 2, 4)));
                float[] logits = output.logits().toFloatArray();
                NDArray means = output.features().get(0).flatten(2, 4).mean(new int[] {2});
                int classes = classifier.classes().size();
                for (int clip = 0; clip < 2; clip++) {
                    float[] own = means.get(clip).toFloatArray();
                    double[] continued = head.get()
                            .logits(java.util.stream.IntStream.range(0, own.length)
                                    .mapToDouble(d -> own[d])
                                    .toArray());
                    for (int c = 0; c < classes; c++)
                        assertEquals(
                                logits[clip * classes + c], continued[c], 1e-4 * Math.max(1, Math.abs(continued[c])));
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameClipGivesTheSameBitsWhateverIsBesideIt(Kind kind) throws IOException {
        try (VideoClassifier classifier = kind.open()) {
            with(kind, manager -> {
                float[] one = noise(classifier, 1, 1);
                float[] two = Arrays.copyOf(one, 2 * one.length);
                float[] other = two.clone();
                System.arraycopy(noise(classifier, 1, 2), 0, other, one.length, one.length);
                float[] withNothing = all(classifier.forward(batch(classifier, manager, two)), 0);
                assertArrayEquals(withNothing, all(classifier.forward(batch(classifier, manager, other)), 0));
                assertArrayEquals(withNothing, all(classifier.forward(batch(classifier, manager, two)), 0));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void itLeavesTheClipsAsTheyAreAndBuildsNoGraph(Kind kind) throws IOException {
        try (VideoClassifier classifier = kind.open()) {
            with(kind, manager -> {
                float[] values = noise(classifier, 2, 1);
                NDArray clips = batch(classifier, manager, values);
                VideoClassifier.Output output = classifier.forward(clips);
                assertArrayEquals(values, clips.toFloatArray());
                assertTrue(!output.logits().hasGradient());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyThreadMayAsk(Kind kind) throws Exception {
        try (VideoClassifier classifier = kind.open()) {
            float[] values = noise(classifier, 2, 1);
            AtomicReference<float[]> elsewhere = new AtomicReference<>();
            Thread thread = new Thread(() -> with(
                    kind, manager -> elsewhere.set(all(classifier.forward(batch(classifier, manager, values)), 1))));
            thread.start();
            thread.join(60_000);
            with(
                    kind,
                    manager -> assertArrayEquals(
                            elsewhere.get(), all(classifier.forward(batch(classifier, manager, values)), 1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void itCanBeDescribedAndEverythingItDeclaresStaysTheSame(Kind kind) throws IOException {
        try (VideoClassifier classifier = kind.open()) {
            assertTrue(!classifier.description().isBlank());
            assertEquals(classifier.layers(), classifier.layers());
            assertEquals(classifier.classes(), classifier.classes());
            assertEquals(classifier.input(), classifier.input());
            assertTrue(classifier.classes().size() >= 2 && !classifier.layers().isEmpty());
        }
    }
}
