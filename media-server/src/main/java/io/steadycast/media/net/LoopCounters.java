package io.steadycast.media.net;

import java.util.concurrent.atomic.LongAdder;

/** Any thread reads; the loop alone adds. */
public final class LoopCounters {
    final LongAdder datagramsIn = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder datagramsOut = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder messagesOut = new LongAdder();
    final LongAdder failures = new LongAdder();

    public long datagramsIn() {
        return datagramsIn.sum();
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Handed to the kernel or waiting for it; those it refused are in the drop counters. */
    public long datagramsOut() {
        return datagramsOut.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    /** What left as one message each, several datagrams to one receiver or one. Zero where the transport sends them singly. */
    public long messagesOut() {
        return messagesOut.sum();
    }

    /** Exceptions that reached the loop: each is a bug of ours. */
    public long failures() {
        return failures.sum();
    }
}
