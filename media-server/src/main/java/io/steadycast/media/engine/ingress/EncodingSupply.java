package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.log.EncodingState;
import io.steadycast.media.engine.log.Supply;

/**
 * Confined to its shard. What a publisher was asked about one encoding, and whether it does so. An encoding that is held back counts as silent at once, though its last packets
 * are still on their way; one that goes on coming was not held back after all, perhaps since the page that was asked is gone.
 */
final class EncodingSupply {
    /** Asking, reconfiguring an encoder and what is on its way take less. */
    static final long OBEYS_WITHIN_NS = 5_000_000_000L;
    /** An encoder that starts takes less, unless its bandwidth does not allow it. */
    static final long RESUMES_WITHIN_NS = 5_000_000_000L;
    /** So long the meters need to be full again; what it was before the pause is truer. */
    static final long METERED_AFTER_NS = 1_250_000_000L;

    private static final long TELL_EVERY_NS = 1_000_000_000L;

    private final EncodingState state;
    private long askedNs;
    private long toldNs;
    private boolean told;
    private boolean metering;
    private long meteredNs;

    EncodingSupply(EncodingState state) {
        this.state = state;
    }

    void ask(long nowNs, Supply asked) {
        boolean wasWithdrawn = state.supply() == Supply.WITHDRAWN;
        // What was withdrawn is no choice until it is there: its way may still not carry it.
        to(nowNs, asked == Supply.RESUMING && wasWithdrawn ? Supply.SENT : asked);
    }

    private void to(long nowNs, Supply next) {
        if (state.supply() == next || (next == Supply.RESUMING && state.supply() == Supply.SENT)) {
            return;
        }
        state.supply(next);
        askedNs = nowNs;
        told = false;
        if (isHeld()) {
            state.active(false);
        } else if (next == Supply.SENT) {
            metering = true;
            meteredNs = nowNs + METERED_AFTER_NS;
        }
    }

    boolean isHeld() {
        Supply now = state.supply();
        return now == Supply.PAUSED || now == Supply.WITHDRAWN;
    }

    void onPacket(long nowNs) {
        if (isHeld() && nowNs - askedNs < OBEYS_WITHIN_NS) {
            return;
        }
        if (state.supply() != Supply.SENT) {
            to(nowNs, Supply.SENT);
        }
        if (!state.active()) {
            state.active(true);
        }
    }

    /** True when the control plane should look: somebody wishes for what is paused. */
    boolean onTick(long nowNs) {
        if (state.supply() == Supply.RESUMING && nowNs - askedNs >= RESUMES_WITHIN_NS) {
            to(nowNs, Supply.SENT);
            return true;
        }
        if (state.supply() != Supply.PAUSED) {
            return false;
        }
        long wantedNs = state.wantedNs();
        boolean wished = wantedNs != EncodingState.NEVER && wantedNs - askedNs > 0;
        if (!wished || (told && nowNs - toldNs < TELL_EVERY_NS)) {
            return false;
        }
        told = true;
        toldNs = nowNs;
        return true;
    }

    /** Whether what was measured before it was held back still stands. */
    boolean keepsRates(long nowNs) {
        if (state.supply() != Supply.SENT) {
            return true;
        }
        metering &= nowNs - meteredNs < 0;
        return metering;
    }
}
