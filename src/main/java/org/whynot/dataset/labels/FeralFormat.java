package org.whynot.dataset.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Labels of FERAL: JSON with {@code class_names}, {@code labels} of every frame, {@code splits}. */
final class FeralFormat implements LabelFormat {

    private static final Map<String, String> SPLITS =
            Map.of("train", "train", "val", "validation", "test", "test", "inference", "");

    @Override
    public String word() {
        return "feral";
    }

    @Override
    public boolean recognises(LabelSource source) {
        return source.head().contains("\"class_names\"") && source.endsWith(".json");
    }

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        LinedJson json = new LinedJson(source);
        JsonObject names = LinedJson.object(json.object(), "class_names");
        Map<String, String> splits = new HashMap<>();
        JsonObject lists = LinedJson.object(json.object(), "splits");
        for (String key : lists.keySet())
            for (JsonElement video : LinedJson.array(lists, key))
                splits.put(LinedJson.text(video), SPLITS.getOrDefault(key, ""));
        for (Map.Entry<String, JsonElement> entry :
                LinedJson.object(json.object(), "labels").entrySet()) {
            sink.check();
            String video = entry.getKey();
            int line = json.line(entry.getValue());
            if (!entry.getValue().isJsonArray()) {
                sink.unused(line, 1, "the labels of '" + video + "' are no list of numbers.");
                continue;
            }
            JsonArray frames = entry.getValue().getAsJsonArray();
            sink.states(video, new LabelSink.Stated(0, 0, frames.size(), Double.NaN, line));
            FrameRuns.find(frames.size(), f -> key(frames.get(f)), (start, stop, key) -> {
                String label = LinedJson.text(names.get(key));
                if (label.isEmpty())
                    sink.unused(
                            line,
                            1,
                            "frames " + start + " to " + (stop - 1) + " of '" + video + "' have the class " + key
                                    + ", which class_names does not name.");
                else
                    sink.event(LabelEvent.of(
                            line, video, LabelEvent.Time.frames(start, stop), label, splits.getOrDefault(video, "")));
            });
        }
    }

    private static String key(JsonElement label) {
        double number = LinedJson.number(label);
        return number == Math.rint(number) ? Long.toString((long) number) : LinedJson.text(label);
    }
}
