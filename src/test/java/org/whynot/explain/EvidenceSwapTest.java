package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.LabelledVideos;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Tests {@link EvidenceSwap} and {@link ClipIndex} with the bundled model and clips. */
class EvidenceSwapTest {

    private static final Path DATA = Path.of("test-data", "cells");
    private static final int MITOSIS = 3;

    private static Model model;

    @TempDir
    Path cache;

    @BeforeAll
    static void open() throws IOException {
        model = Model.open(ModelFolders.find("cells"), "cpu");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @BeforeEach
    void ownCache() {
        System.setProperty("whynot.cache", cache.toString());
    }

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    private static Video mitosis() throws IOException {
        ImagePlus image = new CellSimulator(new SimulationSettings(4, 32, 77))
                .simulate(MITOSIS)
                .toImage();
        return ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
    }

    private static List<ClipIndex.Source> clips(String className) throws IOException {
        return LabelledVideos.of(DATA, className, Progress.SILENT);
    }

    /** Two clips of one size change their names, and have the date of the archive that they came in. */
    @Test
    void anotherClipOfTheSameLengthAndDateHasItsOwnIndex() throws IOException {
        List<Path> clips = List.of(cache.resolve("a.tif"), cache.resolve("b.tif"));
        CellSimulator simulator = new CellSimulator(new SimulationSettings(4, 32, 77));
        FileTime date = FileTime.fromMillis(1_000_000_000_000L);
        for (int i = 0; i < 2; i++) {
            IJ.saveAsTiff(
                    simulator.simulate(MITOSIS + 4 * i).toImage(), clips.get(i).toString());
            Files.setLastModifiedTime(clips.get(i), date);
        }
        assertEquals(Files.size(clips.get(0)), Files.size(clips.get(1)));
        try (Video video = mitosis();
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            List<ClipIndex.Source> sources = List.of(new ClipIndex.Source("a", clips.get(0)));
            float[] first = ClipIndex.of(classified, "mitosis", sources, Progress.SILENT)
                    .entries()
                    .get(0)
                    .features();
            Files.move(clips.get(1), clips.get(0), StandardCopyOption.REPLACE_EXISTING);
            float[] second = ClipIndex.of(classified, "mitosis", sources, Progress.SILENT)
                    .entries()
                    .get(0)
                    .features();
            assertFalse(Arrays.equals(first, second));
        }
    }

    private static Answer answer(ClassifiedVideo classified, String negative) throws IOException {
        return classified.answer(new Question("predicted", negative, 1, Evidence.FOR, false), Progress.SILENT);
    }

    @Test
    void theSwappedCellsMakeItTheOtherClass() throws IOException {
        try (Video video = mitosis();
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            Answer answer = answer(classified, "apoptosis");
            Explanation first = answer.explanations().get(0);
            ClipIndex index = ClipIndex.of(classified, "apoptosis", clips("apoptosis"), Progress.SILENT);
            Swap swap = new EvidenceSwap(classified, index).of(answer, first, Progress.SILENT);
            assertTrue(swap.isFlipped());
            assertEquals("apoptosis", swap.prediction().get(0).name());
            assertEquals(swap.cells(), swap.swapped().size());
            assertTrue(swap.tubeSwapped() > 0 && swap.tubeSwapped() <= swap.tubeCells());
            assertEquals(swap.cells(), swap.swapped().stream().distinct().count());
            assertTrue(swap.clip().startsWith("apoptosis_0000"), swap.clip());
            assertTrue(swap.similarity() > 0 && swap.similarity() <= 1, swap.similarity() + "");
            assertTrue(swap.cells() <= swap.allCells());
            assertTrue(swap.cells() < swap.orders().random());
            assertTrue(swap.orders().effect() <= swap.orders().random());
            try (Video other = VideoFiles.open(Path.of(swap.file()))) {
                for (Swap.Place place : swap.place()) {
                    assertTrue(place.frame() < other.frames());
                    assertTrue(place.box().area() > 0 && place.box().right() <= other.width() + 1e-6);
                }
            }
            Answer swapped = answer.with(List.of(first.with(swap)));
            assertEquals(swapped, AnswerJson.parse(AnswerJson.write(swapped, "")));
            // The same once more, from the file of the index.
            ClipIndex again = ClipIndex.of(classified, "apoptosis", clips("apoptosis"), Progress.SILENT);
            assertEquals(swap, new EvidenceSwap(classified, again).of(answer, first, Progress.SILENT));
            // Under other names, as after an id in the table was corrected.
            List<ClipIndex.Source> renamed = clips("apoptosis").stream()
                    .map(s -> new ClipIndex.Source("renamed " + s.name(), s.file(), s.part(), s.opener()))
                    .toList();
            ClipIndex other = ClipIndex.of(classified, "apoptosis", renamed, Progress.SILENT);
            assertEquals(
                    "renamed " + swap.clip(),
                    new EvidenceSwap(classified, other)
                            .of(answer, first, Progress.SILENT)
                            .clip());
        }
    }

    @Test
    void aClipOfItsOwnIsItsMostSimilarPlace() throws IOException {
        Path file = clips("mitosis").get(0).file();
        try (Video video = VideoFiles.open(file);
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            Answer answer = answer(classified, "apoptosis");
            FeatureCells cells = new FeatureCells(
                    classified.features(),
                    classified.tubeGeometry(),
                    answer.explanations().get(0));
            ClipIndex own = ClipIndex.of(classified, "mitosis", clips("mitosis"), Progress.SILENT);
            int steps = model.classifier().layers().get(0).steps();
            SimilarPlaces places =
                    new SimilarPlaces(cells, model.classifier().layers().get(0).channels(), steps);
            SimilarPlaces.Found best = places.in(own, () -> false).get(0);
            assertEquals(1, best.similarity(), 1e-9);
            assertEquals(file.toString(), best.entry().file());
            assertEquals(0, best.down());
            assertEquals(0, best.right());
            for (double[] change : places.changes(best))
                for (double channel : change) assertEquals(0, channel, "nothing changes");
        }
    }

    @Test
    void anIndexIsMadeOnceAndAnewWhereItIsDamagedOrAFileHasChanged(@TempDir Path folder) throws IOException {
        for (ClipIndex.Source source : clips("apoptosis"))
            Files.copy(source.file(), folder.resolve(source.file().getFileName()));
        try (Video video = mitosis();
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            List<ClipIndex.Source> sources = LabelledVideos.of(folder, "apoptosis", Progress.SILENT);
            assertEquals(2, sources.size());
            List<String> messages = new ArrayList<>();
            Progress progress = new Progress() {
                @Override
                public void report(double fraction, String message) {
                    messages.add(message);
                }

                @Override
                public boolean isCancelled() {
                    return false;
                }
            };
            int clips = ClipIndex.of(classified, "apoptosis", sources, progress).clips();
            assertFalse(messages.isEmpty());
            messages.clear();
            assertEquals(
                    clips,
                    ClipIndex.of(classified, "apoptosis", sources, progress).clips());
            assertTrue(messages.isEmpty(), "read from the file");
            Path kept;
            try (Stream<Path> files = Files.list(cache)) {
                kept = files.filter(file -> file.toString().endsWith(".clips"))
                        .findFirst()
                        .orElseThrow();
            }
            byte[] bytes = Files.readAllBytes(kept);
            bytes[bytes.length / 2] ^= 1;
            Files.write(kept, bytes);
            assertEquals(
                    clips,
                    ClipIndex.of(classified, "apoptosis", sources, progress).clips());
            assertFalse(messages.isEmpty(), "made anew");
            messages.clear();
            Files.setLastModifiedTime(sources.get(0).file(), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
            ClipIndex.of(classified, "apoptosis", sources, progress);
            assertFalse(messages.isEmpty(), "made anew");
            // One clip is enough.
            assertTrue(ClipIndex.of(classified, "apoptosis", sources.subList(0, 1), progress)
                            .clips()
                    > 0);
        }
    }

    @Test
    void whatCannotBeSwappedIsRefused() throws IOException {
        try (Video video = mitosis();
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            refused(
                    "no video of the class 'apoptosis'",
                    () -> ClipIndex.of(classified, "apoptosis", List.of(), Progress.SILENT));
            refused(
                    "calls none of the 2 videos of 'migration'",
                    () -> ClipIndex.of(classified, "migration", clips("apoptosis"), Progress.SILENT));
            ClipIndex index = ClipIndex.of(classified, "apoptosis", clips("apoptosis"), Progress.SILENT);
            Answer migration = answer(classified, "migration");
            refused(
                    "The clips are of the class 'apoptosis', but the answer is about 'migration'",
                    () -> new EvidenceSwap(classified, index)
                            .of(migration, migration.explanations().get(0), Progress.SILENT));
            ClipIndex mitosis = ClipIndex.of(classified, "mitosis", clips("mitosis"), Progress.SILENT);
            Answer reversed =
                    classified.answer(new Question("apoptosis", "mitosis", 1, Evidence.FOR, false), Progress.SILENT);
            refused("calls this video 'mitosis' already", () -> new EvidenceSwap(classified, mitosis)
                    .of(reversed, reversed.explanations().get(0), Progress.SILENT));
            Progress impatient = new Progress() {
                @Override
                public void report(double fraction, String message) {}

                @Override
                public boolean isCancelled() {
                    return true;
                }
            };
            Answer answer = answer(classified, "apoptosis");
            assertThrows(CancellationException.class, () -> new EvidenceSwap(classified, index)
                    .of(answer, answer.explanations().get(0), impatient));
        }
        assertTrue(assertThrows(IOException.class, () -> LabelledVideos.of(DATA, "telophase", Progress.SILENT))
                .getMessage()
                .contains("has no video of the class 'telophase'; its classes are apoptosis, interphase"));
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void refused(String message, Attempt attempt) {
        String actual =
                assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    @Test
    void aVideoWhereEverythingIsErasedIsSwappedToo() throws IOException {
        ImagePlus black = new CellSimulator(new SimulationSettings(4, 32, 77))
                .simulate(MITOSIS)
                .toImage();
        for (int i = 1; i <= black.getStackSize(); i++)
            black.getStack().getProcessor(i).set(0);
        try (Video video = ImagePlusVideo.of(black, TimeAxis.AUTO, note -> {});
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            String other = classified.prediction().get(0).name().equals("apoptosis") ? "mitosis" : "apoptosis";
            Answer answer = answer(classified, other);
            ClipIndex index = ClipIndex.of(classified, other, clips(other), Progress.SILENT);
            Swap swap = new EvidenceSwap(classified, index)
                    .of(answer, answer.explanations().get(0), Progress.SILENT);
            assertTrue(swap.cells() > 0);
            assertEquals(swap.isFlipped(), swap.prediction().get(0).name().equals(other));
        }
    }

    /** Forty simulated cells that divide, against clips of cells that die. */
    @Test
    @Tag("slow")
    void simulatedDivisionsBecomeDeathsWithFewerCellsThanInRandomOrder() throws IOException {
        CellSimulator simulator = new CellSimulator(new SimulationSettings(160, 32, 2024));
        int flipped = 0;
        long cells = 0;
        long scores = 0;
        int fewer = 0;
        int asked = 0;
        for (int i = 0; i < 160 && asked < 20; i++) {
            if (i % 4 != MITOSIS) continue;
            try (Video video = ImagePlusVideo.of(simulator.simulate(i).toImage(), TimeAxis.AUTO, note -> {});
                    ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
                if (!classified.prediction().get(0).name().equals("mitosis")) continue;
                asked++;
                Answer answer = answer(classified, "apoptosis");
                ClipIndex index = ClipIndex.of(classified, "apoptosis", clips("apoptosis"), Progress.SILENT);
                Swap swap = new EvidenceSwap(classified, index)
                        .of(answer, answer.explanations().get(0), Progress.SILENT);
                System.out.println(swap.sentence(answer.explanations().get(0), "apoptosis") + " " + swap.orderWords());
                if (swap.isFlipped()) flipped++;
                cells += swap.cells();
                scores += swap.orders().evidence();
                Integer random = swap.orders().random();
                if (swap.isFlipped() && (random == null || swap.cells() < random)) fewer++;
            }
        }
        assertEquals(20, asked);
        assertTrue(flipped >= 18, flipped + " flipped");
        assertTrue(fewer >= 16, fewer + " with fewer cells than in random order");
        assertTrue(cells < scores, cells + " cells, " + scores + " in the order of the scores");
    }
}
