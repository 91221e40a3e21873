package org.whynot.dataset.labels;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.whynot.dataset.DataSetWriter;
import org.whynot.dataset.GroupSplit;
import org.whynot.dataset.Sample;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.video.VideoFiles;

/**
 * Makes a data set of other programs' label files. Videos stay where they are; clips are segments and rectangles of them.
 *
 * <pre>{@code
 * ImportReport report = new LabelImport(new LabelSettings(file, …)).run(progress);
 * report.sentences().forEach(log::info);
 * }</pre>
 */
public final class LabelImport {

    /** Formats in the order in which they are tried: those first that are told by more than their ending. */
    private static final List<LabelFormat> FORMATS = List.of(
            new BorisProject(),
            new CvatFormat(),
            new BorisTable(),
            new FeralFormat(),
            new ActivityNetFormat(),
            new DextrusionFormat(),
            new DeepEthogramFormat(),
            new AvaFormat(),
            new ClassFolderFormat());

    /** To find the format out. */
    public static final String AUTO = "auto";

    private final LabelSettings settings;
    private final Films.Probe probe;
    private final ImportReport report = new ImportReport();

    /** Imports with these settings. */
    public LabelImport(LabelSettings settings) {
        this(settings, Films::probe);
    }

    /**
     * Imports with these settings where videos were looked at beforehand, for example on many machines.
     *
     * @param known what is known of some or all of {@link #videos}; the others are opened here
     */
    public LabelImport(LabelSettings settings, Map<Path, VideoFacts> known) {
        this(settings, file -> known.containsKey(file) ? known.get(file).film() : Films.probe(file));
    }

    LabelImport(LabelSettings settings, Films.Probe probe) {
        this.settings = settings;
        this.probe = probe;
    }

    /**
     * The videos that the import will open, without opening any.
     *
     * @return sorted; none twice
     * @throws IOException if the labels can't be read, speak of no video that is there, or the output is not new; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public List<Path> videos(Progress progress) throws IOException {
        if (settings.output() != null) requireNew(settings.output());
        Set<Path> asked = new TreeSet<>();
        Films.Probe asking = file -> {
            asked.add(file);
            throw new IOException("It is opened later.");
        };
        try {
            new LabelImport(settings.without(), asking).run(progress);
        } catch (IOException e) {
            // Without any video no entry can be used; other problems will come up again in the import itself.
            if (asked.isEmpty()) throw e;
        }
        return List.copyOf(asked);
    }

    /** The names of the formats, {@value #AUTO} first. */
    public static List<String> formats() {
        List<String> words = new ArrayList<>(List.of(AUTO));
        for (LabelFormat format : FORMATS) if (!words.contains(format.word())) words.add(format.word());
        return words;
    }

    /**
     * Reads the labels and writes the data set, if an output is given. Nothing is written if no event can be used.
     *
     * @return what was used and what was not
     * @throws IOException if nothing can be read or used, or the data set can't be written; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public ImportReport run(Progress progress) throws IOException {
        if (settings.output() != null) requireNew(settings.output());
        LabelSource given = new LabelSource(settings.file());
        Path folder = settings.videos() != null
                ? settings.videos()
                : given.isFolder()
                        ? given.path()
                        : given.path().toAbsolutePath().getParent();
        Films films = new Films(folder, probe);
        List<LabelSource> sources = sources(given);
        ClipMaker clips = new ClipMaker(settings, films, report);
        for (int i = 0; i < sources.size(); i++) {
            LabelSource source = sources.get(i);
            progress.report(
                    (double) i / sources.size(), "Reading " + source.path().getFileName());
            LabelFormat format = format(source);
            EventCollector events = new EventCollector(source, films, report, progress);
            try {
                format.read(source, settings.classFrom(), events);
            } catch (IOException e) {
                if (sources.size() == 1)
                    throw new IOException("The labels in " + source.path() + " can't be used: " + e.getMessage(), e);
                report.remark(events.file(), 0, 0, e.getMessage());
            }
            clips.add(events, progress);
        }
        List<Clip> made = clips.finish();
        if (made.isEmpty())
            throw new IOException("None of the " + report.unused() + " entries in " + settings.file() + " can be used. "
                    + report.remarks().stream()
                            .limit(3)
                            .map(ImportReport.Remark::toString)
                            .collect(Collectors.joining(" ")));
        write(made);
        return report;
    }

    private static void requireNew(Path output) throws IOException {
        if (Files.notExists(output)) return;
        if (!Files.isDirectory(output)) throw new IOException("The output " + output + " is a file. Choose a folder.");
        if (!StagedFiles.isEmpty(output))
            throw new IOException("The output folder " + output + " is not empty. Choose a new or empty one.");
    }

    /** The file, or the files of a folder of label files. */
    private List<LabelSource> sources(LabelSource given) throws IOException {
        boolean isWhole = !given.isFolder()
                || settings.format().equals("folders")
                || settings.format().equals(AUTO) && new ClassFolderFormat().recognises(given);
        if (isWhole) return List.of(given);
        List<LabelSource> sources = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(given.path(), Files::isRegularFile)) {
            for (Path file : files) {
                if (VideoFiles.isVideo(file)) continue;
                LabelSource source = new LabelSource(file);
                if (found(source).isPresent()) sources.add(source);
            }
        }
        sources.sort(java.util.Comparator.comparing(LabelSource::path));
        if (sources.isEmpty())
            throw new IOException("The folder " + given.path() + " has no label files of the format '"
                    + settings.format() + "' and no folders of videos. Choose a label file.");
        return sources;
    }

    private LabelFormat format(LabelSource source) throws IOException {
        return found(source)
                .orElseThrow(() -> new IOException("The format of " + source.path()
                        + " is not known. Choose one of "
                        + String.join(", ", formats().subList(1, formats().size()))
                        + "."));
    }

    /** The chosen format, whatever the file looks like; where there are several of the name, or none is chosen, the one it looks like. */
    private Optional<LabelFormat> found(LabelSource source) throws IOException {
        List<LabelFormat> candidates = FORMATS.stream()
                .filter(f -> settings.format().equals(AUTO) || settings.format().equals(f.word()))
                .toList();
        for (LabelFormat format : candidates) if (format.recognises(source)) return Optional.of(format);
        boolean isChosen = !settings.format().equals(AUTO)
                && !candidates.isEmpty()
                && !settings.file().toFile().isDirectory();
        return isChosen ? Optional.of(candidates.get(candidates.size() - 1)) : Optional.empty();
    }

    private void write(List<Clip> clips) throws IOException {
        List<String> classes =
                clips.stream().map(Clip::className).distinct().sorted().toList();
        List<String> attributes = clips.stream()
                .flatMap(c -> c.attributes().stream())
                .distinct()
                .sorted()
                .toList();
        Map<String, String> splits = splits(clips);
        List<Sample> samples = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        for (Clip clip : clips) {
            int number = ids.merge(clip.name(), 1, Integer::sum);
            String id = clip.name() + (number > 1 ? "_" + number : "");
            String split = clip.split().isEmpty() ? splits.get(clip.group()) : clip.split();
            Sample sample = clip.sample(id, classes, attributes, split);
            report.show(clip.describe(id, split), clip.className(), sample);
            samples.add(sample);
            report.use(clip.source(), clip.event().line(), clip.event().rows(), id, clip.className());
        }
        Path output = settings.output();
        if (output == null) return;
        DataSetWriter.write(output, classes, attributes, samples, new DataSetWriter.Companion() {
            @Override
            public String name() {
                return ImportReport.FILE;
            }

            @Override
            public void writeTo(Path file, List<Path> tables) throws IOException {
                Files.writeString(file, report.csv());
            }
        });
    }

    private Map<String, String> splits(List<Clip> clips) {
        List<Clip> undecided = clips.stream().filter(c -> c.split().isEmpty()).toList();
        if (undecided.isEmpty()) return Map.of();
        Map<String, String> splits = new LinkedHashMap<>(GroupSplit.of(
                undecided.stream()
                        .map(c -> new GroupSplit.Clip(c.group(), c.className()))
                        .toList(),
                settings.seed()));
        // Where the file states the split of some clips of a video, the others follow.
        for (Clip clip : clips) if (!clip.split().isEmpty()) splits.replace(clip.group(), clip.split());
        long test = splits.values().stream().filter("test"::equals).count();
        report.remark(
                settings.file().getFileName().toString(),
                0,
                0,
                test == 0
                        ? "the labels are of too few videos for a split, so all clips are for training. Add videos, or change"
                                + " the column split of videos.csv."
                        : "the labels state no split: " + test + " of " + splits.size()
                                + " videos were drawn for testing (seed " + settings.seed()
                                + "). Change the columns split and group of videos.csv if videos show the same animal or"
                                + " dish.");
        return splits;
    }
}
