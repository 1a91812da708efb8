package io.steadycast.netsim.endpoint;

/**
 * Confined to its endpoint. What a report block says of one stream (modules/rtp_rtcp/source/receive_statistics_impl.cc@bb9331cf): every packet of the SSRC counts,
 * retransmissions on another SSRC and what parity brought do not.
 */
final class Reception {
    private final int clockRate;
    private long first = -1;
    private long highest = -1;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long lastTimestamp;
    private long lastNs;
    private long jitterQ4;

    Reception(int clockRate) {
        this.clockRate = clockRate;
    }

    void onPacket(long nowNs, long extSeq, long timestamp) {
        received++;
        if (first < 0) {
            first = extSeq;
        }
        if (extSeq <= highest) {
            return;
        }
        if (highest >= 0 && timestamp != lastTimestamp) {
            long arrived = (nowNs - lastNs) / 1_000 * clockRate / 1_000_000;
            int difference = (int) (arrived - (timestamp - lastTimestamp));
            if (Math.abs((long) difference) < 5L * clockRate) {
                jitterQ4 += ((Math.abs((long) difference) << 4) - jitterQ4 + 8) >> 4;
            }
        }
        highest = extSeq;
        lastTimestamp = timestamp;
        lastNs = nowNs;
    }

    long highest() {
        return highest;
    }

    /** From the first to the highest. */
    long expected() {
        return first < 0 ? 0 : highest - first + 1;
    }

    long lost() {
        return expected() - received;
    }

    long jitter() {
        return jitterQ4 >> 4;
    }

    /** In 1/256, of what came since the last call. */
    int takeFractionLost() {
        long expectedNow = expected() - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected();
        receivedBefore = received;
        return expectedNow > 0 && lostNow > 0 ? (int) (255 * lostNow / expectedNow) : 0;
    }
}
