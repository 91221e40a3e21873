package org.whynot.video.file;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Writes videos of every kind with the FFmpeg that reads them.
 *
 * <pre>{@code
 * new TestEncoder("mpeg2video", "matroska").bFrames(2).group(12).write(file, 60);
 * }</pre>
 */
public final class TestEncoder {

    private static final int RATE = 25;
    private static final int TICKS = 40;
    private static final int SAMPLES = 8000;

    private final String codec;
    private final String container;
    private int width = 96;
    private int height = 64;
    private int format = avutil.AV_PIX_FMT_YUV420P;
    private int group = 12;
    private int bFrames;
    private int flags;
    private int bitRate = 400_000;
    private int matrix = avutil.AVCOL_SPC_SMPTE170M;
    private boolean full;
    private boolean silentAboutColour;
    private int turn;
    private int soundSeconds;
    private IntUnaryOperator time = n -> n * TICKS;
    private IntUnaryOperator late = n -> 0;
    private IntFunction<int[]> picture;
    private final Map<String, String> options = new LinkedHashMap<>();

    public TestEncoder(String codec, String container) {
        this.codec = codec;
        this.container = container;
        picture = n -> numbered(n, width, height);
    }

    public TestEncoder size(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        return this;
    }

    public TestEncoder format(int newFormat) {
        format = newFormat;
        return this;
    }

    /** Frames from a key frame to the next. */
    public TestEncoder group(int frames) {
        group = frames;
        return this;
    }

    public TestEncoder bFrames(int frames) {
        bFrames = frames;
        return this;
    }

    public TestEncoder flags(int newFlags) {
        flags = newFlags;
        return this;
    }

    public TestEncoder bitRate(int bitsPerSecond) {
        bitRate = bitsPerSecond;
        return this;
    }

    public TestEncoder option(String name, String value) {
        options.put(name, value);
        return this;
    }

    /** When frame n is shown, in milliseconds. */
    public TestEncoder time(IntUnaryOperator milliseconds) {
        time = milliseconds;
        return this;
    }

    /** By how many milliseconds the stamp of the nth packet is wrong, once it is encoded. */
    public TestEncoder late(IntUnaryOperator milliseconds) {
        late = milliseconds;
        return this;
    }

    /** How colours are stored, and whether the file says so. */
    public TestEncoder colour(int newMatrix, boolean fullRange, boolean silent) {
        matrix = newMatrix;
        full = fullRange;
        silentAboutColour = silent;
        return this;
    }

    /** Silence of 8000 samples a second beside the video. */
    public TestEncoder sound(int seconds) {
        soundSeconds = seconds;
        return this;
    }

    /** How far a player should turn the picture clockwise, in degrees. */
    public TestEncoder turn(int degrees) {
        turn = degrees;
        return this;
    }

    /** The pixels of frame n, packed red, green, blue. */
    public TestEncoder picture(IntFunction<int[]> newPicture) {
        picture = newPicture;
        return this;
    }

    /** Noise that moves, and in the two upper quarters the frame's number: 16 bits as black and white blocks. */
    public static int[] numbered(int number, int width, int height) {
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                int bit = 2 * y >= height ? -1 : 8 * (4 * y / height) + 8 * x / width;
                int wave = 128 + (int) (60 * Math.sin((x + 3 * number) / 7.0) + 60 * Math.cos((y - 2 * number) / 5.0));
                int colour = wave << 16 | 255 - wave << 8 | 128;
                pixels[y * width + x] = bit < 0 ? colour : (number >> bit & 1) != 0 ? 0xffffff : 0;
            }
        return pixels;
    }

    /** The number that {@link #numbered} wrote, from {@code [3, height, width]}. */
    public static int number(float[] rgb, int width, int height) {
        int number = 0;
        for (int bit = 0; bit < 16; bit++) {
            int x = (2 * (bit % 8) + 1) * width / 16;
            int y = (2 * (bit / 8) + 1) * height / 8;
            if (rgb[y * width + x] > 0.5) number |= 1 << bit;
        }
        return number;
    }

    public Path write(Path file, int frames) throws IOException {
        FFmpeg.start();
        AVFormatContext out = new AVFormatContext(null);
        FFmpeg.check(
                avformat.avformat_alloc_output_context2(out, null, container, file.toString()),
                "container " + container);
        AVCodec encoder = avcodec.avcodec_find_encoder_by_name(codec);
        if (encoder == null) throw new IOException("no encoder " + codec);
        AVCodecContext context = context(encoder, (out.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0);
        AVStream stream = avformat.avformat_new_stream(out, null);
        avcodec.avcodec_parameters_from_context(stream.codecpar(), context);
        stream.time_base(context.time_base());
        stream.avg_frame_rate(rational(RATE, 1));
        if (turn != 0) turn(stream);
        AVStream sound = soundSeconds == 0 ? null : sound(out);
        if ((out.oformat().flags() & avformat.AVFMT_NOFILE) == 0) {
            AVIOContext target = new AVIOContext(null);
            FFmpeg.check(avformat.avio_open(target, file.toString(), avformat.AVIO_FLAG_WRITE), "open " + file);
            out.pb(target);
        }
        AVDictionary muxing = new AVDictionary(null);
        if (options.containsKey("movflags")) avutil.av_dict_set(muxing, "movflags", options.get("movflags"), 0);
        FFmpeg.check(avformat.avformat_write_header(out, muxing), "header");
        AVFrame frame = avutil.av_frame_alloc();
        frame.width(width);
        frame.height(height);
        frame.format(format);
        FFmpeg.check(avutil.av_frame_get_buffer(frame, 0), "buffer");
        AVPacket packet = avcodec.av_packet_alloc();
        int[] written = {0};
        for (int n = 0; n < frames; n++) {
            avutil.av_frame_make_writable(frame);
            draw(picture.apply(n), frame);
            frame.pts(codec.startsWith("mpeg") ? n : time.applyAsInt(n));
            FFmpeg.check(avcodec.avcodec_send_frame(context, frame), "encode");
            drain(context, packet, out, stream, written);
        }
        avcodec.avcodec_send_frame(context, null);
        drain(context, packet, out, stream, written);
        for (int second = 0; sound != null && second < soundSeconds; second++) silence(second, packet, out, sound);
        FFmpeg.check(avformat.av_write_trailer(out), "trailer");
        if (out.pb() != null) avformat.avio_closep(out.pb());
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(context);
        avformat.avformat_free_context(out);
        return file;
    }

    private AVCodecContext context(AVCodec encoder, boolean globalHeader) throws IOException {
        AVCodecContext context = avcodec.avcodec_alloc_context3(encoder);
        context.width(width);
        context.height(height);
        context.pix_fmt(format);
        // MPEG-2 and others know some rates only.
        context.time_base(codec.startsWith("mpeg") ? rational(1, RATE) : rational(1, 1000));
        context.framerate(rational(RATE, 1));
        context.gop_size(group);
        context.max_b_frames(bFrames);
        context.bit_rate(bitRate);
        context.flags(context.flags() | flags | (globalHeader ? avcodec.AV_CODEC_FLAG_GLOBAL_HEADER : 0));
        context.strict_std_compliance(avcodec.FF_COMPLIANCE_UNOFFICIAL);
        context.color_range(full ? avutil.AVCOL_RANGE_JPEG : silentAboutColour ? 0 : avutil.AVCOL_RANGE_MPEG);
        context.colorspace(silentAboutColour ? avutil.AVCOL_SPC_UNSPECIFIED : matrix);
        AVDictionary settings = new AVDictionary(null);
        options.forEach((name, value) -> avutil.av_dict_set(settings, name, value, 0));
        FFmpeg.check(avcodec.avcodec_open2(context, encoder, settings), "encoder " + codec);
        return context;
    }

    private void drain(AVCodecContext context, AVPacket packet, AVFormatContext out, AVStream stream, int[] written)
            throws IOException {
        while (avcodec.avcodec_receive_packet(context, packet) == 0) {
            if (!codec.startsWith("mpeg")) {
                packet.pts(packet.pts() + late.applyAsInt(written[0]));
                if (late.applyAsInt(written[0]) != 0 && packet.pts() < packet.dts()) packet.dts(packet.pts());
            }
            avcodec.av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
            packet.stream_index(0);
            written[0]++;
            FFmpeg.check(avformat.av_write_frame(out, packet), "write");
            avcodec.av_packet_unref(packet);
        }
    }

    private AVStream sound(AVFormatContext out) {
        AVStream sound = avformat.avformat_new_stream(out, null);
        sound.codecpar().codec_type(avutil.AVMEDIA_TYPE_AUDIO);
        sound.codecpar().codec_id(avcodec.AV_CODEC_ID_PCM_S16LE);
        sound.codecpar().format(avutil.AV_SAMPLE_FMT_S16);
        sound.codecpar().sample_rate(SAMPLES);
        sound.codecpar().block_align(Short.BYTES);
        sound.codecpar().bits_per_coded_sample(Short.SIZE);
        avutil.av_channel_layout_default(sound.codecpar().ch_layout(), 1);
        sound.time_base(rational(1, SAMPLES));
        return sound;
    }

    private static void silence(int second, AVPacket packet, AVFormatContext out, AVStream sound) throws IOException {
        FFmpeg.check(avcodec.av_new_packet(packet, SAMPLES * Short.BYTES), "memory");
        packet.data().capacity(packet.size()).fill(0);
        packet.pts((long) second * SAMPLES);
        packet.dts(packet.pts());
        packet.duration(SAMPLES);
        packet.flags(avcodec.AV_PKT_FLAG_KEY);
        avcodec.av_packet_rescale_ts(packet, rational(1, SAMPLES), sound.time_base());
        packet.stream_index(sound.index());
        FFmpeg.check(avformat.av_write_frame(out, packet), "write sound");
        avcodec.av_packet_unref(packet);
    }

    private void draw(int[] rgb, AVFrame target) throws IOException {
        AVFrame source = avutil.av_frame_alloc();
        source.width(width);
        source.height(height);
        source.format(avutil.AV_PIX_FMT_BGR0);
        FFmpeg.check(avutil.av_frame_get_buffer(source, 0), "buffer");
        IntBuffer data = source.data(0)
                .capacity((long) source.linesize(0) * height)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        for (int y = 0; y < height; y++) data.put(y * source.linesize(0) / 4, rgb, y * width, width);
        SwsContext scaler = swscale.sws_getContext(
                width,
                height,
                avutil.AV_PIX_FMT_BGR0,
                width,
                height,
                format,
                swscale.SWS_AREA | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INP,
                null,
                (SwsFilter) null,
                (double[]) null);
        IntPointer table = swscale.sws_getCoefficients(matrix);
        swscale.sws_setColorspaceDetails(scaler, table, 1, table, full ? 1 : 0, 0, 1 << 16, 1 << 16);
        FFmpeg.check(swscale.sws_scale_frame(scaler, target, source), "draw");
        swscale.sws_freeContext(scaler);
        avutil.av_frame_free(source);
    }

    private void turn(AVStream stream) {
        AVPacketSideData list = new AVPacketSideData((Pointer) null);
        IntPointer count = new IntPointer(1).put(0);
        AVPacketSideData data =
                avcodec.av_packet_side_data_new(list, count, avcodec.AV_PKT_DATA_DISPLAYMATRIX, 9 * Integer.BYTES, 0);
        stream.codecpar().coded_side_data(list);
        stream.codecpar().nb_coded_side_data(count.get());
        avutil.av_display_rotation_set(new IntPointer(data.data()), turn);
    }

    private static AVRational rational(int numerator, int denominator) {
        AVRational rational = new AVRational();
        rational.num(numerator);
        rational.den(denominator);
        return rational;
    }
}
