package org.whynot.dataset;

import java.util.List;

/** Data sets with fewer classes. */
public final class ChosenClasses {

    private ChosenClasses() {}

    /** The videos of some classes, without attributes. */
    public static DataSet of(DataSet data, List<String> classes) {
        List<Sample> samples = data.samples().stream()
                .filter(s -> classes.contains(data.classes().get(s.classIndex())))
                .map(s -> s.withClass(classes.indexOf(data.classes().get(s.classIndex())))
                        .withAttributes(List.of()))
                .toList();
        return new DataSet(data.folder(), classes, List.of(), samples);
    }
}
