package io.steadycast.netsim.emulate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Confined to the release thread. The clients that there are, and the way of each packet onto its path and off it. */
final class Clients implements EmulatedPath.Exit {
    static final int MAX_CLIENTS = 1024;
    /** Those who left, kept for the report. */
    private static final int MAX_LEFT = 1024;
    /** A client that sent and was sent nothing for so long is gone: browsers check their path every few seconds. */
    static final long IDLE_NS = 120_000_000_000L;

    private record Key(Inlet front, InetSocketAddress address) {}

    private final Sockets sockets;
    private final PacketRings rings;
    private final Outlet outlet;
    private final HarnessDrops drops;
    private final Wishes wishes;
    private final Map<Key, ClientPath> byAddress = new HashMap<>();
    private final List<ClientPath> all = new ArrayList<>();
    private final List<ClientState> left = new ArrayList<>();
    private int lastId;
    private long oldPortPackets;
    private long forgotten;

    Clients(Sockets sockets, PacketRings rings, Outlet outlet, HarnessDrops drops, Wishes wishes) {
        this.sockets = sockets;
        this.rings = rings;
        this.outlet = outlet;
        this.drops = drops;
        this.wishes = wishes;
    }

    /** Puts an arrival onto its path, as of when it came. */
    void admit(Packet packet) {
        Inlet inlet = Objects.requireNonNull(packet.inlet);
        boolean up = inlet.client() == null;
        ClientPath client =
                up ? clientAt(inlet, Objects.requireNonNull(packet.from), packet.arrivalNs) : inlet.client();
        if (client == null) {
            rings.release(packet);
        } else if (!up && inlet.mapping() != client.upstream.mapping()) {
            // Received at the port from before a rebinding.
            oldPortPackets++;
            rings.release(packet);
        } else {
            client.lastArrivalNs = packet.arrivalNs;
            client.meter(up).offered(packet.bytes.remaining());
            client.path.offer(packet.arrivalNs - client.sinceNs, up, packet, inlet.mapping());
        }
    }

    private @Nullable ClientPath clientAt(Inlet front, InetSocketAddress address, long nowNs) {
        Key key = new Key(front, address);
        ClientPath known = byAddress.get(key);
        if (known != null) {
            return known;
        }
        if (all.size() >= MAX_CLIENTS) {
            drops.tooManyClients.incrementAndGet();
            return null;
        }
        try {
            ClientPath client = new ClientPath(front, address, wishes.opening(nowNs, lastId + 1), rings);
            sockets.opened(client.upstream);
            lastId++;
            all.add(client);
            byAddress.put(key, client);
            return client;
        } catch (IOException noSocket) {
            drops.notSent.incrementAndGet();
            return null;
        }
    }

    /** Sends everything that is due, and tells when the next packet is; {@link Long#MAX_VALUE} for none. */
    long release(long nowNs) {
        long nextNs = Long.MAX_VALUE;
        for (ClientPath client : all) {
            if (client.nextDueNs() <= nowNs) {
                client.path.advance(nowNs - client.sinceNs, client, this);
            }
            nextNs = Math.min(nextNs, client.nextDueNs());
        }
        return nextNs;
    }

    @Override
    public void delivered(ClientPath client, long atNs, boolean up, Packet packet) {
        long dueNs = client.sinceNs + atNs;
        client.meter(up).delivered(packet.bytes.limit(), dueNs - packet.arrivalNs);
        outlet.send(client, up, packet, dueNs);
    }

    /** The NAT forgot its mapping, or was told to: from now on the server sees another port. */
    @Override
    public void rebound(ClientPath client, int mapping) {
        try {
            Inlet fresh = Inlet.upstream(client.front.server(), client, mapping);
            sockets.closed(List.of(client.upstream));
            client.upstream = fresh;
            client.ports++;
            sockets.opened(fresh);
        } catch (IOException noSocket) {
            drops.notSent.incrementAndGet();
        }
    }

    /** Ends clients that are gone. */
    void expire(long nowNs) {
        List<ClientPath> gone = new ArrayList<>();
        for (ClientPath client : all) {
            if (nowNs - client.lastArrivalNs > IDLE_NS) {
                // What a path without a rate still holds would never come back to the pool.
                client.path.lift(nowNs - client.sinceNs);
                if (client.nextDueNs() == Long.MAX_VALUE) {
                    gone.add(client);
                }
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        for (ClientPath client : gone) {
            remember(ClientState.of(client, nowNs));
            byAddress.remove(new Key(client.front, client.address));
        }
        sockets.closed(gone.stream().map(client -> client.upstream).toList());
        all.removeAll(gone);
    }

    private void remember(ClientState state) {
        if (left.size() < MAX_LEFT) {
            left.add(state);
        } else {
            forgotten++;
        }
    }

    /** Those that {@code id} means; 0 means all. */
    List<ClientPath> find(int id) {
        if (id == 0) {
            return List.copyOf(all);
        }
        return all.stream().filter(client -> client.id == id).toList();
    }

    List<ClientState> states(long nowNs) {
        List<ClientState> states = new ArrayList<>(left);
        all.forEach(client -> states.add(ClientState.of(client, nowNs)));
        return states;
    }

    long oldPortPackets() {
        return oldPortPackets;
    }

    /** Clients that left and are in no report. */
    long forgotten() {
        return forgotten;
    }

    void close() {
        sockets.closed(all.stream().map(client -> client.upstream).toList());
    }
}
