package org.whynot.frontend;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.Context;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleRunner;

/**
 * Runs a command on the calling thread and waits for it.
 *
 * <pre>{@code
 * Map<String, Object> outputs = new CommandCall(context, info)
 *         .image(imagePlus)
 *         .run(Values.of(info, MacroLine.parse("model=cells")), frontEnd);
 * }</pre>
 */
public final class CommandCall {

    private final Context context;
    private final ModuleInfo info;
    private ImagePlus image;

    /** A call of a command that a context knows. */
    public CommandCall(Context context, ModuleInfo info) {
        this.context = context;
        this.info = info;
    }

    /** Sets the image the command works on; null stands for none. */
    public CommandCall image(ImagePlus newImage) {
        image = newImage;
        return this;
    }

    /**
     * Runs the command.
     *
     * @param values typed values by parameter name, as from {@link Values#of}
     * @param frontEnd where progress, notes and results go
     * @return the outputs by name, in declared order
     * @throws CommandException if the command failed; the message is for the user
     * @throws java.util.concurrent.CancellationException if the front end cancelled it
     */
    public Map<String, Object> run(Map<String, Object> values, FrontEnd frontEnd) {
        Module module;
        try {
            module = info.createModule();
        } catch (ModuleException e) {
            throw new CommandException("The command '" + info.getTitle() + "' can't be started: " + e.getMessage(), e);
        }
        context.inject(module);
        values.forEach(module::setInput);
        String imageName = CommandCatalog.imageParameter(info);
        if (imageName != null) module.setInput(imageName, image);
        if (!(module.getDelegateObject() instanceof FrontEndCommand))
            throw new CommandException(
                    "The command '" + info.getTitle() + "' is not one of " + CommandCatalog.MENU + "'s.");
        FrontEndCommand command = (FrontEndCommand) module.getDelegateObject();
        command.setFrontEnd(frontEnd);
        new ModuleRunner(context, module, null, null).run();
        command.rethrow();
        Map<String, Object> outputs = new LinkedHashMap<>();
        for (ModuleItem<?> item : info.outputs()) outputs.put(item.getName(), module.getOutput(item.getName()));
        return outputs;
    }
}
