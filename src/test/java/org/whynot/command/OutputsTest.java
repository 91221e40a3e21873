package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;
import org.scijava.task.TaskService;
import org.whynot.explain.Answer;
import org.whynot.frontend.SampleVideo;
import org.whynot.frontend.UntrainedModel;

/** What a script gets from a command. */
class OutputsTest {

    @TempDir
    Path folder;

    @Test
    void aScriptGetsAnswerSentenceAndTableAndNoWindow() throws Exception {
        Path model = UntrainedModel.write(folder.resolve("untrained"));
        try (Context context = new Context(CommandService.class, TaskService.class)) {
            Map<String, Object> inputs =
                    Map.of("image", SampleVideo.open(), "model", model.toString(), "explanations", 2);
            CommandModule module = context.service(CommandService.class)
                    .run(ExplainVideo.class, true, inputs)
                    .get(2, TimeUnit.MINUTES);
            assertFalse(module.isCanceled(), module::getCancelReason);
            Answer answer = (Answer) module.getOutput("answer");
            assertEquals(answer.sentence(), module.getOutput("sentence"));
            assertEquals(2, ((ResultsTable) module.getOutput("table")).size());
            // What is resolved is not displayed.
            for (ModuleItem<?> item : module.getInfo().outputs())
                assertTrue(module.isOutputResolved(item.getName()), item.getName());
        }
    }

    @Test
    void anImageIsLeftToFijiToDisplay() throws Exception {
        try (Context context = new Context(CommandService.class, TaskService.class)) {
            CommandModule module = context.service(CommandService.class)
                    .run(OpenSampleVideo.class, true, Map.of())
                    .get(2, TimeUnit.MINUTES);
            assertFalse(module.isOutputResolved("video"));
            ((ImagePlus) module.getOutput("video")).close();
        }
    }
}
