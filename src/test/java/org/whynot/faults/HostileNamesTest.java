package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderOfClips;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.DataSetWriter;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Reasons;
import org.whynot.dataset.Sample;
import org.whynot.dataset.VideoSize;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.ModelComparison;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.frontend.UntrainedModel;
import org.whynot.model.Model;
import org.whynot.overlay.FigureFormat;
import org.whynot.overlay.Montage;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.CsvReader;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/** Names of classes, attributes and videos that are markup for a browser or formulas for a spreadsheet stay names. */
class HostileNamesTest {

    private static final String MARKUP = "<evil";
    private static final List<String> CLASSES = List.of(
            "<evil a=\"1\" onload='x'>", "=HYPERLINK(\"http://127.0.0.1:9\")", "@SUM(1)", "-1+cmd|' /C calc'!A0");
    private static final List<String> ATTRIBUTES = List.of("</svg><evil>", "+1+1", "'=1", "--&amp;<evil/>");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d*)?([eE][-+]?\\d+)?");

    @TempDir
    Path folder;

    /** No value of a table is one that a spreadsheet would compute. */
    private static void assertNoFormula(Path table) throws IOException {
        try (CsvReader reader = new CsvReader(table)) {
            for (List<String> row = reader.read(); row != null; row = reader.read())
                for (String value : row)
                    assertTrue(
                            value.isEmpty()
                                    || "=+-@\t\r".indexOf(value.charAt(0)) < 0
                                    || NUMBER.matcher(value).matches(),
                            table.getFileName() + ": " + value);
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    /** A data set of some videos of four classes with names of that kind, ids too. */
    private DataSet data(Path place, int size) throws IOException {
        Path cells = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(4, 8, size, size, 2, 0.5)).write(cells, Progress.SILENT);
        List<Sample> samples = new ArrayList<>();
        DataSet simulated = DataSet.read(cells);
        for (Sample s : simulated.samples())
            samples.add(new Sample(
                    CLASSES.get(s.classIndex()) + " clip",
                    s.classIndex(),
                    s.path(),
                    s.split(),
                    List.of(s.classIndex()),
                    Map.of(ATTRIBUTES.get(s.classIndex()), List.of(new FrameBox(1, new Box(1, 2, 9, 8), true, 0))),
                    List.of(),
                    new VideoSize(8, size, size)));
        Files.createDirectories(place);
        DataSetWriter.write(place, CLASSES, ATTRIBUTES, samples);
        new Reasons(Map.of(CLASSES.get(1), Map.of(CLASSES.get(2), Set.of(ATTRIBUTES.get(1))))).write(place);
        return DataSet.read(place);
    }

    @Test
    void tablesOfADataSetAreNoFormulasAndAreReadAsTheyWere() throws IOException {
        Path place = folder.resolve("named");
        DataSet data = data(place, 32);
        for (Path table : files(place, ".csv")) assertNoFormula(table);
        assertEquals(4, files(place, ".csv").size());
        assertEquals(CLASSES.stream().sorted().toList(), data.classes());
        assertEquals(ATTRIBUTES, data.attributes());
        for (Sample s : data.samples()) {
            String className = data.classes().get(s.classIndex());
            assertEquals(className + " clip", s.id());
            String attribute = ATTRIBUTES.get(CLASSES.indexOf(className));
            assertEquals(Set.of(attribute), s.boxes().keySet());
            assertEquals(List.of(ATTRIBUTES.indexOf(attribute)), s.attributes());
        }
    }

    @Test
    @Tag("slow")
    void reportsAndTablesOfAnEvaluationHoldThemAsText() throws IOException {
        DataSet data = data(folder.resolve("named"), 64);
        Path model = UntrainedModel.write(folder.resolve("model"), data.classes(), ATTRIBUTES);
        Path out = folder.resolve("out");
        new ModelComparison(data, new EvaluationSettings("all", 0, true), "cpu")
                .write(model, List.of(), out, Progress.SILENT);
        for (Path table : files(out, ".csv")) assertNoFormula(table);
        List<Path> pages = files(out, ".html");
        assertFalse(pages.isEmpty());
        for (Path page : pages) {
            String html = Files.readString(page);
            assertFalse(html.contains(MARKUP), page.toString());
            assertTrue(html.contains("&lt;evil"), page.toString());
        }
    }

    @Test
    void resultsOfAFolderHoldThemAsText() throws IOException {
        Path model = UntrainedModel.write(folder.resolve("model"), CLASSES, ATTRIBUTES);
        Path input = Files.createDirectories(folder.resolve("in"));
        for (String name : List.of("=1+1", "@a", "-b")) FolderOfClips.writeClip(input.resolve(name + ".avi"), 8, 1);
        Map<String, Object> values = new java.util.LinkedHashMap<>(Map.of(
                "model", "m", "device", "cpu", "positive", CLASSES.get(1), "why_not", CLASSES.get(0), "verify", "no"));
        values.putAll(Map.of("explanations", 2, "evidence", "both", "window", "0", "tubes", 1, "confidence", 0));
        values.putAll(Map.of("time_axis", "auto", "gif", "no"));
        Path out = folder.resolve("out");
        try (Model open = Model.open(model, "cpu")) {
            new FolderExplainer(open, FolderExplainer.Settings.of(values))
                    .explain(input, out, FolderWorks.silent(), Progress.SILENT);
        }
        assertEquals(4, files(out, ".csv").size());
        for (Path table : files(out, ".csv")) assertNoFormula(table);
    }

    @Test
    void figuresHoldThemAsText() throws Exception {
        TestVideo video = TestVideo.colored(96, 80, 12);
        Answer plain = TestAnswers.following(96, 80, 12, false);
        List<Explanation> named = new ArrayList<>();
        for (Explanation e : plain.explanations())
            named.add(new Explanation(
                    e.rank(),
                    e.evidence(),
                    ATTRIBUTES.get(named.size()),
                    e.score(),
                    e.counterfactuality(),
                    e.layer(),
                    2,
                    2,
                    e.tube(),
                    e.verification()));
        Answer answer = TestAnswers.on(video, TestAnswers.answer("clip", 96, 80, 12, named));
        Path svg = Montage.of(answer, video, 2, Progress.SILENT).write(folder, FigureFormat.SVG);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document document = factory.newDocumentBuilder().parse(svg.toFile());
        assertEquals(0, document.getElementsByTagName("evil").getLength());
        assertTrue(document.getDocumentElement().getTextContent().contains("<evil"));
    }
}
