package io.steadycast.media.net;

import java.util.concurrent.atomic.LongAdder;

/** Any thread reads; the loop alone adds. The TCP connections of one loop; bytes are those of frames without their lengths. */
public final class StreamCounters {
    final LongAdder open = new LongAdder();
    final LongAdder framesIn = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder framesOut = new LongAdder();
    final LongAdder bytesOut = new LongAdder();

    /** At this moment. */
    public long open() {
        return open.sum();
    }

    public long framesIn() {
        return framesIn.sum();
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Taken into the queue of a connection; those that found no room are in the drop counters. */
    public long framesOut() {
        return framesOut.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }
}
