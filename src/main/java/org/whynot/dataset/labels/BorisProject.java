package org.whynot.dataset.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project of BORIS ({@code .boris}). */
final class BorisProject implements LabelFormat {

    private static final int TIME = 0;
    private static final int SUBJECT = 1;
    private static final int BEHAVIOR = 2;
    private static final int MODIFIERS = 3;
    private static final int COMMENT = 4;

    @Override
    public String word() {
        return "boris";
    }

    @Override
    public boolean recognises(LabelSource source) {
        return source.endsWith(".boris");
    }

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        LinedJson json = new LinedJson(source);
        JsonObject project = json.object();
        if (!project.has("observations"))
            throw new IOException("the file has no observations: it is no BORIS project.");
        Map<String, Boolean> isState = new HashMap<>();
        for (Map.Entry<String, JsonElement> entry :
                LinedJson.object(project, "behaviors_conf").entrySet())
            if (entry.getValue().isJsonObject()) {
                JsonObject behavior = entry.getValue().getAsJsonObject();
                isState.put(
                        LinedJson.text(behavior.get("code")),
                        LinedJson.text(behavior.get("type"))
                                .toLowerCase(java.util.Locale.ROOT)
                                .contains("state"));
            }
        for (Map.Entry<String, JsonElement> entry :
                LinedJson.object(project, "observations").entrySet())
            if (entry.getValue().isJsonObject())
                readObservation(entry.getKey(), entry.getValue().getAsJsonObject(), json, isState, sink);
    }

    private static void readObservation(
            String id, JsonObject observation, LinedJson json, Map<String, Boolean> isState, LabelSink sink) {
        JsonArray events = LinedJson.array(observation, "events");
        JsonElement players = observation.get("file");
        List<String> files = new ArrayList<>();
        if (players != null && players.isJsonObject())
            for (JsonElement file : LinedJson.array(players.getAsJsonObject(), "1")) files.add(LinedJson.text(file));
        int line = json.line(observation);
        if (files.isEmpty()) {
            if (!events.isEmpty())
                sink.unused(line, events.size(), "the observation '" + id + "' was live: it has no video.");
            return;
        }
        if (players.getAsJsonObject().entrySet().stream()
                .anyMatch(e -> !e.getKey().equals("1")
                        && e.getValue().isJsonArray()
                        && !e.getValue().getAsJsonArray().isEmpty()))
            sink.note(line, "the observation '" + id + "' has several players; the videos of the first one are used.");
        JsonObject media = LinedJson.object(observation, "media_info");
        for (String file : files) {
            double rate = LinedJson.number(LinedJson.object(media, "fps").get(file));
            sink.states(file, new LabelSink.Stated(0, 0, 0, rate, line));
        }
        double offset = LinedJson.number(observation.get("time offset"));
        if (Double.isNaN(offset)) offset = 0;
        StateEvents states = new StateEvents(sink);
        int comments = 0;
        for (JsonElement element : events) {
            sink.check();
            JsonArray event = element.isJsonArray() ? element.getAsJsonArray() : new JsonArray();
            double time = event.size() > BEHAVIOR ? LinedJson.number(event.get(TIME)) : Double.NaN;
            String behavior = Double.isNaN(time) ? "" : LinedJson.text(event.get(BEHAVIOR));
            if (behavior.isEmpty()) {
                sink.unused(json.line(element), 1, "the event of '" + id + "' has no time or no behaviour.");
                continue;
            }
            Map<String, String> values = new LinkedHashMap<>();
            if (event.size() > MODIFIERS) BorisTable.addModifiers(LinedJson.text(event.get(MODIFIERS)), values);
            if (event.size() > COMMENT && !LinedJson.text(event.get(COMMENT)).isEmpty()) comments++;
            StateEvents.Mark mark = new StateEvents.Mark(
                    json.line(element), id, "", LinedJson.text(event.get(SUBJECT)), behavior, values, time - offset);
            Boolean state = isState.get(behavior);
            if (state == null)
                sink.unused(mark.line(), 1, "the project's ethogram has no behaviour '" + behavior + "'.");
            else if (state) states.toggle(mark);
            else states.point(mark);
        }
        if (comments > 0) sink.note(line, comments + " comments of '" + id + "' were not used.");
        BorisMedia places = new BorisMedia(files, sink);
        for (StateEvents.State state : states.finish()) {
            StateEvents.Mark from = state.from();
            BorisMedia.Place start = places.at(from.time(), "");
            sink.event(new LabelEvent(
                    from.line(),
                    start.file(),
                    LabelEvent.Time.seconds(start.seconds(), start.seconds() + state.stop() - from.time()),
                    from.behavior(),
                    from.values(),
                    BorisTable.subject(from.subject()),
                    List.of(),
                    Map.of(),
                    state.rows(),
                    ""));
        }
    }
}
