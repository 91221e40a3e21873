package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.Answer;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.util.Progress;
import org.whynot.util.WithoutFFmpeg;
import org.whynot.video.Video;

/** On a platform without a video encoder everything but the MP4 file is written. */
class WithoutFFmpegTest {

    @Test
    void theOtherFilesAreWrittenAndTheLastMessageSaysWhatIsMissing(@TempDir Path folder) throws Exception {
        Path outdated = Files.writeString(folder.resolve("clip.explained.mp4"), "of an earlier answer");
        List<String> messages = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void report(double fraction, String message) {
                messages.add(message);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        TestVideo video = TestVideo.grey(40, 40, 4);
        Answer answer = TestAnswers.on(video, TestAnswers.following(40, 40, 4, false));
        Object files = new WithoutFFmpeg("org.whynot.overlay.")
                .loadClass(AnswerFiles.class.getName())
                .getMethod("write", Answer.class, Video.class, Path.class, String.class, Progress.class)
                .invoke(null, answer, video, folder, "", progress);
        List<String> names = ((List<?>) files)
                .stream().map(file -> ((Path) file).getFileName().toString()).toList();
        assertEquals(List.of("clip.csv", "clip.rois.zip", "clip.overlay.tif", "clip.explanation.json"), names);
        for (String name : names) assertTrue(Files.size(folder.resolve(name)) > 0);
        assertFalse(Files.exists(outdated), "a video of another answer must not stay beside the new one");
        String last = messages.get(messages.size() - 1);
        assertTrue(last.contains("clip.explained.mp4 was not written"), last);
    }
}
