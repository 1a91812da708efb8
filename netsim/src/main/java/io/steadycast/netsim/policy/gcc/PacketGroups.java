package io.steadycast.netsim.policy.gcc;

/**
 * Confined to its session. Packets sent within 5 ms are one group, and so are bursts that a network let go at once (libwebrtc inter_arrival_delta.cc). From group to
 * group: how much further apart they arrived than they were sent.
 */
final class PacketGroups {
    private static final long GROUP_NS = 5_000_000L;
    private static final long MAX_BURST_NS = 100_000_000L;

    /** A clock that jumps by so much starts anew. */
    private static final long JUMP_NS = 3_000_000_000L;

    private final Group current = new Group();
    private final Group previous = new Group();
    private long sendDeltaNs;
    private long arrivalDeltaNs;

    private static final class Group {
        private boolean any;
        private long firstSentNs;
        private long sentNs;
        private long firstArrivalNs;
        private long arrivalNs;

        void begin(long sent, long arrival) {
            any = true;
            firstSentNs = sent;
            sentNs = sent;
            firstArrivalNs = arrival;
            arrivalNs = arrival;
        }

        void copy(Group other) {
            any = other.any;
            firstSentNs = other.firstSentNs;
            sentNs = other.sentNs;
            firstArrivalNs = other.firstArrivalNs;
            arrivalNs = other.arrivalNs;
        }
    }

    /** True when a group is complete and can be compared with the one before. */
    boolean onPacket(long sentNs, long arrivalNs) {
        if (!current.any) {
            current.begin(sentNs, arrivalNs);
            return false;
        }
        if (sentNs < current.firstSentNs) {
            return false;
        }
        if (!beginsGroup(sentNs, arrivalNs)) {
            current.sentNs = Math.max(current.sentNs, sentNs);
            current.arrivalNs = Math.max(current.arrivalNs, arrivalNs);
            return false;
        }
        boolean comparable = previous.any;
        sendDeltaNs = current.sentNs - previous.sentNs;
        arrivalDeltaNs = current.arrivalNs - previous.arrivalNs;
        previous.copy(current);
        current.begin(sentNs, arrivalNs);
        if (comparable && (arrivalDeltaNs < 0 || Math.abs(arrivalDeltaNs - sendDeltaNs) > JUMP_NS)) {
            previous.any = false;
            return false;
        }
        return comparable;
    }

    private boolean beginsGroup(long sentNs, long arrivalNs) {
        long arrivalGapNs = arrivalNs - current.arrivalNs;
        long shiftNs = arrivalGapNs - (sentNs - current.sentNs);
        boolean burst = arrivalGapNs >= 0
                && shiftNs < 0
                && arrivalGapNs <= GROUP_NS
                && arrivalNs - current.firstArrivalNs < MAX_BURST_NS;
        return !burst && sentNs - current.firstSentNs > GROUP_NS;
    }

    long sendDeltaNs() {
        return sendDeltaNs;
    }

    long arrivalDeltaNs() {
        return arrivalDeltaNs;
    }

    /** When the last complete group had arrived, by the receiver's clock. */
    long arrivalNs() {
        return previous.arrivalNs;
    }
}
