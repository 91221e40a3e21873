package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.whynot.classifier.PooledHead;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Tests {@link AttributeSwitches} with the bundled model. */
class AttributeSwitchesTest {

    private static final int MITOSIS = 3;

    private static Model model;

    @BeforeAll
    static void open() throws IOException {
        model = Model.open(ModelFolders.find("cells"), "cpu");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Video mitosis(int frames) throws IOException {
        return ImagePlusVideo.of(
                new CellSimulator(new SimulationSettings(4, frames, 77))
                        .simulate(MITOSIS)
                        .toImage(),
                TimeAxis.AUTO,
                note -> {});
    }

    @Test
    void everyAttributeIsSwitchedOffOnceAndTheStrongestComesFirst() throws IOException {
        try (Video video = mitosis(75);
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            AttributeSwitches.Result result =
                    new AttributeSwitches(classified).of("mitosis", "migration", Progress.SILENT);
            assertEquals("migration", result.negative());
            List<AttributeSwitch> switches = result.switches();
            Set<String> names = new HashSet<>();
            for (AttributeSwitch s : switches) {
                names.add(s.attribute());
                assertEquals(
                        Math.log(s.positiveBefore() / s.negativeBefore())
                                - Math.log(s.positiveAfter() / s.negativeAfter()),
                        s.drop(),
                        1e-6);
                assertTrue(s.spread() > 0 && s.spread() <= 0.51, s.toString());
                assertTrue(s.shuffled() >= 0, s.toString());
            }
            assertEquals(new HashSet<>(model.card().attributes()), names);
            for (int i = 1; i < switches.size(); i++)
                assertTrue(switches.get(i).drop() <= switches.get(i - 1).drop());
            assertEquals(result, new AttributeSwitches(classified).of("mitosis", "migration", Progress.SILENT));
            String sentence = AttributeSwitch.sentence(switches, result.positive(), result.negative(), 2);
            assertTrue(sentence.startsWith("mitosis, not migration, rests most on: "), sentence);
        }
    }

    @Test
    void theProbabilitiesAreThoseOfTheFeaturesWithoutTheirEvidence() throws IOException {
        try (Video video = mitosis(32);
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            List<AttributeSwitch> switches = new AttributeSwitches(classified)
                    .of("mitosis", "apoptosis", Progress.SILENT)
                    .switches();
            assertEquals(1, classified.sampling().clips(), "one clip, so that logits can be compared");
            int positive = model.card().classes().indexOf("mitosis");
            int negative = model.card().classes().indexOf("apoptosis");
            PooledHead head = model.pooledHead().orElseThrow();
            float[] features = classified.features().features(0);
            double[][] parts = model.head().attributeKernels(positive, negative);
            for (AttributeSwitch s : switches) {
                double[] part = parts[model.card().attributes().indexOf(s.attribute())];
                double[] before = head.logits(means(features, null));
                double[] after = head.logits(means(features, part));
                double drop = before[positive] - before[negative] - (after[positive] - after[negative]);
                assertEquals(drop, s.drop(), 1e-4, s.attribute());
            }
        }
    }

    /** Mean features; of every cell only what is orthogonal to a kernel that finds evidence there, rectified. */
    private static double[] means(float[] features, double[] kernel) {
        int channels = model.pooledHead().orElseThrow().channels();
        int cells = features.length / channels;
        double[] means = new double[channels];
        for (int i = 0; i < cells; i++) {
            double[] x = new double[channels];
            for (int d = 0; d < channels; d++) x[d] = features[d * cells + i];
            if (kernel != null && dot(kernel, x) > 0) {
                double factor = dot(kernel, x) / dot(kernel, kernel);
                for (int d = 0; d < channels; d++) x[d] -= factor * kernel[d];
                assertEquals(0, dot(kernel, x), 1e-6);
                for (int d = 0; d < channels; d++) x[d] = Math.max(0, x[d]);
            }
            for (int d = 0; d < channels; d++) means[d] += x[d] / cells;
        }
        return means;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    @Test
    void aStillIsNotShuffled() throws IOException {
        try (Video video = mitosis(8).cut(0, 1);
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            for (AttributeSwitch s : new AttributeSwitches(classified)
                    .of("predicted", "runner-up", Progress.SILENT)
                    .switches()) {
                assertTrue(Double.isNaN(s.shuffled()));
                assertFalse(s.kind() == AttributeSwitch.Kind.MOTION);
            }
        }
    }

    @Test
    void mapsThatChangeAreMotionAndThoseThatSpreadAreScenes() {
        double[] point = {0, 8, 0, 0, 0, 0, 0, 0, 0, 0};
        double[] even = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        assertEquals(0.1, AttributeSwitches.spread(point), 1e-12);
        assertEquals(0.5, AttributeSwitches.spread(even), 1e-12);
        assertEquals(0, AttributeSwitches.change(point, point));
        assertEquals(2, AttributeSwitches.change(point, new double[] {8, 0, 0, 0, 0, 0, 0, 0, 0, 0}), 1e-12);
        assertEquals(AttributeSwitch.Kind.OBJECT, AttributeSwitch.Kind.of(0, 0.1));
        assertEquals(AttributeSwitch.Kind.SCENE, AttributeSwitch.Kind.of(0, 0.5));
        assertEquals(AttributeSwitch.Kind.MOTION, AttributeSwitch.Kind.of(2, 0.5));
        assertEquals(AttributeSwitch.Kind.OBJECT, AttributeSwitch.Kind.of(Double.NaN, 0.1));
    }

    @Test
    void classesThatAreNotKnownAreRefused() throws IOException {
        try (Video video = mitosis(8);
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            AttributeSwitches switches = new AttributeSwitches(classified);
            assertThrows(IllegalArgumentException.class, () -> switches.of("mitosis", "apoptosi", Progress.SILENT));
        }
    }

    /** On the bundled clips, for which the true reasons are known. */
    @Test
    @Tag("slow")
    void theAttributeThatCarriesTheDecisionIsATrueReasonMoreOftenThanByChance() throws IOException {
        DataSet data = DataSet.read(Path.of("test-data", "cells"));
        double hits = 0;
        double chance = 0;
        int asked = 0;
        for (Sample sample : data.samples())
            try (Video video = VideoFiles.open(sample.path());
                    ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
                String own = data.classes().get(sample.classIndex());
                if (!classified.prediction().get(0).name().equals(own)) continue;
                for (String other : data.classes()) {
                    Set<String> reasons = data.reasons().of(own, other).orElse(Set.of());
                    if (other.equals(own) || reasons.isEmpty()) continue;
                    List<AttributeSwitch> switches = new AttributeSwitches(classified)
                            .of(own, other, Progress.SILENT)
                            .switches();
                    asked++;
                    if (reasons.contains(switches.get(0).attribute())) hits++;
                    chance += reasons.size() / (double) switches.size();
                    System.out.println(AttributeSwitch.sentence(switches, own, other, 12) + " reasons " + reasons);
                    for (AttributeSwitch s : switches)
                        System.out.printf(
                                "   %-24s %s drop %.3f shuffled %.2f spread %.2f%n",
                                s.attribute(), s.kind().word(), s.drop(), s.shuffled(), s.spread());
                }
            }
        System.out.printf("%d questions, %.3f true reasons, %.3f by chance%n", asked, hits / asked, chance / asked);
        assertTrue(hits >= 0.8 * asked, hits + " hits, " + chance + " by chance");
    }
}
