package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.PacketKind;
import java.util.Arrays;

/**
 * Confined to its shard. Which streams of one viewer are left out until their next keyframe, because something that all later pictures need was left out. Only over TCP,
 * where it is too late to send what waited too long, and what came behind it would hold up the keyframe that mends it; over UDP what is missing may still be repaired.
 */
final class StaleStreams {
    private enum State {
        FRESH,
        /** Left out in the middle of a keyframe, whose rest is of no use either. */
        IN_KEYFRAME,
        AWAITING_KEYFRAME
    }

    private State[] states = new State[0];
    private int staleCount;

    void bind(int subscriptions) {
        states = new State[subscriptions];
        Arrays.fill(states, State.FRESH);
    }

    boolean any() {
        return staleCount > 0;
    }

    /** A packet waited too long. */
    void onLeftOut(int subscription, PacketKind kind) {
        if (kind != PacketKind.UPPER) {
            become(subscription, kind == PacketKind.KEY ? State.IN_KEYFRAME : State.AWAITING_KEYFRAME);
        }
    }

    /** Whether the next packet of a stream, in order, is of no use. */
    boolean leavesOut(int subscription, PacketKind kind) {
        return switch (states[subscription]) {
            case FRESH -> false;
            case IN_KEYFRAME -> {
                if (kind != PacketKind.KEY) {
                    become(subscription, State.AWAITING_KEYFRAME);
                }
                yield true;
            }
            case AWAITING_KEYFRAME -> {
                if (kind == PacketKind.KEY) {
                    become(subscription, State.FRESH);
                }
                yield kind != PacketKind.KEY;
            }
        };
    }

    private void become(int subscription, State next) {
        staleCount += (next == State.FRESH ? 0 : 1) - (states[subscription] == State.FRESH ? 0 : 1);
        states[subscription] = next;
    }
}
