package org.whynot.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

class ValuesTest {

    private static Context context;
    private static CommandCatalog catalog;
    private static ModuleInfo explain;

    @BeforeAll
    static void findCommands() {
        context = new Context(CommandService.class);
        catalog = new CommandCatalog(context);
        explain = catalog.find("Explain Video...");
    }

    @AfterAll
    static void dispose() {
        context.dispose();
    }

    @Test
    void explainHasTheParametersOfTheContract() {
        assertEquals(
                List.of(
                        "model",
                        "positive",
                        "why_not",
                        "explanations",
                        "evidence",
                        "verify",
                        "confidence",
                        "refine",
                        "window",
                        "tubes",
                        "time_axis",
                        "device",
                        "precision",
                        "gif",
                        "save_to"),
                List.copyOf(CommandCatalog.parameters(explain).keySet()));
        assertEquals("image", CommandCatalog.imageParameter(explain));
    }

    @Test
    void defaultsFillWhatIsNotGiven() {
        Map<String, Object> values = Values.of(explain, Map.of("why-not", "apoptosis", "explanations", " 5 "));
        assertEquals("cells", values.get("model"));
        assertEquals("predicted", values.get("positive"));
        assertEquals("apoptosis", values.get("why_not"));
        assertEquals(5, values.get("explanations"));
        assertNull(values.get("save_to"));
        assertEquals(
                new File("out put"),
                Values.of(explain, Map.of("save_to", "out put")).get("save_to"));
    }

    @Test
    void unknownParametersAndCommandsListTheNearestFirst() {
        String message = assertThrows(UsageException.class, () -> Values.of(explain, Map.of("modle", "cells")))
                .getMessage();
        assertTrue(
                message.startsWith("'Explain Video...' has no parameter 'modle'. Did you mean 'model'? Known: model, "),
                message);
        message = assertThrows(UsageException.class, () -> catalog.find("Explain Vido"))
                .getMessage();
        assertTrue(message.contains("command='Explain Vido' is not known. Known: Explain Video..., "), message);
    }

    @Test
    void wordsThatAreNoNumbersAreRefused() {
        for (String word : List.of("three", "3.5", "", "99999999999"))
            assertTrue(
                    assertThrows(UsageException.class, () -> Values.of(explain, Map.of("explanations", word)))
                            .getMessage()
                            .contains("explanations='" + word + "' is not a whole number"),
                    word);
    }

    @Test
    void choicesAndRangesAreChecked() {
        ModuleItem<?> evidence = CommandCatalog.parameters(explain).get("evidence");
        assertEquals("against", Values.checked(evidence, "AGAINST"));
        assertEquals(
                "evidence='agianst' is not known. Known: against, both, for.",
                assertThrows(CommandException.class, () -> Values.checked(evidence, "agianst"))
                        .getMessage());
        ModuleItem<?> explanations = CommandCatalog.parameters(explain).get("explanations");
        for (int wrong : new int[] {0, -1, 21, 10_000})
            assertEquals(
                    "explanations=" + wrong + " is out of range. Use 1 to 20.",
                    assertThrows(CommandException.class, () -> Values.checked(explanations, wrong))
                            .getMessage());
        assertEquals(20, Values.checked(explanations, 20));
    }

    /** Every door shows these; a macro's keys are in lower case, and a remembered value would change a headless macro. */
    @Test
    void everyParameterOfEveryCommandFitsAllDoors() {
        for (String label : catalog.labels())
            CommandCatalog.parameters(catalog.find(label)).forEach((name, item) -> {
                String what = label + ": " + name;
                assertTrue(name.matches("[a-z]+(_[a-z]+)*"), what);
                // Who knows the label knows the macro's word; a unit may follow it.
                assertEquals(
                        name.replace('_', ' '),
                        item.getLabel().toLowerCase(Locale.ROOT).replaceAll(" \\(.*\\)$", ""),
                        what);
                assertTrue(item.getDescription().endsWith("."), what);
                assertTrue(!item.isPersisted(), what);
                assertEquals(ItemVisibility.NORMAL, item.getVisibility(), what);
                Object value = Values.defaultValue(item);
                assertTrue(value != null || item.getType() == File.class, what);
                if (value != null) assertEquals(value, Values.checked(item, value), what);
            });
    }
}
