package org.whynot.batch;

import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.whynot.util.Json;
import org.whynot.util.Sha256;

/**
 * A line of {@code explanations.jsonl}: the explanation of one video.
 *
 * @param video its path in the folder, with slashes
 * @param results where its {@code .explanation.json} belongs, with slashes, without that ending
 * @param sha256 of the bytes of that file, in hexadecimal
 * @param explanation what that file holds
 */
record PackedLine(String video, String results, String sha256, JsonObject explanation) {

    /**
     * Which video a line is on.
     *
     * @param video its path in the folder
     * @param results where its results belong
     */
    record Key(String video, String results) {}

    /**
     * The line of a video.
     *
     * @param json the text of its {@code .explanation.json}
     */
    static PackedLine of(String video, String results, String json) {
        return new PackedLine(video, results, Sha256.of(json.getBytes(StandardCharsets.UTF_8)), Json.object(json));
    }

    /** The line's text as it stands in the file, without the line feed. */
    byte[] bytes() {
        return Json.writeLine(this).stripTrailing().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none; the message states why, from "it" or a key on
     */
    static PackedLine parse(byte[] line) {
        return Json.read(new String(line, StandardCharsets.UTF_8), PackedLine.class);
    }

    /**
     * Reads which video a line is on, as far as that is needed for it.
     *
     * @throws IllegalArgumentException if it does not name one
     */
    static Key parseKey(byte[] line) {
        String video = null;
        String results = null;
        try (JsonReader reader = new JsonReader(new StringReader(new String(line, StandardCharsets.UTF_8)))) {
            reader.beginObject();
            while (reader.hasNext() && (video == null || results == null)) {
                switch (reader.nextName()) {
                    case "video" -> video = reader.nextString();
                    case "results" -> results = reader.nextString();
                    default -> reader.skipValue();
                }
            }
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException("it is damaged or cut short.", e);
        }
        if (video == null || results == null)
            throw new IllegalArgumentException("it has no key 'video' or no key 'results'.");
        return new Key(video, results);
    }

    /**
     * The text of the {@code .explanation.json}, to the last byte.
     *
     * @throws IllegalArgumentException if the line was changed since it was written
     */
    String json() {
        String json = Json.write(explanation);
        if (!Sha256.of(json.getBytes(StandardCharsets.UTF_8)).equals(sha256))
            throw new IllegalArgumentException("its explanation is not the one that was written; it was changed.");
        return json;
    }
}
