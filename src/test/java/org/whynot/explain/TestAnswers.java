package org.whynot.explain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.whynot.classifier.Precision;
import org.whynot.video.Box;
import org.whynot.video.PixelDigest;
import org.whynot.video.Video;
import org.whynot.video.Warning;

/** Answers for tests, built as the explainer builds them: sampled frames, boxes inside the frame, contributions that add up. */
public final class TestAnswers {

    public static final String MACRO =
            "run(\"Explain Video...\", \"model=cells why_not=apoptosis explanations=3 verify=yes\");";

    private TestAnswers() {}

    /** Two tubes for and one against that follow the three blobs of a {@link TestVideo}; every second frame is sampled. */
    public static Answer following(int width, int height, int frames, boolean verified) {
        List<Explanation> explanations = List.of(
                blob(0, 1, Evidence.FOR, "dividing nucleus", 3.9, width, height, frames, verified),
                blob(1, 2, Evidence.FOR, "condensing nucleus", 1.2, width, height, frames, verified),
                blob(2, 1, Evidence.AGAINST, "moving cell", -2.4, width, height, frames, verified));
        return answer("clip", width, height, frames, explanations);
    }

    /** An answer with everything that one can have: verification, confidence, swap, refinement, warnings,
     * segments, several tubes. */
    public static Answer everything() {
        Answer answer = following(176, 132, 40, true);
        Explanation first = answer.explanations()
                .get(0)
                .with(new Confidence(1.5, List.of(0.5, 2.0), 1, 2 / 3.0, 1 / 3.0, 0.05, 0.75, 0.5))
                .with(new Swap(
                        "other",
                        "other.avi",
                        List.of(new Swap.Place(3, new Box(1, 2, 3, 4))),
                        0.5,
                        true,
                        1,
                        1,
                        2,
                        3,
                        List.of(new Swap.Cell(0, 1, 2)),
                        answer.prediction(),
                        new Swap.Orders(1, null, 3, 1)))
                .with(new Refinement(4, -2.5, 1, 1.5, 9));
        return new Answer(
                answer.video(),
                answer.model(),
                answer.prediction(),
                answer.positive(),
                answer.negative(),
                List.of(first),
                new Answer.Settings(3, 1, "gpu", 7, Window.of("2.5"), 3, 81, 19, true, Precision.FAST),
                Stream.of(Warning.Kind.values())
                        .map(kind -> new Warning(kind, "Something is odd."))
                        .toList());
    }

    private static Explanation blob(
            int blob,
            int rank,
            Evidence evidence,
            String attribute,
            double score,
            int width,
            int height,
            int frames,
            boolean verified) {
        List<TubeBox> tube = new ArrayList<>();
        int first = frames / 6 / 2 * 2;
        int last = Math.max(first, frames - 1 - frames / 6);
        int count = (last - first) / 2 + 1;
        for (int frame = first; frame <= last; frame += 2) {
            double[] center = TestVideo.center(blob, frame / (double) frames);
            double w = width * 2 / 7.0;
            double h = height * (blob == 1 ? 3 : 2) / 7.0;
            Box box = new Box(center[0] * width - w / 2, center[1] * height - h / 2, w, h).clip(width, height);
            double share = 1 + 0.6 * Math.sin(0.7 * frame + blob);
            tube.add(new TubeBox(frame, box, share));
        }
        double sum = tube.stream().mapToDouble(TubeBox::contribution).sum();
        List<TubeBox> scaled = tube.stream()
                .map(b -> new TubeBox(b.frame(), b.box(), b.contribution() * score / sum))
                .toList();
        if (count != scaled.size()) throw new AssertionError();
        return new Explanation(
                rank,
                evidence,
                attribute,
                score,
                1 / (1 + Math.exp(-score)),
                blob % 2,
                blob == 1 ? 3 : 2,
                2,
                scaled,
                verified ? Optional.of(new Verification(0.93, 0.41, 0.02, 0.33, 1)) : Optional.empty());
    }

    /** The answer as if it had been made from a video, of which every second frame is sampled. */
    public static Answer on(Video video, Answer answer) {
        Answer.VideoInfo info = answer.video();
        try {
            return new Answer(
                    new Answer.VideoInfo(
                            info.name(),
                            info.width(),
                            info.height(),
                            info.frames(),
                            info.framesUsed(),
                            PixelDigest.of(video, 2)),
                    answer.model(),
                    answer.prediction(),
                    answer.positive(),
                    answer.negative(),
                    answer.explanations(),
                    answer.settings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some tubes anywhere, of any length, with names of one to four words. */
    public static Answer random(Random random, int width, int height, int frames, int tubes) {
        String[] words = {
            "dividing", "nucleus", "in", "a", "condensing", "cell", "metaphase", "plate", "jumping", "ball"
        };
        List<Explanation> explanations = new ArrayList<>();
        for (int i = 0; i < tubes; i++) {
            int first = random.nextInt(frames);
            List<TubeBox> tube = new ArrayList<>();
            double sum = 0;
            for (int frame = first; frame < frames && tube.size() < 12; frame += 1 + random.nextInt(3)) {
                Box box = new Box(
                                random.nextDouble() * width,
                                random.nextDouble() * height,
                                width * (0.1 + 0.4 * random.nextDouble()),
                                height * (0.1 + 0.4 * random.nextDouble()))
                        .clip(width, height);
                tube.add(new TubeBox(frame, box, random.nextGaussian()));
                sum += tube.get(tube.size() - 1).contribution();
            }
            StringBuilder name = new StringBuilder(words[random.nextInt(words.length)]);
            for (int n = random.nextInt(4); n > 0; n--) name.append(' ').append(words[random.nextInt(words.length)]);
            explanations.add(new Explanation(
                    i + 1,
                    Evidence.FOR,
                    name.toString(),
                    sum,
                    1 / (1 + Math.exp(-sum)),
                    0,
                    2,
                    3,
                    tube,
                    Optional.empty()));
        }
        return answer("clip", width, height, frames, explanations);
    }

    public static Answer answer(String name, int width, int height, int frames, List<Explanation> explanations) {
        return new Answer(
                new Answer.VideoInfo(
                        name,
                        width,
                        height,
                        frames,
                        IntStream.range(0, frames)
                                .filter(f -> f % 2 == 0)
                                .boxed()
                                .toList(),
                        "00ff".repeat(16)),
                new Answer.ModelInfo("cells", "a1b2".repeat(16)),
                List.of(
                        new ClassProbability("mitosis", 0.93),
                        new ClassProbability("interphase", 0.05),
                        new ClassProbability("apoptosis", 0.02)),
                "mitosis",
                "apoptosis",
                explanations,
                new Answer.Settings(3, 1, "cpu", 0));
    }
}
