package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.whynot.dataset.Sample;
import org.whynot.evaluate.Concepts.Labels;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.explain.Explanation;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.Video;

/** A few explanations with their images, for the report: best, typical and worst by a rule that the page states. */
final class ReportExamples {

    private static final int A_KIND = 2;

    private final Evaluation evaluation;
    private final List<String> classes;

    ReportExamples(Evaluation evaluation) {
        this.evaluation = evaluation;
        classes = evaluation.model().classes();
    }

    /**
     * The section.
     *
     * @throws IOException if a video can't be read
     */
    String html(Progress progress) throws IOException {
        List<JudgedRegion> ranked = evaluation.judgedRegions().stream()
                .filter(t ->
                        t.method() == Method.TUBE && t.place() == 1 && t.video().isCorrect())
                .sorted(Comparator.comparingDouble(ReportExamples::change))
                .toList();
        if (ranked.isEmpty()) return "";
        Set<JudgedRegion> taken = new LinkedHashSet<>();
        StringBuilder html =
                new StringBuilder("<p>Correctly classified videos against their most probable other class, in the order"
                        + " of how far p(pos) falls when the tube is erased: the " + A_KIND
                        + " at the top, in the middle and at the bottom, of different classes as far as possible. Blue: the tube in its first,"
                        + " strongest and last frame. Dashed: true boxes of the attribute.</p>");
        group(html, "Largest fall", ranked, 0, 1, taken, progress);
        group(html, "Typical", ranked, ranked.size() / 2, 1, taken, progress);
        group(html, "Smallest fall, or a rise", ranked, ranked.size() - 1, -1, taken, progress);
        return html.toString();
    }

    private static double change(JudgedRegion judged) {
        int positive = judged.video().predicted();
        return judged.after()[positive] - judged.video().before()[positive];
    }

    private void group(
            StringBuilder html,
            String title,
            List<JudgedRegion> ranked,
            int from,
            int step,
            Set<JudgedRegion> taken,
            Progress progress)
            throws IOException {
        Set<Integer> shown = new TreeSet<>();
        List<JudgedRegion> chosen = new ArrayList<>();
        // Once for a class each, then whatever is there.
        for (boolean anyClass : new boolean[] {false, true})
            for (int i = from; i >= 0 && i < ranked.size() && chosen.size() < A_KIND; i += step) {
                JudgedRegion judged = ranked.get(i);
                if (taken.contains(judged)
                        || !anyClass && shown.contains(judged.video().truth())) continue;
                taken.add(judged);
                shown.add(judged.video().truth());
                chosen.add(judged);
            }
        if (chosen.isEmpty()) return;
        html.append("<h3>").append(title).append("</h3><div class=\"examples\">");
        for (JudgedRegion judged : chosen) html.append(example(judged, progress));
        html.append("</div>");
    }

    private String example(JudgedRegion judged, Progress progress) throws IOException {
        Sample sample = evaluation.data().samples().stream()
                .filter(s -> s.id().equals(judged.video().id()))
                .findFirst()
                .orElseThrow();
        Explanation explanation = judged.explanation().orElseThrow();
        StringBuilder pictures = new StringBuilder();
        try (Video video = sample.open()) {
            Concepts truth = new Concepts(sample, video.frames(), Labels.ALL);
            float[] rgb = new float[video.frameLength()];
            Set<Integer> frames = new TreeSet<>(
                    List.of(explanation.firstFrame(), explanation.strongestFrame(), explanation.lastFrame()));
            for (int frame : frames) {
                progress.check();
                video.read(frame, rgb);
                List<Box> boxes = truth.at(explanation.attribute(), frame);
                pictures.append("<div>")
                        .append(FrameFigure.svg(rgb, video.width(), video.height(), explanation, frame, boxes))
                        .append("<small>frame ")
                        .append(frame + 1)
                        .append(frame == explanation.strongestFrame() ? ", strongest" : "")
                        .append("</small></div>");
            }
        }
        int positive = judged.video().predicted();
        String text = String.format(
                Locale.ROOT,
                "<b>%s</b>, not %s, because of <b>%s</b>%s<small>%s · score %.2f · erased: p(%s) %.3f → %.3f, p(%s) %.3f → %.3f</small>",
                Html.text(classes.get(positive)),
                Html.text(classes.get(judged.negative())),
                Html.text(explanation.label()),
                judged.present() != 0 ? "" : " <span class=\"worse\">(which the video has not)</span>",
                Html.text(judged.video().id()),
                explanation.score(),
                Html.text(classes.get(positive)),
                judged.video().before()[positive],
                judged.after()[positive],
                Html.text(classes.get(judged.negative())),
                judged.video().before()[judged.negative()],
                judged.after()[judged.negative()]);
        return "<figure class=\"example\"><div class=\"frames\">" + pictures + "</div><figcaption>" + text
                + "</figcaption></figure>";
    }
}
