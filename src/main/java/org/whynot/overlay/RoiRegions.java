package org.whynot.overlay;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.whynot.explain.Region;
import org.whynot.video.Box;

/**
 * ROIs of ImageJ as regions of a video: the bounding box of each, in the frame of its stack position.
 *
 * <pre>{@code
 * Region region = RoiRegions.of(List.of(image.getRoi()), image, false);
 * }</pre>
 */
public final class RoiRegions {

    private RoiRegions() {}

    /** The ROIs that are selected in the ROI Manager; if none are, the one drawn on an image; empty if there is none. */
    public static List<Roi> selected(ImagePlus image) {
        RoiManager manager = IJ.getInstance() == null ? null : RoiManager.getInstance();
        if (manager != null && manager.getSelectedIndexes().length > 0)
            return List.of(manager.getSelectedRoisAsArray());
        return image.getRoi() == null ? List.of() : List.of(image.getRoi());
    }

    /**
     * The region that some ROIs make. One without a position is meant in every frame; several must each have their own frame, and
     * between them the region is interpolated.
     *
     * @param rois at least one
     * @param image whose axes the positions are meant on
     * @param timeOnSlices whether the image's slices, not its frames, are time
     * @throws IllegalArgumentException if there is none, one is a line or a point, or the frames are not all known and different
     */
    public static Region of(List<Roi> rois, ImagePlus image, boolean timeOnSlices) {
        if (rois.isEmpty())
            throw new IllegalArgumentException("There is no region: draw a rectangle or another outline on '"
                    + image.getTitle() + "', or select ROIs in the ROI Manager.");
        int frames = timeOnSlices ? image.getNSlices() : image.getNFrames();
        List<Region.Key> keys = new ArrayList<>();
        for (Roi roi : rois) {
            int frame = frame(roi, image, timeOnSlices);
            if (frame < 0 && rois.size() > 1)
                throw new IllegalArgumentException("The ROI '" + name(roi) + "' has no position in time, but "
                        + rois.size() + " are to be joined. Show its frame, then click Update in the ROI Manager.");
            Box box = box(roi);
            if (rois.size() == 1 && frame < 0) return Region.throughout(box, frames);
            keys.add(new Region.Key(frame, box));
        }
        return new Region(keys);
    }

    /**
     * The regions that some ROIs make: the boxes of each of our tubes, edited or not, are one under the tube's name; all others
     * are one together. Labels, legends and heat maps of ours are left out.
     *
     * @throws IllegalArgumentException see {@link #of}
     */
    public static List<Region> all(List<Roi> rois, ImagePlus image, boolean timeOnSlices) {
        Map<String, List<Roi>> byName = new LinkedHashMap<>();
        for (Roi roi : rois) {
            boolean isBox = ExplanationOverlay.isBox(roi);
            if (ExplanationOverlay.isOurs(roi) && !isBox) continue;
            byName.computeIfAbsent(isBox ? ExplanationOverlay.tubeName(roi) : Region.UNNAMED, name -> new ArrayList<>())
                    .add(roi);
        }
        if (byName.isEmpty()) return List.of(of(List.of(), image, timeOnSlices));
        List<Region> regions = new ArrayList<>();
        byName.forEach((name, some) -> regions.add(of(some, image, timeOnSlices).named(name)));
        return regions;
    }

    /** The bounding box of a ROI, pixels. */
    public static Box box(Roi roi) {
        Rectangle2D bounds = roi.getFloatBounds();
        if (!roi.isArea() || bounds.isEmpty())
            throw new IllegalArgumentException(
                    "The ROI '" + name(roi) + "' has no area. Draw a rectangle, an oval or another outline.");
        return new Box(bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
    }

    /** The frame of a ROI, 0-based; -1 if it has no position in time. */
    private static int frame(Roi roi, ImagePlus image, boolean timeOnSlices) {
        if (roi.hasHyperStackPosition()) {
            int time = timeOnSlices ? roi.getZPosition() : roi.getTPosition();
            int other = timeOnSlices ? roi.getTPosition() : roi.getZPosition();
            // A position that the other axis does not have was written on an image whose time is on that axis.
            boolean isTime = time == 0 && other > (timeOnSlices ? image.getNFrames() : image.getNSlices());
            return (isTime ? other : time) - 1;
        }
        int position = roi.getPosition();
        if (position < 1) return -1;
        // The boxes of our tubes carry their frame: it counts unless somebody moved them to another position.
        if (String.valueOf(position - 1).equals(roi.getProperty(ExplanationOverlay.FRAME))) return position - 1;
        if (isPositionOnOneAxis(position, image) || position > image.getStackSize()) return position - 1;
        int[] axes = image.convertIndexToPosition(position);
        return axes[timeOnSlices ? 1 : 2] - 1;
    }

    /**
     * Whether ImageJ takes a plain position for a frame or slice and not for an index in the stack: it does so on every hyperstack,
     * and where one axis is alone that axis is meant.
     */
    private static boolean isPositionOnOneAxis(int position, ImagePlus image) {
        int slices = image.getNSlices();
        int frames = image.getNFrames();
        return (slices == 1 || frames == 1) && position <= Math.max(slices, frames);
    }

    private static String name(Roi roi) {
        return roi.getName() == null ? roi.getTypeAsString().toLowerCase(Locale.ROOT) : roi.getName();
    }
}
