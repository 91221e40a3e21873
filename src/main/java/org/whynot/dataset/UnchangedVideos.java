package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.util.Progress;

/**
 * The video files of a data set as they are when work on them begins, so that nothing is made of some as they were and others as they
 * have become.
 *
 * <pre>{@code
 * UnchangedVideos videos = UnchangedVideos.of(data);
 * …
 * videos.require();
 * }</pre>
 */
public final class UnchangedVideos {

    /** By what another file is noticed. */
    private record State(long bytes, FileTime modified) {
        static State of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(now.size(), now.lastModifiedTime());
        }
    }

    private record Video(String id, State before) {}

    private final Map<Path, Video> videos = new LinkedHashMap<>();

    private UnchangedVideos() {}

    /** Notes how they are now; those that are not there are named by whoever reads them. */
    public static UnchangedVideos of(DataSet data) {
        UnchangedVideos noted = new UnchangedVideos();
        for (Sample sample : data.samples()) {
            if (noted.videos.containsKey(sample.path())) continue;
            try {
                noted.videos.put(sample.path(), new Video(sample.id(), State.of(sample.path())));
            } catch (IOException notThere) {
                continue;
            }
        }
        return noted;
    }

    /** Which of them are other ones now, or gone: a sentence without paths, or nothing. */
    public Optional<String> changed() {
        List<String> changed = new ArrayList<>();
        videos.forEach((file, video) -> {
            try {
                if (!State.of(file).equals(video.before())) changed.add(video.id());
            } catch (IOException gone) {
                changed.add(video.id());
            }
        });
        if (changed.isEmpty()) return Optional.empty();
        String others = changed.size() == 1 ? "" : " and " + (changed.size() - 1) + " more";
        return Optional.of("The video '" + changed.get(0) + "'" + others
                + " changed, moved or went while the data set was used, so the result may be of old and new videos.");
    }

    /**
     * Requires that they still are as they were.
     *
     * @throws IOException if one of them is another one now or gone; a sentence
     */
    public void require() throws IOException {
        Optional<String> changed = changed();
        if (changed.isPresent())
            throw new IOException(changed.get() + " Start again when nothing writes to the videos any more.");
    }

    /**
     * Says of a training whose videos are other ones now that it is so, to the user and in the model card: it may have taken hours,
     * which are not thrown away for a video that somebody has touched.
     *
     * @param step of the training, {@code classifier} or {@code explainer}; the card's key is that and {@code _videos_changed}
     * @param training the model card's account of it; what an earlier training of that step has said there goes
     */
    public void describe(String step, Map<String, Object> training, Progress progress) {
        String key = step + "_videos_changed";
        training.remove(key);
        changed().ifPresent(sentence -> {
            progress.note(sentence);
            training.put(key, sentence);
        });
    }
}
