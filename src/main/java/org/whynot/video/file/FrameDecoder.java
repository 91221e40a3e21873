package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A file's frames, one after the other, each with the number of the packet it was decoded from.
 *
 * <p>The packet's number takes the place of its time stamp on the way through the decoder, which hands it on to the frame; so
 * a frame is known however the file's own stamps are. For one thread at a time.
 */
final class FrameDecoder implements AutoCloseable {

    /** More threads do not pay on one video. */
    private static final int MOST_THREADS = 8;

    /** So many failures in a row, without a frame or a packet in between, and the decoder is taken to be at its end. */
    private static final int MOST_FAILURES = 1000;

    private final PacketReader reader;
    private AVCodecContext codec;
    private AVFrame frame;
    private boolean draining;
    private int sent = -1;
    private int failures;

    /**
     * Opens a file at its first frame.
     *
     * @param calm whether to use one thread only: what a decoder makes of damaged data then does not depend on their race
     * @throws IOException if it can't be decoded; a reason without the file's name
     */
    FrameDecoder(Path file, boolean calm) throws IOException {
        reader = new PacketReader(file);
        try {
            int id = reader.stream().codecpar().codec_id();
            AVCodec decoder = avcodec.avcodec_find_decoder(id);
            if (decoder == null) throw new IOException("there is no decoder for its codec, " + codecName());
            codec = avcodec.avcodec_alloc_context3(decoder);
            FFmpeg.check(
                    avcodec.avcodec_parameters_to_context(codec, reader.stream().codecpar()), "its header is damaged");
            codec.thread_count(calm ? 1 : Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS));
            FFmpeg.check(
                    avcodec.avcodec_open2(codec, decoder, (AVDictionary) null),
                    "its codec, " + codecName() + ", can't be started");
            frame = avutil.av_frame_alloc();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** FFmpeg's name of the codec: {@code h264}, {@code mjpeg}, … */
    String codecName() {
        return avcodec.avcodec_get_name(reader.stream().codecpar().codec_id()).getString();
    }

    /** Where the packets come from. */
    PacketReader reader() {
        return reader;
    }

    /** The frame that {@link #next} decoded; valid until the next call. */
    AVFrame frame() {
        return frame;
    }

    /** The number of the packet that {@link #frame} was decoded from, -1 if the decoder does not tell. */
    int packet() {
        long number = frame.pts();
        return number == avutil.AV_NOPTS_VALUE ? -1 : (int) number;
    }

    /** The number of the last packet that was given to the decoder, -1 before the first. */
    int sent() {
        return sent;
    }

    /** How many packets could not be decoded so far. */
    int failures() {
        return failures;
    }

    /** Decodes the next frame; false after the last. */
    boolean next() {
        int inARow = 0;
        while (inARow < MOST_FAILURES) {
            int result = avcodec.avcodec_receive_frame(codec, frame);
            if (result == 0) return true;
            if (result == avutil.AVERROR_EOF()) return false;
            if (result != avutil.AVERROR_EAGAIN()) {
                failures++;
                inARow++;
            }
            if (!draining && feed()) inARow = 0;
        }
        return false;
    }

    /** Gives the decoder the next packet, or word that there is none; false if it did not like it. */
    private boolean feed() {
        if (!reader.read()) {
            draining = true;
            avcodec.avcodec_send_packet(codec, (AVPacket) null);
            return true;
        }
        sent = reader.number();
        AVPacket packet = reader.packet();
        // An empty packet (AVI: "the frame before once more") would tell the decoder that the file ends here.
        if (packet.size() == 0) return true;
        packet.pts(sent);
        packet.dts(sent);
        int result = avcodec.avcodec_send_packet(codec, packet);
        if (result < 0) failures++;
        return result >= 0;
    }

    /** Goes on with a packet, from which decoding can begin; with the first one if it is negative. */
    void jump(FrameIndex index, int packet) throws IOException {
        if (packet < 0) reader.rewind();
        else reader.seek(index, packet);
        avcodec.avcodec_flush_buffers(codec);
        draining = false;
        sent = packet - 1;
    }

    @Override
    public void close() {
        if (frame != null) avutil.av_frame_free(frame);
        if (codec != null) avcodec.avcodec_free_context(codec);
        frame = null;
        codec = null;
        reader.close();
    }
}
