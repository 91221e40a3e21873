package org.whynot.ui;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.whynot.labelling.Clip;
import org.whynot.labelling.KeyBox;
import org.whynot.labelling.Labels;
import org.whynot.video.Box;

/** What is done with the boxes of the chosen attribute on the frame that is shown. */
final class BoxActions {

    private final LabelController controller;
    private int track;
    /** The clip and the attribute that the track is of. */
    private List<String> trackOf = List.of();

    BoxActions(LabelController controller) {
        this.controller = controller;
    }

    private String attribute() {
        LabelPanel.Name name = controller.panel.attributes.getSelectedValue();
        return name == null ? "" : name.name();
    }

    /** Another attribute or clip is chosen, or none: the box of its first object is what is drawn. */
    void attributeChosen() {
        List<String> now = List.of(controller.current().map(Clip::id).orElse(""), attribute());
        if (!now.equals(trackOf)) {
            trackOf = now;
            track = controller
                    .current()
                    .map(this::tracks)
                    .filter(t -> !t.isEmpty())
                    .map(TreeSet::first)
                    .orElse(0);
        }
        show();
    }

    private void show() {
        controller.view.choose(controller.project.labels().attributes(), attribute(), track);
    }

    /** The clip that is shown, if an attribute is chosen too; else says what to do. */
    private Optional<Clip> clip() {
        if (attribute().isEmpty()) {
            controller.say("Choose the attribute first: click on it.");
            return Optional.empty();
        }
        return controller.shown();
    }

    /** Sets a box on a clip. */
    void set(String id, KeyBox box) {
        controller.act(
                (box.ends() ? "End of " : "Box of ") + box.attribute() + " on frame " + (box.frame() + 1),
                l -> l.withBox(id, box));
    }

    /** The interpolated box of the frame becomes one that is set. */
    void setHere() {
        clip().ifPresent(clip -> boxHere(clip, false));
    }

    /** The object is out of sight after the frame. */
    void endHere() {
        clip().ifPresent(clip -> boxHere(clip, true));
    }

    private void boxHere(Clip clip, boolean ends) {
        int frame = controller.view.frame();
        Optional<Box> box = clip.boxAt(attribute(), track, frame);
        if (box.isEmpty()) controller.say("There is no box on this frame: draw one.");
        else set(clip.id(), new KeyBox(attribute(), track, frame, box.get(), ends));
    }

    /** The box that was set on the frame goes. */
    void removeHere() {
        clip().ifPresent(clip -> {
            int frame = controller.view.frame();
            String attribute = attribute();
            if (clip.keyAt(attribute, track, frame).isEmpty())
                controller.say("No box was set on this frame: this one is interpolated.");
            else
                controller.act(
                        "Remove box of " + attribute + " on frame " + (frame + 1),
                        (Labels l) -> l.withoutBox(clip.id(), attribute, track, frame));
        });
    }

    /** The objects of a clip that have boxes of the attribute. */
    private TreeSet<Integer> tracks(Clip clip) {
        return clip.boxes().stream()
                .filter(b -> b.attribute().equals(attribute()))
                .map(KeyBox::track)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Further boxes are those of the next object with this attribute; after the last one a new one, then the first. */
    void otherObject() {
        clip().ifPresent(clip -> {
            TreeSet<Integer> tracks = tracks(clip);
            if (tracks.isEmpty() || track > tracks.last()) track = tracks.isEmpty() ? 0 : tracks.first();
            else track = Optional.ofNullable(tracks.higher(track)).orElse(tracks.last() + 1);
            show();
            controller.say("Boxes are of object " + (track + 1) + " with the attribute " + attribute() + ".");
        });
    }
}
