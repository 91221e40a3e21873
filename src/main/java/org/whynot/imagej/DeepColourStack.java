package org.whynot.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Pages of 48-bit RGB as a virtual stack of 16-bit planes: red, green and blue of the first page, of the second, and so on. */
final class DeepColourStack extends VirtualStack {

    static final int COLOURS = 3;

    private final FileInfo[] pages;
    private int read = -1;
    private ImageStack colours;

    /** @param pages all of one size and of 48-bit RGB, interleaved or planar */
    DeepColourStack(FileInfo[] pages) {
        super(pages[0].width, pages[0].height, null, "");
        this.pages = pages;
        setBitDepth(Short.SIZE);
    }

    /** Whether a page has 48-bit RGB pixels. */
    static boolean isOf(FileInfo page) {
        return page.fileType == FileInfo.RGB48 || page.fileType == FileInfo.RGB48_PLANAR;
    }

    /** @throws UncheckedIOException if the page can't be read */
    @Override
    public synchronized ImageProcessor getProcessor(int slice) {
        int page = (slice - 1) / COLOURS;
        if (slice < 1 || page >= pages.length) throw new IllegalArgumentException("There is no plane " + slice + ".");
        if (page != read) {
            ImagePlus image = new FileOpener((FileInfo) pages[page].clone()).openImage();
            if (image == null || image.getStackSize() < COLOURS)
                throw new UncheckedIOException("page " + (page + 1) + " can't be decoded", new IOException());
            colours = image.getStack();
            read = page;
        }
        // The caller may change what it is given.
        short[] plane = (short[]) colours.getPixels(1 + (slice - 1) % COLOURS);
        return new ShortProcessor(getWidth(), getHeight(), plane.clone(), null);
    }

    @Override
    public Object getPixels(int slice) {
        return getProcessor(slice).getPixels();
    }

    @Override
    public String getSliceLabel(int slice) {
        return null;
    }

    @Override
    public int size() {
        // ImageStack's constructor asks before the pages are there.
        return pages == null ? 0 : COLOURS * pages.length;
    }

    @Override
    public int getSize() {
        return size();
    }
}
