package org.whynot.video.file;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.whynot.video.Warning;

/**
 * Which packet of a file becomes which frame, and where decoding may begin.
 *
 * <p>Frames are numbered from 0 in the order in which a decoder that starts at the beginning of the file gives them out;
 * packets from 0 in the order of the file. A frame is named by the packet it was decoded from.
 */
final class FrameIndex {

    /** What a packet says of itself; arrays over the packets. */
    record Packets(long[] position, int[] size, long[] presentation, long[] decoding, BitSet key) {

        int count() {
            return position.length;
        }
    }

    private static final int NONE = -1;

    private final Packets packets;
    private final int[] packetOf;
    private final boolean[] entry;
    private final double timeUnit;
    private final double rate;
    private final List<Warning> problems;
    private final boolean damaged;

    private final int[] frameOf;
    /** Whether each frame has a packet of its own; otherwise frames must be counted from the start. */
    private final boolean distinct;
    /** Packet numbers by place in the file. */
    private final Integer[] byPlace;

    private final double[] times;
    /** From a frame to the next, in seconds, the shortest first. */
    private final double[] steps;

    /**
     * @param packets all packets of the video
     * @param packetOf the packet of each frame, in the order of the frames; -1 where the decoder does not tell
     * @param entries packets at which decoding may begin
     * @param timeUnit seconds of one unit of the stamps
     * @param rate frames per second as the container says, 0 if it does not
     * @param problems what is wrong with the file
     * @param damaged whether some of the packets can't be decoded
     */
    FrameIndex(
            Packets packets,
            int[] packetOf,
            BitSet entries,
            double timeUnit,
            double rate,
            List<Warning> problems,
            boolean damaged) {
        this.packets = packets;
        this.packetOf = packetOf;
        this.timeUnit = timeUnit;
        this.rate = rate;
        this.problems = List.copyOf(problems);
        this.damaged = damaged;
        frameOf = new int[packets.count()];
        Arrays.fill(frameOf, NONE);
        boolean once = true;
        for (int frame = 0; frame < packetOf.length; frame++) {
            int p = packetOf[frame];
            if (p < 0 || p >= frameOf.length || frameOf[p] != NONE) once = false;
            else frameOf[p] = frame;
        }
        distinct = once;
        entry = new boolean[packets.count()];
        if (distinct) for (int p = 0; p < entry.length; p++) entry[p] = entries.get(p) && frameOf[p] != NONE;
        byPlace = new Integer[packets.count()];
        Arrays.setAll(byPlace, i -> i);
        Arrays.sort(byPlace, (a, b) -> Long.compare(packets.position[a], packets.position[b]));
        times = times();
        steps = new double[Math.max(0, frames() - 1)];
        Arrays.setAll(steps, n -> times[n + 1] - times[n]);
        Arrays.sort(steps);
    }

    /** Number of packets. */
    int packets() {
        return packets.count();
    }

    /** Number of frames. */
    int frames() {
        return packetOf.length;
    }

    /** Whether some of the packets can't be decoded. */
    boolean damaged() {
        return damaged;
    }

    /** What is wrong with the file. */
    List<Warning> problems() {
        return problems;
    }

    /** Whether a frame can be told from all others by its packet. */
    boolean distinct() {
        return distinct;
    }

    /** The frame that a packet becomes, or -1. */
    int frameOf(int packet) {
        return packet >= 0 && packet < frameOf.length ? frameOf[packet] : NONE;
    }

    /**
     * The last packet at which decoding may begin in order to get a frame, or -1 for the start of the file.
     *
     * @param frame 0-based
     * @param before only packets before this one
     */
    int entryFor(int frame, int before) {
        if (!distinct) return NONE;
        // Frames that are shown before a key frame, though they come after it in the file, need the one before.
        for (int p = Math.min(packetOf[frame], before - 1); p >= 0; p--) if (entry[p] && frameOf[p] <= frame) return p;
        return NONE;
    }

    /** The stamp to seek to for a packet, in the container's unit; FFmpeg's "no value" if it has none. */
    long seekTime(int packet) {
        long time = packets.decoding[packet];
        return time != avutil.AV_NOPTS_VALUE ? time : packets.presentation[packet];
    }

    /** Whether a packet lies at this place of the file. */
    boolean isPacket(int packet, long position, int size) {
        return packet < packets.count() && packets.position[packet] == position && packets.size[packet] == size;
    }

    /** The packet at a place of the file; -1 if there is none, or more than one. */
    int packetAt(long position, int size) {
        int low = 0;
        int high = byPlace.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (packets.position[byPlace[middle]] < position) low = middle + 1;
            else high = middle;
        }
        if (position < 0 || low == byPlace.length || !isPacket(byPlace[low], position, size)) return NONE;
        boolean alone = low + 1 == byPlace.length || packets.position[byPlace[low + 1]] != position;
        return alone ? byPlace[low] : NONE;
    }

    /** When a frame is shown, in seconds after the first one. */
    double time(int frame) {
        return times[frame];
    }

    /** Whether the time from frame to frame changes. */
    boolean variable() {
        if (steps.length < 2) return false;
        double usual = steps[steps.length / 2];
        // Stamps are rounded to whole units, so steps may differ by one without meaning it.
        double tolerance = Math.max(1.5 * timeUnit, 0.05 * usual);
        return shortestInterval() < usual - tolerance || longestInterval() > usual + tolerance;
    }

    /** The shortest time from a frame to the next, in seconds; NaN if there is none. */
    double shortestInterval() {
        return steps.length == 0 ? Double.NaN : steps[0];
    }

    /** The longest time from a frame to the next, in seconds; NaN if there is none. */
    double longestInterval() {
        return steps.length == 0 ? Double.NaN : steps[steps.length - 1];
    }

    /** Seconds from a frame to the next, on average if they vary; NaN if not known. */
    double interval() {
        int last = frames() - 1;
        double mean = last > 0 ? times[last] / last : Double.NaN;
        // Containers that count in milliseconds know the rate better than the stamps do.
        boolean trusted = rate > 0 && !variable() && !(Math.abs(mean * rate - 1) > 0.01);
        return trusted ? 1 / rate : mean > 0 ? mean : rate > 0 ? 1 / rate : Double.NaN;
    }

    private double[] times() {
        double[] seconds = distinct ? times(packets.presentation, packetOf) : null;
        // AVI has stamps of decoding only. They come in the order of the file, one per frame, so the nth belongs to
        // frame n.
        if (seconds == null && distinct)
            seconds = times(packets.decoding, Arrays.stream(packetOf).sorted().toArray());
        if (seconds != null) return seconds;
        double[] even = new double[frames()];
        Arrays.setAll(even, n -> rate > 0 ? n / rate : Double.NaN);
        return even;
    }

    /** The stamps of some packets in seconds after the first one, or null if one is missing or they don't rise. */
    private double[] times(long[] stamps, int[] order) {
        double[] seconds = new double[order.length];
        for (int n = 0; n < order.length; n++) {
            long stamp = stamps[order[n]];
            if (stamp == avutil.AV_NOPTS_VALUE || n > 0 && stamp <= stamps[order[n - 1]]) return null;
            seconds[n] = (stamp - stamps[order[0]]) * timeUnit;
        }
        return seconds;
    }

    /**
     * How many frames are missing in between, where all others follow one another at the same interval and the gaps are multiples
     * of it: what a camera or a recorder dropped. 0 where the rate varies otherwise, or none is missing.
     */
    int dropped() {
        if (!variable()) return 0;
        double usual = steps[steps.length / 2];
        double tolerance = Math.max(1.5 * timeUnit, 0.05 * usual);
        double missing = 0;
        for (double step : steps) {
            double multiple = Math.rint(step / usual);
            if (multiple < 1 || Math.abs(step - multiple * usual) > tolerance) return 0;
            missing += multiple - 1;
        }
        return (int) missing;
    }

    /** Writes everything, for {@link #read}. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(packets.count());
        for (int p = 0; p < packets.count(); p++) {
            out.writeLong(packets.position[p]);
            out.writeInt(packets.size[p]);
            out.writeLong(packets.presentation[p]);
            out.writeLong(packets.decoding[p]);
            out.writeBoolean(packets.key.get(p));
            out.writeBoolean(entry[p]);
        }
        out.writeInt(frames());
        for (int p : packetOf) out.writeInt(p);
        out.writeDouble(timeUnit);
        out.writeDouble(rate);
        out.writeInt(problems.size());
        for (Warning problem : problems) {
            out.writeUTF(problem.kind().word());
            out.writeUTF(problem.message());
        }
        out.writeBoolean(damaged);
    }

    /** Reads what {@link #write} wrote; {@code limit} is the largest number of packets that can be true. */
    static FrameIndex read(DataInputStream in, long limit) throws IOException {
        int count = count(in, limit);
        Packets packets =
                new Packets(new long[count], new int[count], new long[count], new long[count], new BitSet(count));
        BitSet entries = new BitSet(count);
        for (int p = 0; p < count; p++) {
            packets.position[p] = in.readLong();
            packets.size[p] = in.readInt();
            packets.presentation[p] = in.readLong();
            packets.decoding[p] = in.readLong();
            packets.key.set(p, in.readBoolean());
            entries.set(p, in.readBoolean());
        }
        int[] packetOf = new int[count(in, 2L * count)];
        for (int n = 0; n < packetOf.length; n++) packetOf[n] = in.readInt();
        double unit = in.readDouble();
        double rate = in.readDouble();
        Warning[] problems = new Warning[count(in, 100)];
        for (int i = 0; i < problems.length; i++) problems[i] = new Warning(kind(in.readUTF()), in.readUTF());
        return new FrameIndex(packets, packetOf, entries, unit, rate, List.of(problems), in.readBoolean());
    }

    private static Warning.Kind kind(String word) throws IOException {
        try {
            return Warning.Kind.of(word);
        } catch (IllegalArgumentException e) {
            throw new IOException("the kept index is damaged", e);
        }
    }

    private static int count(DataInputStream in, long limit) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > limit) throw new IOException("the kept index is damaged");
        return count;
    }
}
