package org.whynot.model.foreign;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is published about the input of well-known families of video classifiers. */
public enum Preset {
    /** Nothing is known. */
    NONE(ImportHints.NONE),
    /** torchvision's r3d_18, mc3_18 and r2plus1d_18. */
    TORCHVISION_RESNET(hints("NCTHW", 16, 1, 112, 112, Normalisation.KINETICS, null)),
    /** torchvision's s3d. */
    S3D(hints("NCTHW", 16, 4, 224, 224, Normalisation.KINETICS, null)),
    /** torchvision's mvit_v1_b and mvit_v2_s. */
    MVIT(hints("NCTHW", 16, 4, 224, 224, Normalisation.HALF, null)),
    /** torchvision's swin3d_t, swin3d_s and swin3d_b. */
    SWIN3D(hints("NCTHW", 32, 2, 224, 224, Normalisation.IMAGENET, null)),
    /** X3D-S of PyTorchVideo; X3D-XS takes 4 frames of 160x160 pixels, X3D-M 16 of 224x224. */
    X3D(hints("NCTHW", 13, 6, 160, 160, Normalisation.HALF, null)),
    /** SlowFast 8x8 of PyTorchVideo: 32 frames, of which the slow path gets 8. */
    SLOWFAST(hints("NCTHW", 32, 2, 224, 224, Normalisation.HALF, List.of(8, 32))),
    /** VideoMAE of Hugging Face Transformers. */
    VIDEOMAE(hints("NTCHW", 16, 4, 224, 224, Normalisation.IMAGENET, null));

    /** Means and standard deviations that are used with the networks above, for values of 0 to 1. */
    private enum Normalisation {
        KINETICS(List.of(.43216, .394666, .37645), List.of(.22803, .22145, .216989)),
        IMAGENET(List.of(.485, .456, .406), List.of(.229, .224, .225)),
        HALF(List.of(.45, .45, .45), List.of(.225, .225, .225));

        private final List<Double> mean;
        private final List<Double> std;

        Normalisation(List<Double> mean, List<Double> std) {
            this.mean = mean;
            this.std = std;
        }
    }

    private final ImportHints hints;

    Preset(ImportHints hints) {
        this.hints = hints;
    }

    private static ImportHints hints(
            String axes,
            int frames,
            int step,
            int height,
            int width,
            Normalisation numbers,
            List<Integer> inputFrames) {
        return new ImportHints(
                null,
                axes,
                frames,
                step,
                null,
                height,
                width,
                "crop",
                "rgb",
                "0-1",
                numbers.mean,
                numbers.std,
                "logits",
                inputFrames,
                null,
                null,
                null,
                null);
    }

    /** What it states; the rest is null. */
    ImportHints hints() {
        return hints;
    }

    /** As a user writes it: {@code torchvision-resnet}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them, as a user writes them. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Preset::word).toList();
    }

    /**
     * The preset of a word.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static Preset of(String word) {
        for (Preset preset : values()) if (preset.word().equals(word)) return preset;
        throw new IllegalArgumentException(
                "preset='" + word + "' is not known. Use one of: " + String.join(", ", words()) + ".");
    }
}
