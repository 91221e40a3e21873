package org.whynot.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.util.SummedFiles;

/** Damaged indices of clips, which must be done without and never believed. */
public final class ClipIndexFuzz {

    private static final String KEY = "f0".repeat(32);

    private ClipIndexFuzz() {}

    /** An index of two clips. */
    public static FuzzTarget target(Path folder) throws IOException {
        Path file = write(folder);
        List<ClipIndex.Entry> right = ClipIndex.load(file, KEY).orElseThrow();
        return new FuzzTarget("clip index of Swap Evidence", folder, List.of(file), Kind.BINARY, damaged -> {
            Optional<List<ClipIndex.Entry>> read = ClipIndex.load(damaged, KEY);
            if (read.isPresent() && !isSame(right, read.get()))
                throw new AssertionError("A damaged index was believed.");
        });
    }

    /** As somebody would write it who means harm: with a sum that is right. Anything may be believed of it, but it must not fail. */
    public static FuzzTarget summed(Path folder) throws IOException {
        return new FuzzTarget(
                "clip index with a right sum",
                folder,
                List.of(write(folder)),
                Kind.BINARY,
                SummedFiles::sealed,
                damaged -> ClipIndex.load(damaged, KEY));
    }

    private static Path write(Path folder) throws IOException {
        Path file = folder.resolve("cells.clips");
        float[] features = new float[2 * 3 * 4 * 4];
        for (int i = 0; i < features.length; i++) features[i] = i / 7f;
        ClipIndex.save(
                file,
                KEY,
                List.of(
                        new ClipIndex.Entry(
                                "one", folder.resolve("one.avi").toString(), 320, 240, 40, 0.04, 0, 3, features),
                        new ClipIndex.Entry(
                                "two",
                                folder.resolve("two.avi").toString(),
                                320,
                                240,
                                20,
                                Double.NaN,
                                1,
                                2,
                                features)));
        return file;
    }

    private static boolean isSame(List<ClipIndex.Entry> right, List<ClipIndex.Entry> read) {
        boolean isSame = right.size() == read.size();
        for (int i = 0; isSame && i < right.size(); i++)
            isSame = right.get(i).name().equals(read.get(i).name())
                    && right.get(i).steps() == read.get(i).steps()
                    && Arrays.equals(right.get(i).features(), read.get(i).features());
        return isSame;
    }
}
