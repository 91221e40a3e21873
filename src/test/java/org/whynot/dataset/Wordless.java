package org.whynot.dataset;

import java.util.List;

/** Data sets without attributes. */
public final class Wordless {

    private Wordless() {}

    /** The same videos without attributes. */
    public static DataSet of(DataSet data) {
        List<Sample> samples =
                data.samples().stream().map(s -> s.withAttributes(List.of())).toList();
        return new DataSet(data.folder(), data.classes(), List.of(), samples);
    }
}
