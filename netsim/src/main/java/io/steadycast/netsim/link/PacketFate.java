package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Direction;
import org.jspecify.annotations.Nullable;

/** Confined to its link, which fills it anew for each packet. All that is known of a packet when its fate is. */
public final class PacketFate<P> {
    /** Flags of {@link #channelState}. */
    public static final int BAD = 1;

    public static final int OUTAGE = 2;
    public static final int HELD = 4;
    public static final int REORDERED = 8;
    public static final int DUPLICATE = 16;
    /** It has a {@link #DUPLICATE}, and shares its object with it. */
    public static final int DUPLICATED = 32;
    /** Lost and served again, at the price that an ideal code has for it: what came is repair, and not the packet itself. */
    public static final int AGAIN = 64;

    final Direction direction;

    @Nullable
    P packet;

    int lengthBytes;
    int flow;
    int queueBytes;
    int channelState;
    long inNs;
    long outNs;
    Fate fate = Fate.DELIVERED;

    PacketFate(Direction direction) {
        this.direction = direction;
    }

    public Direction direction() {
        return direction;
    }

    public P packet() {
        P known = packet;
        if (known == null) {
            throw new IllegalStateException("no packet");
        }
        return known;
    }

    /** With {@code Framing}. */
    public int lengthBytes() {
        return lengthBytes;
    }

    public int flow() {
        return flow;
    }

    /** What waited before it when it came, the packet in service and cross traffic included. */
    public int queueBytes() {
        return queueBytes;
    }

    public int channelState() {
        return channelState;
    }

    public long inNs() {
        return inNs;
    }

    /** When it arrived or was dropped. */
    public long outNs() {
        return outNs;
    }

    public Fate fate() {
        return fate;
    }
}
