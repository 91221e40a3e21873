package org.whynot.command;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleItem;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.UsageException;
import org.whynot.frontend.Values;

/** A command's own parameters by name, as they are while it runs. */
final class OwnParameters {

    private final CommandInfo info;
    private final CommandModule fields;

    OwnParameters(CommandInfo info, Command command) {
        this.info = info;
        fields = new CommandModule(info, command);
    }

    /**
     * Checks the inputs against the choices and ranges that they declare, which SciJava does not.
     *
     * @throws org.whynot.frontend.CommandException if one is missing or none of what is allowed
     */
    void check() {
        CommandCatalog.parameters(info).forEach((name, item) -> {
            Object value = fields.getInput(name);
            boolean given = value != null && !value.toString().isBlank();
            if (given) fields.setInput(name, Values.checked(item, value));
            // An empty file name would mean the current folder.
            else if (value instanceof File && !item.isRequired()) fields.setInput(name, null);
            else if (item.isRequired())
                throw new UsageException(
                        "'" + name + "' is missing. Give a " + Values.kind(item) + ": " + item.getDescription());
        });
    }

    /** The inputs that a user sets; nulls where there is none. */
    Map<String, Object> inputs() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : CommandCatalog.parameters(info).keySet()) values.put(name, fields.getInput(name));
        return values;
    }

    /** What the command made. */
    Map<String, Object> outputs() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ModuleItem<?> item : info.outputs()) values.put(item.getName(), fields.getOutput(item.getName()));
        return values;
    }
}
