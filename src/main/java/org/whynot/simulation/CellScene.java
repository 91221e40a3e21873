package org.whynot.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.whynot.dataset.FrameBox;
import org.whynot.video.Box;

/**
 * All cells of one simulated video: who lies where, what each does, and how the stage drifts under them.
 *
 * <p>One cell, sometimes two, acts as the class does; two to five neighbours rest.
 */
final class CellScene {

    /** What the optics add to every side of a box, pixels of a 128 pixel video. */
    private static final double MARGIN = 2;

    /** A neighbour that is cut by the border gets a box only while this share of it is in the image. */
    private static final double LEAST_VISIBLE = 0.3;

    private final int width;
    private final int height;
    private final int frames;
    private final double scale;
    private final List<Placed> events = new ArrayList<>();
    private final List<Placed> neighbours = new ArrayList<>();
    private final List<Debris> debris = new ArrayList<>();
    private final double[][] drift;

    /** A cell at a place, with its own small unrest: {@code [frame][x, y]}, pixels. */
    private record Placed(CellEvent cell, double x, double y, double[][] unrest) {}

    CellScene(SplittableRandom random, CellClass cellClass, int width, int height, int frames) {
        this.width = width;
        this.height = height;
        this.frames = frames;
        scale = Math.min(width, height) / 128.0;
        int cells = 3 + random.nextInt(4);
        boolean two = random.nextInt(5) == 0;
        drift = drift(random);
        // Crowded images may need several attempts until every cell has a location.
        for (int attempt = 0; attempt < 20; attempt++) {
            events.clear();
            neighbours.clear();
            place(random, event(random, cellClass), events, 1000, true);
            if (two) place(random, event(random, cellClass), events, 40, true);
            boolean crowded = false;
            while (events.size() + neighbours.size() < cells && !crowded) {
                Rest.Appearance look = neighbours.isEmpty() ? Rest.Appearance.PLAIN : look(random);
                Rest cell = new Rest(random, Nucleus.random(random, scale), look);
                crowded = !place(random, cell, neighbours, 60, false);
            }
            if (neighbours.size() >= 2) break;
        }
        if (random.nextBoolean()) {
            int spots = 1 + random.nextInt(2);
            for (int i = 0; i < spots; i++) debris.add(new Debris(random, width, height, scale));
        }
    }

    /** Everything to be drawn in a frame, in pixels. */
    List<Blob> blobs(int frame) {
        List<Blob> all = new ArrayList<>();
        for (List<Placed> group : List.of(neighbours, events))
            for (Placed placed : group) {
                CellEvent.Pose pose = placed.cell.pose(frame);
                double dx = placed.x + placed.unrest[frame][0] + drift[frame][0];
                double dy = placed.y + placed.unrest[frame][1] + drift[frame][1];
                all.add(pose.cytoplasm().moved(dx, dy));
                for (Blob blob : pose.chromatin()) all.add(blob.moved(dx, dy));
            }
        for (Debris spot : debris) {
            Blob blob = spot.at(frame, frames);
            if (blob != null) all.add(blob.moved(drift[frame][0], drift[frame][1]));
        }
        return all;
    }

    /** Where each attribute shows, in the order of {@link CellClass#ATTRIBUTES}; by track, then frame. */
    Map<String, List<FrameBox>> boxes() {
        Map<String, List<FrameBox>> found = new LinkedHashMap<>();
        for (String attribute : CellClass.ATTRIBUTES) found.put(attribute, new ArrayList<>());
        int track = 0;
        for (List<Placed> group : List.of(events, neighbours))
            for (Placed placed : group) {
                for (int frame = 0; frame < frames; frame++) {
                    String attribute = placed.cell.attribute(frame);
                    if (attribute != null) addVisible(found.get(attribute), placed, frame, track);
                }
                track++;
            }
        for (Debris spot : debris) {
            for (int frame = 0; frame < frames; frame++) {
                Blob blob = spot.at(frame, frames);
                if (blob == null) continue;
                Blob drifted = blob.moved(drift[frame][0], drift[frame][1]);
                add(found.get(CellClass.DEBRIS), drifted.bounds(MARGIN * scale), frame, track);
            }
            track++;
        }
        found.values().removeIf(List::isEmpty);
        found.replaceAll((attribute, boxes) -> List.copyOf(boxes));
        return Collections.unmodifiableMap(found);
    }

    /** The cells that act as the class does, in every frame. */
    List<FrameBox> actors() {
        List<FrameBox> found = new ArrayList<>();
        for (int track = 0; track < events.size(); track++)
            for (int frame = 0; frame < frames; frame++) addVisible(found, events.get(track), frame, track);
        return List.copyOf(found);
    }

    private void addVisible(List<FrameBox> to, Placed placed, int frame, int track) {
        Box own = placed.cell.extent(frame, MARGIN * scale);
        Box box = new Box(
                own.x() + placed.x + placed.unrest[frame][0] + drift[frame][0],
                own.y() + placed.y + placed.unrest[frame][1] + drift[frame][1],
                own.width(),
                own.height());
        add(to, box, frame, track);
    }

    private void add(List<FrameBox> to, Box box, int frame, int track) {
        Box inside = box.clip(width, height);
        if (inside.area() < LEAST_VISIBLE * box.area()) return;
        // Tenths of a pixel, rounded outwards but never out of the frame.
        double left = Math.floor(inside.x() * 10) / 10;
        double top = Math.floor(inside.y() * 10) / 10;
        double right = Math.min(width, Math.ceil(inside.right() * 10) / 10);
        double bottom = Math.min(height, Math.ceil(inside.bottom() * 10) / 10);
        Box rounded =
                new Box(left, top, Math.round((right - left) * 10) / 10.0, Math.round((bottom - top) * 10) / 10.0);
        to.add(new FrameBox(frame, rounded, true, track));
    }

    private CellEvent event(SplittableRandom random, CellClass cellClass) {
        Nucleus nucleus = Nucleus.random(random, scale);
        return switch (cellClass) {
            case APOPTOSIS -> new Apoptosis(random, nucleus, frames);
            case INTERPHASE -> new Growth(random, nucleus, frames);
            case MIGRATION -> new Migration(random, nucleus, frames);
            case MITOSIS -> new Mitosis(random, nucleus, frames);
        };
    }

    /** Half of the neighbours look plain, the others like a cell in the middle of an event; the first is always plain. */
    private static Rest.Appearance look(SplittableRandom random) {
        int number = random.nextInt(100);
        if (number < 50) return Rest.Appearance.PLAIN;
        if (number < 61) return Rest.Appearance.LONG;
        if (number < 70) return Rest.Appearance.LARGE;
        if (number < 78) return Rest.Appearance.COMPACT;
        if (number < 85) return Rest.Appearance.DOUBLE;
        if (number < 90) return Rest.Appearance.FRAGMENTS;
        return Rest.Appearance.OUT_OF_FOCUS;
    }

    /** Finds a free location for a cell; a cell with an event stays inside the image whatever the drift. */
    private boolean place(SplittableRandom random, CellEvent cell, List<Placed> group, int tries, boolean inside) {
        List<double[]> circles = cell.footprint();
        for (int i = 0; i < tries; i++) {
            double x = width * random.nextDouble();
            double y = height * random.nextDouble();
            boolean fits = true;
            for (double[] circle : circles) {
                double cx = circle[0] + x;
                double cy = circle[1] + y;
                double room = inside ? circle[2] + 3 * scale : 0.45 * circle[2];
                fits &= cx >= room && cx <= width - room && cy >= room && cy <= height - room;
            }
            if (fits && isFree(circles, x, y)) {
                group.add(new Placed(cell, x, y, unrest(random)));
                return true;
            }
        }
        if (inside && events.isEmpty()) group.add(new Placed(cell, width / 2.0, height / 2.0, unrest(random)));
        return false;
    }

    private boolean isFree(List<double[]> circles, double x, double y) {
        for (List<Placed> group : List.of(events, neighbours))
            for (Placed placed : group)
                for (double[] there : placed.cell.footprint())
                    for (double[] circle : circles) {
                        double dx = circle[0] + x - there[0] - placed.x;
                        double dy = circle[1] + y - there[1] - placed.y;
                        double distance = circle[2] + there[2] + scale;
                        if (dx * dx + dy * dy < distance * distance) return false;
                    }
        return true;
    }

    /** A slow, mean-reverting random walk of a few tenths of a pixel. */
    private double[][] unrest(SplittableRandom random) {
        double[][] path = new double[frames][2];
        for (int axis = 0; axis < 2; axis++) {
            double at = 0;
            for (int frame = 0; frame < frames; frame++) {
                at = 0.85 * at + scale * 0.6 * (random.nextDouble() - 0.5);
                path[frame][axis] = at;
            }
        }
        return path;
    }

    /** The stage creeps up to 5 pixels (of 128) over the video, centred on zero, and trembles a little. */
    private double[][] drift(SplittableRandom random) {
        double direction = 2 * Math.PI * random.nextDouble();
        double distance = scale * 5 * random.nextDouble();
        double[][] path = new double[frames][2];
        for (int frame = 0; frame < frames; frame++) {
            double elapsed = frame / (double) (frames - 1) - 0.5;
            path[frame][0] = distance * elapsed * StrictMath.cos(direction) + scale * 0.3 * (random.nextDouble() - 0.5);
            path[frame][1] = distance * elapsed * StrictMath.sin(direction) + scale * 0.3 * (random.nextDouble() - 0.5);
        }
        return path;
    }
}
