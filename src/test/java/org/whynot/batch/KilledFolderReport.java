package org.whynot.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.whynot.frontend.UntrainedModel;

/**
 * The same as {@link KilledFolderTest} with a whole day's clips: {@code KilledFolderReport FOLDER [CLIPS [KILLS]]}. Prints what
 * was seen and ends with an error if anything was done twice, is half-written or missing.
 */
final class KilledFolderReport {

    private KilledFolderReport() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int clips = args.length > 1 ? Integer.parseInt(args[1]) : 190;
        int kills = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        Random random = new Random(7);
        int[] at = kills == 1
                ? new int[] {clips / 2}
                : IntStream.generate(() -> 1 + random.nextInt(clips - 2))
                        .distinct()
                        .limit(kills)
                        .sorted()
                        .toArray();
        Path model = UntrainedModel.write(folder.resolve("untrained"));
        FolderOfClips written = FolderOfClips.write(folder.resolve("clips"), clips);
        KilledFolderTest.kill(written, model, folder, at).forEach(System.out::println);
        System.out.println(
                written.whole().size() + " explained, " + written.broken().size() + " named");
        System.exit(0);
    }
}
