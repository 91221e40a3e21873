package org.whynot.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.whynot.dataset.Segment;
import org.whynot.dataset.VideoSize;
import org.whynot.frontend.Messages;
import org.whynot.labelling.Clip;
import org.whynot.labelling.LabelProject;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Small images of clips, made on a thread of its own, those that are wanted first; only so many are kept.
 *
 * <p>The thread asks which clip is wanted next each time, so that what is on the screen comes before what is not.
 */
final class ClipThumbnails implements AutoCloseable {

    /** The longer side, pixels; painted smaller on most screens. */
    static final int SIZE = 128;

    private static final int MOST = 2200;
    /** In a long clip a frame near its start stands for it, as far ones take long to decode. */
    private static final int LATEST = 100;

    private enum Kind {
        THUMBNAILS
    }

    private record Part(String video, Segment segment) {
        static Part of(Clip clip) {
            return new Part(clip.video(), clip.segment());
        }
    }

    private final LabelProject project;
    private final Supplier<Optional<Clip>> wanted;
    private final BiConsumer<Clip, String> made;
    private final LatestWorker<Kind> worker;
    private final Map<Part, BufferedImage> images = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Part, BufferedImage> eldest) {
            return size() > MOST;
        }
    };
    private final Set<Part> failed = Collections.synchronizedSet(new HashSet<>());
    /** The file that was read last stays open: neighbours in the list are often segments of one film. */
    private Video open;

    private String opened = "";

    /**
     * @param wanted the clip whose image is wanted most and {@linkplain #isKnown is not known}; asked on the thread
     * @param made notified on the thread of each image that was made, with what is wrong with the video or an empty message
     */
    ClipThumbnails(LabelProject project, Supplier<Optional<Clip>> wanted, BiConsumer<Clip, String> made) {
        this.project = project;
        this.wanted = wanted;
        this.made = made;
        worker = new LatestWorker<>("WhyNot thumbnails", Kind.class, (fraction, message) -> {}, (kind, e) -> {});
    }

    /** The image of a clip; empty while there is none. */
    Optional<BufferedImage> of(Clip clip) {
        synchronized (images) {
            return Optional.ofNullable(images.get(Part.of(clip)));
        }
    }

    /** Whether a clip has an image, or can't have one. */
    boolean isKnown(Clip clip) {
        synchronized (images) {
            return images.containsKey(Part.of(clip)) || failed.contains(Part.of(clip)) || project.isMissing(clip);
        }
    }

    /** Looks again for clips whose images are wanted. */
    void refresh() {
        if (!worker.isGoingOn()) worker.put(Kind.THUMBNAILS, this::makeAll);
    }

    private void makeAll(Progress progress) throws Exception {
        // What is asked for while the last one is made would otherwise be missed until the next change.
        for (Optional<Clip> next = wanted.get(); next.isPresent(); next = wanted.get()) {
            progress.check();
            make(next.get());
        }
    }

    private void make(Clip clip) {
        String problem = "";
        try {
            Video video = file(clip);
            VideoSize size = new VideoSize(video.frames(), video.width(), video.height());
            problem = project.setSize(clip, size).orElse("");
            Video part = clip.segment().of(video);
            int frame = Math.min(part.frames() / 2, LATEST);
            BufferedImage image = Thumbnails.of(part, frame, SIZE);
            synchronized (images) {
                images.put(Part.of(clip), image);
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof CancellationException cancelled) throw cancelled;
            failed.add(Part.of(clip));
            problem = "The clip '" + clip.id() + "': " + Messages.sentence(e);
        }
        made.accept(clip, problem);
    }

    private Video file(Clip clip) throws IOException {
        if (open != null && opened.equals(clip.video())) return open;
        closeFile();
        open = VideoFiles.open(project.file(clip));
        opened = clip.video();
        return open;
    }

    private void closeFile() throws IOException {
        Video last = open;
        open = null;
        if (last != null) last.close();
    }

    /** Ends the thread. */
    @Override
    public void close() {
        worker.close(() -> {
            try {
                closeFile();
            } catch (IOException e) {
                // Nothing was written to it.
                open = null;
            }
        });
    }
}
