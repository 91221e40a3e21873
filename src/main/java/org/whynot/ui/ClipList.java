package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GridLayout;
import java.awt.Image;
import java.awt.RenderingHints;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.swing.AbstractListModel;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.ListCellRenderer;
import javax.swing.text.Position;
import org.whynot.dataset.Segment;
import org.whynot.labelling.Clip;

/** The clips as a list with thumbnails and what was said about them; several can be chosen. */
final class ClipList extends JList<Clip> {

    private final transient Clips clips = new Clips();
    private transient Function<Clip, Optional<? extends Image>> images = clip -> Optional.empty();
    private transient Function<Clip, String> remarks = clip -> "";
    private transient Map<String, String> splits = Map.of();
    private boolean adjusting;

    ClipList() {
        setName("clips");
        setModel(clips);
        Cell cell = new Cell();
        setCellRenderer(cell);
        setFixedCellHeight(cell.height());
        setFixedCellWidth(cell.width());
        setVisibleRowCount(7);
    }

    /**
     * Says where images and remarks come from.
     *
     * @param ofClip the image of a clip, as far as there is one
     * @param remark something odd about a clip, or empty
     */
    void setSources(Function<Clip, Optional<? extends Image>> ofClip, Function<Clip, String> remark) {
        images = ofClip;
        remarks = remark;
    }

    /** Letters are keys of attributes here, not the beginnings of names. */
    @Override
    public int getNextMatch(String prefix, int startIndex, Position.Bias bias) {
        return -1;
    }

    /** Shows clips; those that were chosen stay chosen. Returns whether others, or in another order, are chosen now. */
    boolean show(List<Clip> shown, Map<String, String> proposed) {
        splits = proposed;
        Set<String> chosen = chosenIds();
        boolean sameClips = shown.size() == clips.all.size();
        for (int i = 0; sameClips && i < shown.size(); i++)
            sameClips = shown.get(i).id().equals(clips.all.get(i).id());
        int place = getMinSelectionIndex();
        adjusting = true;
        clips.show(shown, sameClips);
        if (!sameClips) {
            clearSelection();
            for (int i = 0; i < shown.size(); i++)
                if (chosen.contains(shown.get(i).id())) addSelectionInterval(i, i);
            if (isSelectionEmpty() && !shown.isEmpty())
                setSelectedIndex(Math.max(0, Math.min(place, shown.size() - 1)));
        }
        adjusting = false;
        return !List.copyOf(chosen).equals(List.copyOf(chosenIds()));
    }

    /** Whether the choice changes only because clips came or went. */
    boolean isAdjusting() {
        return adjusting;
    }

    /** The ids of the clips that are chosen, in order. */
    Set<String> chosenIds() {
        return getSelectedValuesList().stream().map(Clip::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Chooses one clip and makes it visible. */
    void choose(int place) {
        setSelectedIndex(place);
        ensureIndexIsVisible(place);
    }

    /** The place of the first clip of a kind after a place, from the beginning again; -1 if there is none. */
    int next(int after, Predicate<Clip> kind) {
        int count = clips.all.size();
        for (int i = 1; i <= count; i++) {
            int place = Math.floorMod(after + i, count);
            if (kind.test(clips.all.get(place))) return place;
        }
        return -1;
    }

    private static final class Clips extends AbstractListModel<Clip> {

        private transient List<Clip> all = List.of();

        void show(List<Clip> shown, boolean sameClips) {
            int before = all.size();
            if (!sameClips && before > 0) {
                all = List.of();
                fireIntervalRemoved(this, 0, before - 1);
            }
            all = shown;
            if (all.isEmpty()) return;
            if (sameClips) fireContentsChanged(this, 0, all.size() - 1);
            else fireIntervalAdded(this, 0, all.size() - 1);
        }

        @Override
        public int getSize() {
            return all.size();
        }

        @Override
        public Clip getElementAt(int place) {
            return all.get(place);
        }
    }

    /** What is said about a clip in its third line. */
    static String details(Clip clip, Map<String, String> splits) {
        Segment segment = clip.segment();
        StringBuilder text = new StringBuilder();
        if (segment.isCut())
            text.append("frames ")
                    .append(segment.start() + 1)
                    .append(segment.stop() == 0 ? " on" : "–" + segment.stop())
                    .append(" · ");
        if (segment.isCropped())
            text.append(segment.width()).append("×").append(segment.height()).append(" px · ");
        if (!clip.boxes().isEmpty())
            text.append(clip.boxes().size()).append(clip.boxes().size() == 1 ? " box · " : " boxes · ");
        if (!clip.group().isEmpty()) text.append(clip.group()).append(" · ");
        if (!clip.split().isEmpty()) text.append(clip.split());
        else if (clip.isLabelled())
            text.append(splits.getOrDefault(clip.id(), "")).append(" (proposed)");
        return text.toString().replaceAll(" · $", "");
    }

    private final class Cell extends JPanel implements ListCellRenderer<Clip> {

        private static final int LINES = 3;
        private final Picture picture = new Picture();
        private final JLabel name = new JLabel();
        private final JLabel said = new JLabel();
        private final JLabel details = new JLabel();

        Cell() {
            super(new BorderLayout(8, 0));
            setBorder(BorderFactory.createEmptyBorder(4, 6, 4, 6));
            JPanel words = new JPanel(new GridLayout(LINES, 1));
            words.setOpaque(false);
            for (JLabel line : List.of(name, said, details)) words.add(line);
            name.setFont(name.getFont().deriveFont(Font.BOLD));
            int size = height() - 8;
            picture.setPreferredSize(new Dimension(size * 4 / 3, size));
            add(picture, BorderLayout.LINE_START);
            add(words, BorderLayout.CENTER);
        }

        int height() {
            return LINES * getFontMetrics(name.getFont()).getHeight() * 6 / 5 + 8;
        }

        int width() {
            FontMetrics metrics = getFontMetrics(name.getFont());
            return height() * 4 / 3 + 30 * metrics.charWidth('n');
        }

        @Override
        public Component getListCellRendererComponent(
                JList<? extends Clip> list, Clip clip, int index, boolean isSelected, boolean hasFocus) {
            setBackground(isSelected ? list.getSelectionBackground() : list.getBackground());
            for (JLabel line : List.of(name, said, details))
                line.setForeground(isSelected ? list.getSelectionForeground() : list.getForeground());
            picture.image = images.apply(clip).orElse(null);
            String remark = remarks.apply(clip);
            name.setText(clip.id());
            String attributes = String.join(", ", clip.attributes());
            said.setText((clip.isLabelled() ? clip.className() : "no class")
                    + (attributes.isEmpty() ? "" : "  ·  " + attributes));
            details.setText(remark.isEmpty() ? details(clip, splits) : remark);
            if (!isSelected) {
                if (!clip.isLabelled()) said.setForeground(Palette.faint());
                details.setForeground(Palette.mix(Palette.foreground(), Palette.ground(), 0.7));
            }
            return this;
        }
    }

    /** An image as large as there is room, in its own proportions. */
    private static final class Picture extends JComponent {

        private transient Image image;

        @Override
        protected void paintComponent(Graphics g) {
            if (image == null) {
                g.setColor(Palette.mix(Palette.foreground(), Palette.ground(), 0.1));
                g.fillRect(0, 0, getWidth(), getHeight());
                return;
            }
            Graphics2D smooth = (Graphics2D) g.create();
            smooth.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            double scale =
                    Math.min((double) getWidth() / image.getWidth(null), (double) getHeight() / image.getHeight(null));
            int width = (int) Math.round(image.getWidth(null) * scale);
            int height = (int) Math.round(image.getHeight(null) * scale);
            smooth.drawImage(image, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
            smooth.dispose();
        }
    }
}
