package io.steadycast.netsim.link.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path between a client and the server.
 *
 * @param sharedFading the bad times of both directions' {@link Loss.GilbertElliott} are the same ones; then both must have the same mean times
 * @param mtuBytes largest IP packet that passes; 0 for no bound
 */
public record PathSpec(
        BaseDelay baseDelay,
        DirectionSpec up,
        DirectionSpec down,
        boolean sharedFading,
        NatSpec nat,
        List<TimedEvent> events,
        int mtuBytes,
        boolean udpBlocked) {
    /** RFC 791's smallest is 68; below this no handshake passes. */
    public static final int MIN_MTU_BYTES = 200;

    public static final int MAX_MTU_BYTES = 65_535;
    private static final int MAX_EVENTS = 1_000;

    /** No delay, no bound, no loss. */
    public static final PathSpec PLAIN = new PathSpec(
            BaseDelay.ZERO, DirectionSpec.PLAIN, DirectionSpec.PLAIN, false, NatSpec.NONE, List.of(), 0, false);

    public PathSpec {
        events = List.copyOf(events);
        Check.range("events.size", events.size(), 0, MAX_EVENTS);
        Check.range("mtuBytes", mtuBytes, mtuBytes == 0 ? 0 : MIN_MTU_BYTES, MAX_MTU_BYTES);
        for (TimedEvent event : events) {
            Check.that(
                    !(event.when() instanceof TimedEvent.When.OnEpoch) || baseDelay instanceof BaseDelay.Epoch,
                    "event.when is on epoch, legal is that only with a baseDelay that has epochs");
        }
        if (sharedFading) {
            Loss.GilbertElliott upFading = fading(up);
            Loss.GilbertElliott downFading = fading(down);
            Check.that(
                    upFading != null
                            && downFading != null
                            && upFading.meanBadNs() == downFading.meanBadNs()
                            && upFading.meanGoodNs() == downFading.meanGoodNs(),
                    "sharedFading is true, legal is that only when both directions' loss has one Gilbert-Elliott with the same mean bad and good times");
        }
    }

    private static Loss.@Nullable GilbertElliott fading(DirectionSpec direction) {
        for (Loss loss : direction.loss()) {
            if (loss instanceof Loss.GilbertElliott fading) {
                return fading;
            }
        }
        return null;
    }

    /** Of {@code UP} or {@code DOWN}. */
    public DirectionSpec spec(Direction direction) {
        return switch (direction) {
            case UP -> up;
            case DOWN -> down;
            case BOTH -> throw new IllegalArgumentException("direction is BOTH, legal is UP or DOWN");
        };
    }

    public PathSpec with(Direction direction, DirectionSpec spec) {
        return withDirections(
                direction.covers(Direction.UP) ? spec : up, direction.covers(Direction.DOWN) ? spec : down);
    }

    /** Both directions alike, each with half the round trip. */
    public static PathSpec symmetric(BaseDelay baseDelay, DirectionSpec both) {
        return PLAIN.withBaseDelay(baseDelay).withDirections(both, both);
    }

    public PathSpec withBaseDelay(BaseDelay newDelay) {
        return new PathSpec(newDelay, up, down, sharedFading, nat, events, mtuBytes, udpBlocked);
    }

    public PathSpec withDirections(DirectionSpec newUp, DirectionSpec newDown) {
        return new PathSpec(baseDelay, newUp, newDown, sharedFading, nat, events, mtuBytes, udpBlocked);
    }

    public PathSpec withUp(DirectionSpec newUp) {
        return withDirections(newUp, down);
    }

    public PathSpec withDown(DirectionSpec newDown) {
        return withDirections(up, newDown);
    }

    public PathSpec withSharedFading(boolean shared) {
        return new PathSpec(baseDelay, up, down, shared, nat, events, mtuBytes, udpBlocked);
    }

    public PathSpec withNat(NatSpec newNat) {
        return new PathSpec(baseDelay, up, down, sharedFading, newNat, events, mtuBytes, udpBlocked);
    }

    public PathSpec withEvents(TimedEvent... newEvents) {
        return new PathSpec(baseDelay, up, down, sharedFading, nat, List.of(newEvents), mtuBytes, udpBlocked);
    }

    public PathSpec withMtu(int newMtuBytes) {
        return new PathSpec(baseDelay, up, down, sharedFading, nat, events, newMtuBytes, udpBlocked);
    }

    public PathSpec withUdpBlocked(boolean blocked) {
        return new PathSpec(baseDelay, up, down, sharedFading, nat, events, mtuBytes, blocked);
    }
}
