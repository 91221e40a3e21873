package org.whynot.labelling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.DataSetWriter;
import org.whynot.dataset.Sample;
import org.whynot.dataset.VideoSize;
import org.whynot.util.FolderLock;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * A folder whose videos are being labelled. It is a data set at any time: the clips that are ready are in its tables.
 *
 * <pre>{@code
 * try (LabelProject project = LabelProject.open(folder, videos, progress)) {
 *     project.act("Class mitosis", labels -> labels.withClass(Set.of("clip_7"), "mitosis"));
 *     project.save();
 *     project.undo();
 *     project.save();
 * }
 * }</pre>
 *
 * <p>{@link #save} writes {@code labels.json} and the tables all together or not at all, so that a program that is killed leaves the
 * labels from before an act or from after it. The folder is locked while it is open; where locks don't work, as on some network disks,
 * a file that somebody else has changed is not written over.
 *
 * <p>Acts are for one thread, saving may be done by another one at the same time.
 */
public final class LabelProject implements AutoCloseable {

    /** What follows the name of the copy of a table. */
    private static final String BEFORE = ".before";

    private final Path folder;
    private final FolderLock lock;
    private final Map<String, VideoSize> sizes = new TreeMap<>();
    private final Set<String> missing = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    /** Tables of a data set that was not made here, until they were copied. */
    private final List<Path> foreign = new ArrayList<>();

    private final Object saving = new Object();
    private History history = new History(Labels.EMPTY);
    /** Of labels.json, as it was read or written last. */
    private String onDisk = "";

    private long version;
    private long saved;

    private LabelProject(Path folder, FolderLock lock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.lock = lock;
    }

    /**
     * Opens a folder: continues where it was left, begins with the data set that it is, or with its videos without any labels. Videos
     * that no clip is of are added at the end.
     *
     * @param folder made if it is missing
     * @param videos the files that are to be labelled, by an id each, in the order of the list; in the folder or elsewhere
     * @param progress of reading a data set
     * @throws IOException if somebody else labels in this folder, or what is there can't be read; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static LabelProject open(Path folder, Map<String, Path> videos, Progress progress) throws IOException {
        Optional<FolderLock> lock;
        try {
            lock = FolderLock.take(folder);
        } catch (IOException e) {
            throw new IOException(
                    "Nothing can be written to the folder " + folder + ": " + StagedFiles.reason(e)
                            + " Labels are saved there: choose another folder, or copy it.",
                    e);
        }
        if (lock.isEmpty())
            throw new IOException(
                    "The videos in " + folder + " are being labelled in another window, perhaps on another"
                            + " computer. Close it first, or copy the folder to label it a second time.");
        LabelProject project = new LabelProject(folder, lock.get());
        try {
            StagedFiles.removeLeftovers(project.folder);
            project.read(progress);
            project.find(videos);
            return project;
        } catch (IOException | RuntimeException e) {
            project.close();
            throw e;
        }
    }

    /** Whether labels, or a data set, were saved in a folder. */
    public static boolean isThere(Path folder) {
        return Files.exists(folder.resolve(LabelFile.NAME)) || DataSet.isLabelled(folder);
    }

    /**
     * The labels of a folder that somebody else made, to compare with. Nothing is locked or changed.
     *
     * @throws IOException if there are none, or they can't be read; a sentence
     */
    public static Labels read(Path folder, Progress progress) throws IOException {
        if (Files.exists(folder.resolve(LabelFile.NAME)))
            return LabelFile.read(folder).labels();
        return LabelTables.labels(DataSet.read(folder, progress));
    }

    private void read(Progress progress) throws IOException {
        onDisk = LabelFile.version(folder);
        if (onDisk.isEmpty()) {
            if (DataSet.isLabelled(folder)) begin(DataSet.read(folder, progress));
            return;
        }
        LabelFile.Content content = LabelFile.read(folder);
        sizes.putAll(content.sizes());
        Labels labels = content.labels();
        if (Files.exists(folder.resolve("videos.csv")) && !LabelFile.isOfTables(content, folder)) {
            labels = withTables(labels, LabelTables.labels(DataSet.read(folder, progress)));
            notes.add(
                    "The tables of the data set were changed by another program since the labels were saved. The classes,"
                            + " attributes and boxes in them are used.");
        }
        history.replace(labels);
    }

    /** Takes the labels of a data set that was not made here; the tables as they are now are kept when the first of ours are saved. */
    private void begin(DataSet data) throws IOException {
        history.replace(LabelTables.labels(data));
        for (Sample sample : data.samples())
            if (!sample.size().equals(VideoSize.UNKNOWN))
                sizes.put(DataSetWriter.path(folder, sample.path()), sample.size());
        foreign.addAll(LabelFile.tables(folder));
        if (!foreign.isEmpty())
            notes.add(
                    "The first change writes the tables of this data set anew, without columns that WhyNot does not know. Those of"
                            + " now are kept as "
                            + foreign.get(foreign.size() - 1).getFileName() + BEFORE
                            + (foreign.size() > 1 ? " and so on." : "."));
    }

    /** The clips that another program's tables have, then those of ours that can't be in the data set yet. */
    private Labels withTables(Labels ours, Labels tables) {
        Set<String> ids = tables.clips().stream().map(Clip::id).collect(Collectors.toSet());
        List<Clip> clips = new ArrayList<>(tables.clips());
        for (Clip clip : ours.clips())
            if (!ids.contains(clip.id()) && (!clip.isLabelled() || !Files.isRegularFile(folder.resolve(clip.video()))))
                clips.add(clip);
        return new Labels(
                joined(ours.classes(), tables.classes()), joined(ours.attributes(), tables.attributes()), clips);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        second.stream().filter(name -> !first.contains(name)).forEach(all::add);
        return all;
    }

    /** Finds the file of every clip, also where it was moved, and adds clips for new files. */
    private void find(Map<String, Path> videos) {
        Map<String, String> found = new LinkedHashMap<>();
        videos.forEach((id, file) -> found.put(DataSetWriter.path(folder, file), id));
        Set<String> used = labels().clips().stream().map(Clip::video).collect(Collectors.toCollection(HashSet::new));
        Map<String, String> moved = new HashMap<>();
        for (String video : Set.copyOf(used)) {
            if (Files.isRegularFile(folder.resolve(video))) continue;
            missing.add(video);
        }
        for (String video : Set.copyOf(missing)) {
            List<String> sameName = found.keySet().stream()
                    .filter(other -> !used.contains(other) && name(other).equals(name(video)))
                    .toList();
            // Of two that are missing it could be either.
            boolean isOnly = missing.stream()
                            .filter(other -> name(other).equals(name(video)))
                            .count()
                    == 1;
            if (sameName.size() == 1 && isOnly) moved.put(video, sameName.get(0));
        }
        missing.removeAll(moved.keySet());
        if (!moved.isEmpty()) {
            used.addAll(moved.values());
            moved.forEach((from, to) -> {
                if (sizes.containsKey(from)) sizes.put(to, sizes.remove(from));
            });
            history.replace(labels().moved(moved));
            notes.add(
                    moved.size() == 1
                            ? "The video " + moved.keySet().iterator().next() + " was found again as "
                                    + moved.values().iterator().next() + "."
                            : moved.size() + " videos were moved and found again by their names.");
        }
        if (!missing.isEmpty())
            notes.add((missing.size() == 1
                            ? "The video " + missing.iterator().next() + " is missing."
                            : missing.size() + " videos are missing, among them "
                                    + missing.stream().sorted().findFirst().orElseThrow() + ".")
                    + " Their labels are kept; put the files back into the folder and open it again.");
        List<Clip> added = new ArrayList<>();
        found.forEach((video, id) -> {
            if (!used.contains(video)) added.add(Clip.of(id, video));
        });
        history.replace(labels().withClips(added));
    }

    private static String name(String video) {
        return video.substring(video.lastIndexOf('/') + 1);
    }

    /** The folder, absolute. */
    public Path folder() {
        return folder;
    }

    /** What is worth knowing about how the folder was found, as messages. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The labels now. */
    public synchronized Labels labels() {
        return history.labels();
    }

    /** The file of a clip. */
    public Path file(Clip clip) {
        return folder.resolve(clip.video());
    }

    /** Whether the file of a clip was not there when the folder was opened. */
    public boolean isMissing(Clip clip) {
        return missing.contains(clip.video());
    }

    /** The clips that are in the data set: with a class and a file. */
    public List<Clip> ready() {
        return ready(labels());
    }

    private List<Clip> ready(Labels labels) {
        return labels.clips().stream()
                .filter(c -> c.isLabelled() && !isMissing(c))
                .toList();
    }

    /** The size of a clip's video file, as far as it is known. */
    public synchronized VideoSize size(Clip clip) {
        return sizes.getOrDefault(clip.video(), VideoSize.UNKNOWN);
    }

    /**
     * Notes the size of a clip's video file. This is no act.
     *
     * @return what is wrong if the file was another one when it was labelled, as a message
     */
    public synchronized Optional<String> setSize(Clip clip, VideoSize size) {
        VideoSize before = sizes.put(clip.video(), size);
        if (before == null || before.equals(size)) return Optional.empty();
        return Optional.of("The video " + clip.video() + " has " + text(size) + ", and had " + text(before)
                + " when it was labelled. Check its segments and boxes, or put the right file back.");
    }

    private static String text(VideoSize size) {
        return size.frames() + " frames of " + size.width() + " x " + size.height() + " pixels";
    }

    /**
     * Changes the labels.
     *
     * @param what is done, for undoing it; a few words
     * @param change gives the new labels
     * @return whether anything has changed
     * @throws IllegalArgumentException if the change is not possible; a sentence. Nothing has changed then
     */
    public synchronized boolean act(String what, UnaryOperator<Labels> change) {
        boolean changed = history.act(what, change.apply(labels()));
        if (changed) version++;
        return changed;
    }

    /** Undoes the last act; what it was, empty if there is none. */
    public synchronized Optional<String> undo() {
        return counted(history.undo());
    }

    /** Does again what was undone last; what it was, empty if there is nothing. */
    public synchronized Optional<String> redo() {
        return counted(history.redo());
    }

    private Optional<String> counted(Optional<String> act) {
        if (act.isPresent()) version++;
        return act;
    }

    /** Whether everything that was done is on the disk. */
    public synchronized boolean isSaved() {
        return version == saved;
    }

    /**
     * Saves the labels and the data set, whole or not at all, if they have changed.
     *
     * @throws IOException if they can't be saved; a sentence. What is on the disk is what was saved before
     */
    public void save() throws IOException {
        synchronized (saving) {
            Labels labels;
            Map<String, VideoSize> known;
            long now;
            synchronized (this) {
                if (isSaved()) return;
                labels = labels();
                known = Map.copyOf(sizes);
                now = version;
            }
            if (!Files.isDirectory(folder))
                throw new IOException("The labels are not saved: the folder " + folder
                        + " is not there any more. Put it back to go on.");
            String there = LabelFile.version(folder);
            // A file that was removed is written anew.
            if (!there.isEmpty() && !there.equals(onDisk))
                throw new IOException("The labels are not saved: " + folder.resolve(LabelFile.NAME)
                        + " was changed by somebody else meanwhile. Close this window and open the folder again, or copy that"
                        + " file and remove it from the folder to keep what is in this window.");
            keepForeign();
            LabelFile.write(folder, labels, ready(labels), known);
            onDisk = LabelFile.version(folder);
            synchronized (this) {
                saved = now;
            }
        }
    }

    /** Copies tables that were not made here before they are written over for the first time. */
    private void keepForeign() throws IOException {
        for (Path table : foreign) {
            Path copy = table.resolveSibling(table.getFileName() + BEFORE);
            if (Files.exists(copy) || !Files.exists(table)) continue;
            try {
                StagedFiles.replace(copy, out -> Files.copy(table, out));
            } catch (IOException e) {
                throw new IOException(
                        "The labels are not saved: " + table + " can't be copied to " + copy.getFileName() + ": "
                                + StagedFiles.reason(e),
                        e);
            }
        }
        foreign.clear();
    }

    /** Gives the folder to others. What was not saved is lost. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
