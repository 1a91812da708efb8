package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.List;
import java.util.function.UnaryOperator;

/** Confined to the release thread. What paths are told to be: for clients to come, and for those that are there. */
final class Wishes {
    private final long runSeed;
    private PathMix mix;
    private boolean active = true;

    Wishes(EmulatorConfig config) {
        this.runSeed = config.seed();
        this.mix = config.paths();
    }

    ClientPath.Opening opening(long nowNs, int id) {
        return new ClientPath.Opening(nowNs, id, Seeds.of(runSeed, id, Seeds.PATH), mix.draw(runSeed, id), active);
    }

    PathMix mix() {
        return mix;
    }

    boolean active() {
        return active;
    }

    /** For clients to come. */
    void mix(PathMix newMix) {
        mix = newMix;
    }

    /** For clients to come. */
    void tune(UnaryOperator<PathSpec> change) {
        mix = mix.changed(change);
    }

    /** Clients that are there draw anew out of the mix, each by its number, as if they came now. */
    void draw(List<ClientPath> clients, PathMix from, long nowNs) {
        for (ClientPath client : clients) {
            set(client, from.draw(runSeed, client.id), nowNs);
        }
    }

    void tune(List<ClientPath> clients, UnaryOperator<PathSpec> change, long nowNs) {
        // All or nothing: a change that one client's path refuses is made for none.
        List<NamedPath> changed =
                clients.stream().map(client -> client.wanted.changed(change)).toList();
        for (int i = 0; i < clients.size(); i++) {
            set(clients.get(i), changed.get(i), nowNs);
        }
    }

    private void set(ClientPath client, NamedPath wanted, long nowNs) {
        client.wanted = wanted;
        if (active) {
            client.path.change(nowNs - client.sinceNs, wanted.spec());
        }
    }

    void happen(List<ClientPath> clients, Direction direction, Happening what, long nowNs) {
        for (ClientPath client : clients) {
            client.path.happen(nowNs - client.sinceNs, direction, what);
        }
    }

    /** Off: every path is plain, sockets and what is on its way stay. On: as it was told before. */
    void active(List<ClientPath> clients, boolean on, long nowNs) {
        if (active == on) {
            return;
        }
        active = on;
        for (ClientPath client : clients) {
            if (on) {
                client.path.change(nowNs - client.sinceNs, client.wanted.spec());
            } else {
                client.path.lift(nowNs - client.sinceNs);
            }
        }
    }
}
