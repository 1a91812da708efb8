package io.steadycast.netsim.profile;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.trace.GoodputCorrection;
import io.steadycast.netsim.trace.Trace;
import io.steadycast.netsim.trace.TraceDirection;
import io.steadycast.netsim.trace.TraceFormat;
import io.steadycast.netsim.trace.TraceOptions;
import io.steadycast.netsim.trace.Traces;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Confined to one reading. The user's traces that a profile refers to, relative to its own place. */
final class TraceFiles {
    private static final int MAX_PATH_CHARS = 4_096;
    private static final Legal SCALE = Legal.of(0.001, 1_000, "");

    private final @Nullable Path folder;
    private final Map<Key, Trace> read = new HashMap<>();

    private record Key(Path file, TraceOptions options) {}

    /** @param folder null: profiles that ship refer to no traces */
    TraceFiles(@Nullable Path folder) {
        this.folder = folder;
    }

    Capacity capacity(Section section, double rateFactor) {
        AtEnd atEnd = section.choiceOr("at_end", AtEnd.LOOP, List.of(AtEnd.values()));
        boolean randomStart = section.flagOr("random_start", true);
        double scale = section.numberOr("scale", 1, SCALE);
        boolean correct = section.flagOr("correct_goodput", true);
        TraceOptions options = new TraceOptions(
                format(section),
                direction(section),
                Math.clamp(scale * rateFactor, 1e-6, 1_000),
                correct ? GoodputCorrection.DEFAULT : null);
        Trace trace = trace(section, options);
        return trace == null
                ? Capacity.UNLIMITED
                : section.make(() -> capacityOf(trace, atEnd, randomStart), Capacity.UNLIMITED);
    }

    private static Capacity capacityOf(Trace trace, AtEnd atEnd, boolean randomStart) {
        Capacity capacity = TraceLinks.capacity(trace, atEnd, randomStart);
        if (capacity == null) {
            throw new IllegalArgumentException(trace.name() + " tells no rate, legal is a trace with one");
        }
        return capacity;
    }

    Loss loss(Section section) {
        boolean randomStart = section.flagOr("random_start", true);
        TraceOptions options = new TraceOptions(format(section), direction(section), 1, null);
        Trace trace = trace(section, options);
        Loss none = new Loss.Iid(0);
        return trace == null ? none : section.make(() -> TraceLinks.loss(trace, randomStart), none);
    }

    private static @Nullable TraceFormat format(Section section) {
        List<TraceFormat> formats = List.of(TraceFormat.values());
        return section.has("format") ? section.choiceOr("format", TraceFormat.MAHIMAHI, formats) : null;
    }

    private static @Nullable TraceDirection direction(Section section) {
        List<TraceDirection> directions = List.of(TraceDirection.UP, TraceDirection.DOWN);
        return section.has("direction") ? section.choiceOr("direction", TraceDirection.DOWN, directions) : null;
    }

    private @Nullable Trace trace(Section section, TraceOptions options) {
        String file = section.text("file", MAX_PATH_CHARS);
        if (file.isEmpty()) {
            return null;
        }
        if (folder == null) {
            section.problem("trace: only a profile of your own may refer to a trace");
            return null;
        }
        try {
            Path path = folder.resolve(file);
            Key key = new Key(path, options);
            Trace trace = read.get(key);
            if (trace == null) {
                trace = Traces.read(path, options);
                read.put(key, trace);
            }
            return trace;
        } catch (BadInput wrong) {
            wrong.problems().forEach(section::problem);
        } catch (InvalidPathException e) {
            section.problem("file", "a path");
        }
        return null;
    }
}
