package org.whynot.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.ModelComparison;
import org.whynot.explain.Answer;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.frontend.UntrainedModel;
import org.whynot.overlay.AnswerFiles;
import org.whynot.overlay.FigureFormat;
import org.whynot.overlay.Montage;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
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
        ALL.put("folder run", new FolderWorks.FolderRun());
        ALL.put("merge of summaries", new FolderWorks.Merge());
        ALL.put("labelling", new LabelWorks.Labelling());
        ALL.put("import of labels", new LabelWorks.LabelsOfOthers());
        ALL.put("saving an answer", new Saving());
        ALL.put("saving a figure", new Figure());
        ALL.put("index of a video", new VideoIndex());
        ALL.put("index of clips", new FolderWorks.ClipsIndex());
        ALL.put("simulation", new Simulation());
        ALL.put("evaluation", new Evaluating());
    }

    private Works() {}

    /** Their names; with {@code -Dwhynot.faults.work=…} only those with these words. */
    static List<String> names() {
        String only = System.getProperty("whynot.faults.work", "");
        return ALL.keySet().stream().filter(name -> name.contains(only)).toList();
    }

    /** The work of a name; the test is skipped where its input is not there. */
    static Work named(String name) {
        Work work = ALL.get(name);
        assumeTrue(
                !(work instanceof TrainingWorks.Import) || TrainingWorks.Import.isPossible(),
                "no classifiers of others");
        return work;
    }

    /** Explain Video with save_to: two answers on one video replace each other, and one of them has a file more. */
    private static final class Saving implements Work {

        @Override
        public void prepare(Path input, int variant) {}

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
            return (place, turn, progress) -> AnswerFiles.write(
                    answers.get(turn % 2),
                    video,
                    place.resolve(OUT),
                    AnswerFiles.Saving.of(answers.get(turn % 2), "", turn % 2 == 0),
                    progress);
        }
    }

    /** Key Frame Montage: a PNG file that replaces another one. */
    private static final class Figure implements Work {

        @Override
        public void prepare(Path input, int variant) {}

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
            return (place, turn, progress) -> figures[turn % 2].write(place.resolve(OUT), FigureFormat.PNG);
        }
    }

    /** What Open Video keeps of a video that takes long to look through. */
    private static final class VideoIndex implements Work {

        @Override
        public void prepare(Path input, int variant) throws IOException {
            new TestEncoder("mpeg4", "mp4").bFrames(2).write(input.resolve("clip.mp4"), 400 - variant);
        }

        @Override
        public boolean isCache() {
            return true;
        }

        @Override
        public Turns open(Path input) {
            return (place, turn, progress) -> {
                System.setProperty("whynot.cache", place.resolve(OUT).toString());
                IndexMaking.keep(input.resolve("clip.mp4"));
            };
        }
    }

    /** Simulate Cells. */
    private static final class Simulation implements Work {

        @Override
        public void prepare(Path input, int variant) {}

        @Override
        public Turns open(Path input) {
            return (place, turn, progress) ->
                    new CellSimulator(new SimulationSettings(4, 8, 32, 32, 2, 0.3)).write(place.resolve(OUT), progress);
        }
    }

    /** Evaluate: tables and a report. */
    private static final class Evaluating implements Work {

        @Override
        public void prepare(Path input, int variant) throws IOException {
            UntrainedModel.write(input.resolve("untrained"));
            new CellSimulator(new SimulationSettings(4, 8, 64, 64, 2 + variant, 0.5))
                    .write(input.resolve("data"), Progress.SILENT);
        }

        @Override
        public Turns open(Path input) throws IOException {
            DataSet data = DataSet.read(input.resolve("data"));
            return (place, turn, progress) -> new ModelComparison(data, new EvaluationSettings("all", 0, false), "cpu")
                    .write(input.resolve("untrained"), List.of(), place.resolve(OUT), progress);
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
