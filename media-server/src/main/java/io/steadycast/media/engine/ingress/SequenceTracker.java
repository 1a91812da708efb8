package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.Unwrapper;

/**
 * Confined to its shard. Extends the sequence numbers of one SSRC, over wrap-around and over a sender that starts again under the same SSRC.
 *
 * <p>A jump that no network explains puts the source on probation until the next packet continues from there (RFC 3550 appendix A.1). Then the extended
 * number goes on in a later cycle: its low 16 bits stay those on the wire, which NACK and RTX need, and it never falls.
 */
final class SequenceTracker {
    /** RFC 3550 appendix A.1. */
    private static final int MAX_DROPOUT = 3_000;

    /** More than appendix A.1 has: bursts of a re-routed path come late by hundreds of packets at our rates. */
    private static final int MAX_MISORDER = 512;

    /** A restart leaves at least so many numbers out, so that nothing from before is still in the ring of the log. */
    private static final int CLEAR_OF_RING = 8_192;

    private static final int NOT_ON_PROBATION = -1;

    private final Unwrapper unwrapper = Unwrapper.seq16();
    private int probationNext = NOT_ON_PROBATION;
    private boolean restarted;
    private boolean newSource;

    /** Extended number of a packet that came by itself, or {@link DropReason#RTP_JUMP} as a negative. */
    long accept(int wire) {
        restarted = false;
        long highest = unwrapper.highest();
        if (highest == Unwrapper.NONE) {
            return unwrapper.unwrap(wire);
        }
        long ahead = unwrapper.peek(wire) - highest;
        if (!newSource && ahead <= MAX_DROPOUT && ahead >= -MAX_MISORDER) {
            probationNext = NOT_ON_PROBATION;
            return unwrapper.unwrap(wire);
        }
        if (!newSource && wire != probationNext) {
            probationNext = (wire + 1) & 0xffff;
            return DropReason.RTP_JUMP.negative();
        }
        probationNext = NOT_ON_PROBATION;
        newSource = false;
        restarted = true;
        long extended = (highest & ~0xffffL) + 0x1_0000 + wire;
        if (extended - highest < CLEAR_OF_RING) {
            extended += 0x1_0000;
        }
        unwrapper.restartAt(extended);
        return extended;
    }

    /** Another SSRC continues this encoding: its numbers have nothing to do with those before. */
    void onNewSource() {
        newSource = true;
    }

    /** Extended number of a packet that a retransmission brought: it never moves the tracker. */
    long ofRetransmission(int wire) {
        if (unwrapper.highest() == Unwrapper.NONE) {
            return DropReason.RTX_UNKNOWN_STREAM.negative();
        }
        long extended = unwrapper.peek(wire);
        return extended > unwrapper.highest() + MAX_DROPOUT ? DropReason.RTP_JUMP.negative() : extended;
    }

    /** Whether the number that {@link #accept} gave last is the first after a restart. */
    boolean restarted() {
        return restarted;
    }

    /** -1 before the first packet. */
    long highest() {
        return unwrapper.highest();
    }
}
