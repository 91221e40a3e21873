package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * As long as one is open, convolutions over any number of channels are right, on every processor.
 *
 * <pre>{@code
 * try (ConvolutionGuard guard = ConvolutionGuard.ofAnyChannels()) {
 *     logits = Conv3d.conv3d(clips, weights, …);
 * }
 * }</pre>
 *
 * <p>The engine's fast convolutions (oneDNN) work on blocks of 8 or 16 channels. On some virtual machines (seen: AMD EPYC of family
 * 26 whose CPUID reports no caches, with PyTorch 2.7.1) they leave what was in memory before in the rest of the last block, and
 * add it up: sums over a number of channels that is no multiple of 16 are wrong, and nothing says so. There the guard has the
 * engine use its other convolutions, which take several times as long; everywhere else it does nothing. Arrays whose channels
 * lie side by side in memory, as {@link C3dResNet} has them on a processor, have no such blocks and need no guard.
 */
public final class ConvolutionGuard implements AutoCloseable {

    /** Channels that the fast convolutions take at once. */
    private static final int BLOCK = 16;

    /** How often the fast convolutions are tried: whether memory holds something harmful is up to chance. */
    private static final int TRIALS = 8;

    /** What a user should know where the fast ones are wrong. */
    static final String WARNING =
            "On this processor PyTorch's fast convolutions are wrong for numbers of channels that are"
                    + " no multiple of " + BLOCK
                    + ". Networks that have such numbers use slower ones, which are right.";

    private static final Logger LOG = Logger.getLogger(ConvolutionGuard.class.getName());

    /** Whether the fast ones are wrong here; null until it was tried. */
    private static Boolean wrong;

    private static int open;

    private final boolean needed;
    private boolean closed;

    private ConvolutionGuard(boolean needed) {
        this.needed = needed;
    }

    /**
     * A guard for a network whose numbers of channels are not known.
     *
     * @throws EngineException if the engine can't run, or its fast convolutions are wrong and it has no others
     */
    public static ConvolutionGuard ofAnyChannels() {
        return of(1);
    }

    /**
     * A guard for a network.
     *
     * @param channels that its convolutions sum over, forwards or backwards
     * @throws EngineException as {@link #ofAnyChannels}
     */
    public static synchronized ConvolutionGuard of(int... channels) {
        boolean needed = IntStream.of(channels).anyMatch(c -> c % BLOCK != 0) && isNeededHere();
        if (needed && open++ == 0) useFast(false);
        return new ConvolutionGuard(needed);
    }

    /**
     * Whether the fast convolutions are wrong on this processor; tried once.
     *
     * @throws EngineException if the engine can't run
     */
    public static synchronized boolean isNeededHere() {
        if (wrong == null) {
            wrong = !fastAreRight();
            if (wrong)
                LOG.warning(
                        "On this processor PyTorch's fast convolutions are wrong for numbers of channels that are no"
                                + " multiple of " + BLOCK
                                + ". Networks with such numbers use slower ones, which are right.");
        }
        return wrong;
    }

    /** Adds up ones over 24 channels, in memory that holds what is not a number. */
    private static boolean fastAreRight() {
        int channels = BLOCK * 3 / 2;
        try (NDManager manager = Engine.newManager(Device.cpu())) {
            for (int trial = 0; trial < TRIALS; trial++) {
                spoil(manager);
                try (NDManager own = manager.newSubManager()) {
                    NDArray clip = own.ones(new Shape(4, channels, 4, 10, 12));
                    NDArray weights = own.ones(new Shape(channels, channels, 3, 3, 3));
                    NDArray sums = Conv3d.conv3d(clip, weights, null, new Shape(1, 1, 1), new Shape(0, 0, 0))
                            .singletonOrThrow();
                    for (float sum : sums.toFloatArray()) if (sum != channels * 27) return false;
                }
            }
        }
        return true;
    }

    /** Leaves NaN in memory that the next arrays are likely to get. */
    private static void spoil(NDManager manager) {
        List<NDArray> arrays = new ArrayList<>();
        for (int size = 1 << 7; size <= 1 << 17; size <<= 1)
            for (int i = 0; i < 8; i++) arrays.add(manager.full(new Shape(size), Float.NaN));
        arrays.forEach(NDArray::close);
    }

    /** DJL does not offer this setting of PyTorch, so it is called by its name in the library. */
    private static void useFast(boolean fast) {
        try {
            Path library = Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cpu"));
            NativeLibrary torch = NativeLibrary.getInstance(library.toString());
            Pointer context =
                    (Pointer) torch.getFunction("_ZN2at13globalContextEv").invoke(Pointer.class, new Object[0]);
            torch.getFunction("_ZN2at7Context20setUserEnabledMkldnnEb")
                    .invoke(Void.class, new Object[] {context, (byte) (fast ? 1 : 0)});
        } catch (UnsatisfiedLinkError e) {
            open = 0;
            throw new EngineException(
                    "On this processor PyTorch's fast convolutions are wrong for numbers of channels that are no multiple of "
                            + BLOCK
                            + ", and it can't be told to use others. Use a network whose numbers of channels are, or"
                            + " another computer.",
                    e);
        }
    }

    /** Gives the fast convolutions back, unless others are open. */
    @Override
    public void close() {
        synchronized (ConvolutionGuard.class) {
            if (closed || !needed) return;
            closed = true;
            if (--open == 0) useFast(true);
        }
    }
}
