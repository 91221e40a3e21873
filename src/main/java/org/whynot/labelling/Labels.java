package org.whynot.labelling;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.whynot.dataset.Segment;
import org.whynot.util.ReservedNames;

/**
 * All labels of a project at one moment. Immutable: each act gives new labels, which share with the old ones what stayed the same, so
 * that undoing is going back to the old ones.
 *
 * <pre>{@code
 * Labels labels = Labels.EMPTY.withNewClass("mitosis").withClips(List.of(Clip.of("a", "a.avi")));
 * labels = labels.withClass(Set.of("a"), "mitosis");
 * }</pre>
 *
 * @param classes names, in the order of their keys
 * @param attributes names, in the order of their keys
 * @param clips in the order of the list
 */
public record Labels(List<String> classes, List<String> attributes, List<Clip> clips) {

    /** No clips, classes or attributes. */
    public static final Labels EMPTY = new Labels(List.of(), List.of(), List.of());

    /** @throws IllegalArgumentException if two clips have the same id, or a clip an unknown class or attribute; a sentence */
    public Labels {
        classes = List.copyOf(classes);
        attributes = List.copyOf(attributes);
        clips = List.copyOf(clips);
        Set<String> ids = new HashSet<>();
        for (Clip clip : clips) {
            if (!ids.add(clip.id())) throw new IllegalArgumentException("Two clips have the id '" + clip.id() + "'.");
            if (clip.isLabelled() && !classes.contains(clip.className()))
                throw new IllegalArgumentException(
                        "The clip '" + clip.id() + "' has the class '" + clip.className() + "', which is not listed.");
            for (String attribute : clip.attributes())
                if (!attributes.contains(attribute))
                    throw new IllegalArgumentException(
                            "The clip '" + clip.id() + "' has the attribute '" + attribute + "', which is not listed.");
        }
    }

    /** The clip with an id. */
    public Optional<Clip> clip(String id) {
        return clips.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** How many clips have a class. */
    public int labelled() {
        return (int) clips.stream().filter(Clip::isLabelled).count();
    }

    /** @throws IllegalArgumentException if the name is empty, reserved or there already; a sentence */
    public Labels withNewClass(String name) {
        return new Labels(plus(classes, requireClass(name, classes)), attributes, clips);
    }

    private static String requireClass(String name, List<String> others) {
        String clean = requireNew("class", name, others);
        if (ReservedNames.contains(clean))
            throw new IllegalArgumentException("'" + clean + "': " + ReservedNames.advice());
        return clean;
    }

    /** @throws IllegalArgumentException if the name is empty, {@code id} or there already; a sentence */
    public Labels withNewAttribute(String name) {
        return new Labels(classes, plus(attributes, requireAttribute(name, attributes)), clips);
    }

    private static String requireAttribute(String name, List<String> others) {
        String clean = requireNew("attribute", name, others);
        if (clean.equals("id"))
            throw new IllegalArgumentException("No attribute can be called 'id', as that is a column of its own.");
        return clean;
    }

    private static String requireNew(String kind, String name, List<String> known) {
        String clean = name.strip();
        if (clean.isEmpty() || clean.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("The name of a new " + kind + " is empty or has line ends in it.");
        if (known.stream().anyMatch(clean::equalsIgnoreCase))
            throw new IllegalArgumentException("There is a " + kind + " '" + clean + "' already.");
        return clean;
    }

    private static <T> List<T> plus(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    /**
     * With a class under another name, wherever it is used.
     *
     * @throws IllegalArgumentException if the new name is empty, reserved or that of another class; a sentence
     */
    public Labels renamedClass(String name, String other) {
        String clean = requireClass(other, without(classes, name));
        return new Labels(
                renamed(classes, name, clean),
                attributes,
                each(clips, c -> c.className().equals(name) ? c.withClass(clean) : c));
    }

    /**
     * With an attribute under another name, wherever it is used.
     *
     * @throws IllegalArgumentException if the new name is empty, {@code id} or that of another attribute; a sentence
     */
    public Labels renamedAttribute(String name, String other) {
        String clean = requireAttribute(other, without(attributes, name));
        return new Labels(classes, renamed(attributes, name, clean), each(clips, c -> {
            if (!c.attributes().contains(name)) return c;
            List<KeyBox> boxes = c.boxes().stream()
                    .map(b ->
                            b.attribute().equals(name) ? new KeyBox(clean, b.track(), b.frame(), b.box(), b.ends()) : b)
                    .sorted(BoxTracks.ORDER)
                    .toList();
            return c.withAttribute(name, false).withAttribute(clean, true).withBoxes(boxes);
        }));
    }

    private static List<String> without(List<String> names, String name) {
        return names.stream().filter(n -> !n.equals(name)).toList();
    }

    private static List<String> renamed(List<String> names, String name, String other) {
        return names.stream().map(n -> n.equals(name) ? other : n).toList();
    }

    /** With more clips, after those that are there; ids that are taken get a number. */
    public Labels withClips(Collection<Clip> added) {
        return new Labels(classes, attributes, inserted(clips.size(), added));
    }

    private List<Clip> inserted(int at, Collection<Clip> added) {
        Set<String> ids = clips.stream().map(Clip::id).collect(Collectors.toCollection(HashSet::new));
        List<Clip> all = new ArrayList<>(clips.subList(0, at));
        for (Clip clip : added) {
            String id = clip.id();
            for (int n = 2; !ids.add(id); n++) id = clip.id() + "-" + n;
            all.add(clip.withId(id));
        }
        all.addAll(clips.subList(at, clips.size()));
        return all;
    }

    /** Without some clips. The video files stay. */
    public Labels without(Set<String> ids) {
        return new Labels(
                classes,
                attributes,
                clips.stream().filter(c -> !ids.contains(c.id())).toList());
    }

    /**
     * With segments of a clip right after it; the clip itself goes where nothing was said about it.
     *
     * @param id of the clip that is split
     * @param segments inside it, frames of the video file
     */
    public Labels split(String id, List<Segment> segments) {
        Clip whole = require(id);
        List<Clip> parts = new ArrayList<>();
        for (Segment segment : segments)
            parts.add(new Clip(
                    id + "-" + (segment.start() + 1) + "-" + segment.stop(),
                    whole.video(),
                    framesOf(segment, whole.segment()),
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    whole.group(),
                    whole.split()));
        List<Clip> all = inserted(clips.indexOf(whole) + 1, parts);
        if (!parts.isEmpty() && whole.isUntouched()) all.remove(whole);
        return new Labels(classes, attributes, all);
    }

    private Clip require(String id) {
        return clip(id).orElseThrow(() -> new IllegalArgumentException("There is no clip '" + id + "'."));
    }

    /** With a class for some clips; empty takes it away. */
    public Labels withClass(Set<String> ids, String name) {
        return changed(ids, c -> c.withClass(name));
    }

    /** With an attribute for some clips, or without it and its boxes. */
    public Labels withAttribute(Set<String> ids, String name, boolean has) {
        return changed(ids, c -> c.withAttribute(name, has));
    }

    /** With a group for some clips; empty for none. Where splits were chosen for a group's clips, they get that of its first. */
    public Labels withGroup(Set<String> ids, String group) {
        String name = group.strip();
        Labels grouped = changed(ids, c -> c.withGroup(name));
        if (name.isEmpty()) return grouped;
        Map<String, String> settled = SplitProposal.settled(grouped);
        return new Labels(
                classes,
                attributes,
                each(
                        grouped.clips,
                        c -> c.group().equals(name) && !c.split().isEmpty() ? c.withSplit(settled.get(c.id())) : c));
    }

    /** With a split for some clips and for all that must be on the same side; empty leaves it to {@link SplitProposal}. */
    public Labels withSplit(Set<String> ids, String split) {
        return changed(SplitProposal.inseparable(this, ids), c -> c.withSplit(split));
    }

    /** With the splits that are proposed, for all clips that have none. */
    public Labels withProposedSplits(SplitProposal proposal) {
        Map<String, String> splits = proposal.of(this);
        return new Labels(
                classes, attributes, each(clips, c -> c.split().isEmpty() ? c.withSplit(splits.get(c.id())) : c));
    }

    /** With another part of its file for a clip. */
    public Labels withSegment(String id, Segment segment) {
        return changed(Set.of(id), c -> c.withSegment(segment));
    }

    /** With a rectangle of the frames for some clips; one without width is all of them. */
    public Labels withCrop(Set<String> ids, Rectangle crop) {
        Segment rectangle = new Segment(0, 0, crop.x, crop.y, crop.width, crop.height);
        return changed(ids, c -> c.withSegment(framesOf(c.segment(), rectangle)));
    }

    /** The frames of the first, the rectangle of the second. */
    private static Segment framesOf(Segment frames, Segment rectangle) {
        return new Segment(
                frames.start(), frames.stop(), rectangle.x(), rectangle.y(), rectangle.width(), rectangle.height());
    }

    /** With a box on a frame of a clip, instead of one there. */
    public Labels withBox(String id, KeyBox box) {
        return changed(Set.of(id), c -> c.withBoxes(BoxTracks.with(c.boxes(), box)));
    }

    /** Without the box that was set for an attribute on a frame of a clip. */
    public Labels withoutBox(String id, String attribute, int track, int frame) {
        return changed(Set.of(id), c -> c.withBoxes(BoxTracks.without(c.boxes(), attribute, track, frame)));
    }

    /** With other paths for some video files. */
    Labels moved(Map<String, String> paths) {
        return new Labels(classes, attributes, each(clips, c -> {
            String to = paths.get(c.video());
            return to == null ? c : c.withVideo(to);
        }));
    }

    /** With each of some clips changed. */
    Labels changed(Set<String> ids, UnaryOperator<Clip> change) {
        return new Labels(classes, attributes, each(clips, c -> ids.contains(c.id()) ? change.apply(c) : c));
    }

    private static List<Clip> each(List<Clip> clips, Function<Clip, Clip> change) {
        return clips.stream().map(change).toList();
    }
}
