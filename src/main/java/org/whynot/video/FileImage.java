package org.whynot.video;

import ij.ImagePlus;

/** A video file as an image; closing it gives the decoder and the frames in memory back. */
final class FileImage extends ImagePlus {

    private final FileStack frames;

    FileImage(String title, FileStack frames) {
        super(title, frames);
        this.frames = frames;
    }

    /** ImageJ calls this when the image's window is closed. */
    @Override
    public synchronized void flush() {
        super.flush();
        frames.release();
    }

    @Override
    public void close() {
        super.close();
        // Without a window ImageJ leaves it at that.
        frames.release();
    }
}
