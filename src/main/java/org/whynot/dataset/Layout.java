package org.whynot.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How a data-set folder lists its videos; {@link DataSet} specifies each layout. */
interface Layout {

    /** Reads all lists of videos; what is wrong goes to the problems of the index. */
    void readVideos(VideoIndex index);

    /** Reads who acts from files that only this layout has. Asked for where there is no {@code actors.csv}. */
    default void readActors(VideoIndex index) {}

    /** Whether a folder without tables of attributes is an error, not a data set without attributes. */
    default boolean needsAttributes() {
        return true;
    }

    /** The text of a message about an id that no list has. */
    String unknownId();

    /** The layout of a folder: that of its {@code videos.csv}, a published one, folders of classes, or the first where it is none. */
    static Layout of(Path folder) {
        if (Files.exists(folder.resolve(TableLayout.VIDEOS))) return new TableLayout();
        Optional<? extends Layout> other = published(folder);
        if (other.isEmpty()) other = ClassFoldersLayout.in(folder);
        return other.isPresent() ? other.get() : new TableLayout();
    }

    /** The layout of a folder that has the lists of a published data set. */
    static Optional<? extends Layout> published(Path folder) {
        Optional<Ucf101Layout> ucf101 = Ucf101Layout.in(folder);
        return ucf101.isPresent() ? ucf101 : OlympicSportsLayout.in(folder);
    }
}
