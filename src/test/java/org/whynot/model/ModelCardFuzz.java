package org.whynot.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.whynot.frontend.UntrainedModel;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;

/** Damaged cards and self-tests of models, read without opening the networks. */
public final class ModelCardFuzz {

    private ModelCardFuzz() {}

    /** The card and the self-test of a small model. */
    public static FuzzTarget target(Path folder) throws IOException {
        Path model = UntrainedModel.write(folder.resolve("model"));
        List<Path> files = List.of(model.resolve(ModelCard.FILE), model.resolve(SelfTest.FILE));
        return new FuzzTarget("model card and self-test", model, files, Kind.TEXT, file -> {
            ModelCard card = ModelCard.read(model);
            card.toJson();
            card.classifierWords();
            SelfTest.read(model);
        });
    }
}
