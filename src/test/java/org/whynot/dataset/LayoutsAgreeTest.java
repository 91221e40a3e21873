package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A random data set is the same, whether it was written in a published layout or in WhyNot's own. */
class LayoutsAgreeTest {

    private static final int FRAMES = 12;
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    @TempDir
    Path folder;

    private Random random;
    private List<String> classes;
    private List<String> attributes;
    private boolean[][] has;
    private final List<Clip> clips = new ArrayList<>();

    /** A video; boxes by person and frame, null where there is none; persons is null without a file of persons. */
    private record Clip(String id, int classIndex, String split, double[][][] persons) {
        String path(List<String> classes) {
            return classes.get(classIndex) + "/" + id + ".avi";
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ucf101(long seed) throws IOException {
        make(seed, true);
        int number = 1 + random.nextInt(3);
        if (number > 1) write("split.txt", "" + number);
        List<String> numbered = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) numbered.add(c + 1 + " " + classes.get(c));
        String lists = random.nextBoolean() ? "ucfTrainTestlist/" : "";
        write(lists + "classInd.txt", numbered.toArray(String[]::new));
        for (int n = 1; n <= 3; n++)
            for (String split : List.of("train", "test")) {
                boolean chosen = n == number;
                write(
                        lists + split + "list0" + n + ".txt",
                        clips.stream()
                                .filter(clip -> chosen == clip.split.equals(split))
                                .map(clip ->
                                        clip.path(classes) + (split.equals("train") ? " " + (clip.classIndex + 1) : ""))
                                .toArray(String[]::new));
            }
        for (Clip clip : clips)
            if (clip.persons != null)
                write("UCF101_24_Annotations/" + clip.path(classes).replace(".avi", ".xgtf"), persons(clip));
        compare();
        assertTrue(DataSet.read(folder).samples().stream()
                .anyMatch(s -> !s.actors().isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void olympicSports(long seed) throws IOException {
        make(seed, false);
        for (String split : List.of("train", "test"))
            for (int c = 0; c < classes.size(); c++) {
                int wanted = c;
                write(
                        "train_test_split/" + split + "/" + classes.get(c).replace('_', ' ') + ".txt",
                        clips.stream()
                                .filter(clip -> clip.classIndex == wanted && clip.split.equals(split))
                                .map(Clip::id)
                                .toArray(String[]::new));
            }
        compare();
    }

    /** Reads the published layout, then the same in our own, which comes first where there are both. */
    private void compare() throws IOException {
        writeClassTable();
        DataSet published = DataSet.read(folder);
        Files.delete(folder.resolve("class-attributes.csv"));
        writeOwn(published.samples().stream().map(Sample::id).toList());
        DataSet own = DataSet.read(folder);
        assertEquals(own.classes(), published.classes());
        assertEquals(own.attributes(), published.attributes());
        assertEquals(own.samples(), published.samples());
        assertEquals(clips.size(), published.samples().size());
    }

    private void make(long seed, boolean persons) throws IOException {
        random = new Random(seed);
        classes = List.of("high_jump", "Archery", "long_jump", "Diving").subList(0, 2 + random.nextInt(3));
        attributes = List.of("ball", "water", "a, b", "jumping");
        has = new boolean[classes.size()][attributes.size()];
        for (boolean[] own : has) {
            for (int a = 0; a < own.length; a++) own[a] = random.nextBoolean();
            own[random.nextInt(own.length)] = true;
        }
        for (int i = 0; i < 20; i++) {
            // Every class has a video, every split too.
            int c = i < classes.size() ? i : random.nextInt(classes.size());
            String split = i == 0 || i > 1 && random.nextBoolean() ? "train" : "test";
            double[][][] boxes = persons && (i == 0 || random.nextBoolean()) ? randomPersons() : null;
            Clip clip = new Clip("v_" + classes.get(c) + "_c%02d".formatted(i), c, split, boxes);
            clips.add(clip);
            write("videos/" + clip.path(classes), "x");
        }
    }

    /** Boxes that stay for some frames, end at halves of pixels, and reach beyond the frame now and then. */
    private double[][][] randomPersons() {
        double[][][] persons = new double[1 + random.nextInt(3)][FRAMES][];
        for (double[][] person : persons) {
            double[] box = null;
            for (int f = 0; f < FRAMES; f++) {
                if (f == 0 || random.nextInt(3) == 0)
                    box = f > 0 && random.nextInt(4) == 0
                            ? null
                            : new double[] {
                                random.nextInt(140) / 2.0 - 5,
                                random.nextInt(100) / 2.0 - 4,
                                5.5 + random.nextInt(40) / 2.0,
                                4.5 + random.nextInt(40) / 2.0
                            };
                person[f] = box;
            }
        }
        return persons;
    }

    private String persons(Clip clip) {
        StringBuilder all = new StringBuilder();
        for (String[] size :
                new String[][] {{"NUMFRAMES", "" + FRAMES}, {"H-FRAME-SIZE", "" + WIDTH}, {"V-FRAME-SIZE", "" + HEIGHT}
                }) all.append("<attribute name='%s'><data:dvalue value='%s'/></attribute>".formatted(size[0], size[1]));
        for (int p = 0; p < clip.persons.length; p++) {
            StringBuilder boxes = new StringBuilder();
            double[][] person = clip.persons[p];
            for (int f = 0; f < FRAMES; f++) {
                int first = f;
                while (f + 1 < FRAMES && person[f + 1] == person[first]) f++;
                double[] b = person[first];
                if (b != null)
                    boxes.append(PublishedFiles.box(first + 1 + ":" + (f + 1), b[0], b[1], b[2], b[3]))
                            .append("\n");
            }
            all.append(PublishedFiles.person(
                    p,
                    "1:" + FRAMES,
                    boxes.toString(),
                    "<attribute name='" + classes.get(clip.classIndex) + "'><data:bvalue value='true'/></attribute>"));
        }
        return PublishedFiles.viper(all.toString());
    }

    private void writeClassTable() throws IOException {
        List<String> rows = new ArrayList<>();
        if (random.nextBoolean()) {
            rows.add("attribute," + String.join(",", classes));
            for (int a = 0; a < attributes.size(); a++) {
                StringBuilder row = new StringBuilder("\"" + attributes.get(a) + "\"");
                for (boolean[] own : has) row.append(own[a] ? ",1" : ",0");
                rows.add(row.toString());
            }
        } else {
            rows.add("class,\"" + String.join("\",\"", attributes) + "\"");
            for (int c = 0; c < classes.size(); c++) rows.add(classes.get(c) + flags(c));
        }
        write("class-attributes.csv", rows.toArray(String[]::new));
    }

    private String flags(int classIndex) {
        StringBuilder row = new StringBuilder();
        for (boolean flag : has[classIndex]) row.append(flag ? ",1" : ",0");
        return row.toString();
    }

    private void writeOwn(List<String> order) throws IOException {
        List<String> videos = new ArrayList<>(List.of("id,class,path,split,frames,width,height"));
        List<String> table = new ArrayList<>(List.of("id,\"" + String.join("\",\"", attributes) + "\""));
        List<String> actors = new ArrayList<>(List.of("id,track,frame,x,y,w,h"));
        for (String id : order) {
            Clip clip = clips.stream().filter(c -> c.id.equals(id)).findFirst().orElseThrow();
            String size = clip.persons == null ? ",,," : "," + FRAMES + "," + WIDTH + "," + HEIGHT;
            videos.add(String.join(",", id, classes.get(clip.classIndex), "videos/" + clip.path(classes), clip.split)
                    + size);
            table.add(id + flags(clip.classIndex));
            if (clip.persons == null) continue;
            for (int p = 0; p < clip.persons.length; p++)
                for (int f = 0; f < FRAMES; f++) {
                    double[] b = clip.persons[p][f];
                    if (b == null) continue;
                    double left = Math.max(0, b[0]);
                    double top = Math.max(0, b[1]);
                    double right = Math.min(WIDTH, b[0] + b[2]);
                    double bottom = Math.min(HEIGHT, b[1] + b[3]);
                    if (right <= left || bottom <= top) continue;
                    actors.add(id + "," + p + "," + f + "," + left + "," + top + "," + (right - left) + ","
                            + (bottom - top));
                }
        }
        write("videos.csv", videos.toArray(String[]::new));
        write("attributes.csv", table.toArray(String[]::new));
        write("actors.csv", actors.toArray(String[]::new));
    }

    /** Lines end as on Linux or on Windows, with a byte-order mark or none. */
    private void write(String file, String... lines) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        String end = random.nextBoolean() ? "\n" : "\r\n";
        Files.writeString(path, (random.nextBoolean() ? "\uFEFF" : "") + String.join(end, lines) + end);
    }
}
