package org.whynot.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.whynot.util.Sha256;

/**
 * The SHA-256 of the pixels that a classifier was shown, so that an answer can be tied to its video however that was stored.
 *
 * <p>The bytes are: width, height and number of sampled frames as three big-endian 32-bit integers, then every sampled frame
 * in row-major order, a pixel as three bytes red, green, blue (0 to 255, rounded half up). Frames that only pad a clip are
 * not repeated.
 *
 * <pre>{@code
 * PixelDigest digest = new PixelDigest(video.width(), video.height(), sampling.sampled());
 * reader.setListener((frame, rgb) -> digest.add(rgb.get()));
 * …read every clip once…
 * String sha256 = digest.hex();
 * }</pre>
 */
public final class PixelDigest {

    private final int pixels;
    private final int frames;
    private final MessageDigest sha;
    /** The frame that is added, a pixel after the other. */
    private final byte[] interleaved;

    private final int[] checksums;
    private int added;
    private String hex;

    /**
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @param sampledFrames how many frames will be added, at least 1
     * @throws IllegalArgumentException if one of them is less than 1
     */
    public PixelDigest(int width, int height, int sampledFrames) {
        if (width < 1 || height < 1 || sampledFrames < 1)
            throw new IllegalArgumentException("Pixel digest: width (" + width + "), height (" + height
                    + ") and number of frames (" + sampledFrames + ") must be at least 1.");
        pixels = Math.multiplyExact(width, height);
        frames = sampledFrames;
        interleaved = new byte[Math.multiplyExact(3, pixels)];
        checksums = new int[sampledFrames];
        sha = Sha256.start();
        sha.update(ByteBuffer.allocate(12)
                .putInt(width)
                .putInt(height)
                .putInt(sampledFrames)
                .array());
    }

    /**
     * Adds the next sampled frame.
     *
     * @param rgb {@code [3, height, width]}, values 0 to 255 as bytes without sign
     * @throws IllegalStateException if all frames were added already
     */
    public void add(byte[] rgb) {
        if (added == frames) throw new IllegalStateException("All " + frames + " frames were added already.");
        for (int i = 0, to = 0; i < pixels; i++, to += 3) {
            interleaved[to] = rgb[i];
            interleaved[to + 1] = rgb[pixels + i];
            interleaved[to + 2] = rgb[2 * pixels + i];
        }
        sha.update(interleaved);
        checksums[added++] = checksum(rgb);
    }

    /**
     * Whether a frame is the one that was added, to find out if a video was changed meanwhile. Tells frames apart by a checksum of
     * 32 bits.
     *
     * @param number how many frames were added before the one it should be
     * @param rgb {@code [3, height, width]}, values 0 to 255 as bytes without sign
     * @throws IndexOutOfBoundsException if no such frame was added
     */
    public boolean isFrame(int number, byte[] rgb) {
        return checksums[Objects.checkIndex(number, added)] == checksum(rgb);
    }

    private int checksum(byte[] rgb) {
        CRC32C crc = new CRC32C();
        crc.update(rgb, 0, 3 * pixels);
        return (int) crc.getValue();
    }

    /**
     * The digest: 64 lower-case hexadecimal digits.
     *
     * @throws IllegalStateException if frames are missing
     */
    public String hex() {
        if (added < frames)
            throw new IllegalStateException("Only " + added + " of " + frames + " frames were added to the digest.");
        if (hex == null) hex = Sha256.hex(sha);
        return hex;
    }

    /**
     * The digest of a video, read frame by frame.
     *
     * @param video stays open
     * @param frameStep every how many frames one is sampled, at least 1
     * @throws IOException if a frame can't be read
     */
    public static String of(Video video, int frameStep) throws IOException {
        int[] used = new FrameSampling(video.frames(), frameStep, 1).framesUsed();
        PixelDigest digest = new PixelDigest(video.width(), video.height(), used.length);
        byte[] rgb = new byte[video.frameLength()];
        for (int frame : used) {
            video.read(frame, rgb);
            digest.add(rgb);
        }
        return digest.hex();
    }
}
