package org.whynot.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.Evaluation;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.FaithfulnessSettings;
import org.whynot.evaluate.ModelComparison;
import org.whynot.evaluate.ShardedEvaluation;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.model.ModelFolders;
import org.whynot.train.DepthModels;
import org.whynot.util.Shard;

/** Plugins &gt; WhyNot &gt; Evaluate...: how good a model's explanations are, by the paper's measures and others. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Measures a model's explanations on a data set, beside baselines, and writes tables and a report.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Evaluate...", weight = 5.5)})
public class Evaluate extends EvaluationCommand {

    /** About how much of the time training takes, if there is any. */
    private static final double TRAINING_SHARE = 0.8;

    @Parameter(
            label = "Faithfulness",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            choices = {"no", "tubes", "peers"},
            description =
                    "Whether the contrast drop is measured: of tubes, or also of Grad-CAM, RISE, occlusion and class evidence.")
    private String faithfulness = "no";

    @Parameter(
            label = "Masks",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            min = "1",
            max = "100000",
            description = "How many masks RISE takes for every clip of a video.")
    private int masks = FaithfulnessSettings.MASKS;

    @Parameter(
            label = "Oracle",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            min = "0",
            max = "1000000",
            description = "For how many videos the best tube is searched with the classifier itself; takes long.")
    private int oracle = 0;

    @Parameter(
            label = "Update card",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            choices = {"no", "yes"},
            description = "Whether the main numbers are written into the model's card.")
    private String update_card = "no";

    @Parameter(
            label = "Device",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            choices = {"auto", "cpu", "gpu"},
            description = "What computes: the processor, a graphics card, or whichever is there.")
    private String device = "auto";

    @Parameter(
            label = "Compare",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            required = false,
            description = "Other models of the same classes, with commas between them, for the same table.")
    private String compare = "";

    @Parameter(
            label = "Depths",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            choices = {"no", "yes"},
            description =
                    "Whether models with other numbers of fully connected layers are trained and compared; takes long.")
    private String depths = "no";

    @Parameter(
            label = "Shard",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            description = "Which part of the videos, such as 2/4; merge-summaries of the shell then makes the tables.")
    private String shard = "1/1";

    @Override
    void work(FrontEnd to) throws IOException {
        Shard part = Shard.of(shard);
        DataSet data = DataSet.read(dataset.toPath(), to);
        Path folder = ModelFolders.find(model);
        List<Path> others = new ArrayList<>();
        for (String other : compare.split(",")) if (!other.isBlank()) others.add(ModelFolders.find(other));
        boolean trains = depths.equals("yes");
        EvaluationSettings settings = settings(
                faithfulness.equals("no")
                        ? null
                        : new FaithfulnessSettings(faithfulness.equals("peers"), masks, oracle));
        if (!part.isWhole()) {
            if (trains || update_card.equals("yes"))
                throw new CommandException(
                        "A shard knows too little for depths=yes and update_card=yes. Leave them out.");
            ShardedEvaluation sharded = new ShardedEvaluation(data, settings, device);
            to.written(sharded.measure(folder, others, part, output.toPath(), to));
            return;
        }
        if (trains)
            others.addAll(new DepthModels(ModelCard.read(folder), device)
                    .train(data, output.toPath().resolve("models"), to.part(0, TRAINING_SHARE)));
        ModelComparison comparison = new ModelComparison(data, settings, device);
        Evaluation evaluation =
                comparison.write(folder, others, output.toPath(), trains ? to.part(TRAINING_SHARE, 1) : to);
        comparison.files().forEach(to::written);
        if (update_card.equals("yes")) ModelFolder.writeScores(folder, evaluation.scores());
        to.result(evaluation.summary());
    }
}
