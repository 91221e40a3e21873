package org.whynot.video.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * The packets of a file's video stream, numbered from 0 in the order of the file.
 *
 * <p>A packet is known again after a seek by its place in the file, never by its time stamp: stamps can be missing, repeat or
 * go backwards. For one thread at a time.
 */
final class PacketReader implements AutoCloseable {

    /** Containers that can be in a video file. A playlist in disguise, which could name other files, is none of them. */
    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,"
                    + "ivf,ogg,flv,asf,mjpeg,obu,nut";

    /** How many packets after a seek may be unknown before the seek counts as failed. */
    private static final int UNKNOWN_PACKETS = 32;

    private final Path file;
    private final FileStamp stamp;
    private AVFormatContext context;
    private AVPacket packet;
    private int stream;
    private int number;
    private boolean pending;
    private boolean cut;

    /**
     * Opens a file.
     *
     * @throws IOException if it is no video that FFmpeg knows; a reason without the file's name
     */
    PacketReader(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        stamp = FileStamp.of(file);
        packet = avcodec.av_packet_alloc();
        try {
            open();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException {
        stamp.requireUnchanged(file);
        AVFormatContext opened = avformat.avformat_alloc_context();
        AVDictionary options = new AVDictionary(null);
        // The text must live as long as the call; 'file:' keeps a name with a colon from being taken for an address.
        try (BytePointer address = new BytePointer("file:" + file, StandardCharsets.UTF_8)) {
            avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
            avutil.av_dict_set(options, "format_whitelist", FORMATS, 0);
            // On failure FFmpeg frees the context itself.
            int result = avformat.avformat_open_input(opened, address, null, options);
            FFmpeg.check(result, "it is not a video that can be read, or it is damaged");
        } finally {
            avutil.av_dict_free(options);
        }
        context = opened;
        avformat.avformat_find_stream_info(context, (AVDictionary) null);
        stream = avformat.av_find_best_stream(
                context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (org.bytedeco.ffmpeg.avcodec.AVCodec) null, 0);
        if (stream < 0) throw new IOException("it holds no video stream");
        for (int i = 0; i < context.nb_streams(); i++)
            if (i != stream) context.streams(i).discard(avcodec.AVDISCARD_ALL);
        number = -1;
        pending = false;
        cut = false;
    }

    /** The video stream. */
    AVStream stream() {
        return context.streams(stream);
    }

    /** The whole file. */
    AVFormatContext context() {
        return context;
    }

    /** The packet that {@link #read} read; valid until the next call. */
    AVPacket packet() {
        return packet;
    }

    /** The number of the packet that {@link #read} read. */
    int number() {
        return number;
    }

    /** Whether the file ended before its container said so, or in a way that can't be read. */
    boolean cut() {
        return cut;
    }

    /** Reads the next packet of the video; false at the end of the file. */
    boolean read() {
        if (pending) {
            pending = false;
            return true;
        }
        while (true) {
            avcodec.av_packet_unref(packet);
            int result = avformat.av_read_frame(context, packet);
            if (result < 0) {
                cut |= result != avutil.AVERROR_EOF()
                        || context.pb() != null && context.pb().error() < 0;
                return false;
            }
            if (packet.stream_index() == stream) {
                // Half a packet would become a picture whose rest is made up.
                boolean half = (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0
                        && context.pb() != null
                        && context.pb().eof_reached() != 0;
                if (half) {
                    cut = true;
                    return false;
                }
                number++;
                return true;
            }
        }
    }

    /** Goes back to the first packet. */
    void rewind() throws IOException {
        closeInput();
        open();
    }

    /**
     * Makes a packet the next one.
     *
     * @param index of this very file
     * @param wanted the packet's number
     * @throws IOException if the file was changed meanwhile
     */
    void seek(FrameIndex index, int wanted) throws IOException {
        stamp.requireUnchanged(file);
        if (jump(index, wanted)) return;
        rewind();
        while (number < wanted) if (!read()) throw new IOException(FileStamp.CHANGED);
        if (!index.isPacket(number, packet.pos(), packet.size())) throw new IOException(FileStamp.CHANGED);
        pending = true;
    }

    /** Seeks with the container's own index; false if that did not lead to the packet or one before it. */
    private boolean jump(FrameIndex index, int wanted) {
        long time = index.seekTime(wanted);
        if (time == avutil.AV_NOPTS_VALUE) return false;
        if (avformat.avformat_seek_file(context, stream, Long.MIN_VALUE, time, time, 0) < 0) return false;
        pending = false;
        int found = -1;
        for (int i = 0; i < UNKNOWN_PACKETS && found < 0; i++) {
            if (!read()) return false;
            found = index.packetAt(packet.pos(), packet.size());
        }
        if (found < 0 || found > wanted) return false;
        number = found;
        while (number < wanted) if (!read() || !index.isPacket(number, packet.pos(), packet.size())) return false;
        pending = true;
        return true;
    }

    private void closeInput() {
        if (context != null) avformat.avformat_close_input(context);
        context = null;
    }

    @Override
    public void close() {
        closeInput();
        if (packet != null) avcodec.av_packet_free(packet);
        packet = null;
    }
}
