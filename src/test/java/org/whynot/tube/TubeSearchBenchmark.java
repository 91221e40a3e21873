package org.whynot.tube;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How long the search of 7680 maps of 16x14x14 takes, beside two plain sweeps over the same 24 million scores: a running
 * maximum, and a copy (what memory allows). Milliseconds; read the median ({@code p0.50}).
 *
 * <p>{@code mvn -q -B test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test "-Dexec.args=-cp %classpath
 * org.whynot.tube.TubeSearchBenchmark"}; options of JMH may follow the class name.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgs = {"-Xms2g", "-Xmx2g"})
public class TubeSearchBenchmark {

    private static final int MAPS = 7680;
    private static final TubeSpace SPACE = TubeSpace.of(16, 14, 14);

    private static final int LONG_MAPS = 232;
    private static final TubeSpace LONG = TubeSpace.of(1600, 7, 7);

    private float[] scores;
    private float[] copy;

    @Setup
    public void fill() {
        Random random = new Random(0);
        scores = new float[MAPS * SPACE.size()];
        for (int i = 0; i < scores.length; i++) scores[i] = (float) random.nextGaussian();
        copy = new float[scores.length];
    }

    /** What the search is compared with. */
    @Benchmark
    public float maxSweep() {
        float m = Float.NEGATIVE_INFINITY;
        float[] a = scores;
        for (int i = 0; i < a.length; i++) m = Math.max(m, a[i]);
        return m;
    }

    /** Reads and writes every score once, with vector instructions. */
    @Benchmark
    public float[] copySweep() {
        float[] a = scores;
        float[] b = copy;
        for (int i = 0; i < a.length; i++) b[i] = a[i] + 1;
        return b;
    }

    /** How the search is run. */
    @State(Scope.Benchmark)
    public static class How {
        /** Threads. */
        @Param({"1", "2"})
        public int threads;

        /** Cells a tube may move by. */
        @Param({"1"})
        public int radius;
    }

    /** Values and paths. */
    @Benchmark
    public Tube[] tubes(How how) {
        return new TubeSearch(how.radius).maxima(scores, MAPS, SPACE, how.threads, () -> false);
    }

    /** Values only. */
    @Benchmark
    public float[] values(How how) {
        return new TubeSearch(how.radius).maximumValues(scores, MAPS, SPACE, how.threads, () -> false);
    }

    /** Long maps, as those of a video: 232 of 1600x7x7, 18 million scores. */
    @Benchmark
    public Tube[] longTubes(How how) {
        return new TubeSearch(how.radius).maxima(scores, LONG_MAPS, LONG, how.threads, () -> false);
    }

    /** The same maps, sixteen frames at a time, without the second look. */
    @Benchmark
    public TubeSpan[] longTubesAsAStream(How how) {
        TubeStream stream = new TubeSearch(how.radius).streamOfMaxima(LONG_MAPS, LONG);
        for (int t = 0; t < LONG.frames(); t += 16) stream.add(scores, 0, LONG, t, t + 16, how.threads, () -> false);
        return stream.spans();
    }

    /** @param args options of JMH, such as {@code -f 1 -p radius=0,1,2,3 tubes} */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        CommandLineOptions options = new CommandLineOptions(args);
        OptionsBuilder builder = new OptionsBuilder();
        builder.parent(options);
        if (options.getIncludes().isEmpty()) builder.include(TubeSearchBenchmark.class.getSimpleName());
        new Runner(builder.build()).run();
    }
}
