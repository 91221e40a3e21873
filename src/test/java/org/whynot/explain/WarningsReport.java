package org.whynot.explain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.bytedeco.ffmpeg.global.avutil;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.video.Display;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.Warning;
import org.whynot.video.Warning.Kind;
import org.whynot.video.file.TestEncoder;

/**
 * How often answers are called doubtful: {@code WarningsReport [UCF6 [CELLS]]} classifies ordinary clips, of which a warning is a
 * false alarm, and then fifty that were made odd on purpose, and prints a table of each.
 *
 * <p>The ordinary clips are 200 simulated ones that the model {@code cells} was not trained on (in the folder {@code CELLS}, or
 * simulated now) and the test clips of {@code ucf6}; without that data set the simulated ones alone. The odd ones are made from the
 * same clips, five of each of ten kinds: three of the cells and two of {@code ucf6}.
 */
final class WarningsReport {

    private static final int SIMULATED = 200;
    private static final long SEED = 2027;
    private static final int OF_CELLS = 3;
    private static final int OF_UCF6 = 2;

    private final Path folder;
    private int files;

    private WarningsReport(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("warnings");
        WarningsReport report = new WarningsReport(folder);
        Path ucf6 = Path.of(arguments.length > 0 ? arguments[0] : "../shared/data/ucf6");
        Path cells = arguments.length > 1 ? Path.of(arguments[1]) : folder.resolve("cells");
        if (!Files.exists(cells))
            new CellSimulator(new SimulationSettings(SIMULATED, 32, SEED)).write(cells, Progress.SILENT);
        List<Path> ofCells = paths(DataSet.read(cells), "");
        boolean both = Files.isDirectory(ucf6);
        if (!both) System.out.println("There is no data set " + ucf6 + ": cells only.");
        List<Path> ofUcf6 = both ? paths(DataSet.read(ucf6), "test") : List.of();
        Map<Kind, int[]> hits = new EnumMap<>(Kind.class);
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu")) {
            falseAlarms(model, ofCells);
            report.odd(model, ofCells, ofUcf6, OF_CELLS, hits);
        }
        if (both)
            try (Model model = Model.open(ModelFolders.find("ucf6"), "cpu")) {
                falseAlarms(model, ofUcf6);
                report.odd(model, ofUcf6, ofCells, OF_UCF6, hits);
            }
        System.out.println("\nMade odd on purpose: kind, with its warning, with any warning, clips");
        int[] all = new int[3];
        hits.forEach((kind, counts) -> {
            System.out.printf("%s, %d, %d, %d%n", kind.word(), counts[0], counts[1], counts[2]);
            for (int i = 0; i < 3; i++) all[i] += counts[i];
        });
        System.out.printf("all, %d, %d, %d%n", all[0], all[1], all[2]);
    }

    private static List<Path> paths(DataSet data, String split) {
        return (split.isEmpty() ? data.samples() : data.split(split))
                .stream().map(Sample::path).toList();
    }

    private static List<Warning> warnings(Model model, Video video) throws IOException {
        try (ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            return classified.warnings();
        }
    }

    private static void falseAlarms(Model model, List<Path> clips) throws IOException {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        int any = 0;
        for (Path clip : clips)
            try (Video video = VideoFiles.open(clip)) {
                List<Warning> found = warnings(model, video);
                if (!found.isEmpty()) any++;
                found.stream().map(Warning::kind).distinct().forEach(kind -> counts.merge(kind, 1, Integer::sum));
            }
        System.out.printf(
                "%nFalse alarms of %s: %d of %d clips, %s%n", model.card().name(), any, clips.size(), counts);
    }

    /** Adds, for each kind: clips with its warning, with any, all. */
    private void odd(Model model, List<Path> clips, List<Path> others, int count, Map<Kind, int[]> hits)
            throws IOException {
        for (Kind kind : List.of(
                Kind.DARK,
                Kind.SATURATED,
                Kind.PADDING,
                Kind.VARIABLE_RATE,
                Kind.DROPPED_FRAMES,
                Kind.SIZE_CHANGE,
                Kind.RESOLUTION,
                Kind.FRAME_RATE,
                Kind.BRIGHTNESS,
                Kind.UNLIKE_TRAINING))
            for (int i = 0; i < count; i++) {
                Path other = others.isEmpty() ? clips.get(0) : others.get(17 * i + 5);
                try (Video clip = VideoFiles.open(clips.get(31 * i + 7));
                        Video odd = made(kind, clip, other, i)) {
                    List<Warning> found = warnings(model, odd);
                    int[] counts = hits.computeIfAbsent(kind, k -> new int[3]);
                    if (found.stream().anyMatch(w -> w.kind() == kind)) counts[0]++;
                    else System.out.println("Missed: " + kind.word() + " of " + clip.name() + ", " + found);
                    if (!found.isEmpty()) counts[1]++;
                    counts[2]++;
                }
            }
    }

    private Video made(Kind kind, Video clip, Path other, int which) throws IOException {
        return switch (kind) {
            case DARK -> clip.brighten(0.04f);
            case SATURATED -> clip.brighten(12);
            case PADDING -> clip.cut(0, 6 + which);
            case VARIABLE_RATE -> encoded(clip, n -> 100 * n + 37 * (n % 3));
            case DROPPED_FRAMES -> encoded(clip, n -> 100 * (n < 9 ? n : n + 4 + which));
            case SIZE_CHANGE -> changing(clip);
            case RESOLUTION -> clip.crop(10, 20, clip.width() / 3, clip.height() / 3);
            case FRAME_RATE -> new Video(clip.name(), clip.image(), clip.display(), 10 * clip.frameInterval());
            case BRIGHTNESS -> clip.brighten(which % 2 == 0 ? 0.12f : 4);
            case UNLIKE_TRAINING -> which == 1 ? noise(clip) : VideoFiles.open(other);
            default -> throw new IllegalArgumentException(kind.word());
        };
    }

    private static Video noise(Video clip) {
        byte[] values = new byte[clip.width() * clip.height() * clip.frames()];
        new Random(3).nextBytes(values);
        return new Video(
                "noise",
                ArrayImgs.unsignedBytes(values, clip.width(), clip.height(), clip.frames()),
                new Display.Range(0, 255),
                clip.frameInterval());
    }

    private Video encoded(Video clip, java.util.function.IntUnaryOperator milliseconds) throws IOException {
        List<int[]> pictures = pictures(clip);
        return VideoFiles.open(new TestEncoder("mjpeg", "matroska")
                .format(avutil.AV_PIX_FMT_YUVJ420P)
                .size(clip.width(), clip.height())
                .time(milliseconds)
                .picture(pictures::get)
                .write(folder.resolve(files++ + ".mkv"), pictures.size()));
    }

    /** The clip, and behind it its upper left part as a stream of another size. */
    private Video changing(Video clip) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (Video part : List.of(clip, clip.crop(0, 0, clip.width() / 32 * 16, clip.height() / 32 * 16))) {
            List<int[]> pictures = pictures(part);
            both.write(Files.readAllBytes(new TestEncoder("mpeg2video", "mpeg2video")
                    .size(part.width(), part.height())
                    .picture(pictures::get)
                    .write(folder.resolve(files++ + ".raw"), pictures.size())));
        }
        return VideoFiles.open(Files.write(folder.resolve(files++ + ".m4v"), both.toByteArray()));
    }

    private static List<int[]> pictures(Video clip) throws IOException {
        List<int[]> pictures = new ArrayList<>();
        byte[] rgb = new byte[clip.frameLength()];
        int n = clip.width() * clip.height();
        for (int frame = 0; frame < clip.frames(); frame++) {
            clip.read(frame, rgb);
            int[] picture = new int[n];
            for (int p = 0; p < n; p++)
                picture[p] = (rgb[p] & 255) << 16 | (rgb[n + p] & 255) << 8 | rgb[2 * n + p] & 255;
            pictures.add(picture);
        }
        return pictures;
    }
}
