package org.whynot.dataset.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes states of the starts and stops of an ethogram: those of one subject, behaviour and observation follow in turn. */
final class StateEvents {

    /** A row: a start, a stop or a point. */
    record Mark(
            int line,
            String observation,
            String media,
            String subject,
            String behavior,
            Map<String, String> values,
            double time) {

        String key() {
            return observation + "\n" + subject + "\n" + behavior + "\n" + values.keySet();
        }
    }

    /** From a mark to a time, of so many marks. */
    record State(Mark from, double stop, int rows) {}

    private final LabelSink sink;
    private final List<State> states = new ArrayList<>();
    private final Map<String, Mark> open = new HashMap<>();

    StateEvents(LabelSink sink) {
        this.sink = sink;
    }

    void point(Mark mark) {
        states.add(new State(mark, mark.time(), 1));
    }

    void start(Mark mark) {
        Mark earlier = open.put(mark.key(), mark);
        if (earlier != null)
            sink.unused(
                    earlier.line(),
                    1,
                    "'" + mark.behavior() + "' starts here and, before it stops, again in line " + mark.line()
                            + ". Add the stop.");
    }

    void stop(Mark mark) {
        Mark from = open.remove(mark.key());
        if (from == null)
            sink.unused(mark.line(), 1, "'" + mark.behavior() + "' stops here without a start. Add the start.");
        else if (mark.time() < from.time())
            sink.unused(
                    mark.line(), 2, "'" + mark.behavior() + "' stops before its start in line " + from.line() + ".");
        else states.add(new State(from, mark.time(), 2));
    }

    /** A mark of a state in a file that does not tell starts from stops: they alternate. */
    void toggle(Mark mark) {
        if (open.containsKey(mark.key())) stop(mark);
        else start(mark);
    }

    /** All states, in the order of their starts; those that never stop are reported. */
    List<State> finish() {
        open.values().stream()
                .sorted(Comparator.comparingInt(Mark::line))
                .forEach(mark -> sink.unused(
                        mark.line(), 1, "'" + mark.behavior() + "' starts here and never stops. Add the stop."));
        open.clear();
        states.sort(Comparator.comparingInt(state -> state.from().line()));
        return states;
    }
}
