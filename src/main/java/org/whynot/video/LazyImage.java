package org.whynot.video;

import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;

/**
 * A lazy cell image that can be asked for its kind without computing a cell, which ImgLib2's own can't.
 *
 * @param <T> pixel type
 * @param <A> what holds the pixels of a cell
 */
public class LazyImage<T extends NativeType<T>, A extends ArrayDataAccess<A>> extends LazyCellImg<T, A> {

    private final A access;

    /**
     * @param grid the image's size and its cells
     * @param type pixel type
     * @param access an example, may be empty
     * @param cells gives a cell by its index; throws an {@link java.io.UncheckedIOException} if it can't be computed
     */
    public LazyImage(CellGrid grid, T type, A access, Get<Cell<A>> cells) {
        super(grid, type, cells);
        this.access = access;
    }

    /** ImgLib2 itself would compute the first cell to find out. */
    @Override
    public A getAccessType() {
        return access;
    }
}
