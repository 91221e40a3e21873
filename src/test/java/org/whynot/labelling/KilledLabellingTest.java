package org.whynot.labelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.VideoSize;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** A program that labels is killed (kill -9) at random moments: what is reopened is the labels before an act or after it. */
@Tag("slow")
class KilledLabellingTest {

    private static final int KILLS = 25;
    private static final int VIDEOS = 6;

    @TempDir
    Path folder;

    /** What the child runs: {@code FOLDER SEED}, until it is killed. After each act that is saved it appends its number to a file. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        RandomActs acts = new RandomActs(Long.parseLong(arguments[1]));
        try (LabelProject project = LabelProject.open(folder, RandomActs.videos(folder, VIDEOS), Progress.SILENT)) {
            setSizes(project);
            for (int act = 1; ; act++) {
                project.act("act", acts::act);
                project.save();
                Files.writeString(
                        folder.resolve("saved.txt"), act + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
    }

    /** The files are no videos, whose sizes could be read. */
    private static void setSizes(LabelProject project) {
        for (Clip clip : project.labels().clips()) project.setSize(clip, new VideoSize(RandomActs.FRAMES, 80, 60));
    }

    @Test
    void theLabelsAreThoseBeforeOrAfterAnAct() throws Exception {
        TreeSet<Integer> moments = new TreeSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Path videos = Files.createDirectories(folder.resolve("kill-" + kill));
            Map<String, Path> files = RandomActs.videos(videos, VIDEOS);
            for (Path file : files.values()) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, file.toString());
            }
            kill(videos, kill);
            // A line that is cut short does not count.
            String text = Files.readString(videos.resolve("saved.txt"));
            int saved = (int) text.chars().filter(c -> c == '\n').count();
            List<Labels> states = states(videos, files, kill, saved + 2);
            try (LabelProject again = LabelProject.open(videos, files, Progress.SILENT)) {
                Labels found = again.labels();
                int state = -1;
                for (int act = Math.max(0, saved - 1); act < states.size(); act++)
                    if (isSame(states.get(act), found)) state = act;
                assertTrue(state >= Math.max(0, saved - 1), "kill " + kill + ": saved " + saved + ", found " + found);
                moments.add(state);
                assertEquals(List.of(), again.notes(), "kill " + kill);
                if (!again.ready().isEmpty())
                    assertEquals(
                            again.ready().size(), DataSet.read(videos).samples().size());
            }
        }
        assertTrue(moments.size() > 3, "the kills came at different moments: " + moments);
    }

    /** Files of clips that were removed come back as new clips at the end. */
    private static boolean isSame(Labels state, Labels found) {
        return found.clips().size() >= state.clips().size()
                && found.clips().subList(0, state.clips().size()).equals(state.clips())
                && found.classes().equals(state.classes())
                && found.attributes().equals(state.attributes());
    }

    /** The labels after no act, one, two … */
    private static List<Labels> states(Path folder, Map<String, Path> files, long seed, int acts) throws Exception {
        List<Labels> states = new ArrayList<>();
        Path other = Files.createDirectories(folder.resolveSibling("states-" + seed));
        for (Path file : files.values()) {
            Path copy = other.resolve(folder.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        RandomActs random = new RandomActs(seed);
        try (LabelProject project = LabelProject.open(other, RandomActs.videos(other, VIDEOS), Progress.SILENT)) {
            states.add(project.labels());
            for (int i = 0; i < acts; i++) {
                project.act("act", random::act);
                states.add(project.labels());
            }
        }
        return states;
    }

    private void kill(Path videos, int seed) throws Exception {
        Path said = folder.resolve("said");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledLabellingTest.class.getName(),
                        videos.toString(),
                        Integer.toString(seed))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Wait.until("the child", () -> Files.exists(videos.resolve("saved.txt")) || !child.isAlive());
            Thread.sleep(new Random(seed).nextInt(400));
            assertTrue(child.isAlive(), Files.readString(said));
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
