package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.spec.PathSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Immutable. A network as one of its users sees it.
 *
 * @param source where the numbers come from
 * @param notes what a reader of results should know
 * @param card null: the file states none
 */
public record Profile(
        String name,
        String title,
        String source,
        List<String> notes,
        Severity severity,
        PathSpec path,
        @Nullable Card card) {
    public Profile {
        notes = List.copyOf(notes);
    }

    /** {@code name:severity}, as {@link Profiles#byName} takes it. */
    public String id() {
        return name + ":" + severity.id();
    }
}
