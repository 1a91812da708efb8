package io.steadycast.media.engine.egress;

/**
 * Confined to its shard. Says what may leave to one viewer now. It holds no packets: a live packet goes out at once, a replay waits as a cursor in
 * the log and a retransmission as a number in its queue, so there is nothing here to overflow.
 *
 * <p>The session offers classes in the order of {@link PacketClass}; each has a budget of its own or none. A controller's budget for the whole
 * session goes into {@link #sessionBudget}: audio and video spend from it, retransmissions and replays wait for what is left.
 */
final class Pacer {
    private static final int BURST_MS = 10;
    private static final int MIN_BURST_BYTES = 3_000;

    private final double rtxRatio;
    private final long rtxFloorBps;
    private final TokenBucket rtx;
    private final TokenBucket session = new TokenBucket(0, BURST_MS, MIN_BURST_BYTES);
    private boolean hasSessionBudget;

    Pacer(EgressConfig.Repair repair) {
        rtxRatio = repair.rtxRatio();
        rtxFloorBps = repair.rtxFloorBps();
        rtx = new TokenBucket(rtxFloorBps, 50, 8_000);
    }

    /** What all subscriptions' media takes now: retransmissions may use a share of it. */
    void mediaRate(long mediaBps) {
        rtx.rate(Math.max((double) rtxFloorBps, mediaBps * rtxRatio));
    }

    /** Bounds everything but live media; 0 for no bound. */
    void sessionBudget(long budgetBps) {
        hasSessionBudget = budgetBps > 0;
        session.rate((double) budgetBps);
    }

    boolean admits(long nowNs, PacketClass kind) {
        return switch (kind) {
            case AUDIO, VIDEO -> true;
            case RTX -> rtx.admits(nowNs) && sessionAdmits(nowNs);
            case CATCH_UP -> sessionAdmits(nowNs);
        };
    }

    void spend(PacketClass kind, int bytes) {
        if (kind == PacketClass.RTX) {
            rtx.spend(bytes);
        }
        if (hasSessionBudget) {
            session.spend(bytes);
        }
    }

    private boolean sessionAdmits(long nowNs) {
        return !hasSessionBudget || session.admits(nowNs);
    }
}
