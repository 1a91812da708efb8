package io.steadycast.netsim.policy.gcc;

/**
 * Confined to its session. What a probe says: the rate at which its packets were sent and received, of which the lower one counts; a little less if the link was
 * saturated (libwebrtc probe_bitrate_estimator.cc).
 */
public final class ProbeResults {
    private static final double MIN_SHARE = 0.8;
    private static final double UNSATURATED = 0.9;
    private static final double TARGET_SHARE = 0.95;
    private static final double MAX_RATIO = 2;
    private static final double NS_PER_SECOND = 1e9;

    private int id;
    private int minPackets;
    private int packets;
    private long bytes;
    private int firstBytes;
    private int lastBytes;
    private long firstSentNs;
    private long lastSentNs;
    private long firstArrivalNs;
    private long lastArrivalNs;

    /** Begins to listen for a probe. */
    public void expect(int probeId, int probePackets) {
        id = probeId;
        minPackets = probePackets;
        packets = 0;
        bytes = 0;
    }

    /** A packet of a probe was received; answers a rate as soon as there is one, else -1. */
    public double onPacket(int probeId, long sentNs, long arrivalNs, int lengthBytes) {
        if (probeId != id) {
            return -1;
        }
        if (packets == 0) {
            firstSentNs = sentNs;
            lastSentNs = sentNs;
            firstArrivalNs = arrivalNs;
            lastArrivalNs = arrivalNs;
            firstBytes = lengthBytes;
            lastBytes = lengthBytes;
        }
        if (arrivalNs <= firstArrivalNs) {
            firstArrivalNs = arrivalNs;
            firstBytes = lengthBytes;
        }
        firstSentNs = Math.min(firstSentNs, sentNs);
        if (sentNs >= lastSentNs) {
            lastSentNs = sentNs;
            lastBytes = lengthBytes;
        }
        lastArrivalNs = Math.max(lastArrivalNs, arrivalNs);
        packets++;
        bytes += lengthBytes;
        return packets < minPackets * MIN_SHARE ? -1 : rate();
    }

    private double rate() {
        double sendS = (lastSentNs - firstSentNs) / NS_PER_SECOND;
        double receiveS = (lastArrivalNs - firstArrivalNs) / NS_PER_SECOND;
        if (sendS <= 0 || receiveS <= 0 || sendS > 1 || receiveS > 1) {
            return -1;
        }
        double sendBps = (bytes - lastBytes) * 8 / sendS;
        double receiveBps = (bytes - firstBytes) * 8 / receiveS;
        if (receiveBps / sendBps > MAX_RATIO) {
            return -1;
        }
        double bps = Math.min(sendBps, receiveBps);
        return receiveBps < UNSATURATED * sendBps ? TARGET_SHARE * receiveBps : bps;
    }
}
