package org.whynot.overlay;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.RoiEncoder;
import ij.io.TiffEncoder;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.PixelCheck;
import org.whynot.explain.Receipt;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.video.Video;

/**
 * The files that an answer is saved as.
 *
 * <pre>{@code
 * List<Path> files = AnswerFiles.write(answer, video, folder, Saving.of(answer, macro, false), progress);
 * Answer again = AnswerJson.read(AnswerFiles.json(folder, answer.video().name()));
 * }</pre>
 *
 * <p>For a video {@code clip}: {@code clip.csv} (one row per explanation), {@code clip.rois.zip} (the boxes as ImageJ ROIs),
 * {@code clip.overlay.tif} (the frames with the overlay), {@code clip.explained.mp4} (tubes and labels drawn in),
 * {@code clip.explained.gif} if asked for, and {@code clip.explanation.json}. They appear together or not at all; the JSON
 * file last, so that its presence means done.
 */
public final class AnswerFiles {

    /** How the name of the file ends whose presence means that all are there. */
    public static final String JSON = ".explanation.json";

    private static final String TIFF = ".overlay.tif";
    /** Larger ones take minutes to write and no memory holds them; from 4 GB on, a TIFF file can't store where its frames are. */
    static final long LARGEST_TIFF = 2L << 30;

    private static final String MP4 = ".explained.mp4";
    private static final String GIF = ".explained.gif";
    private static final String CSV = ".csv";
    private static final String ROIS = ".rois.zip";
    /** How the names of all files of an answer end; not every answer has all of them. */
    public static final List<String> ENDINGS = List.of(CSV, ROIS, TIFF, MP4, GIF, JSON);

    /** ZIP and TIFF files hold no date, so that the same answer gives the same bytes. */
    private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    private interface Writer {
        void write(Path file) throws IOException;
    }

    /** Makes the receipt once all files but the JSON file are written. */
    @FunctionalInterface
    public interface ReceiptMaker {
        /**
         * The receipt to be saved with the answer.
         *
         * @param files the other files and how long they are, in bytes
         * @throws IOException if the answer must not be saved, for example because the video has changed meanwhile; a
         *     sentence
         */
        Optional<Receipt> receipt(Map<String, Long> files) throws IOException;
    }

    /**
     * How an answer is saved.
     *
     * @param name the files' name without their endings
     * @param macro the macro line that gives the answer again
     * @param gif whether an animated GIF is made as well
     * @param receipt asked last
     */
    public record Saving(String name, String macro, boolean gif, ReceiptMaker receipt) {

        /** Under the video's own name, without a receipt. */
        public static Saving of(Answer answer, String macro, boolean gif) {
            return new Saving(answer.video().name(), macro, gif, files -> Optional.empty());
        }
    }

    private AnswerFiles() {}

    /**
     * Writes the files, replacing those of an earlier answer on the same video.
     *
     * <p>Of videos whose frames take more than {@value #LARGEST_TIFF} bytes the TIFF file is left out (an older one is removed), and
     * the last message to {@code progress} reports it. Where the platform has no video encoder, the MP4 file is left out (an older one is removed) and the last message
     * to {@code progress} reports it.
     *
     * @param answer what to write
     * @param video the video that it explains
     * @param folder made if missing
     * @param saving under which name, and what besides
     * @param progress told of every frame
     * @return the files, the JSON file last
     * @throws IOException if a frame can't be read or a file not be written; then nothing new is there and older files are
     *     as they were. The message names the file
     * @throws org.whynot.explain.OtherVideoException if the answer was not made from the pixels of this video
     * @throws java.util.concurrent.CancellationException if cancelled; nothing new is there then either
     */
    public static List<Path> write(Answer answer, Video video, Path folder, Saving saving, Progress progress)
            throws IOException {
        progress.check();
        String name = fileName(saving.name());
        requireSame(answer, video, folder, name, progress);
        List<String> written = new ArrayList<>();
        List<String> outdated = new ArrayList<>();
        String note = "";
        double rendered = saving.gif() ? 0.6 : 0.98;
        List<Path> files;
        try (StagedFiles staged = new StagedFiles(folder)) {
            Output output = new Output(staged, folder, written, progress);
            output.add(name + CSV, file -> writeText(file, ExplanationTable.csv(answer)));
            output.add(name + ROIS, file -> writeRois(answer, video, file));
            if (tiffBytes(video) <= LARGEST_TIFF)
                output.add(name + TIFF, file -> writeTiff(answer, video, file, progress.part(0, 0.3)));
            else {
                outdated.add(name + TIFF);
                note = name + TIFF + " was left out, as it would be of "
                        + Math.round(tiffBytes(video) / (double) (1 << 30)) + " GB. Open the video and the file "
                        + name + ".rois.zip instead. ";
            }
            try {
                output.add(name + MP4, file -> RenderedVideo.write(answer, video, file, progress.part(0.3, rendered)));
            } catch (RenderedVideo.Unavailable e) {
                note += e.getMessage();
                outdated.add(name + MP4);
            }
            if (saving.gif())
                output.add(name + GIF, file -> AnimatedGif.write(answer, video, file, progress.part(rendered, 0.98)));
            else outdated.add(name + GIF);
            output.add(
                    name + JSON,
                    file -> writeText(
                            file,
                            AnswerJson.write(
                                    answer, saving.macro(), saving.receipt().receipt(output.lengths()))));
            progress.check();
            files = staged.commit(written, outdated);
        }
        progress.report(1, note.trim());
        return files;
    }

    /** Bytes of a video's frames, as they lie in a TIFF file. */
    static long tiffBytes(Video video) {
        return 3L * video.width() * video.height() * video.frames();
    }

    /** Writes the files under the video's own name, without a GIF and a receipt. */
    public static List<Path> write(Answer answer, Video video, Path folder, String macro, Progress progress)
            throws IOException {
        return write(answer, video, folder, Saving.of(answer, macro, false), progress);
    }

    /** Whether a file is one that {@link #write} made from a video, and is named like a video itself. */
    public static boolean isResult(Path file) {
        return isResult(String.valueOf(file.getFileName()), other -> Files.exists(file.resolveSibling(other)));
    }

    /**
     * The same for a file of any file system.
     *
     * @param file its name, with or without folders
     * @param exists whether there is a file of a name, with the same folders before it
     */
    public static boolean isResult(String file, Predicate<String> exists) {
        for (String ending : List.of(TIFF, MP4))
            if (file.endsWith(ending)) return exists.test(file.substring(0, file.length() - ending.length()) + JSON);
        return false;
    }

    /** The JSON file of a video's answer in a folder, whether it is there or not. */
    public static Path json(Path folder, String videoName) {
        return folder.resolve(fileName(videoName) + JSON);
    }

    /** Runs the writers one by one and turns what goes wrong into messages. */
    private record Output(StagedFiles staged, Path folder, List<String> written, Progress progress) {
        void add(String name, Writer writer) throws IOException {
            progress.check();
            try {
                writer.write(staged.path(name));
            } catch (RenderedVideo.Unavailable e) {
                throw e;
            } catch (UncheckedIOException e) {
                throw new IOException(notWritten(name, e.getCause()), e);
            } catch (IOException e) {
                // An interrupt closes files: that is the user's wish and no error.
                progress.check();
                throw new IOException(notWritten(name, e), e);
            }
            written.add(name);
        }

        /** How long the files written so far are, in bytes. */
        Map<String, Long> lengths() throws IOException {
            Map<String, Long> lengths = new LinkedHashMap<>();
            for (String name : written) lengths.put(name, Files.size(staged.path(name)));
            return lengths;
        }

        private String notWritten(String name, IOException e) {
            return AnswerFiles.notWritten(folder.resolve(name), e);
        }
    }

    private static String notWritten(Path file, IOException e) {
        return file + " was not written, nor the other files of this answer: " + StagedFiles.reason(e)
                + StagedFiles.advice(e);
    }

    private static void requireSame(Answer answer, Video video, Path folder, String name, Progress progress)
            throws IOException {
        try {
            PixelCheck.require(answer, video, progress);
        } catch (IOException e) {
            // An interrupt closes files: that is the user's wish and no error.
            progress.check();
            throw new IOException(notWritten(folder.resolve(name + JSON), e), e);
        }
    }

    private static void writeText(Path file, String text) throws IOException {
        try (OutputStream out = open(file)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeRois(Answer answer, Video video, Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(open(file))) {
            for (Roi roi : ExplanationOverlay.boxes(answer)) {
                ZipEntry entry = new ZipEntry(roiName(roi) + ".roi");
                if (video instanceof ImagePlusVideo shown && shown.isHyperStack())
                    ExplanationOverlay.setHyperStackPosition(roi, shown.timeOnSlices());
                entry.setTimeLocal(NO_DATE);
                zip.putNextEntry(entry);
                zip.write(RoiEncoder.saveAsByteArray(roi));
                zip.closeEntry();
            }
        }
    }

    /** {@code WhyNot 1 dividing nucleus 0007}: sorted by explanation and frame, the frame counted from 1. */
    private static String roiName(Roi roi) {
        String name = fileName(roi.getName().replace(":", ""));
        return String.format(Locale.ROOT, "%s %04d", name, roi.getPosition());
    }

    private static void writeTiff(Answer answer, Video video, Path file, Progress progress) throws IOException {
        VideoStack stack = new VideoStack(video, progress);
        ImagePlus image = stack.image();
        ExplanationOverlay.show(answer, image, false);
        // FileSaver would report errors in a window and not to us; its encoder throws them.
        FileInfo info = image.getFileInfo();
        info.virtualStack = stack;
        if (info.nImages == 1) info.pixels = stack.getProcessor(1).getPixels();
        info.description = new FileSaver(image).getDescriptionString();
        info.info = answer.sentence();
        info.overlay = FileSaver.getOverlay(image);
        try (OutputStream out = open(file)) {
            new TiffEncoder(info).write(out);
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(new FileOutputStream(file.toFile()), 1 << 16);
    }

    /** The name with everything replaced that some file system does not allow. */
    public static String fileName(String name) {
        String allowed = name.strip().replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
        // A leading dot hides a file; Windows drops a trailing one.
        allowed = allowed.replaceAll("^\\.|\\.$", "_");
        return allowed.isEmpty() ? "video" : allowed;
    }
}
