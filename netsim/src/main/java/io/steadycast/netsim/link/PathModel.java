package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its owner's thread. Both directions between a client and the server. They share base delay, events and, if so described, bad times, without sharing any
 * state: each makes its own from the same seed. At the client's end of the way is the translator: what went up is seen behind {@link #mapping}, what comes down names
 * the mapping it is sent to.
 */
public final class PathModel<P> {
    private final Link<P> up;
    private final Link<P> down;
    private final Nat nat;
    private int mapping;

    /** {@code observer} is told the fate of every packet of both directions. */
    public PathModel(Link.Start start, PathSpec spec, LinkObserver<P> observer) {
        this.up = new Link<>(start, spec, Direction.UP, observer);
        this.down = new Link<>(start, spec, Direction.DOWN, observer);
        this.nat = new Nat(
                spec,
                start.originNs(),
                LinkSeeds.of(start.seed(), spec, Direction.UP).path());
        down.exit((nowNs, flow) -> nat.inbound(nowNs, flow, 0, 0));
    }

    public void offerUp(long nowNs, P packet, int payloadBytes) {
        up.offer(nowNs, packet, payloadBytes);
    }

    /** To a mapping that {@link #mapping} told; it is the flow as well. */
    public void offerDown(long nowNs, P packet, int payloadBytes, int toMapping) {
        down.offer(nowNs, packet, payloadBytes, toMapping);
    }

    public @Nullable P pollUp(long nowNs) {
        P packet = up.poll(nowNs);
        if (packet != null) {
            mapping = nat.outbound(up.arrived().outNs(), 0, 0);
        }
        return packet;
    }

    public @Nullable P pollDown(long nowNs) {
        return down.poll(nowNs);
    }

    /** Behind which public port the server sees what {@link #pollUp} returned last: another number, another port. */
    public int mapping() {
        return mapping;
    }

    /** Behind which public address: another number, another address. */
    public int publicAddress() {
        return nat.address();
    }

    public Link<P> up() {
        return up;
    }

    public Link<P> down() {
        return down;
    }

    public PathSpec spec() {
        return up.path();
    }

    /** See {@link Link#change(long, PathSpec)}. */
    public void change(long nowNs, PathSpec newSpec) {
        up.change(nowNs, newSpec);
        down.change(nowNs, newSpec);
        nat.change(newSpec.nat());
    }

    /** By hand, now. */
    public void happen(long nowNs, Direction direction, Happening what) {
        if (what instanceof Happening.NatRebinding rebinding) {
            nat.rebind(rebinding.newAddress());
            return;
        }
        boolean everywhere = what instanceof Happening.BaseDelayStep;
        if (everywhere || direction.covers(Direction.UP)) {
            up.happen(nowNs, what);
        }
        if (everywhere || direction.covers(Direction.DOWN)) {
            down.happen(nowNs, what);
        }
    }

    /** Ends what lasts. */
    public void calm(long nowNs) {
        up.calm(nowNs);
        down.calm(nowNs);
    }
}
