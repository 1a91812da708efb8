package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.spec.PathSpec;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Confined to the release thread. One client behind the emulator: its socket towards the server, its path, what passed. */
final class ClientPath {
    final int id;
    final Inlet front;
    final InetSocketAddress address;
    final long seed;
    /** In {@link System#nanoTime}. The path's own time begins here. */
    final long sinceNs;

    final DirectionMeter up = new DirectionMeter();
    final DirectionMeter down = new DirectionMeter();
    final EmulatedPath path;
    /** What it was told to be, also while the impairment is off. */
    NamedPath wanted;

    Inlet upstream;
    long lastArrivalNs;
    int ports = 1;

    @SuppressWarnings("this-escape") // final class; the socket only keeps the reference
    ClientPath(Inlet front, InetSocketAddress address, Opening opening, PacketRings rings) throws IOException {
        this.id = opening.id();
        this.front = front;
        this.address = address;
        this.seed = opening.seed();
        this.sinceNs = opening.nowNs();
        this.lastArrivalNs = opening.nowNs();
        this.wanted = opening.wanted();
        this.path = new EmulatedPath(seed, opening.active() ? wanted.spec() : PathSpec.PLAIN, rings);
        this.upstream = Inlet.upstream(front.server(), this, 0);
    }

    /** How a client begins. */
    record Opening(long nowNs, int id, long seed, NamedPath wanted, boolean active) {}

    DirectionMeter meter(boolean toServer) {
        return toServer ? up : down;
    }

    /** In {@link System#nanoTime}; {@link Long#MAX_VALUE} for never. */
    long nextDueNs() {
        long next = path.nextEventAt();
        return next == EmulatedPath.NEVER ? Long.MAX_VALUE : next + sinceNs;
    }
}
