package io.steadycast.benchmarks.process;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Any thread. How late a thread that sleeps for a millisecond wakes up, on the generator's core while load runs: what the machine itself adds to every latency (after
 * jHiccup).
 */
public final class Hiccups implements AutoCloseable {
    private static final long NAP_NS = 1_000_000L;
    private static final long MOST_US = 10_000_000L;

    private final Histogram lateUs = new Histogram(MOST_US, 3);
    private final Thread thread;
    private volatile boolean closing;

    public Hiccups() {
        thread = Thread.ofPlatform().name("hiccups").daemon().start(this::run);
    }

    private void run() {
        while (!closing) {
            long beganNs = System.nanoTime();
            LockSupport.parkNanos(NAP_NS);
            long lateNs = System.nanoTime() - beganNs - NAP_NS;
            lateUs.recordValue(Math.clamp(lateNs / 1_000, 0, MOST_US));
        }
    }

    /** Ends the probe; how late it woke, in microseconds. */
    public Histogram end() throws InterruptedException {
        closing = true;
        thread.join();
        return lateUs;
    }

    @Override
    public void close() {
        closing = true;
    }
}
