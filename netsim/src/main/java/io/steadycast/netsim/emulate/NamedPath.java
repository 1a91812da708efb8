package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.spec.PathSpec;
import java.util.function.UnaryOperator;

/**
 * A path and where it comes from.
 *
 * @param name of the profile, as the user gave it; {@code +} follows when parameters were changed since
 */
public record NamedPath(String name, PathSpec spec) {
    static final String CHANGED = "+";

    NamedPath changed(UnaryOperator<PathSpec> change) {
        return new NamedPath(name.endsWith(CHANGED) ? name : name + CHANGED, change.apply(spec));
    }
}
