package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.ActionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;
import org.whynot.labelling.Clip;
import org.whynot.labelling.LabelProject;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Progress;

/** The labelling window with many clips, and where saving fails. */
@NeedsDisplay
class LabelWindowTest {

    @TempDir
    Path folder;

    /** A few simulated videos, and copies of them. */
    private Map<String, Path> videos(int count) throws Exception {
        Path cells = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(Math.min(count, 4), 20, 3)).write(cells, Progress.SILENT);
        List<Sample> samples = DataSet.read(cells).samples();
        Path copies = Files.createDirectories(folder.resolve("copies"));
        Map<String, Path> videos = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Path film = samples.get(i % samples.size()).path();
            videos.put("film" + i, Files.copy(film, copies.resolve("film" + i + ".avi")));
        }
        return videos;
    }

    private LabelWindows.Open open(LabelProject project) throws Exception {
        return BrowserFixture.onEvents(() -> LabelWindows.openNow(project, ""));
    }

    private static void act(LabelWindows.Open open, LabelAction action) throws Exception {
        BrowserFixture.run(() -> open.controller().action(action).actionPerformed(new ActionEvent(open, 0, "")));
    }

    /** Each file is ten segments. */
    private static List<Clip> segments(LabelProject project, int each) {
        List<Clip> clips = new ArrayList<>();
        for (Clip whole : project.labels().clips())
            for (int i = 0; i < each; i++)
                clips.add(new Clip(
                        whole.id() + "-part-" + i,
                        whole.video(),
                        Segment.frames(i % 10 * 2, i % 10 * 2 + 2),
                        "",
                        List.of(),
                        List.of(),
                        List.of(),
                        "",
                        ""));
        return clips;
    }

    @Test
    void aThousandClipsGetTheirThumbnailsAndTheWindowStaysAwake() throws Exception {
        LabelProject project = LabelProject.open(folder.resolve("labels"), videos(100), Progress.SILENT);
        project.act("segments", l -> l.withClips(segments(project, 10)));
        assertEquals(1100, project.labels().clips().size());
        long start = System.nanoTime();
        try (EventWatchdog watchdog = new EventWatchdog()) {
            LabelWindows.Open open = open(project);
            List<Clip> first = project.labels().clips().subList(0, 1000);
            BrowserFixture.await("the thumbnails", () -> first.stream().allMatch(open.controller()::hasImage));
            long took = (System.nanoTime() - start) / 1_000_000;
            System.out.println("thumbnails of 1000 clips of 100 files in " + took + " ms");
            assertEquals(List.of(), watchdog.working("org.whynot.video", "org.bytedeco"));
            BrowserFixture.run(open.window()::close);
        }
    }

    @Test
    void twentyThousandSegmentsOfTwoHundredVideosAreLabelled() throws Exception {
        Map<String, Path> videos = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            Path file = Files.createDirectories(folder.resolve("videos")).resolve("film" + i + ".avi");
            videos.put("film" + i, Files.writeString(file, "no video " + i));
        }
        LabelProject project = LabelProject.open(folder.resolve("labels"), videos, Progress.SILENT);
        project.act("segments", l -> l.withClips(segments(project, 100)));
        project.act("class", l -> l.withNewClass("division").withNewAttribute("round"));
        LabelWindows.Open open = open(project);
        BrowserFixture.run(() -> open.controller().panel.clips.setSelectionInterval(0, 19_999));
        long start = System.nanoTime();
        BrowserFixture.run(() -> open.controller().giveClass("division"));
        long shown = (System.nanoTime() - start) / 1_000_000;
        BrowserFixture.await("the labels to be saved", project::isSaved);
        long saved = (System.nanoTime() - start) / 1_000_000;
        System.out.println("20,000 clips get a class: shown after " + shown + " ms, saved after " + saved + " ms");
        assertEquals(20_000, project.labels().labelled());
        assertTrue(Files.size(project.folder().resolve("videos.csv")) > 20_000 * 20);
        BrowserFixture.run(open.window()::close);
    }

    @Test
    void whereSavingFailsItIsSaidAndTriedAgain() throws Exception {
        LabelProject project = LabelProject.open(folder.resolve("labels"), videos(4), Progress.SILENT);
        LabelWindows.Open open = open(project);
        LabelPanel panel = open.controller().panel;
        // A table can't take the place of a folder.
        Path inTheWay =
                Files.createDirectories(project.folder().resolve("videos.csv").resolve("inside"));
        BrowserFixture.run(() -> open.controller().act("class", l -> l.withNewClass("division")));
        BrowserFixture.run(() -> open.controller().giveClass("division"));
        BrowserFixture.await("the message", () -> panel.saved.getText().equals("NOT SAVED"));
        BrowserFixture.await("its reason", () -> panel.status.getText().contains("videos.csv is a folder"));
        act(open, LabelAction.UNDO);
        act(open, LabelAction.REDO);
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        BrowserFixture.await(
                "everything to be saved", () -> panel.saved.getText().endsWith("saved"));
        assertTrue(Files.readString(project.folder().resolve("videos.csv")).contains("division"));
        BrowserFixture.run(open.window()::close);
        BrowserFixture.await("the end", () -> !Files.exists(project.folder().resolve(".whynot.lock")));
    }

    @Test
    void theMenusHaveEveryActionOnceAndNoTwoKeysAreTheSame() throws Exception {
        LabelProject project = LabelProject.open(folder.resolve("labels"), videos(1), Progress.SILENT);
        LabelWindows.Open open = open(project);
        int items = IntStream.range(0, open.window().getJMenuBar().getMenuCount())
                .map(i -> open.window().getJMenuBar().getMenu(i).getItemCount())
                .sum();
        assertEquals(LabelAction.values().length, items);
        assertEquals(
                LabelAction.values().length,
                List.of(LabelAction.values()).stream()
                        .map(LabelAction::keyStroke)
                        .distinct()
                        .count());
        BrowserFixture.run(open.window()::close);
    }
}
