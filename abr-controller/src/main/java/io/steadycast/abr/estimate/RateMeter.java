package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. How fast packets were sent, and how fast a busy path carried them. Packets that random loss took count as carried: they used the
 * path up to where they vanished, so that these rates do not shrink with loss.
 */
final class RateMeter {
    /** Nothing can be said. */
    static final double UNKNOWN = -1;

    private static final long MS = 1_000_000L;
    private static final long SENT_NS = 500 * MS;
    private static final long BUSY_NS = 600 * MS;
    private static final long LEAST_BUSY_NS = 60 * MS;
    private static final int LEAST_GROUPS = 3;
    private static final long EMPTIED_NS = 1_000 * MS;
    private static final long LEAST_EMPTIED_NS = MS;
    private static final double BITS_NS = 8e9;

    private final PacketGroups groups;
    private int busyLost;
    private int busyKnown;

    RateMeter(PacketGroups groups) {
        this.groups = groups;
    }

    /** Everything of the last half second that feedback reaches to. */
    double sentBps() {
        return sentBps(SENT_NS);
    }

    double sentBps(long windowNs) {
        if (groups.count() < 2) {
            return UNKNOWN;
        }
        long endNs = groups.firstSentNs(0);
        long bytes = 0;
        long beginNs = endNs;
        for (int age = 1; age < groups.count(); age++) {
            if (endNs - groups.firstSentNs(age) > windowNs) {
                break;
            }
            bytes += groups.bytes(age);
            beginNs = groups.firstSentNs(age);
        }
        return endNs - beginNs < LEAST_BUSY_NS ? UNKNOWN : bytes * BITS_NS / (endNs - beginNs);
    }

    /** While every packet waited for at least {@code waitedNs}: what arrived or was lost behind the queue, by the receiver's clock. */
    double carriedBps(long baseNs, long waitedNs) {
        busyLost = 0;
        busyKnown = 0;
        int end = 0;
        while (end < groups.count() && !groups.hasDelay(end)) {
            end++;
        }
        if (end == groups.count()) {
            return UNKNOWN;
        }
        long endNs = groups.lastArrivalNs(end);
        long bytes = 0;
        long pendingBytes = groups.bytes(end);
        int count = 0;
        long beginNs = endNs;
        for (int age = end + 1; age < groups.count(); age++) {
            if (groups.lastSentNs(end) - groups.lastSentNs(age) > BUSY_NS) {
                break;
            }
            // A queue that grew holds more time than it took to send what is in it: what left it before then was served
            // as it was before.
            if (count >= LEAST_GROUPS && groups.hasDelay(age) && endNs - groups.lastArrivalNs(age) > BUSY_NS) {
                break;
            }
            if (!groups.hasDelay(age)) {
                pendingBytes += groups.bytes(age);
                continue;
            }
            if (groups.delayNs(age) - baseNs < waitedNs) {
                break;
            }
            busyLost += groups.lost(age);
            busyKnown += groups.lost(age) + groups.received(age);
            bytes += pendingBytes;
            pendingBytes = groups.bytes(age);
            beginNs = groups.lastArrivalNs(age);
            count++;
        }
        return count < LEAST_GROUPS || endNs - beginNs < LEAST_BUSY_NS ? UNKNOWN : bytes * BITS_NS / (endNs - beginNs);
    }

    /**
     * How fast the last of a queue left, by the first packet sent after a moment that found it gone and some that still waited in it: what came out of it together was
     * held back and not served slowly. Whatever it was that held packets, the path carries as much now. More losses than {@code usualLoss} are a full queue's, and what
     * it dropped never left.
     */
    double emptiedBps(long afterSentNs, long baseNs, long emptyNs, double usualLoss) {
        int end = -1;
        for (int age = 0; age < groups.count() && groups.firstSentNs(age) > afterSentNs; age++) {
            if (groups.hasDelay(age) && groups.delayNs(age) - baseNs < emptyNs) {
                end = age;
            }
        }
        if (end < 0) {
            return UNKNOWN;
        }
        double best = UNKNOWN;
        long bytes = groups.bytes(end);
        int waited = 0;
        int received = 0;
        int known = 0;
        for (int age = end + 1; age < groups.count(); age++) {
            if (groups.firstSentNs(end) - groups.lastSentNs(age) > EMPTIED_NS) {
                break;
            }
            if (groups.hasDelay(age)) {
                if (groups.delayNs(age) - baseNs < emptyNs) {
                    break;
                }
                waited++;
                long spanNs = Math.max(groups.lastArrivalNs(end) - groups.lastArrivalNs(age), LEAST_EMPTIED_NS);
                double left = known == 0 ? 1 : Math.min(1, received / (known * (1 - usualLoss)));
                // Where losses hide the edges of groups, few of them seem faster than they were.
                double sure = left * bytes * (waited - 1.0) / waited;
                best = waited < LEAST_GROUPS ? best : Math.max(best, sure * BITS_NS / spanNs);
            }
            received += groups.received(age);
            known += groups.received(age) + groups.lost(age);
            bytes += groups.bytes(age);
        }
        return best;
    }

    /** Of the packets that {@link #carriedBps} looked at. */
    int busyLost() {
        return busyLost;
    }

    int busyKnown() {
        return busyKnown;
    }
}
