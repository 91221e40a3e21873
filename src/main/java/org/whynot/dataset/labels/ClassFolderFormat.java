package org.whynot.dataset.labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.whynot.video.VideoFiles;

/** A folder per class with videos in it, as LabGym has them: the class is the folder. */
final class ClassFolderFormat implements LabelFormat {

    @Override
    public String word() {
        return "folders";
    }

    @Override
    public boolean recognises(LabelSource source) throws IOException {
        if (!source.isFolder()) return false;
        try (Stream<Path> folders = Files.list(source.path())) {
            for (Path folder : folders.filter(Files::isDirectory).toList())
                try (Stream<Path> files = Files.list(folder)) {
                    if (files.anyMatch(VideoFiles::isVideo)) return true;
                }
        }
        return false;
    }

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        int others = 0;
        for (Path folder : sorted(source.path())) {
            if (!Files.isDirectory(folder)) continue;
            for (Path file : sorted(folder)) {
                sink.check();
                if (!VideoFiles.isVideo(file)) others++;
                else
                    sink.event(LabelEvent.of(
                            0,
                            file.toString(),
                            LabelEvent.Time.WHOLE,
                            folder.getFileName().toString(),
                            ""));
            }
        }
        if (others > 0) sink.note(0, others + " files in the folders are no videos: pattern images, for example.");
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
