package io.steadycast.netsim.emulate;

import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordingStream;

/** Any thread. Pauses of the garbage collector, from the JVM's flight recorder: its collectors' beans only count whole milliseconds. */
public final class PauseWatch implements AutoCloseable {
    private final RecordingStream stream = new RecordingStream();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong longestNs = new AtomicLong();

    /** A moment's figures. The recorder hands events on about once a second. */
    public record Pauses(long count, long longestNs) {}

    PauseWatch() {
        stream.enable("jdk.GCPhasePause").withoutThreshold();
        stream.onEvent("jdk.GCPhasePause", event -> {
            count.incrementAndGet();
            longestNs.accumulateAndGet(event.getDuration().toNanos(), Math::max);
        });
        stream.startAsync();
    }

    Pauses pauses() {
        return new Pauses(count.get(), longestNs.get());
    }

    /** Also waits for the events of the last second. */
    @Override
    public void close() {
        try {
            stream.stop();
        } catch (IllegalStateException stopped) {
            // When a signal ends the process, the JVM stops recordings by a shutdown hook of its own, before ours or
            // after.
        }
        stream.close();
    }
}
