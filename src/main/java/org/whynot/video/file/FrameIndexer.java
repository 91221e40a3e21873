package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.SizeTPointer;
import org.whynot.util.Progress;
import org.whynot.video.AviHeader;
import org.whynot.video.Warning;
import org.whynot.video.Warning.Kind;

/**
 * Finds out which frames a file has.
 *
 * <p>All packets are read once. A small video is then decoded as a whole, and the frames are what came out. Of a large one
 * whose stamps are all there and all different, the order of the stamps is taken for the order of the frames, and stretches
 * of it are decoded to see whether that holds; if not, it is decoded as a whole too. Where such a guess turns out wrong only
 * later, {@link DecodedFrames} notices, says so, and the next time the whole file is decoded.
 */
final class FrameIndexer {

    /** A video of at most so many pixels, over all frames, is decoded as a whole: about a second. */
    static final long SMALL = 200_000_000;

    /** Frames of a stretch that is decoded to see whether the stamps hold; it may need a group of pictures more. */
    private static final int STRETCH = 40;

    /** A last group of pictures of more packets than this is not decoded to its end. */
    private static final int LONG_GROUP = 600;

    private static final int REPORT_EVERY = 64;

    /** A video may end so much earlier than its file says, in seconds and as a share. */
    private static final double SHORT = 1;

    private static final double SHORT_SHARE = 0.05;

    private final Path file;
    private final Progress progress;
    private final List<Warning> problems = new ArrayList<>();

    private final List<long[]> read = new ArrayList<>();
    private FrameIndex.Packets packets;
    private int[] order;
    private boolean regular = true;
    private double timeUnit;
    private double rate;
    private long pixels;
    private String codec;
    /** Whether the codec has key frames only; not all its decoders say so of each frame. */
    private boolean intra;

    private boolean reorders;
    /** Width and height of the first frame. */
    private int[] firstSize;
    /** What to say of a size that changes, or null. */
    private Warning sizeChange;

    private FrameIndexer(Path file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /**
     * The index of a file.
     *
     * @param small a video of at most so many pixels is decoded as a whole, see {@link #SMALL}
     * @throws IOException if no frame can be decoded; a reason without the file's name
     */
    static FrameIndex index(Path file, long small, Progress progress) throws IOException {
        FrameIndexer indexer = new FrameIndexer(file, progress);
        indexer.readPackets();
        if (indexer.regular && indexer.packets.count() * indexer.pixels > small) {
            indexer.orderByStamps();
            if (indexer.stampsHold()) return indexer.guessed();
        }
        return indexer.decoded();
    }

    private void readPackets() throws IOException {
        try (PacketReader reader = new PacketReader(file)) {
            AVStream stream = reader.stream();
            AVRational unit = stream.time_base();
            timeUnit = (double) unit.num() / unit.den();
            AVRational mean = stream.avg_frame_rate();
            rate = mean.den() > 0 ? (double) mean.num() / mean.den() : 0;
            pixels = (long) stream.codecpar().width() * stream.codecpar().height();
            codec = avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString();
            AVCodecDescriptor kind =
                    avcodec.avcodec_descriptor_get(stream.codecpar().codec_id());
            reorders = stream.codecpar().video_delay() > 0;
            intra = kind != null && (kind.props() & avcodec.AV_CODEC_PROP_INTRA_ONLY) != 0;
            boolean vp8 = stream.codecpar().codec_id() == avcodec.AV_CODEC_ID_VP8;
            long length = Math.max(1, FileStamp.of(file).bytes());
            boolean corrupt = false;
            while (reader.read()) {
                AVPacket packet = reader.packet();
                // VP8 has packets that are never shown, see RFC 6386, 9.1.
                boolean hidden = vp8 && packet.size() > 0 && (packet.data().get() >> 4 & 1) == 0;
                boolean shown = !hidden && (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0;
                corrupt |= (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
                regular &= !announcesChange(packet);
                regular &= packet.size() > 0 && (!shown || packet.pts() != avutil.AV_NOPTS_VALUE);
                boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
                read.add(new long[] {
                    packet.pos(), packet.size(), packet.pts(), packet.dts(), (key ? 1 : 0) + (shown ? 2 : 0)
                });
                if (read.size() % REPORT_EVERY == 0) {
                    progress.check();
                    progress.report(
                            Math.min(1, Math.max(0, packet.pos() / (double) length)), "Reading the time stamps");
                }
            }
            regular &= !corrupt && !reader.cut();
            lookForTheEnd(reader, corrupt);
        }
        if (read.isEmpty()) throw new IOException("it holds no frames");
        int count = read.size();
        BitSet key = new BitSet(count);
        for (int p = 0; p < count; p++) key.set(p, (read.get(p)[4] & 1) != 0);
        packets = new FrameIndex.Packets(
                read.stream().mapToLong(p -> p[0]).toArray(),
                read.stream().mapToInt(p -> (int) p[1]).toArray(),
                read.stream().mapToLong(p -> p[2]).toArray(),
                read.stream().mapToLong(p -> p[3]).toArray(),
                key);
    }

    /** Whether a packet brings another header or size, so that the frames may differ from here on. */
    private boolean announcesChange(AVPacket packet) {
        if (read.isEmpty()) return false;
        for (int kind : new int[] {avcodec.AV_PKT_DATA_NEW_EXTRADATA, avcodec.AV_PKT_DATA_PARAM_CHANGE})
            if (avcodec.av_packet_get_side_data(packet, kind, (SizeTPointer) null) != null) return true;
        return false;
    }

    /** Whether the file ends where its container says; told as a problem if not. */
    private void lookForTheEnd(PacketReader reader, boolean corrupt) throws IOException {
        String container = reader.context().iformat().name().getString();
        long announced = container.startsWith("mov") ? reader.stream().nb_frames() : 0;
        String reason = null;
        if (read.size() < announced) reason = "it has " + read.size() + " of " + announced + " packets";
        else if (corrupt || reader.cut()) reason = read.size() + " packets can be read";
        else if (container.equals("avi"))
            try {
                AviHeader.read(file);
            } catch (IOException e) {
                reason = e.getMessage();
            }
        else if (container.startsWith("matroska")) {
            long end = MatroskaHeader.end(file);
            long length = FileStamp.of(file).bytes();
            if (end > length) reason = "it should be " + end + " bytes long and is " + length;
        }
        long empty = read.stream().filter(p -> p[1] == 0).count();
        if (empty > 0)
            problem(
                    Kind.DROPPED_FRAMES,
                    empty + " of " + read.size()
                            + " packets of the video are empty: the recorder dropped a frame there,"
                            + " and players show the one before longer. Only frames that are there are counted.");
        if (reason != null) {
            problem(
                    Kind.DAMAGED,
                    "The file is cut short or damaged: " + reason + ". The frames that can be decoded are shown.");
            return;
        }
        long own = reader.stream().duration();
        // What the file says of its whole length holds for the sound too, which may last longer.
        if (own == avutil.AV_NOPTS_VALUE && reader.context().nb_streams() > 1) return;
        double told = own == avutil.AV_NOPTS_VALUE
                ? reader.context().duration() / (double) avutil.AV_TIME_BASE
                : own * timeUnit;
        long first = own == avutil.AV_NOPTS_VALUE
                ? reader.context().start_time()
                : reader.stream().start_time();
        double start = first == avutil.AV_NOPTS_VALUE
                ? 0
                : own == avutil.AV_NOPTS_VALUE ? first / (double) avutil.AV_TIME_BASE : first * timeUnit;
        double end = read.stream().mapToLong(p -> p[2]).max().orElse(0) * timeUnit - start;
        boolean estimated = reader.context().duration_estimation_method() == avformat.AVFMT_DURATION_FROM_BITRATE;
        boolean stamped = read.stream().anyMatch(p -> p[2] != avutil.AV_NOPTS_VALUE);
        if (stamped && !estimated && told - end > Math.max(SHORT, told * SHORT_SHARE))
            problem(
                    Kind.DAMAGED,
                    String.format(
                            Locale.ROOT,
                            "The file says that it lasts %.1f s, but its video ends after %.1f s: it may be cut short.",
                            told,
                            end));
    }

    private void orderByStamps() {
        order = IntStream.range(0, packets.count())
                .filter(p -> (read.get(p)[4] & 2) != 0)
                .boxed()
                .sorted((a, b) -> Long.compare(packets.presentation()[a], packets.presentation()[b]))
                .mapToInt(p -> p)
                .toArray();
        for (int n = 1; n < order.length; n++)
            regular &= packets.presentation()[order[n]] != packets.presentation()[order[n - 1]];
        // Only a decoder that holds frames back can give them out in another order than that of the file.
        boolean asInFile = IntStream.range(1, order.length).allMatch(n -> order[n] > order[n - 1]);
        regular &= order.length > 0 && (reorders || asInFile);
    }

    /** Decodes the beginning, two places in the middle and the end. */
    private boolean stampsHold() throws IOException {
        if (!regular) return false;
        FrameIndex guess = guessed();
        int frames = guess.frames();
        try (FrameDecoder decoder = new FrameDecoder(file, false)) {
            if (!follows(decoder, guess, 0, STRETCH)) return false;
            for (int place : new int[] {frames / 3, 2 * frames / 3, frames - 1}) {
                progress.check();
                int entry = guess.entryFor(place, Integer.MAX_VALUE);
                if (entry < 0 || order[place] - entry > LONG_GROUP) continue;
                decoder.jump(guess, entry);
                int first = guess.frameOf(entry);
                int last = place == frames - 1 ? frames : Math.min(frames, first + STRETCH);
                if (!follows(decoder, guess, first, last)) return false;
            }
            return decoder.failures() == 0;
        }
    }

    /** Whether the frames that are decoded next are these; those before the first one do not count. */
    private boolean follows(FrameDecoder decoder, FrameIndex guess, int first, int end) {
        int expected = first;
        while (expected < end && decoder.next()) {
            int frame = guess.frameOf(decoder.packet());
            if (frame >= 0 && frame < first) continue;
            if (frame != expected) return false;
            expected++;
        }
        // At the end of the file there must not be another one.
        return expected == end && (end < guess.frames() || !decoder.next());
    }

    private void problem(Kind kind, String message) {
        problems.add(new Warning(kind, message));
    }

    /** Notes the first frame whose size is another than that of the first one. */
    private void lookAtSize(AVFrame frame, int number) {
        if (number == 0) firstSize = new int[] {frame.width(), frame.height()};
        else if (sizeChange == null)
            sizeChange = sizeChange(firstSize[0], firstSize[1], frame, number).orElse(null);
    }

    /**
     * The warning that a frame has another size than the first one.
     *
     * @param number of the frame, 0-based
     */
    static Optional<Warning> sizeChange(int firstWidth, int firstHeight, AVFrame frame, int number) {
        if (frame.width() == firstWidth && frame.height() == firstHeight) return Optional.empty();
        return Optional.of(new Warning(
                Kind.SIZE_CHANGE,
                "The size of the frames changes in the middle of the video, at frame " + (number + 1) + " from "
                        + firstWidth + " x " + firstHeight + " to " + frame.width() + " x " + frame.height()
                        + " pixels. All frames are scaled to the size of the first."));
    }

    private FrameIndex guessed() {
        return new FrameIndex(packets, order, packets.key(), timeUnit, rate, problems, false);
    }

    private FrameIndex decoded() throws IOException {
        BitSet entries = new BitSet();
        List<Integer> frames = new ArrayList<>();
        int failures = decode(false, frames, entries);
        if (failures > 0) failures = decode(true, frames, entries);
        if (frames.isEmpty())
            throw new IOException("none of its " + packets.count() + " packets can be decoded; its codec is " + codec);
        if (failures > 0)
            problem(
                    Kind.DAMAGED,
                    "Parts of the video are damaged: " + failures + " of " + packets.count()
                            + " packets could not be decoded.");
        if (sizeChange != null) problems.add(sizeChange);
        int[] packetOf = frames.stream().mapToInt(p -> p).toArray();
        boolean[] seen = new boolean[packets.count()];
        boolean distinct =
                Arrays.stream(packetOf).allMatch(p -> p >= 0 && p < seen.length && !seen[p] && (seen[p] = true));
        if (!distinct) entries.clear();
        return new FrameIndex(packets, packetOf, entries, timeUnit, rate, problems, failures > 0);
    }

    private int decode(boolean calm, List<Integer> frames, BitSet entries) throws IOException {
        frames.clear();
        entries.clear();
        sizeChange = null;
        try (FrameDecoder decoder = new FrameDecoder(file, calm)) {
            while (decoder.next()) {
                lookAtSize(decoder.frame(), frames.size());
                int packet = decoder.packet();
                boolean key = intra || (decoder.frame().flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
                if (packet >= 0 && key && packets.key().get(packet)) entries.set(packet);
                frames.add(packet);
                if (frames.size() % REPORT_EVERY == 0) {
                    progress.check();
                    progress.report(
                            Math.min(1, decoder.sent() / (double) packets.count()),
                            "Looking for the frames, " + frames.size() + " so far");
                }
            }
            return decoder.failures();
        }
    }
}
