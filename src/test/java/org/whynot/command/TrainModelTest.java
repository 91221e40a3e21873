package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;
import org.whynot.model.ModelCard;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;

/** Train Model... as Fiji runs it, in seconds. */
class TrainModelTest {

    @TempDir
    static Path folder;

    private static Context context;
    private static File data;

    @BeforeAll
    static void simulate() throws Exception {
        context = new Context(CommandService.class, TaskService.class);
        Path cells = folder.resolve("data");
        new CellSimulator(new SimulationSettings(8, 10, 48, 48, 3, 0.25)).write(cells, Progress.SILENT);
        data = cells.toFile();
    }

    @AfterAll
    static void dispose() {
        context.dispose();
    }

    private static CommandModule run(Object... inputs) throws Exception {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < inputs.length; i += 2) values.put((String) inputs[i], inputs[i + 1]);
        values.putIfAbsent("dataset", data);
        values.putIfAbsent("output", folder.toFile());
        return context.service(CommandService.class)
                .run(TrainModel.class, true, values)
                .get(5, TimeUnit.MINUTES);
    }

    @Test
    void makesAModelWithCardCurvesAndReport() throws Exception {
        CommandModule done = run("name", "mine", "minutes", 0.1, "start_from", "nothing", "device", "cpu");
        assertFalse(done.isCanceled(), done::getCancelReason);
        String sentence = (String) done.getOutput("sentence");
        assertTrue(sentence.startsWith("Trained a model; it is right on "), sentence);
        Path model = folder.resolve("mine");
        for (String file : List.of(
                "model.json",
                "README.md",
                "report/report.html",
                "classifier-training.csv",
                "classifier-training.png",
                "classifier-balance.csv",
                "explainer-training.png",
                "self-test.json")) assertTrue(Files.exists(model.resolve(file)), file);
        assertFalse(Files.exists(folder.resolve("mine.unfinished")));
        assertFalse(Files.exists(folder.resolve("mine.training.csv")));
        assertEquals("mine", ModelCard.read(model).name());
    }

    private static String reason(Object... inputs) throws Exception {
        CommandModule module = run(inputs);
        assertTrue(module.isCanceled());
        return module.getCancelReason();
    }

    @Test
    void badInputIsASentenceAndNothingIsWritten() throws Exception {
        assertEquals("minutes=0.0 is out of range. Use 0.1 to 10080.0.", reason("minutes", 0.0));
        assertTrue(reason("start_from", "nobody").startsWith("start_from='nobody' is not known. Known models: "));
        for (String name : List.of("a/b", "..", "."))
            assertEquals(
                    "name='" + name + "' can't be the name of a folder. Use letters, digits, '-' or '_'.",
                    reason("name", name));
        String missing =
                reason("name", "x", "dataset", folder.resolve("missing").toFile());
        assertTrue(missing.contains("there is no such folder"), missing);
        assertFalse(Files.exists(folder.resolve("x")));
        assertFalse(Files.exists(folder.resolve("x.unfinished")));
    }
}
