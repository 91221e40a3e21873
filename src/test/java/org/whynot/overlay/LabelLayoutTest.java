package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.explain.Answer;
import org.whynot.explain.TestAnswers;
import org.whynot.video.Box;

class LabelLayoutTest {

    @ParameterizedTest
    @CsvSource({"64,64", "128,128", "176,132", "132,176", "512,512", "2000,1200", "300,20", "20,300", "7,5", "1,1"})
    void labelsLieInsideTheFrameAndNotOnEachOther(int width, int height) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Answer answer = TestAnswers.random(random, width, height, 16, 1 + random.nextInt(12));
            List<ExplanationStyle> styles = ExplanationStyle.of(answer);
            List<List<Label>> variants = variants(styles, width, height);
            LabelLayout layout = new LabelLayout(width, height);
            for (int frame = 0; frame < 16; frame++) {
                List<LabelLayout.Request> requests = requests(styles, variants, frame);
                List<Optional<LabelLayout.Placed>> places = layout.place(requests);
                assertEquals(requests.size(), places.size());
                List<Box> grounds = places.stream()
                        .flatMap(Optional::stream)
                        .map(LabelLayout.Placed::box)
                        .toList();
                for (int i = 0; i < grounds.size(); i++) {
                    Box ground = grounds.get(i);
                    assertTrue(ground.x() >= 0 && ground.y() >= 0, () -> "left or above: " + ground);
                    assertTrue(ground.right() <= width && ground.bottom() <= height, () -> "right or below: " + ground);
                    for (int j = 0; j < i; j++)
                        assertEquals(0, ground.overlap(grounds.get(j)), "seed " + seed + ", frame " + frame);
                }
            }
        }
    }

    /** Where there is room for all, all are there: six short labels in a frame of 176x132 and larger. */
    @ParameterizedTest
    @CsvSource({"176,132", "512,512", "2000,1200"})
    void noLabelIsLeftOutWhereThereIsRoom(int width, int height) {
        for (int seed = 0; seed < 20; seed++) {
            List<ExplanationStyle> styles =
                    ExplanationStyle.of(TestAnswers.random(new Random(seed), width, height, 8, 6));
            List<List<Label>> variants = variants(styles, width, height);
            LabelLayout layout = new LabelLayout(width, height);
            for (int frame = 0; frame < 8; frame++)
                for (Optional<LabelLayout.Placed> place : layout.place(requests(styles, variants, frame)))
                    assertTrue(place.isPresent());
        }
    }

    @Test
    void aLabelStandsAboveItsBoxWhereThereIsRoom() {
        List<Label> variants = Label.variants("dividing nucleus 0.98", 512, 512);
        Box box = new Box(100, 200, 80, 60);
        LabelLayout.Placed place = new LabelLayout(512, 512)
                .place(List.of(new LabelLayout.Request(0, box, variants)))
                .get(0)
                .orElseThrow();
        assertEquals(100, place.x());
        assertEquals(200, place.y() + place.label().height());
        assertEquals(" dividing nucleus 0.98 ", place.label().text());
    }

    /** A box that shakes by a pixel around the height where its label just fits above it. */
    @Test
    void aLabelDoesNotJumpToAndFro() {
        List<Label> variants = Label.variants("cell 0.98", 200, 200);
        LabelLayout layout = new LabelLayout(200, 200);
        List<Boolean> above = new ArrayList<>();
        for (int frame = 0; frame < 10; frame++) {
            Box box = new Box(60, variants.get(0).height() - 3 + frame % 2, 60, 60);
            LabelLayout.Placed place = layout.place(List.of(new LabelLayout.Request(0, box, variants)))
                    .get(0)
                    .orElseThrow();
            above.add(place.y() < box.y());
        }
        assertEquals(1, above.stream().distinct().count(), above::toString);
    }

    @Test
    void aLongNameIsBrokenThenCutButItsNumberStays() {
        String text = "an unusually long attribute with very many words 0.98";
        for (int width : new int[] {400, 176, 64, 40}) {
            List<Label> variants = Label.variants(text, width, 64);
            assertTrue(!variants.isEmpty(), "width " + width);
            for (Label label : variants) {
                assertTrue(label.width() <= width && label.height() <= 64);
                assertTrue(label.text().endsWith("0.98 "), label.text());
            }
        }
        assertTrue(Label.variants(text, 40, 64).get(0).text().contains("\u2026"));
        assertEquals(List.of(), Label.variants(text, 5, 5));
    }

    private static List<List<Label>> variants(List<ExplanationStyle> styles, int width, int height) {
        return styles.stream()
                .map(style -> Label.variants(style.label(), width, height))
                .toList();
    }

    private static List<LabelLayout.Request> requests(
            List<ExplanationStyle> styles, List<List<Label>> variants, int frame) {
        List<LabelLayout.Request> requests = new ArrayList<>();
        for (int i = 0; i < styles.size(); i++) {
            Optional<Box> box = styles.get(i).explanation().boxAt(frame);
            if (box.isPresent()) requests.add(new LabelLayout.Request(i, box.get(), variants.get(i)));
        }
        return requests;
    }
}
