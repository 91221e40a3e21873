package org.whynot.dataset.labels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Labels of DeepEthogram: {@code <video>_labels.csv}, a row per frame, a column of 1, 0 and -1 per behaviour. */
final class DeepEthogramFormat implements LabelFormat {

    private static final String ENDING = "_labels";

    @Override
    public String word() {
        return "deepethogram";
    }

    @Override
    public boolean recognises(LabelSource source) {
        if (source.isFolder()) return false;
        String first = source.head().lines().findFirst().orElse("");
        return source.stem().endsWith(ENDING) && first.contains("background") && first.contains(",");
    }

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        String video = source.stem().endsWith(ENDING)
                ? source.stem().substring(0, source.stem().length() - ENDING.length())
                : source.stem();
        try (LabelTable table = new LabelTable(source)) {
            if (!table.readHeader() || table.names().size() < 2)
                throw new IOException("the first line must name a column of frames and one per behaviour.");
            List<String> names = table.names().subList(1, table.names().size());
            List<BitSet> columns = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) columns.add(new BitSet());
            int frames = 0;
            int unlabelled = 0;
            while (table.next()) {
                sink.check();
                if (table.row().size() != names.size() + 1) {
                    sink.unused(
                            table.line(), 0, "the row has not as many values as the header, so the rest is not read.");
                    break;
                }
                double frame = LabelTable.number(table.row().get(0), Double.NaN);
                if (frame != frames) {
                    sink.unused(table.line(), 0, "frame " + frames + " is expected here, so the rest is not read.");
                    break;
                }
                boolean any = false;
                for (int i = 0; i < names.size(); i++) {
                    double value = LabelTable.number(table.row().get(i + 1), Double.NaN);
                    columns.get(i).set(frames, value == 1);
                    any |= value >= 0;
                }
                if (!any) unlabelled++;
                frames++;
            }
            if (unlabelled > 0) sink.note(0, unlabelled + " frames are not labelled (-1).");
            sink.states(video, new LabelSink.Stated(0, 0, frames, Double.NaN, 0));
            // The header is line 1.
            for (int i = 0; i < names.size(); i++) {
                BitSet column = columns.get(i);
                String name = names.get(i);
                FrameRuns.find(
                        frames,
                        f -> column.get(f) ? name : null,
                        (start, stop, label) -> sink.event(
                                LabelEvent.of(start + 2, video, LabelEvent.Time.frames(start, stop), label, "")));
            }
        }
    }
}
