package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.Fate;
import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.LinkCounters;
import io.steadycast.netsim.link.PacketFate;
import io.steadycast.netsim.link.PathModel;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Confined to the release thread. One client's path, the same model as in simulations, in the time since the client came. Gives packets back to the pool when the model
 * is done with them.
 */
final class EmulatedPath {
    static final long NEVER = Link.NEVER;

    private final PacketRings rings;
    private final PathModel<Packet> model;
    /** The model's time never falls; a packet that was stamped before the last event but handed over after it is late by the difference. */
    private long modelNs;

    /** Takes what comes out. */
    interface Exit {
        /** The packet goes back to the pool afterwards. */
        void delivered(ClientPath client, long atNs, boolean up, Packet packet);

        /** What goes up next shall come from another port. */
        void rebound(ClientPath client, int mapping);
    }

    EmulatedPath(long seed, PathSpec spec, PacketRings rings) {
        this.rings = rings;
        this.model = new PathModel<>(new Link.Start(0, seed), spec, this::onFate);
    }

    /** The model tells every packet's fate once, and that of its copy. */
    private void onFate(PacketFate<Packet> fate) {
        if (fate.fate() != Fate.DELIVERED) {
            done(fate);
        }
    }

    private void done(PacketFate<Packet> fate) {
        Packet packet = fate.packet();
        boolean hasTwin = (fate.channelState() & (PacketFate.DUPLICATE | PacketFate.DUPLICATED)) != 0;
        packet.fates++;
        if (!hasTwin || packet.fates == 2) {
            rings.release(packet);
        }
    }

    void offer(long atNs, boolean up, Packet packet, int mapping) {
        modelNs = Math.max(modelNs, atNs);
        packet.shiftNs = modelNs - atNs;
        packet.fates = 0;
        if (up) {
            model.offerUp(modelNs, packet, packet.bytes.remaining());
        } else {
            model.offerDown(modelNs, packet, packet.bytes.remaining(), mapping);
        }
    }

    long nextEventAt() {
        return Math.min(model.up().nextEventAt(), model.down().nextEventAt());
    }

    /** Lets out what is due by now, each packet at its own moment. */
    void advance(long nowNs, ClientPath client, Exit exit) {
        for (long atNs = nextEventAt(); atNs <= nowNs; atNs = nextEventAt()) {
            modelNs = Math.max(modelNs, atNs);
            for (Packet packet = model.pollUp(modelNs); packet != null; packet = model.pollUp(modelNs)) {
                if (model.mapping() != client.upstream.mapping()) {
                    exit.rebound(client, model.mapping());
                }
                out(client, true, packet, exit);
            }
            for (Packet packet = model.pollDown(modelNs); packet != null; packet = model.pollDown(modelNs)) {
                out(client, false, packet, exit);
            }
        }
    }

    private void out(ClientPath client, boolean up, Packet packet, Exit exit) {
        PacketFate<Packet> fate = link(up).arrived();
        exit.delivered(client, fate.outNs(), up, packet);
        done(fate);
    }

    void change(long nowNs, PathSpec spec) {
        modelNs = Math.max(modelNs, nowNs);
        model.change(modelNs, spec);
    }

    /** Also ends what events have begun. */
    void lift(long nowNs) {
        change(nowNs, PathSpec.PLAIN);
        model.calm(modelNs);
    }

    void happen(long nowNs, Direction direction, Happening what) {
        modelNs = Math.max(modelNs, nowNs);
        model.happen(modelNs, direction, what);
    }

    private Link<Packet> link(boolean up) {
        return up ? model.up() : model.down();
    }

    /** By cause, those that there were. */
    Map<String, Long> drops(boolean up) {
        LinkCounters counters = link(up).counters();
        Map<String, Long> drops = new TreeMap<>();
        for (Fate fate : Fate.values()) {
            if (fate.dropped() && counters.of(fate) > 0) {
                drops.put(fate.name().toLowerCase(Locale.ROOT).replace('_', '-'), counters.of(fate));
            }
        }
        return drops;
    }

    int queuedPackets(boolean up) {
        return link(up).queuedPackets();
    }

    long queuedBytes(boolean up) {
        return link(up).queuedBytes();
    }
}
