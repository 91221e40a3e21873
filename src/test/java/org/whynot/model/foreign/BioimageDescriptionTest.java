package org.whynot.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BioimageDescriptionTest {

    static final String DESCRIPTION =
            """
            type: model
            format_version: 0.5.4
            name: events
            license: CC-BY-4.0
            cite: [{text: 'Doe: Events', doi: 10.1234/5678}]
            inputs:
              - id: video
                axes:
                  - {type: batch}
                  - {type: time, size: 8, unit: second, scale: 0.2}
                  - {type: channel, channel_names: [red, green, blue]}
                  - {id: y, type: space, size: 64}
                  - {id: x, type: space, size: {min: 96, step: 32}}
                preprocessing:
                  - {id: scale_linear, kwargs: {gain: 0.00392156862745098}}
                  - {id: fixed_zero_mean_unit_variance, kwargs: {mean: [0.5, 0.4, 0.3], std: [0.25, 0.25, 0.2], axis: channel}}
            outputs:
              - id: classes
                axes: [{type: batch}, {type: channel, channel_names: [mitosis, death]}]
                postprocessing: [{id: softmax}]
            weights:
              torchscript: {source: weights.pt, sha256: %s}
            """
                    .formatted("a".repeat(64));

    @TempDir
    Path folder;

    private ImportHints read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("rdf.yaml"), yaml);
        return BioimageDescription.read(file, "weights.pt");
    }

    @Test
    void everythingThatAVideoClassifierNeedsIsRead() throws IOException {
        ImportHints hints = read(DESCRIPTION);
        assertEquals("NTCHW", hints.axes());
        assertEquals(8, hints.frames());
        assertEquals(64, hints.height());
        assertEquals(96, hints.width());
        assertEquals(5, hints.frameRate(), 1e-9);
        assertEquals("rgb", hints.channels());
        assertEquals(List.of("mitosis", "death"), hints.classes());
        assertEquals("logits", hints.outputType());
        assertEquals("a".repeat(64), hints.sha256());
        assertEquals("CC-BY-4.0", hints.licence());
        assertEquals("Doe: Events, doi:10.1234/5678", hints.citation());
        // (x / 255 - mean) / std = (x - 255 mean) / (255 std)
        assertEquals("0-255", hints.range());
        assertEquals(0.4 * 255, hints.mean().get(1), 1e-9);
        assertEquals(0.2 * 255, hints.std().get(2), 1e-9);
    }

    private void assertRefused(String yaml, String why) {
        String message = assertThrows(IOException.class, () -> read(yaml)).getMessage();
        assertTrue(message.contains(why) && message.contains("rdf.yaml"), message);
    }

    @Test
    void whatIsNoVideoClassifierIsRefused() {
        assertRefused(DESCRIPTION.replace("0.5.4", "0.4.10"), "format_version is 0.4.10");
        assertRefused(DESCRIPTION.replace("type: time", "type: index"), "an axis of the type 'index'");
        assertRefused(DESCRIPTION.replace("weights.pt", "others.pt"), "does not name 'weights.pt'");
        assertRefused(DESCRIPTION.replace("scale_linear", "sigmoid"), "preprocessing 'sigmoid' is not known");
        assertRefused("inputs: [", "damaged or no YAML");
        assertRefused("- a", "no mapping");
        assertRefused("!!javax.script.ScriptEngineManager []", "damaged or no YAML");
    }
}
