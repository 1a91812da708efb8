package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.NatSpec;
import io.steadycast.netsim.link.spec.NatSpec.Behaviour;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.TimedEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Confined to its path. The address translator (RFC 4787). A mapping is a number that stands for a public port; a new one is never an old one's number.
 */
public final class Nat {
    /** Mappings and permissions at once; the oldest goes. */
    private static final int MAX_ENTRIES = 64;

    private final List<Mapping> mappings = new ArrayList<>();
    private final List<Occurrences> rebindings = new ArrayList<>();
    private NatSpec spec;
    private int lastNumber = -1;
    private int address;

    private static final class Mapping {
        private final int number;
        private final long remote;
        private final List<Long> permitted = new ArrayList<>();
        private long lastOutNs;

        Mapping(int number, long remote) {
            this.number = number;
            this.remote = remote;
        }
    }

    Nat(PathSpec path, long originNs, long pathSeed) {
        this.spec = path.nat();
        plan(path, originNs, pathSeed);
    }

    private void plan(PathSpec path, long originNs, long pathSeed) {
        List<TimedEvent> events = path.events();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).what() instanceof Happening.NatRebinding) {
                rebindings.add(new Occurrences(
                        events.get(i), path.baseDelay(), originNs, Draws.of(pathSeed, Draws.Purpose.EVENT, i)));
            }
        }
    }

    void change(NatSpec newSpec) {
        spec = newSpec;
    }

    private void advance(long nowNs) {
        for (Occurrences rebinding : rebindings) {
            while (rebinding.startNs() <= nowNs) {
                if (rebinding.event().what() instanceof Happening.NatRebinding what) {
                    rebind(what.newAddress());
                }
                rebinding.next();
            }
        }
    }

    /** The client is behind new ports from now on. */
    void rebind(boolean newAddress) {
        mappings.clear();
        address += newAddress ? 1 : 0;
    }

    /** Something leaves for this remote end: through which mapping. */
    public int outbound(long nowNs, int remoteAddress, int remotePort) {
        advance(nowNs);
        long remote = key(remoteAddress, remotePort);
        Mapping mapping = find(nowNs, masked(remote, spec.mapping()));
        mapping.lastOutNs = nowNs;
        long permission = masked(remote, spec.filtering());
        if (!mapping.permitted.contains(permission)) {
            if (mapping.permitted.size() == MAX_ENTRIES) {
                mapping.permitted.removeFirst();
            }
            mapping.permitted.add(permission);
        }
        return mapping.number;
    }

    private Mapping find(long nowNs, long remote) {
        mappings.removeIf(mapping -> expired(nowNs, mapping));
        for (Mapping mapping : mappings) {
            if (mapping.remote == remote) {
                return mapping;
            }
        }
        if (mappings.size() == MAX_ENTRIES) {
            mappings.removeFirst();
        }
        Mapping fresh = new Mapping(++lastNumber, remote);
        mappings.add(fresh);
        return fresh;
    }

    private boolean expired(long nowNs, Mapping mapping) {
        return spec.idleTimeoutNs() > 0 && nowNs - mapping.lastOutNs > spec.idleTimeoutNs();
    }

    /** Something came from this remote end to a mapping. Section 4.3: only what goes out keeps it alive. */
    public Fate inbound(long nowNs, int number, int remoteAddress, int remotePort) {
        advance(nowNs);
        long permission = masked(key(remoteAddress, remotePort), spec.filtering());
        for (Mapping mapping : mappings) {
            if (mapping.number == number && !expired(nowNs, mapping)) {
                return mapping.permitted.contains(permission) ? Fate.DELIVERED : Fate.NAT;
            }
        }
        return Fate.NAT;
    }

    /** Counts up when the client gets a new public address. */
    public int address() {
        return address;
    }

    private static long key(int remoteAddress, int remotePort) {
        return ((long) remoteAddress << 16) | (remotePort & 0xFFFF);
    }

    private static long masked(long remote, Behaviour behaviour) {
        return switch (behaviour) {
            case ENDPOINT_INDEPENDENT -> 0;
            case ADDRESS_DEPENDENT -> remote >>> 16;
            case ADDRESS_AND_PORT_DEPENDENT -> remote;
        };
    }
}
