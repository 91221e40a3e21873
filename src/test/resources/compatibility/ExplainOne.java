import ij.ImagePlus;
import ij.plugin.AVI_Reader;
import java.nio.file.Path;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.model.Model;
import org.whynot.video.ImgVideo;
import org.whynot.video.Progress;

/** A Java program of an outsider, as one was written for WhyNot 0.1.0: it must go on compiling and printing the same. */
public class ExplainOne {
    public static void main(String[] arguments) throws Exception {
        ImagePlus movie = AVI_Reader.open(arguments[1], false);
        int width = movie.getWidth();
        int height = movie.getHeight();
        int frames = movie.getStackSize();
        float[] values = new float[width * height * frames];
        for (int t = 0; t < frames; t++)
            for (int p = 0; p < width * height; p++)
                values[t * width * height + p] = movie.getStack().getProcessor(t + 1).convertToByteProcessor().get(p);
        ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(values, width, height, frames);
        try (Model model = Model.open(Path.of(arguments[0]), "cpu");
                ImgVideo video = new ImgVideo("movie", image, 0, 255, 1 / 8.0)) {
            Explainer explainer = new Explainer(model);
            Question question = new Question("predicted", "apoptosis", 3, Evidence.BOTH, true);
            Answer answer = explainer.explain(video, question, Progress.SILENT);
            System.out.println(answer.sentence());
            for (Explanation e : answer.explanations())
                System.out.printf(
                        "%s %s %.3f %.3f%n",
                        e.attribute(), e.tube().get(0).box(), e.score(), e.verification().get().positiveAfter());
            try (ClassifiedVideo classified = explainer.classify(video, Progress.SILENT)) {
                System.out.println(classified.prediction().get(0).name());
                System.out.println(
                        classified.answer(question, Progress.SILENT).sentence().equals(answer.sentence()));
            }
        }
    }
}
