package org.whynot.frontend;

import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/**
 * What a parameter is to a dialog, declared with the parameter, so that both dialogs (Fiji's and plain ImageJ's)
 * treat it alike; macros and shells don't care.
 *
 * <pre>{@code
 * @Parameter(label = "Device", attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED))
 * private String device = "auto";
 * }</pre>
 */
public final class Role {

    /** The name of the parameter's attribute that names the role. */
    public static final String ATTRIBUTE = "whynot.role";
    /** A model that can explain: chosen from those that are found, or a folder. */
    public static final String MODEL = "model";
    /** A model that need not be able to explain: chosen from those that are found, or a folder; none, if it is not required. */
    public static final String CLASSIFIER = "classifier";
    /** The class to explain: chosen from those of the model. */
    public static final String POSITIVE = "positive";
    /** The class it is compared with: chosen from the others of the model. */
    public static final String WHY_NOT = "why_not";
    /** What a novice does not need: folded away until it is asked for. */
    public static final String FOLDED = "folded";
    /** The name of the attribute that names the heading under which a parameter is folded away, where a command folds many. */
    public static final String GROUP = "whynot.group";

    private Role() {}

    /** Whether a parameter has a role. */
    public static boolean is(ModuleItem<?> item, String role) {
        return role.equals(item.get(ATTRIBUTE));
    }

    /** Whether a parameter is folded away until it is asked for. */
    public static boolean isFolded(ModuleItem<?> item) {
        return is(item, FOLDED) || !group(item).isEmpty();
    }

    /** The heading under which a parameter is folded away; empty if it has none. */
    public static String group(ModuleItem<?> item) {
        String heading = item.get(GROUP);
        return heading == null ? "" : heading;
    }

    /** The parameter of a command that chooses a model, able to explain or not; null if there is none. */
    public static ModuleItem<?> findModel(ModuleInfo info) {
        ModuleItem<?> model = find(info, MODEL);
        return model != null ? model : find(info, CLASSIFIER);
    }

    /** The parameter of a command that has a role, the first if there are several; null if there is none. */
    public static ModuleItem<?> find(ModuleInfo info, String role) {
        for (ModuleItem<?> item : info.inputs()) if (is(item, role)) return item;
        return null;
    }
}
