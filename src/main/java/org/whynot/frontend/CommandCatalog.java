package org.whynot.frontend;

import ij.ImagePlus;
import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.Context;
import org.scijava.InstantiableException;
import org.scijava.ItemVisibility;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/**
 * The commands of the menu Plugins &gt; WhyNot, by their labels: what every front end offers.
 *
 * <pre>{@code
 * CommandCatalog catalog = new CommandCatalog(new Context(CommandService.class));
 * ModuleInfo explain = catalog.find("Explain Video...");
 * CommandCatalog.parameters(explain).keySet();  // model, positive, why_not, ...
 * }</pre>
 */
public final class CommandCatalog {

    /** The menu all commands are in. */
    public static final String MENU = "WhyNot";

    /** The roles of what a command is about, in the order in which it is asked for. */
    private static final List<String> CHOICES = List.of(Role.MODEL, Role.CLASSIFIER, Role.POSITIVE, Role.WHY_NOT);

    private final Context context;
    private final Map<String, ModuleInfo> commands = new TreeMap<>();

    /** Finds the commands that a SciJava context knows; it must have a {@link CommandService}. */
    public CommandCatalog(Context context) {
        this.context = context;
        ClassifierPlugin.registerAll(context);
        for (CommandInfo info : context.service(CommandService.class).getCommands()) {
            MenuPath path = info.getMenuPath();
            if (path.size() == 3 && path.get(1).getName().equals(MENU))
                commands.put(path.getLeaf().getName(), info);
        }
    }

    /** The context the commands are from. */
    public Context context() {
        return context;
    }

    /** The labels of all commands as in the menu, by the alphabet. */
    public List<String> labels() {
        return List.copyOf(commands.keySet());
    }

    /**
     * The command with a label.
     *
     * @throws UsageException if there is none; the message lists all, nearest first
     */
    public ModuleInfo find(String label) {
        ModuleInfo info = commands.get(label.strip());
        if (info == null) throw new UsageException(Messages.unknown("command", label, labels()));
        return info;
    }

    /**
     * A command's parameters by name: what the user sets. Images and services are none.
     *
     * @return first those that must be given, as they have no default, then the model and its classes, then the others, files that
     *     need not be given last; each in declared order, in which SciJava puts what a command inherits first
     */
    public static Map<String, ModuleItem<?>> parameters(ModuleInfo info) {
        List<ModuleItem<?>> items = new ArrayList<>();
        for (ModuleItem<?> item : info.inputs())
            if (Values.supports(item.getType()) && item.getVisibility() == ItemVisibility.NORMAL) items.add(item);
        items.sort(Comparator.comparingInt(CommandCatalog::rank));
        Map<String, ModuleItem<?>> parameters = new LinkedHashMap<>();
        items.forEach(item -> parameters.put(item.getName(), item));
        return parameters;
    }

    private static int rank(ModuleItem<?> item) {
        if (item.isRequired() && Values.defaultValue(item) == null) return 0;
        int role = CHOICES.indexOf(String.valueOf(item.get(Role.ATTRIBUTE)));
        if (role >= 0) return 1 + role;
        return 1 + CHOICES.size() + (item.getType() == File.class ? 1 : 0);
    }

    /** The name of the command's image parameter, or null if it needs no image. */
    public static String imageParameter(ModuleInfo info) {
        for (ModuleItem<?> item : info.inputs()) if (item.getType() == ImagePlus.class) return item.getName();
        return null;
    }

    /** Whether a click in the menu runs the command at once. */
    public static boolean asksNothing(ModuleInfo info) {
        if (!(info instanceof CommandInfo command)) return false;
        try {
            return AsksNothing.class.isAssignableFrom(command.loadClass());
        } catch (InstantiableException e) {
            // Running it reports what is wrong with it.
            return false;
        }
    }

    /** The labels by how far down the menu their commands stand (their weight), then by the alphabet. */
    public List<String> labelsInMenuOrder() {
        return commands.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                        e -> e.getValue().getMenuPath().getLeaf().getWeight()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
