package org.whynot.frontend;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;
import org.whynot.explain.Answer;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.imagej.ImageFiles;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.overlay.LastAnswer;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/** The service as SciJava finds it; it holds nothing, so that a start of Fiji costs nothing. */
@Plugin(type = Service.class)
public final class DefaultWhyNotService extends AbstractService implements WhyNotService {

    @Parameter
    private LogService log;

    /** For SciJava, which makes one for every context. */
    public DefaultWhyNotService() {}

    @Override
    public void initialize() {
        ClassifierPlugin.registerAll(getContext());
    }

    @Override
    public ImagePlus openVideo(File file) throws IOException {
        return ImageFiles.openImage(file.toPath(), ImageFiles.defaultCacheMb(), log::info, Progress.SILENT);
    }

    @Override
    public Model openModel(String model, String device) throws IOException {
        EngineLogs.quiet();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The engine looks for its native code through this loader, and a script's need not know our jar.
        thread.setContextClassLoader(DefaultWhyNotService.class.getClassLoader());
        try {
            return Model.open(ModelFolders.find(model), device);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public Answer explain(ImagePlus image, String model, String device, Question question) throws IOException {
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, log::info);
                Model opened = openModel(model, device)) {
            Answer answer = explain(video, opened, question, Progress.SILENT);
            keep(image, new LastAnswer(answer, video.timeOnSlices(), ModelFolders.find(model), device));
            return answer;
        }
    }

    @Override
    public Answer explain(Video video, Model model, Question question, Progress progress) throws IOException {
        return new Explainer(model).explain(video, question, progress);
    }

    @Override
    public Optional<LastAnswer> lastAnswer(ImagePlus image) {
        return LastAnswer.of(image);
    }

    @Override
    public void keep(ImagePlus image, LastAnswer last) {
        LastAnswer.keep(image, last);
    }
}
