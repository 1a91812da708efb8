package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.scenario.file.Paths;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any thread. The suites that ship, by name. */
public final class Suites {
    private Suites() {}

    /**
     * What a suite is for.
     *
     * @param name on the command line
     * @param title one line
     */
    public record Entry(String name, String title) {}

    public static List<Entry> all() {
        return List.of(
                new Entry(TargetsSuite.NAME, TargetsSuite.TITLE),
                new Entry(Rfc8867Suite.NAME, Rfc8867Suite.TITLE),
                new Entry(OverseasSuite.NAME, OverseasSuite.TITLE),
                new Entry(OverseasSuite.TRACES_NAME, OverseasSuite.TRACES_TITLE));
    }

    /**
     * Makes one.
     *
     * @param traces folder with the user's recorded links, null for none
     * @throws BadInput if there is none of this name, or the folder is of no use
     */
    public static Suite byName(String name, Paths paths, @Nullable Path traces) {
        return switch (name) {
            case TargetsSuite.NAME -> TargetsSuite.make(traces == null ? null : TraceFolder.read(traces, paths));
            case Rfc8867Suite.NAME -> Rfc8867Suite.make();
            case OverseasSuite.NAME -> OverseasSuite.make(paths);
            case OverseasSuite.TRACES_NAME -> {
                if (traces == null) {
                    throw new BadInput("suite traces: --traces FOLDER is needed");
                }
                yield OverseasSuite.make(TraceFolder.read(traces, paths));
            }
            default ->
                throw new BadInput("no suite '" + name + "'; there are "
                        + String.join(", ", all().stream().map(Entry::name).toList()));
        };
    }
}
