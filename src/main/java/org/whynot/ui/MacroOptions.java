package org.whynot.ui;

import java.util.LinkedHashMap;
import java.util.Map;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.frontend.MacroLine;
import org.whynot.model.ModelFolders;
import org.whynot.overlay.LastAnswer;

/** The macro line of an answer that was found in a window. */
final class MacroOptions {

    private MacroOptions() {}

    /** {@code run("Explain Video...", "model=cells positive=mitosis why_not=apoptosis ...");} */
    static String of(Answer answer, Evidence evidence, LastAnswer last) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", ModelFolders.word(last.model()).replace('\\', '/'));
        values.put("positive", answer.positive());
        values.put("why_not", answer.negative());
        values.put("explanations", answer.settings().explanations());
        values.put("evidence", evidence.word());
        values.put("confidence", answer.settings().confidence());
        values.put("refine", answer.settings().refine() ? "yes" : "no");
        values.put("window", answer.settings().window().word());
        values.put("tubes", answer.settings().tubes());
        values.put("time_axis", last.timeOnSlices() ? "slices" : "frames");
        values.put("device", last.device());
        values.put("precision", answer.settings().precision().word());
        return MacroLine.run("Explain Video...", values);
    }
}
