package io.steadycast.benchmarks.peer;

import io.steadycast.benchmarks.generator.LocalEnd;
import io.steadycast.benchmarks.generator.RemoteEnd;
import io.steadycast.benchmarks.process.GcPauses;
import java.io.IOException;

/** Any thread. A server that runs on its core; {@link #close} ends it. */
public interface MeasuredServer extends AutoCloseable {
    String name();

    /** With its settings, as a report shows it. */
    String description();

    long pid();

    /** A host joins this room. */
    RemoteEnd publish(String room, LocalEnd ours) throws IOException, InterruptedException;

    /** A viewer joins this room, which has a host. */
    RemoteEnd watch(String room, LocalEnd ours) throws IOException, InterruptedException;

    /** Since the last call; a server without a collector has none. */
    GcPauses pauses() throws IOException;

    @Override
    void close();
}
