package org.whynot.faults;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.whynot.dataset.labels.ClassFrom;
import org.whynot.dataset.labels.LabelImport;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.labelling.LabelProject;
import org.whynot.labelling.Labels;
import org.whynot.util.Progress;

/** The works that write labels. */
final class LabelWorks {

    private LabelWorks() {}

    /** Label Videos, without its window: the labels are saved after each act. */
    static final class Labelling implements Work {

        private static final int CLIPS = 6;

        @Override
        public void prepare(Path input, int variant) {}

        @Override
        public boolean readsPlace() {
            return true;
        }

        @Override
        public Turns open(Path input) {
            return new Turns() {
                @Override
                public void begin(Path place) throws IOException {
                    Path videos =
                            Files.createDirectories(place.resolve(Works.OUT).resolve("videos"));
                    for (int i = 0; i < CLIPS; i++) Files.writeString(videos.resolve("clip_" + i + ".avi"), "");
                }

                @Override
                public void run(Path place, int turn, Progress progress) throws IOException {
                    label(place.resolve(Works.OUT), progress);
                }
            };
        }

        private static void label(Path folder, Progress progress) throws IOException {
            try (LabelProject project = LabelProject.open(folder, Map.of(), progress)) {
                if (!project.notes().isEmpty()) throw new AssertionError(project.notes());
                Labels labels = project.labels();
                for (String name : List.of("division", "death"))
                    if (!labels.classes().contains(name)) act(project, now -> now.withNewClass(name));
                for (int i = 0; i < CLIPS; i++) {
                    String id = "clip_" + i;
                    if (labels.clip(id).isEmpty())
                        act(
                                project,
                                now -> now.withClips(
                                        List.of(org.whynot.labelling.Clip.of(id, "videos/" + id + ".avi"))));
                    act(project, now -> now.withClass(Set.of(id), "division"));
                }
                act(project, now -> now.withClass(Set.of("clip_1"), "death"));
            }
        }

        private static void act(LabelProject project, java.util.function.UnaryOperator<Labels> act) throws IOException {
            project.act("act", act);
            project.save();
        }

        /** Any act may be the last; the tables and the labels are of the same, or the project would note it when it is opened. */
        @Override
        public boolean isOnTheWay(Map<String, String> found, Map<String, String> after) {
            return after.keySet()
                    .containsAll(found.keySet().stream()
                            .filter(name -> !name.endsWith(".whynot.lock"))
                            .toList());
        }
    }

    /** Import Labels. */
    static final class LabelsOfOthers implements Work {

        private static final String EVENTS =
                "Observation id\tSource\tMedia file name\tFPS (frame/s)\tSubject\tBehavior\tModifier #1\tBehavior type\tStart (s)\tStop (s)\n"
                        + "o\tplayer #1:film.tif\tfilm.tif\t25\tleft\tgroom\t\tSTATE\t0.1\t0.5\n"
                        + "o\tplayer #1:film.tif\tfilm.tif\t25\tleft\trear\t\tPOINT\t0.6\t0.6\n";

        @Override
        public void prepare(Path input, int variant) throws IOException {
            ImagePlus film = IJ.createImage("film", "8-bit ramp", 32, 24, 20);
            film.setDimensions(1, 1, 20);
            film.getCalibration().frameInterval = 0.04;
            IJ.saveAsTiff(film, input.resolve("film.tif").toString());
            Files.writeString(input.resolve("events.tsv"), variant == 0 ? EVENTS : EVENTS.replace("groom", "dig"));
        }

        @Override
        public Turns open(Path input) {
            return (place, turn, progress) -> new LabelImport(new LabelSettings(
                            input.resolve("events.tsv"),
                            LabelImport.AUTO,
                            input,
                            ClassFrom.LABEL,
                            Set.of(),
                            Set.of(),
                            4,
                            LabelSettings.Crop.AUTO,
                            0,
                            place.resolve(Works.OUT)))
                    .run(progress);
        }
    }
}
