package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.io.Opener;
import ij.io.RoiDecoder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.util.Sha256;

/** Looks at what a run left in its output folder. */
public final class Results {

    private static final String JSON = ".explanation.json";

    private Results() {}

    /** All files by path with slashes, each with what changes when it is written again. */
    public static Map<String, String> stamps(Path output) throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        if (!Files.exists(output)) return stamps;
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.put(
                        output.relativize(file).toString().replace('\\', '/'),
                        attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
            }
        }
        return stamps;
    }

    /** All files by path with slashes, each with the digest of its bytes. */
    public static Map<String, String> digests(Path output) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String path : stamps(output).keySet())
            digests.put(path, Sha256.of(Files.readAllBytes(output.resolve(path))));
        return digests;
    }

    /** Where the results of explained videos are, without ending, sorted; also while a run is writing there. */
    public static List<String> explained(Path output) throws IOException {
        List<String> explained = new ArrayList<>();
        if (!Files.exists(output)) return explained;
        Files.walkFileTree(output, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean hidden = directory.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = output.relativize(file).toString().replace('\\', '/');
                if (path.endsWith(JSON)) explained.add(path.substring(0, path.length() - JSON.length()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path goneMeanwhile, IOException problem) {
                return FileVisitResult.CONTINUE;
            }
        });
        explained.sort(null);
        return explained;
    }

    /** Whether some files of a video are written in a hidden folder, and not yet in their places. */
    public static boolean isHalfWritten(Path output) throws IOException {
        for (Path folder : List.of(output, output.resolve("day 1"), output.resolve("day 3"), output.resolve("day 5"))) {
            if (!Files.isDirectory(folder)) continue;
            try (DirectoryStream<Path> hidden = Files.newDirectoryStream(folder, ".whynot-*")) {
                for (Path staging : hidden) {
                    String[] written = staging.toFile().list();
                    if (written != null && List.of(written).toString().contains(".overlay.tif")) return true;
                }
            }
        }
        return false;
    }

    /** The rows of summary.csv by video, each by heading. */
    static Map<String, Map<String, String>> summary(Path output) throws IOException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        List<List<String>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("summary.csv"))) lines.add(values(line));
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> row = new HashMap<>();
            assertEquals(lines.get(0).size(), line.size(), line.toString());
            for (int i = 0; i < line.size(); i++) row.put(lines.get(0).get(i), line.get(i));
            assertEquals(null, rows.put(row.get("video"), row), "one row a video");
        }
        return rows;
    }

    private static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') quoted = !quoted;
            if (c == '"' && quoted && i > 0 && line.charAt(i - 1) == '"') value.append('"');
            if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else if (c != '"') value.append(c);
        }
        values.add(value.toString());
        return values;
    }

    /** Every file of a folder opens, and none but results is there: none is half-written, hidden or left over. */
    public static void assertEveryFileIsWhole(Path output) throws Exception {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        for (String path : stamps(output).keySet()) {
            Path file = output.resolve(path);
            String name = file.getFileName().toString();
            if (name.endsWith(JSON)) AnswerJson.read(file);
            else if (name.endsWith(".overlay.tif"))
                assertEquals(
                        FolderOfClips.FRAMES,
                        new Opener().openImage(file.toString()).getStackSize(),
                        path);
            else if (name.endsWith(".rois.zip")) assertRoisAreWhole(file);
            else if (name.endsWith(".explained.mp4")) {
                try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
                    grabber.start();
                    int frames = 0;
                    while (grabber.grabImage() != null) frames++;
                    assertEquals(FolderOfClips.FRAMES, frames, path);
                }
            } else assertTrue(name.endsWith(".csv"), path + " is no result");
        }
        try (Stream<Path> all = Files.walk(output)) {
            assertFalse(all.anyMatch(p -> p.getFileName().toString().startsWith(".")), "nothing hidden is left");
        }
    }

    private static void assertRoisAreWhole(Path file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                assertTrue(new RoiDecoder(zip.readAllBytes(), entry.getName()).getRoi() != null);
        }
    }

    /** All whole clips are explained, all broken ones named with their reason, and summary.csv says the same. */
    public static void assertComplete(FolderOfClips clips, Path output) throws Exception {
        assertEveryFileIsWhole(output);
        Map<String, Map<String, String>> summary = summary(output);
        assertEquals(clips.whole().size() + clips.broken().size(), summary.size());
        for (String video : clips.whole()) {
            Map<String, String> row = summary.get(video);
            assertEquals("explained", row.get("status"), video + ": " + row.get("problem"));
            assertEquals("", row.get("problem"));
            Answer answer = AnswerJson.read(output.resolve(row.get("results") + JSON));
            assertEquals(answer.prediction().get(0).name(), row.get("prediction"));
            assertEquals(answer.positive(), row.get("positive"));
            assertEquals(answer.negative(), row.get("negative"));
            assertEquals(answer.explanations().get(0).score(), Double.parseDouble(row.get("score")));
            assertTrue(
                    row.get("reasons").startsWith(answer.explanations().get(0).attribute()));
        }
        clips.broken().forEach((video, reason) -> {
            Map<String, String> row = summary.get(video);
            assertEquals("failed", row.get("status"), video);
            String problem = row.get("problem");
            assertTrue(problem.contains(reason), video + ": " + problem);
            assertTrue(problem.endsWith(".") && !problem.contains("Exception"), problem);
        });
        assertEquals(clips.whole().size(), explained(output).size());
    }
}
