package org.whynot.faults;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.ResultKind;
import org.whynot.batch.SummaryMerge;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.labels.ClassFrom;
import org.whynot.dataset.labels.LabelImport;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.ModelComparison;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.ClipIndex;
import org.whynot.explain.Explainer;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.frontend.UntrainedModel;
import org.whynot.labelling.LabelProject;
import org.whynot.labelling.Labels;
import org.whynot.model.Model;
import org.whynot.overlay.AnswerFiles;
import org.whynot.overlay.FigureFormat;
import org.whynot.overlay.Montage;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.util.Shard;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.file.IndexMaking;
import org.whynot.video.file.TestEncoder;

/** Every kind of work that writes files, by name. */
final class Works {

    /** What the works write to, in their place. */
    static final String OUT = "out";

    /** In the order of the tables of results. */
    static final Map<String, Work> ALL = new LinkedHashMap<>();

    static {
        ALL.put("training of a classifier", new TrainingWorks.Classifier());
        ALL.put("training of an explainer", new TrainingWorks.Head());
        ALL.put("import of a classifier", new TrainingWorks.Import());
        ALL.put("folder run", new FolderRun());
        ALL.put("merge of summaries", new Merge());
        ALL.put("labelling", new Labelling());
        ALL.put("import of labels", new LabelsOfOthers());
        ALL.put("saving an answer", new Saving());
        ALL.put("saving a figure", new Figure());
        ALL.put("index of a video", new VideoIndex());
        ALL.put("index of clips", new ClipsIndex());
        ALL.put("simulation", new Simulation());
        ALL.put("evaluation", new Evaluating());
    }

    private Works() {}

    static FolderExplainer.Settings settings() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", "untrained");
        values.put("device", "cpu");
        values.put("positive", "mitosis");
        values.put("why_not", "apoptosis");
        values.put("explanations", 2);
        values.put("evidence", "for");
        values.put("verify", "no");
        values.put("window", "0");
        values.put("tubes", 1);
        values.put("confidence", 0);
        values.put("time_axis", "auto");
        values.put("gif", "no");
        return FolderExplainer.Settings.of(values);
    }

    static FolderExplainer.Listener silent() {
        return new FolderExplainer.Listener() {
            @Override
            public void explained(String video, String sentence) {}

            @Override
            public void failed(String video, String reason) {
                throw new AssertionError(video + ": " + reason);
            }

            @Override
            public void note(String video, String note) {}
        };
    }

    /** Explain Folder. */
    private static final class FolderRun implements Work {

        private static final int CLIPS = 3;

        @Override
        public void prepare(Path input) throws IOException {
            UntrainedModel.write(input.resolve("untrained"));
            Path clips = Files.createDirectories(input.resolve("clips"));
            for (int i = 0; i < CLIPS; i++) FolderOfClips.writeClip(clips.resolve("clip" + i + ".avi"), 8, i);
        }

        @Override
        public Turns open(Path input) throws IOException {
            Model model = Model.open(input.resolve("untrained"), "cpu");
            return new Turns() {
                @Override
                public void run(Path place, int turn) throws IOException {
                    new FolderExplainer(model, settings())
                            .explain(input.resolve("clips"), place.resolve(OUT), silent(), Progress.SILENT);
                }

                @Override
                public void close() {
                    model.close();
                }
            };
        }

        /** Every video has all of its files or none, as the JSON file comes last; the table is of any moment. */
        @Override
        public boolean isOnTheWay(Map<String, String> found, Map<String, String> after) {
            boolean isComplete = IntStream.range(0, CLIPS).allMatch(i -> {
                Set<String> own = after.keySet().stream()
                        .filter(name -> name.startsWith(OUT + "/clip" + i + "."))
                        .collect(Collectors.toSet());
                return found.keySet().containsAll(own) || own.stream().noneMatch(found::containsKey);
            });
            return isComplete && Work.isPart(found, after, Set.of("summary.csv", ".whynot.lock"));
        }
    }

    /** Merge Summaries. */
    private static final class Merge implements Work {

        @Override
        public void prepare(Path input) throws IOException {
            FolderRun run = new FolderRun();
            run.prepare(input);
            try (Model model = Model.open(input.resolve("untrained"), "cpu")) {
                for (int shard = 1; shard <= 3; shard++)
                    new FolderExplainer(model, settings())
                            .explain(
                                    input.resolve("clips"),
                                    input.resolve("shards"),
                                    new Shard(shard, 3),
                                    silent(),
                                    Progress.SILENT);
            }
        }

        @Override
        public Turns open(Path input) {
            return new Turns() {
                @Override
                public void begin(Path place) throws IOException {
                    if (Files.notExists(place.resolve(OUT))) copy(input.resolve("shards"), place);
                }

                @Override
                public void run(Path place, int turn) throws IOException {
                    for (ResultKind kind : SummaryMerge.waiting(place.resolve(OUT)))
                        SummaryMerge.merge(place.resolve(OUT), kind, Progress.SILENT);
                }
            };
        }

        /** Before it there are tables of shards and the same results. */
        @Override
        public boolean isOnTheWay(Map<String, String> found, Map<String, String> after) {
            Set<String> shards = found.keySet().stream()
                    .filter(name -> name.contains("summary") && name.endsWith(".json"))
                    .collect(Collectors.toSet());
            return shards.size() == 3
                    && !found.containsKey(OUT + "/summary.csv")
                    && Work.isPart(found, after, Set.of("-of-3.json", ".whynot.lock"))
                    && found.size() - shards.size() >= after.size() - 1;
        }

        /** Copies beside the place, so that one that is killed meanwhile leaves the place as it was. */
        private static void copy(Path from, Path place) throws IOException {
            Path beside = Files.createDirectories(place.resolveSibling("copying"));
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.toList())
                    Files.copy(file, beside.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(beside, Files.createDirectories(place).resolve(OUT), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Label Videos, without its window: the labels are saved after each act. */
    private static final class Labelling implements Work {

        private static final int CLIPS = 6;

        @Override
        public void prepare(Path input) {}

        @Override
        public Turns open(Path input) {
            return new Turns() {
                @Override
                public void begin(Path place) throws IOException {
                    Path videos = Files.createDirectories(place.resolve(OUT).resolve("videos"));
                    for (int i = 0; i < CLIPS; i++) Files.writeString(videos.resolve("clip_" + i + ".avi"), "");
                }

                @Override
                public void run(Path place, int turn) throws IOException {
                    label(place.resolve(OUT));
                }
            };
        }

        private static void label(Path folder) throws IOException {
            try (LabelProject project = LabelProject.open(folder, Map.of(), Progress.SILENT)) {
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
    private static final class LabelsOfOthers implements Work {

        private static final String EVENTS =
                "Observation id\tSource\tMedia file name\tFPS (frame/s)\tSubject\tBehavior\tModifier #1\tBehavior type\tStart (s)\tStop (s)\n"
                        + "o\tplayer #1:film.tif\tfilm.tif\t25\tleft\tgroom\t\tSTATE\t0.1\t0.5\n"
                        + "o\tplayer #1:film.tif\tfilm.tif\t25\tleft\trear\t\tPOINT\t0.6\t0.6\n";

        @Override
        public void prepare(Path input) throws IOException {
            ImagePlus film = IJ.createImage("film", "8-bit ramp", 32, 24, 20);
            film.setDimensions(1, 1, 20);
            film.getCalibration().frameInterval = 0.04;
            IJ.saveAsTiff(film, input.resolve("film.tif").toString());
            Files.writeString(input.resolve("events.tsv"), EVENTS);
        }

        @Override
        public Turns open(Path input) {
            return (place, turn) -> new LabelImport(new LabelSettings(
                            input.resolve("events.tsv"),
                            LabelImport.AUTO,
                            input,
                            ClassFrom.LABEL,
                            Set.of(),
                            Set.of(),
                            4,
                            LabelSettings.Crop.AUTO,
                            0,
                            place.resolve(OUT)))
                    .run(Progress.SILENT);
        }
    }

    /** Explain Video with save_to: two answers on one video replace each other, and one of them has a file more. */
    private static final class Saving implements Work {

        @Override
        public void prepare(Path input) {}

        @Override
        public int states() {
            return 2;
        }

        @Override
        public Turns open(Path input) {
            TestVideo video = TestVideo.colored(96, 80, 12);
            List<Answer> answers = Stream.of(true, false)
                    .map(verified -> TestAnswers.on(video, TestAnswers.following(96, 80, 12, verified)))
                    .toList();
            return (place, turn) -> AnswerFiles.write(
                    answers.get(turn % 2),
                    video,
                    place.resolve(OUT),
                    AnswerFiles.Saving.of(answers.get(turn % 2), "", turn % 2 == 0),
                    Progress.SILENT);
        }
    }

    /** Key Frame Montage: a PNG file that replaces another one. */
    private static final class Figure implements Work {

        @Override
        public void prepare(Path input) {}

        @Override
        public int states() {
            return 2;
        }

        @Override
        public Turns open(Path input) throws IOException {
            TestVideo video = TestVideo.colored(96, 80, 12);
            Answer answer = TestAnswers.on(video, TestAnswers.following(96, 80, 12, true));
            Montage[] figures = {
                Montage.of(answer, video, 2, Progress.SILENT), Montage.of(answer, video, 3, Progress.SILENT)
            };
            return (place, turn) -> figures[turn % 2].write(place.resolve(OUT), FigureFormat.PNG);
        }
    }

    /** What Open Video keeps of a video that takes long to look through. */
    private static final class VideoIndex implements Work {

        @Override
        public void prepare(Path input) throws IOException {
            new TestEncoder("mpeg4", "mp4").bFrames(2).write(input.resolve("clip.mp4"), 400);
        }

        @Override
        public boolean isCache() {
            return true;
        }

        @Override
        public Turns open(Path input) {
            return (place, turn) -> {
                System.setProperty("whynot.cache", place.resolve(OUT).toString());
                IndexMaking.keep(input.resolve("clip.mp4"));
            };
        }
    }

    /** What Swap Evidence keeps of labelled clips. */
    private static final class ClipsIndex implements Work {

        @Override
        public void prepare(Path input) throws IOException {
            new FolderRun().prepare(input);
        }

        @Override
        public boolean isCache() {
            return true;
        }

        @Override
        public Turns open(Path input) throws IOException {
            Model model = Model.open(input.resolve("untrained"), "cpu");
            Path clip = input.resolve("clips").resolve("clip0.avi");
            Video video = VideoFiles.open(clip);
            ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT);
            String className = classified.prediction().get(0).name();
            return new Turns() {
                @Override
                public void run(Path place, int turn) throws IOException {
                    System.setProperty("whynot.cache", place.resolve(OUT).toString());
                    ClipIndex.of(classified, className, List.of(new ClipIndex.Source("clip", clip)), Progress.SILENT);
                }

                @Override
                public void close() {
                    classified.close();
                    model.close();
                    try {
                        video.close();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            };
        }
    }

    /** Simulate Cells. */
    private static final class Simulation implements Work {

        @Override
        public void prepare(Path input) {}

        @Override
        public Turns open(Path input) {
            return (place, turn) -> new CellSimulator(new SimulationSettings(4, 8, 32, 32, 2, 0.3))
                    .write(place.resolve(OUT), Progress.SILENT);
        }
    }

    /** Evaluate: tables and a report. */
    private static final class Evaluating implements Work {

        @Override
        public void prepare(Path input) throws IOException {
            UntrainedModel.write(input.resolve("untrained"));
            new CellSimulator(new SimulationSettings(4, 8, 64, 64, 2, 0.5))
                    .write(input.resolve("data"), Progress.SILENT);
        }

        @Override
        public Turns open(Path input) throws IOException {
            DataSet data = DataSet.read(input.resolve("data"));
            return (place, turn) -> new ModelComparison(data, new EvaluationSettings("all", 0, false), "cpu")
                    .write(input.resolve("untrained"), List.of(), place.resolve(OUT), Progress.SILENT);
        }

        /** Both hold how long it took. */
        @Override
        public Map<String, String> digests(Path place) throws IOException {
            Map<String, String> digests = Work.super.digests(place);
            for (String name : List.of(OUT + "/metrics.json", OUT + "/report.html"))
                if (digests.containsKey(name))
                    digests.put(
                            name,
                            Files.readString(place.resolve(name))
                                            .replaceAll("[0-9.,eE+-]+", "#")
                                            .hashCode() + "");
            return digests;
        }
    }
}
