package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;
import org.whynot.dataset.DataSet;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Explanation;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej.ImageFiles;
import org.whynot.overlay.LastAnswer;
import org.whynot.overlay.Overlays;
import org.whynot.util.Wait;

/** The commands as Fiji runs them: SciJava's command service, its processors, a real context and real images. */
class CommandsTest {

    private static final String LABEL = "run(\\\"Explain Video...\\\", \\\"model=";

    @TempDir
    static Path folder;

    private static Context context;
    private static CommandService commands;
    private static Path model;
    private static Path clip;

    @BeforeAll
    static void prepare() throws Exception {
        context = new Context(CommandService.class, TaskService.class);
        commands = context.service(CommandService.class);
        model = UntrainedModel.write(folder.resolve("untrained"));
        CommandModule simulated =
                run(SimulateCells.class, "output", folder.resolve("cells").toFile(), "videos", 4, "frames", 12);
        assertFalse(simulated.isCanceled(), simulated::getCancelReason);
        clip = DataSet.read(folder.resolve("cells")).samples().get(0).path();
    }

    @AfterAll
    static void dispose() {
        context.dispose();
    }

    private static CommandModule run(Class<? extends WhyNotCommand> command, Object... inputs) throws Exception {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < inputs.length; i += 2) values.put((String) inputs[i], inputs[i + 1]);
        return commands.run(command, true, values).get(2, TimeUnit.MINUTES);
    }

    private static String reason(Class<? extends WhyNotCommand> command, Object... inputs) throws Exception {
        CommandModule module = run(command, inputs);
        assertTrue(module.isCanceled());
        return module.getCancelReason();
    }

    private static List<String> files(Path place) throws IOException {
        if (!Files.exists(place)) return List.of();
        try (Stream<Path> files = Files.list(place)) {
            return new ArrayList<>(
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void explainDrawsAnOverlayAndWritesFilesThatSayHow() throws Exception {
        ImagePlus image = ImageFiles.openImage(clip);
        Path output = folder.resolve("with space");
        CommandModule module = run(
                ExplainVideo.class,
                "image",
                image,
                "model",
                model.toString().replace('\\', '/'),
                "positive",
                "mitosis",
                "why_not",
                "apoptosis",
                "explanations",
                2,
                "verify",
                "YES",
                "save_to",
                output.toFile());
        assertFalse(module.isCanceled(), module::getCancelReason);
        Path json = output.resolve(clip.getFileName().toString().replace(".avi", ".explanation.json"));
        Answer answer = AnswerJson.read(json);
        assertEquals(2, answer.explanations().size());
        Overlays.assertShows(answer, image);
        assertTrue(answer.explanations().get(0).verification().isPresent());
        String text = Files.readString(json);
        assertTrue(text.contains(LABEL + model.toString().replace('\\', '/')), text);
        assertTrue(text.contains("positive=mitosis why_not=apoptosis explanations=2 evidence=for verify=yes"), text);
        assertTrue(text.contains("save_to=[" + output.toString().replace('\\', '/') + "]"), text);
    }

    @Test
    void explainFolderExplainsAllAndSaysWhatFailed() throws Exception {
        Path output = folder.resolve("explained folder");
        Path videos = Files.createDirectories(folder.resolve("videos/deeper")).getParent();
        Files.copy(clip, videos.resolve("deeper/one.avi"));
        Object[] inputs = {
            "input", videos.toFile(),
            "output", output.toFile(),
            "model", model.toString().replace('\\', '/'),
            "explanations", 1,
            "gif", "YES"
        };
        CommandModule module = run(ExplainFolder.class, inputs);
        assertFalse(module.isCanceled(), module::getCancelReason);
        List<String> expected = List.of(
                "one.csv",
                "one.explained.gif",
                "one.explained.mp4",
                "one.explanation.json",
                "one.overlay.tif",
                "one.rois.zip");
        assertEquals(expected, files(output.resolve("deeper")));
        assertEquals(List.of("deeper", "summary.csv"), files(output));
        String json = Files.readString(output.resolve("deeper/one.explanation.json"));
        assertTrue(json.contains(LABEL + model.toString().replace('\\', '/')), json);
        assertTrue(
                json.contains(
                        "explanations=1 evidence=for verify=no confidence=0 refine=no window=0 tubes=1 time_axis=auto device=auto"
                                + " precision=exact gif=yes\\\""),
                json);
        Files.writeString(videos.resolve("two.avi"), "no video");
        String reason = reason(ExplainFolder.class, inputs);
        assertEquals(
                "1 of 2 videos could not be explained. The column 'problem' of " + output.resolve("summary.csv")
                        + " states why.",
                reason);
        assertEquals(expected, files(output.resolve("deeper")));
    }

    @Test
    void aMontageShowsWhatWasExplainedLastOrWhatAFileSays() throws Exception {
        ImagePlus image = ImageFiles.openImage(clip);
        Path output = folder.resolve("figures");
        Object[] inputs = {"image", image, "frames", 3, "format", "svg", "save_to", output.toFile()};
        assertTrue(reason(KeyFrameMontage.class, inputs).contains("was not explained yet: run 'Explain Video...'"));
        assertEquals(List.of(), files(output));
        String name = clip.getFileName().toString().replace(".avi", "");
        run(
                ExplainVideo.class,
                "image",
                image,
                "model",
                model.toString(),
                "explanations",
                1,
                "save_to",
                output.toFile());
        CommandModule module = run(KeyFrameMontage.class, inputs);
        assertFalse(module.isCanceled(), module::getCancelReason);
        Path figure = output.resolve(name + ".montage.svg");
        String first = Files.readString(figure);
        Files.delete(figure);
        // Another image of the same video, never explained, with the file of the answer.
        inputs[1] = ImageFiles.openImage(clip);
        List<Object> more = new ArrayList<>(List.of(inputs));
        more.addAll(List.of(
                "explanation", output.resolve(name + ".explanation.json").toFile()));
        module = run(KeyFrameMontage.class, more.toArray());
        assertFalse(module.isCanceled(), module::getCancelReason);
        assertEquals(first, Files.readString(figure));
        assertTrue(reason(KeyFrameMontage.class, "image", image).contains("'save_to' is missing"));
        assertTrue(reason(KeyFrameMontage.class, "image", image, "frames", 17, "save_to", output.toFile())
                .contains("frames=17 is out of range. Use 1 to 16."));
    }

    @Test
    void theBoxesOfAnExplanationHaveItsScoresAgain() throws Exception {
        ImagePlus image = ImageFiles.openImage(clip);
        Path output = folder.resolve("scored");
        run(
                ExplainVideo.class,
                "image",
                image,
                "model",
                model.toString(),
                "positive",
                "mitosis",
                "why_not",
                "apoptosis",
                "save_to",
                output.toFile());
        String name = clip.getFileName().toString().replace(".avi", "");
        CommandModule module = run(
                ScoreRegion.class,
                "image",
                image,
                "model",
                model.toString(),
                "positive",
                "mitosis",
                "why_not",
                "apoptosis",
                "rois",
                output.resolve(name + ".rois.zip").toFile(),
                "save_to",
                output.toFile());
        assertFalse(module.isCanceled(), module::getCancelReason);
        List<String> rows = Files.readAllLines(output.resolve(name + ".region.csv"));
        List<Explanation> explanations =
                AnswerJson.read(output.resolve(name + ".explanation.json")).explanations();
        assertEquals(3, explanations.size());
        for (Explanation e : explanations) {
            String start = "WhyNot " + e.rank() + ": " + e.attribute() + ",mitosis,apoptosis," + e.attribute() + ",";
            String row =
                    rows.stream().filter(r -> r.startsWith(start)).findFirst().orElseThrow();
            assertEquals(
                    e.score(), Double.parseDouble(row.substring(start.length()).split(",")[0]), 1e-3, row);
        }
        assertTrue(reason(ScoreRegion.class, "image", image, "model", model.toString())
                .contains("There is no region: draw a rectangle"));
    }

    @Test
    void aRegionIsScoredAgainstAllOtherClasses() throws Exception {
        ImagePlus image = ImageFiles.openImage(clip);
        image.setRoi(20, 20, 40, 40);
        Map<String, Object> inputs = Map.of(
                "image",
                image,
                "model",
                model.toString(),
                "positive",
                "mitosis",
                "why_not",
                "all",
                "check",
                "yes",
                "save_to",
                folder.resolve("against-all").toFile());
        CommandModule module = commands.run(ScoreRegion.class, true, inputs).get(2, TimeUnit.MINUTES);
        assertFalse(module.isCanceled(), module::getCancelReason);
        String name = clip.getFileName().toString().replace(".avi", "");
        List<String> others = Files.readAllLines(folder.resolve("against-all").resolve(name + ".region.csv")).stream()
                .skip(1)
                .map(row -> row.split(",")[2])
                .distinct()
                .sorted()
                .toList();
        assertEquals(List.of("apoptosis", "interphase", "migration"), others);
    }

    /** What must be given comes first in every dialog and help text; what both commands ask for is asked alike. */
    @Test
    void bothWaysToExplainAskForTheSame() {
        List<String> video = parameters("Explain Video...");
        List<String> many = parameters("Explain Folder...");
        assertEquals(List.of("input", "output"), many.subList(0, 2));
        assertEquals("save_to", video.get(video.size() - 1));
        assertEquals(List.of("results", "shard"), many.subList(many.size() - 2, many.size()));
        assertEquals(video.subList(0, video.size() - 1), many.subList(2, many.size() - 2));
        assertEquals("model", video.get(0));
    }

    private static List<String> parameters(String label) {
        return List.copyOf(CommandCatalog.parameters(new CommandCatalog(context).find(label))
                .keySet());
    }

    @Test
    void badInputIsOneSentenceAndNothingIsWritten() throws Exception {
        ImagePlus image = ImageFiles.openImage(clip);
        Path output = folder.resolve("nothing");
        Object[] good = {"image", image, "model", model.toString(), "save_to", output.toFile()};
        Map<String, Object[]> wrong = Map.of(
                "explanations=0 is out of range. Use 1 to 20.", new Object[] {"explanations", 0},
                "explanations=10000 is out of range. Use 1 to 20.", new Object[] {"explanations", 10_000},
                "evidence='fro' is not known. Known: for, both, against.", new Object[] {"evidence", "fro"},
                "verify='true' is not known.", new Object[] {"verify", "true"},
                "time_axis='t' is not known.", new Object[] {"time_axis", "t"},
                "device='cuda' is not known.", new Object[] {"device", "cuda"},
                "apoptosis", new Object[] {"why_not", "apotosis"},
                "is not known", new Object[] {"model", "sells"},
                "mitosis", new Object[] {"positive", "mitosis", "why_not", "mitosis"});
        for (Map.Entry<String, Object[]> entry : wrong.entrySet()) {
            List<Object> inputs = new ArrayList<>(List.of(good));
            inputs.addAll(List.of(entry.getValue()));
            String reason = reason(ExplainVideo.class, inputs.toArray());
            assertTrue(reason.contains(entry.getKey()), reason);
            assertTrue(reason.endsWith(".") && !reason.contains("\n") && !reason.contains("Exception"), reason);
        }
        assertEquals(List.of(), files(output));
        assertEquals(null, image.getOverlay());
    }

    @Test
    void anEmptyImageIsNamed() throws Exception {
        String reason = reason(ExplainVideo.class, "image", new ImagePlus(), "model", model.toString());
        assertTrue(reason.contains("open a video first"), reason);
    }

    @Test
    void simulatingIntoAFullFolderIsRefused() throws Exception {
        List<String> before = files(folder.resolve("cells"));
        String reason =
                reason(SimulateCells.class, "output", folder.resolve("cells").toFile());
        assertTrue(reason.contains("empty"), reason);
        assertEquals(before, files(folder.resolve("cells")));
    }

    @Test
    void trainingOnNoDataSetSaysWhatIsMissing() throws Exception {
        Path output = folder.resolve("trained");
        String reason = reason(
                TrainClassifier.class, "dataset", folder.resolve("nowhere").toFile(), "output", output.toFile());
        assertTrue(reason.contains("nowhere"), reason);
        assertFalse(Files.exists(output));
    }

    @Test
    void settingsOfATrainingThatDoNotFitAreOneSentenceAndNothingIsWritten() throws Exception {
        Path output = folder.resolve("never trained");
        Object[] good = {"dataset", folder.resolve("cells").toFile(), "output", output.toFile()};
        Map<String, Object[]> wrong = Map.ofEntries(
                Map.entry("schedule='linear' is not known. Known: ", new Object[] {"schedule", "linear"}),
                Map.entry("momentum=1.5 is out of range.", new Object[] {"momentum", 1.5}),
                Map.entry("weight_decay=-0.1 is out of range.", new Object[] {"weight_decay", -0.1}),
                Map.entry("gradient_clip=-1.0 is out of range.", new Object[] {"gradient_clip", -1.0}),
                Map.entry("learning_rate=0.0 must be a positive number.", new Object[] {"learning_rate", 0.0}),
                Map.entry("batch_size=1 is too small.", new Object[] {"batch_size", 1}),
                Map.entry("input_size=100 is not a multiple of 16", new Object[] {"input_size", 100}),
                Map.entry("clip_frames=0 is out of range.", new Object[] {"clip_frames", 0}),
                Map.entry("resize='squash' is not known.", new Object[] {"resize", "squash"}),
                Map.entry("fully_connected=4 is out of range.", new Object[] {"fully_connected", 4}),
                Map.entry("widths='huge' is not known.", new Object[] {"widths", "huge"}),
                Map.entry("augmentation='flop' is not known.", new Object[] {"augmentation", "flop"}),
                Map.entry("start_from='sells' is not known.", new Object[] {"start_from", "sells"}),
                Map.entry("validate_every=-1 is out of range.", new Object[] {"validate_every", -1}),
                Map.entry("checkpoint_minutes=-1.0 is out of range.", new Object[] {"checkpoint_minutes", -1.0}));
        for (Map.Entry<String, Object[]> entry : wrong.entrySet()) {
            List<Object> inputs = new ArrayList<>(List.of(good));
            inputs.addAll(List.of(entry.getValue()));
            String reason = reason(TrainClassifier.class, inputs.toArray());
            assertTrue(reason.startsWith(entry.getKey()), reason);
            assertTrue(reason.endsWith(".") && !reason.contains("\n") && !reason.contains("Exception"), reason);
        }
        assertEquals(
                List.of(),
                files(folder).stream().filter(f -> f.startsWith("never")).toList());
    }

    @Test
    @Tag("slow")
    void evaluatingWritesAReportThatNeedsNothingElse() throws Exception {
        Path output = folder.resolve("evaluated");
        CommandModule module = run(
                Evaluate.class,
                "dataset",
                folder.resolve("cells").toFile(),
                "model",
                model.toString(),
                "output",
                output.toFile(),
                "split",
                "all",
                "compare",
                model.toString());
        assertFalse(module.isCanceled(), module::getCancelReason);
        assertEquals(
                List.of(
                        "curves.csv",
                        "explanations.csv",
                        "explanations.untrained.csv",
                        "metrics.csv",
                        "metrics.json",
                        "metrics.untrained.csv",
                        "report.html"),
                files(output));
        String report = Files.readString(output.resolve("report.html"));
        for (String part : List.of("table 2", "table 3", "table 4", "figure 5", "Examples", "paper, other data set"))
            assertTrue(report.contains(part), part);
        assertFalse(report.matches("(?s).*(src|href)=\"(?!data:|#).*"), "The report must load nothing.");
        assertFalse(report.contains("url(") || report.contains("@import") || report.contains("NaN"));
        assertTrue(report.length() < 3_000_000);
    }

    @Test
    void evaluatingWhatDoesNotBelongTogetherIsOneSentence() throws Exception {
        Path output = folder.resolve("not evaluated");
        Object[] good = {
            "dataset", folder.resolve("cells").toFile(), "model", model.toString(), "output", output.toFile()
        };
        Map<String, Object[]> wrong = Map.of(
                "no video in the split 'validation'", new Object[] {"split", "validation"},
                "split='tset' is not known.", new Object[] {"split", "tset"},
                "checks='maybe' is not known.", new Object[] {"checks", "maybe"},
                "model='sells' is not known.", new Object[] {"model", "sells"},
                "model='sell' is not known.", new Object[] {"compare", "sell"},
                "has the classes", new Object[] {"model", "ucf6"});
        for (Map.Entry<String, Object[]> entry : wrong.entrySet()) {
            List<Object> inputs = new ArrayList<>(List.of(good));
            inputs.addAll(List.of(entry.getValue()));
            String reason = reason(Evaluate.class, inputs.toArray());
            assertTrue(reason.contains(entry.getKey()), reason);
            assertTrue(reason.endsWith(".") && !reason.contains("Exception"), reason);
        }
        assertFalse(Files.exists(output));
    }

    @Test
    void theSampleIsAVideo() throws Exception {
        ImagePlus sample = (ImagePlus) run(OpenSampleVideo.class).getOutput("video");
        assertEquals(24, sample.getNFrames());
        assertEquals(128, sample.getWidth());
        assertFalse(sample.getStack().isVirtual());
    }

    @Test
    void bothTrainingStepsMakeAModelThatExplains() throws Exception {
        Path trained = folder.resolve("trained model");
        CommandModule classifier = run(
                TrainClassifier.class,
                "dataset",
                folder.resolve("cells").toFile(),
                "output",
                trained.toFile(),
                "epochs",
                1,
                "batch_size",
                2,
                "device",
                "cpu");
        assertFalse(classifier.isCanceled(), classifier::getCancelReason);
        CommandModule explainer = run(
                TrainExplainer.class,
                "dataset",
                folder.resolve("cells").toFile(),
                "model",
                trained.toString(),
                "epochs",
                1,
                "batch_size",
                2,
                "device",
                "cpu");
        assertFalse(explainer.isCanceled(), explainer::getCancelReason);
        assertEquals(
                List.of(
                        "README.md",
                        "classifier-balance.csv",
                        "classifier-training.csv",
                        "classifier-training.png",
                        "classifier.params",
                        "explainer-balance.csv",
                        "explainer-training.csv",
                        "explainer-training.png",
                        "explainer.params",
                        "model.json",
                        "self-test.json"),
                files(trained));
        assertTrue(Files.size(trained.resolve("explainer-training.png")) < 50_000);
        assertEquals(
                List.of(),
                files(folder).stream().filter(f -> f.contains(".training.")).toList());
        ImagePlus image = ImageFiles.openImage(clip);
        CommandModule explained = run(ExplainVideo.class, "image", image, "model", trained.toString());
        assertFalse(explained.isCanceled(), explained::getCancelReason);
        Overlays.assertShows(LastAnswer.of(image).orElseThrow().answer(), image);
    }

    @Test
    void escapeCancels() throws Exception {
        Path output = folder.resolve("stopped");
        Thread presser = new Thread(() -> {
            // The command forgets earlier key presses when it starts.
            while (!Thread.currentThread().isInterrupted()) {
                IJ.setKeyDown(java.awt.event.KeyEvent.VK_ESCAPE);
                Thread.yield();
            }
        });
        presser.start();
        try {
            CommandModule module = run(SimulateCells.class, "output", output.toFile(), "videos", 400, "frames", 200);
            assertTrue(module.isCanceled());
            assertEquals(null, module.getCancelReason());
        } finally {
            presser.interrupt();
            Wait.forEnd(presser);
            IJ.resetEscape();
        }
        assertFalse(Files.exists(output));
    }

    @Test
    void allPairsWritesARowForEveryOrderedPair() throws Exception {
        ImagePlus image = ImageFiles.openImage(clip);
        Path output = folder.resolve("pairs");
        CommandModule module = run(
                AllPairs.class,
                "image",
                image,
                "model",
                model.toString().replace('\\', '/'),
                "save_to",
                output.toFile());
        assertFalse(module.isCanceled(), module::getCancelReason);
        String name = clip.getFileName().toString().replace(".avi", ".pairs.csv");
        assertEquals(List.of(name), files(output));
        List<String> lines = Files.readAllLines(output.resolve(name));
        assertEquals(1 + 4 * 3, lines.size());
        assertTrue(lines.get(0).startsWith("positive,negative,attribute,score"), lines.get(0));
        assertEquals(
                12,
                lines.stream()
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1)))
                        .distinct()
                        .count());
    }

    @Test
    void theBrowserNeedsAnExplanationAndADisplay() throws Exception {
        String reason = reason(ExplanationBrowser.class, "image", ImageFiles.openImage(clip));
        assertTrue(
                reason.contains(
                        java.awt.GraphicsEnvironment.isHeadless()
                                ? "there is no display here"
                                : "run 'Explain Video...'"),
                reason);
    }
}
