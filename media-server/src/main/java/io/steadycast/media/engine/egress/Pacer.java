package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.PacketKind;

/**
 * Confined to its shard. Says what may leave to one viewer now, and counts what left. It holds no packets: what waits does so as a cursor in the log (replays),
 * as a number in a queue (retransmissions), or as a reference in {@link SendQueue}.
 *
 * <p>Classes are offered in the order of {@link PacketClass}; each has a budget of its own or none. A budget for the whole session goes into
 * {@link #sessionBudget}: audio and video spend from it, retransmissions and replays wait for what is left. A controller's pace goes into {@link #pace}: then
 * video waits as well, and only audio leaves when it comes.
 */
@SuppressWarnings("EnumOrdinal") // positions in an array that lives as long as this process
final class Pacer {
    private static final int BURST_MS = 10;
    private static final int MIN_BURST_BYTES = 3_000;

    /** A tick's worth; the debt of one packet makes the rest. */
    private static final int PACE_BURST_MS = 5;

    private final double rtxRatio;
    private final long rtxFloorBps;
    private final TokenBucket rtx;
    private final TokenBucket session = new TokenBucket(0, BURST_MS, MIN_BURST_BYTES);
    private final TokenBucket pace = new TokenBucket(0, PACE_BURST_MS, 1);
    private final long[] sentBytes = new long[PacketKind.count()];
    private long allBytes;
    private long redBytes;
    private boolean hasSessionBudget;
    private boolean paced;
    private double paceBps;
    private double protection;
    private int probeId;

    Pacer(EgressConfig.Repair repair) {
        rtxRatio = repair.rtxRatio();
        rtxFloorBps = repair.rtxFloorBps();
        rtx = new TokenBucket(rtxFloorBps, 50, 8_000);
    }

    /** What all subscriptions' media takes now: retransmissions may use a share of it. */
    void mediaRate(long mediaBps) {
        rtx.rate(Math.max((double) rtxFloorBps, mediaBps * rtxRatio));
    }

    /** Instead of a share: what a controller says. */
    void rtxRate(long bps) {
        rtx.rate((double) bps);
    }

    /** Bounds everything but live media; 0 for no bound. */
    void sessionBudget(long budgetBps) {
        hasSessionBudget = budgetBps > 0;
        session.rate((double) budgetBps);
    }

    /** Everything but audio leaves at this rate; 0: everything leaves when it comes. */
    void pace(double bps) {
        paced = bps > 0;
        paceBps = bps;
        pace.rate(bps);
    }

    boolean paced() {
        return paced;
    }

    /** 0: everything leaves when it comes. */
    double paceBps() {
        return paced ? paceBps : 0;
    }

    /** So many packets of protection leave with each one of a base layer. */
    void protection(double packets) {
        protection = packets;
    }

    /** What {@link #paceBps} leaves for a base layer once its protection is taken off; 0: everything leaves when it comes. */
    double baseBps() {
        return paceBps() / (1 + protection);
    }

    /** Packets that leave from now on belong to this probe; 0 for none. */
    void probe(int id) {
        probeId = id;
    }

    int probeId() {
        return probeId;
    }

    boolean admits(long nowNs, PacketClass kind) {
        return switch (kind) {
            case AUDIO -> true;
            case VIDEO -> paceAdmits(nowNs);
            case RTX -> rtx.admits(nowNs) && sessionAdmits(nowNs) && paceAdmits(nowNs);
            case CATCH_UP -> sessionAdmits(nowNs) && paceAdmits(nowNs);
        };
    }

    /** A datagram of this length left; {@code payloadBytes} of it are the packet's own. */
    void onSent(PacketKind kind, int lengthBytes, int payloadBytes) {
        sentBytes[kind.ordinal()] += lengthBytes;
        allBytes += lengthBytes;
        if (kind == PacketKind.RTX) {
            rtx.spend(payloadBytes);
        }
        if (hasSessionBudget) {
            session.spend(lengthBytes);
        }
        if (paced) {
            pace.spend(lengthBytes);
        }
    }

    /** So many bytes of the audio packet that leaves now are older audio. */
    void onRedundancy(int bytes) {
        sentBytes[PacketKind.AUDIO.ordinal()] -= bytes;
        redBytes += bytes;
    }

    long redBytes() {
        return redBytes;
    }

    long sentBytes(PacketKind kind) {
        return sentBytes[kind.ordinal()];
    }

    long sentBytes() {
        return allBytes;
    }

    private boolean sessionAdmits(long nowNs) {
        return !hasSessionBudget || session.admits(nowNs);
    }

    private boolean paceAdmits(long nowNs) {
        return !paced || pace.admits(nowNs);
    }
}
