package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.explain.PairMatrix;
import org.whynot.explain.Receipt;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.FeatureParts;
import org.whynot.model.Model;
import org.whynot.overlay.AnswerFiles;
import org.whynot.overlay.PairTable;
import org.whynot.util.Json;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.video.Video;

/**
 * For every video of a folder the strongest reason of every class against every other, as All Pairs finds them for one.
 *
 * <pre>{@code
 * FolderReport report = new FolderExplainer(model, new AllPairsQuestion(TimeAxis.AUTO)).explain(input, output, listener, progress);
 * }</pre>
 *
 * <p>A video {@code day1/clip.avi} gets the table {@code day1/clip.pairs.csv}, with the bytes that All Pairs writes, and
 * {@code day1/clip.pairs.json}, by which a later run tells whether it has to be done again.
 *
 * @param timeAxis which axis of a stack is time
 */
public record AllPairsQuestion(TimeAxis timeAxis) implements FolderQuestion {

    /** How the name of the file ends whose presence means that the table is there. */
    static final String JSON = ".pairs.json";

    private static final String TIME_AXIS = "time_axis";
    /** The share of the work until the video is classified. */
    private static final double CLASSIFIED = 0.7;

    /**
     * {@code clip.pairs.json}: what a table was made from.
     *
     * @param schema 1
     * @param whynot the version of the program
     * @param model the model's name
     * @param modelSha256 of its weights, in hexadecimal
     * @param device what computed: {@code cpu} or {@code gpu}
     * @param prediction the most probable class
     * @param probability of it
     * @param pairs how many rows the table has
     * @param warnings the kinds of what makes it doubtful, with semicolons between them
     * @param receipt by which a later run tells whether it has to be done again
     */
    private record Made(
            int schema,
            String whynot,
            String model,
            String modelSha256,
            String device,
            String prediction,
            double probability,
            int pairs,
            String warnings,
            Receipt receipt) {

        private static final int SCHEMA = 1;

        Row row(FolderVideo video) {
            List<String> values = List.of(prediction, String.valueOf(probability), String.valueOf(pairs));
            return Row.done(video, values, warnings);
        }
    }

    /**
     * What the parameters of All Pairs in Folder... ask for.
     *
     * @param values of all parameters; others than the question's are passed over
     */
    public static AllPairsQuestion of(Map<String, ?> values) {
        return new AllPairsQuestion(TimeAxis.of(String.valueOf(values.get(TIME_AXIS))));
    }

    @Override
    public ResultKind kind() {
        return ResultKind.ALL_PAIRS;
    }

    @Override
    public Map<String, String> words() {
        return Map.of(TIME_AXIS, timeAxis.word());
    }

    @Override
    public String macro() {
        return "";
    }

    /** All classes are asked about, whatever they are. */
    @Override
    public void requireClasses(List<String> classes) {}

    @Override
    public Finding ask(Model model, Video video, FeatureParts known, Progress progress) throws IOException {
        try (ClassifiedVideo classified = new Explainer(model).classify(video, known, progress.part(0, CLASSIFIED))) {
            List<PairMatrix.Cell> cells = PairMatrix.of(classified, cell -> {}, progress.part(CLASSIFIED, 1));
            Made made = new Made(
                    Made.SCHEMA,
                    AnswerJson.version(),
                    model.card().name(),
                    model.sha256(),
                    model.device(),
                    classified.prediction().get(0).name(),
                    classified.prediction().get(0).probability(),
                    cells.size(),
                    SummaryTable.kinds(classified.warnings()),
                    null);
            return new Pairs(PairMatrix.sentence(classified, cells), PairTable.csv(cells), made);
        }
    }

    @Override
    public Optional<Earlier> earlier(FolderVideo video, String json) {
        Made made = Json.read(json, Made.class);
        return Optional.of(new Earlier(made.receipt, made.row(video), made.modelSha256, made.device));
    }

    /** The table of one video. */
    private record Pairs(String sentence, String table, Made made) implements Finding {

        @Override
        public Row row(FolderVideo video) {
            return made.row(video);
        }

        @Override
        public String json(Optional<Receipt> receipt) {
            return Json.write(with(receipt.orElseThrow()));
        }

        @Override
        public void write(Video video, Path folder, String name, AnswerFiles.ReceiptMaker receipt, Progress progress)
                throws IOException {
            progress.check();
            String csv = PairTable.fileName(name);
            String json = AnswerFiles.fileName(name) + JSON;
            try (StagedFiles staged = new StagedFiles(folder)) {
                Map<String, Long> lengths = new LinkedHashMap<>();
                lengths.put(csv, Files.size(write(folder, staged, csv, table)));
                write(folder, staged, json, json(receipt.receipt(lengths)));
                progress.check();
                staged.commit(List.of(csv, json), List.of());
            }
        }

        private Made with(Receipt receipt) {
            return new Made(
                    made.schema,
                    made.whynot,
                    made.model,
                    made.modelSha256,
                    made.device,
                    made.prediction,
                    made.probability,
                    made.pairs,
                    made.warnings,
                    receipt);
        }

        private static Path write(Path folder, StagedFiles staged, String name, String text) throws IOException {
            try {
                return Files.writeString(staged.path(name), text);
            } catch (IOException e) {
                throw new IOException(
                        folder.resolve(name) + " was not written, nor the other file of this video: "
                                + StagedFiles.reason(e),
                        e);
            }
        }
    }
}
