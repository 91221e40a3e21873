package org.whynot.video.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** FFmpeg as a whole: its start, its words for what went wrong, its version. */
final class FFmpeg {

    private FFmpeg() {}

    /**
     * Loads FFmpeg, once.
     *
     * @throws LinkageError if FFmpeg is not installed for this platform
     */
    static void start() {
        Loader.load(avutil.class);
        Loader.load(avcodec.class);
        Loader.load(avformat.class);
        Loader.load(swscale.class);
        // Whatever FFmpeg has to complain about is returned as a number; standard error is the user's.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    /** The versions of the parts that decide which frames a file has. */
    static String version() {
        return "avformat " + avformat.avformat_version() + ", avcodec " + avcodec.avcodec_version();
    }

    /** FFmpeg's words for an error number. */
    static String words(int error) {
        byte[] words = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(error, words, words.length);
        int length = 0;
        while (length < words.length && words[length] != 0) length++;
        return new String(words, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns what FFmpeg returned, unless it is an error: then throws, with FFmpeg's words after {@code what}. */
    static int check(int result, String what) throws IOException {
        if (result < 0) throw new IOException(what + " (" + words(result) + ")");
        return result;
    }
}
