package org.whynot.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.whynot.dataset.VideoSurvey.Seen;

/**
 * What of a data set will disappoint whoever trains on it: too few videos, near-copies or one film in two splits, and classes that can be
 * told without looking at what happens.
 *
 * <pre>{@code
 * ShortcutCheck check = ShortcutCheck.of(data, VideoSurvey.of(data, progress));
 * for (String sentence : check.findings()) log(sentence);
 * }</pre>
 *
 * <p>For the last, each test video gets the class of the training video that is most like it (nearest neighbour, Euclidean
 * distance) by its mean brightness over time alone, by its number of frames alone, and by thumbnails. Without test videos each
 * training video is compared with the others. A classifier whose classes brightness or duration gives away may learn just that
 * (Geirhos et al.: Shortcut learning in deep neural networks, Nature Machine Intelligence 2020).
 *
 * @param neighbours how often each nearest neighbour is right
 * @param chance how often the largest class is
 * @param findings what will disappoint, a sentence each
 */
public record ShortcutCheck(List<Neighbour> neighbours, double chance, List<String> findings) {

    /** Thumbnails: {@link Neighbour#by}. */
    public static final String THUMBNAILS = "thumbnails";
    /** Mean brightness over time: {@link Neighbour#by}. */
    public static final String BRIGHTNESS = "brightness";
    /** The number of frames: {@link Neighbour#by}. */
    public static final String DURATION = "duration";

    private static final int FEWEST_OF_CLASS = 10;
    /** A neighbour that closes so much of the gap between chance and always right gives the classes away. */
    private static final double GIVEN_AWAY = 0.5;
    /** How probable it may be that chance did it. */
    private static final double SIGNIFICANT = 0.01;
    /** Two videos correlate more than this, pixel by pixel and in how they change: the one is a near-copy of the other. */
    private static final double ALIKE = 0.99;
    /** Standard deviation of grey values, 0 to 1, below which there is nothing to compare. */
    private static final double FLAT = 0.004;

    private static final int MOST_NAMED = 5;

    /**
     * A nearest neighbour.
     *
     * @param by {@value ShortcutCheck#THUMBNAILS}, {@value ShortcutCheck#BRIGHTNESS} or {@value ShortcutCheck#DURATION}
     * @param accuracy the share of videos whose class it gives, 0 to 1
     * @param videos how many it was tried on
     */
    public record Neighbour(String by, double accuracy, int videos) {}

    /** Checks the videos that a survey saw. */
    public static ShortcutCheck of(DataSet data, VideoSurvey survey) {
        List<Seen> known = survey.split("train");
        List<Seen> asked = survey.split("test").isEmpty() ? known : survey.split("test");
        List<Neighbour> neighbours = List.of(
                neighbour(THUMBNAILS, known, asked, Seen::thumbnails),
                neighbour(BRIGHTNESS, known, asked, Seen::brightness),
                neighbour(DURATION, known, asked, seen -> new float[] {seen.frames()}));
        int[] count = new int[data.classes().size()];
        for (Seen seen : asked) count[seen.sample().classIndex()]++;
        double chance = asked.isEmpty() ? Double.NaN : IntStream.of(count).max().orElse(0) / (double) asked.size();
        List<String> findings = new ArrayList<>();
        fewVideos(data, findings);
        givenAway(neighbours.get(1), chance, "the mean brightness over time", "Record all classes alike", findings);
        givenAway(neighbours.get(2), chance, "the number of frames", "Cut the videos of all classes alike", findings);
        sameFilms(data, findings);
        nearCopies(known, survey.split("test"), findings);
        return new ShortcutCheck(neighbours, chance, List.copyOf(findings));
    }

    private static void fewVideos(DataSet data, List<String> findings) {
        Map<Integer, Long> count =
                data.split("train").stream().collect(Collectors.groupingBy(Sample::classIndex, Collectors.counting()));
        String few = IntStream.range(0, data.classes().size())
                .filter(c -> count.getOrDefault(c, 0L) < FEWEST_OF_CLASS)
                .mapToObj(c -> data.classes().get(c) + " (" + count.getOrDefault(c, 0L) + ")")
                .collect(Collectors.joining(", "));
        if (!few.isEmpty())
            findings.add("These classes have fewer than " + FEWEST_OF_CLASS + " training videos, from which hardly"
                    + " anything can be learned: " + few + ". Label more videos of them.");
        if (data.split("test").isEmpty())
            findings.add("There are no test videos, so that nothing will tell how good the model is. Give every fifth"
                    + " video the split 'test'.");
    }

    /** Test videos that are other segments of a file that training videos are segments of, too. */
    private static void sameFilms(DataSet data, List<String> findings) {
        Set<Path> trained = data.split("train").stream().map(Sample::path).collect(Collectors.toSet());
        List<Sample> shared = data.split("test").stream()
                .filter(s -> trained.contains(s.path()))
                .toList();
        if (shared.isEmpty()) return;
        List<String> films = shared.stream()
                .map(s -> s.path().getFileName().toString())
                .distinct()
                .toList();
        int named = Math.min(MOST_NAMED, films.size());
        findings.add((shared.size() == 1 ? "A test video is a segment" : shared.size() + " test videos are segments")
                + " of films that training videos are segments of, too. What is always the same in a film helps there and"
                + " nowhere else, so that testing says less than it seems: "
                + String.join(", ", films.subList(0, named))
                + (films.size() > named ? ", …" : "")
                + ". Keep the segments of a film in one split.");
    }

    private static Neighbour neighbour(String by, List<Seen> known, List<Seen> asked, Function<Seen, float[]> numbers) {
        List<float[]> points = known.stream().map(numbers).toList();
        int right = 0;
        for (Seen seen : asked) {
            float[] own = numbers.apply(seen);
            double closest = Double.POSITIVE_INFINITY;
            int classIndex = -1;
            for (int i = 0; i < points.size(); i++) {
                if (known.get(i) == seen) continue;
                double distance = distance(own, points.get(i));
                if (distance < closest) {
                    closest = distance;
                    classIndex = known.get(i).sample().classIndex();
                }
            }
            if (classIndex == seen.sample().classIndex()) right++;
        }
        return new Neighbour(by, asked.isEmpty() ? Double.NaN : right / (double) asked.size(), asked.size());
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static void givenAway(
            Neighbour neighbour, double chance, String what, String advice, List<String> findings) {
        if (!(neighbour.accuracy >= chance + GIVEN_AWAY * (1 - chance))) return;
        int right = (int) Math.round(neighbour.accuracy * neighbour.videos);
        if (atLeast(right, neighbour.videos, chance) > SIGNIFICANT) return;
        findings.add(String.format(
                Locale.ROOT,
                "The classes can be told by %s alone: the nearest neighbour by it is right on %.1f %% of %d videos"
                        + " (always the largest class: %.1f %%). The classifier may learn nothing else. %s.",
                what,
                100 * neighbour.accuracy,
                neighbour.videos,
                100 * chance,
                advice));
    }

    /** The probability of so many successes or more in independent trials (binomial). */
    private static double atLeast(int successes, int trials, double probability) {
        if (probability >= 1) return 1;
        double sum = 0;
        double logTerm = trials * Math.log1p(-probability);
        for (int k = 0; k <= trials; k++) {
            if (k >= successes) sum += Math.exp(logTerm);
            logTerm += Math.log((trials - k) / (k + 1.0)) + Math.log(probability) - Math.log1p(-probability);
        }
        return sum;
    }

    /** Test videos that a training video resembles in every pixel of its thumbnails, and in how they change. */
    private static void nearCopies(List<Seen> known, List<Seen> tested, List<String> findings) {
        List<float[]> pixels =
                known.stream().map(s -> normalised(s.thumbnails())).toList();
        List<float[]> changes =
                known.stream().map(s -> normalised(changes(s.thumbnails()))).toList();
        List<String> pairs = new ArrayList<>();
        for (Seen seen : tested) {
            float[] own = normalised(seen.thumbnails());
            float[] ownChanges = normalised(changes(seen.thumbnails()));
            for (int i = 0; i < pixels.size(); i++)
                if (product(own, pixels.get(i)) > ALIKE && isAlike(ownChanges, changes.get(i))) {
                    pairs.add(
                            seen.sample().id() + " and " + known.get(i).sample().id());
                    break;
                }
        }
        if (pairs.isEmpty()) return;
        int named = Math.min(MOST_NAMED, pairs.size());
        findings.add((pairs.size() == 1 ? "A test video is" : pairs.size() + " test videos are")
                + " nearly the same as a training video, so that testing on "
                + (pairs.size() == 1 ? "it" : "them")
                + " says little: "
                + String.join(", ", pairs.subList(0, named))
                + (pairs.size() > named ? ", …" : "")
                + ". Keep videos of the same scene in one split.");
    }

    /** Differences from a thumbnail to the next. */
    private static float[] changes(float[] thumbnails) {
        int frame = VideoSurvey.SIDE * VideoSurvey.SIDE;
        float[] changes = new float[thumbnails.length - frame];
        for (int i = 0; i < changes.length; i++) changes[i] = thumbnails[i + frame] - thumbnails[i];
        return changes;
    }

    /** Mean 0 and length 1; all 0 where there is no contrast. */
    private static float[] normalised(float[] values) {
        double mean = 0;
        for (float value : values) mean += value / (double) values.length;
        double sum = 0;
        for (float value : values) sum += (value - mean) * (value - mean);
        double length = Math.sqrt(sum);
        float[] normalised = new float[values.length];
        if (length < FLAT * Math.sqrt(values.length)) return normalised;
        for (int i = 0; i < values.length; i++) normalised[i] = (float) ((values[i] - mean) / length);
        return normalised;
    }

    /** Whether two normalised vectors correlate; two without any contrast are alike. */
    private static boolean isAlike(float[] a, float[] b) {
        return product(a, b) > ALIKE || product(a, a) + product(b, b) == 0;
    }

    private static double product(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) product += a[i] * b[i];
        return product;
    }

    /** How often a nearest neighbour is right, 0 to 1. */
    public double accuracy(String by) {
        return neighbours.stream().filter(n -> n.by.equals(by)).findFirst().orElseThrow().accuracy;
    }

    /** One sentence with what to compare a classifier's accuracy with; empty where there is nothing to. */
    public String summary() {
        if (Double.isNaN(chance)) return "";
        return String.format(
                Locale.ROOT,
                "To compare with: the nearest neighbour is right on %.1f %% by thumbnails, %.1f %% by brightness over time,"
                        + " %.1f %% by duration; always the largest class on %.1f %% (%d videos).",
                100 * accuracy(THUMBNAILS),
                100 * accuracy(BRIGHTNESS),
                100 * accuracy(DURATION),
                100 * chance,
                neighbours.get(0).videos);
    }
}
