package org.whynot.frontend;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import org.scijava.service.SciJavaService;
import org.whynot.explain.Answer;
import org.whynot.explain.Question;
import org.whynot.model.Model;
import org.whynot.overlay.LastAnswer;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * Explanations for scripts and other plugins: a SciJava service, as a script gets it with {@code #@ WhyNotService whynot}.
 *
 * <pre>{@code
 * Answer answer = whynot.explain(image, "cells", "auto", new Question("predicted", "runner-up", 3, Evidence.FOR, true));
 * print(answer.sentence());
 * }</pre>
 */
public interface WhyNotService extends SciJavaService {

    /**
     * Opens a video file as a stack whose frames are time, without showing it: MP4, MOV, AVI, MKV, WebM, or a TIFF stack. In a Java
     * program without Fiji, SciJava's IOService can't open those that ImageJ itself reads.
     *
     * @param file that exists
     * @return whose frames are read when they are needed
     * @throws IOException if it can't be read; the message is for the user
     */
    ImagePlus openVideo(File file) throws IOException;

    /**
     * Opens a model.
     *
     * @param model the name of a known model, or the path of a model folder
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @return to be closed by the caller
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if there is no such model; the message lists those that are known
     */
    Model openModel(String model, String device) throws IOException;

    /**
     * Explains an image, and keeps the answer as the image's last one. Its time axis is found as {@code time_axis=auto} does; the
     * image is left as it is.
     *
     * @param image a stack, displayed or not
     * @param model the name of a known model, or the path of a model folder
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @param question which classes, how many explanations
     * @throws IOException if the image or the model can't be read
     * @throws IllegalArgumentException if the image is no video, or the model or a class is not known
     */
    Answer explain(ImagePlus image, String model, String device, Question question) throws IOException;

    /**
     * Explains a video with a model that stays open for others.
     *
     * @param video not closed
     * @param model classifier and explanation head; not closed
     * @param question which classes, how many explanations
     * @param progress is notified of every step, and can cancel
     * @throws IOException if the video can't be read
     * @throws IllegalArgumentException if the question names an unknown class
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    Answer explain(Video video, Model model, Question question, Progress progress) throws IOException;

    /** The last answer about an image; empty if it was not explained since it was opened. */
    Optional<LastAnswer> lastAnswer(ImagePlus image);

    /** Keeps an answer as the last one about an image. */
    void keep(ImagePlus image, LastAnswer last);
}
