package org.whynot.dataset.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;

/** Labels as ActivityNet has them: JSON with a {@code database} of videos and their segments in seconds. */
final class ActivityNetFormat implements LabelFormat {

    private static final Map<String, String> SPLITS = Map.of(
            "training", "train", "train", "train", "validation", "validation", "testing", "test", "test", "test");

    @Override
    public String word() {
        return "activitynet";
    }

    @Override
    public boolean recognises(LabelSource source) {
        return source.endsWith(".json") && source.head().contains("\"database\"");
    }

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        LinedJson json = new LinedJson(source);
        for (Map.Entry<String, JsonElement> entry :
                LinedJson.object(json.object(), "database").entrySet()) {
            if (!entry.getValue().isJsonObject()) continue;
            JsonObject video = entry.getValue().getAsJsonObject();
            String split = SPLITS.getOrDefault(LinedJson.text(video.get("subset")), "");
            for (JsonElement element : LinedJson.array(video, "annotations")) {
                sink.check();
                int line = json.line(element);
                JsonObject annotation = element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
                JsonArray segment = LinedJson.array(annotation, "segment");
                double start = segment.size() == 2 ? LinedJson.number(segment.get(0)) : Double.NaN;
                double stop = segment.size() == 2 ? LinedJson.number(segment.get(1)) : Double.NaN;
                String label = LinedJson.text(annotation.get("label"));
                if (label.isEmpty() || !(stop >= start))
                    sink.unused(
                            line,
                            1,
                            "an annotation of '" + entry.getKey() + "' has no label, or no segment [start, stop].");
                else
                    sink.event(LabelEvent.of(line, entry.getKey(), LabelEvent.Time.seconds(start, stop), label, split));
            }
        }
    }
}
