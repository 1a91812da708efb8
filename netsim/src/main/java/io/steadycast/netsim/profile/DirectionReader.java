package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Disorder;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Framing;
import io.steadycast.netsim.link.spec.Policer;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.QueueSpec.Discipline;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.Stalls;
import java.util.List;

/** Confined to one reading. One direction of a path. */
final class DirectionReader {
    /** Words in files for queue disciplines. */
    private enum Aqm {
        DROPTAIL,
        DROPHEAD,
        CODEL,
        FQ_CODEL
    }

    private static final Legal QUEUE_MS = Legal.of(0, 60_000, "ms");
    private static final Legal QUEUE_BYTES = Legal.of(0, QueueSpec.MAX_BYTES, "bytes");
    private static final Legal QUEUE_PACKETS = Legal.of(1, QueueSpec.MAX_PACKETS, "packets");
    private static final Legal BUCKET_KB = Legal.of(1.6, 10_000_000, "kB");
    private static final Legal AQM_MS = Legal.of(0.001, 60_000, "ms");

    private final Factors factors;
    private final TraceFiles traces;

    DirectionReader(Factors factors, TraceFiles traces) {
        this.factors = factors;
        this.traces = traces;
    }

    DirectionSpec direction(Section root, String name) {
        Section section = root.section(name);
        if (section == null) {
            return DirectionSpec.PLAIN;
        }
        LossReader losses = new LossReader(factors, traces);
        Capacity capacity = new CapacityReader(factors, traces).capacity(section);
        Policer policer = policer(section);
        long ownDelayNs = PathReader.ns(section.numberOr("own_delay_ms", 0, Legal.DELAY_MS));
        DirectionSpec spec = new DirectionSpec(
                policer,
                losses.losses(section, "entry_loss"),
                queue(section, capacity),
                capacity,
                losses.losses(section, "loss"),
                ownDelayNs,
                excess(section),
                stalls(section),
                disorder(section),
                framing(section));
        section.close();
        return spec;
    }

    private Policer policer(Section direction) {
        Section section = direction.section("policer");
        if (section == null) {
            return Policer.NONE;
        }
        long bps = factors.rateBps(section.number("kbps", Legal.POLICER_KBPS));
        long bucketBytes = Math.round(section.number("bucket_kb", BUCKET_KB) * 1e3);
        section.close();
        return section.make(() -> new Policer(bps, bucketBytes), Policer.NONE);
    }

    private QueueSpec queue(Section direction, Capacity capacity) {
        Section section = direction.section("queue");
        if (section == null) {
            return QueueSpec.DEEP;
        }
        Discipline discipline = discipline(section);
        int packets = section.integerOr("packets", QueueSpec.MAX_PACKETS, QUEUE_PACKETS);
        boolean inMs = section.has("ms");
        boolean inBytes = section.has("bytes");
        QueueSpec queue = QueueSpec.DEEP;
        if (inMs && inBytes) {
            section.problem("ms", "either ms or bytes");
        } else if (inBytes) {
            long bytes = (long) section.number("bytes", QUEUE_BYTES.whole());
            queue = section.make(() -> new QueueSpec(bytes, packets, discipline), queue);
        } else if (inMs && capacity.meanBps() == Long.MAX_VALUE) {
            section.problem("ms", "bytes; an unlimited rate has no ms");
        } else if (inMs) {
            long ms = Math.round(section.number("ms", QUEUE_MS));
            queue = section.make(
                    () -> QueueSpec.ofMs(ms, capacity.meanBps(), discipline).withPackets(packets), queue);
        } else {
            queue = new QueueSpec(QueueSpec.DEEP.limitBytes(), packets, discipline);
        }
        section.close();
        return queue;
    }

    private static Discipline discipline(Section section) {
        Aqm aqm = section.choiceOr("aqm", Aqm.DROPTAIL, List.of(Aqm.values()));
        return switch (aqm) {
            case DROPTAIL -> new Discipline.DropTail();
            case DROPHEAD -> new Discipline.DropHead();
            case CODEL, FQ_CODEL -> codel(section, aqm);
        };
    }

    private static Discipline codel(Section section, Aqm aqm) {
        long targetNs = PathReader.ns(section.numberOr("target_ms", Discipline.CODEL_TARGET_NS / 1e6, AQM_MS));
        long intervalNs = PathReader.ns(section.numberOr("interval_ms", Discipline.CODEL_INTERVAL_NS / 1e6, AQM_MS));
        if (aqm == Aqm.CODEL) {
            return section.make(() -> new Discipline.CoDel(targetNs, intervalNs), Discipline.CoDel.USUAL);
        }
        Discipline.FqCoDel usual = Discipline.FqCoDel.USUAL;
        int quantum = section.integerOr("quantum_bytes", usual.quantumBytes(), Legal.of(64, 65_535, "bytes"));
        int flows = section.integerOr("flows", usual.flows(), Legal.of(1, 65_536, ""));
        return section.make(() -> new Discipline.FqCoDel(targetNs, intervalNs, quantum, flows), usual);
    }

    private ExcessDelay excess(Section direction) {
        Section section = direction.section("excess");
        if (section == null) {
            return ExcessDelay.NONE;
        }
        ExcessDelay excess = ExcessDelay.NONE;
        Section lognormal = section.section("lognormal");
        Section gamma = section.section("gamma");
        Section bounded = section.section("bounded");
        if (lognormal != null && gamma == null && bounded == null) {
            excess = lognormal(lognormal);
        } else if (gamma != null && lognormal == null && bounded == null) {
            excess = gamma(gamma);
        } else if (bounded != null && lognormal == null && gamma == null) {
            excess = bounded(bounded);
        } else {
            section.problem("lognormal", "one of lognormal, gamma, bounded");
        }
        section.close();
        return excess;
    }

    private ExcessDelay lognormal(Section section) {
        long p50Ns = factors.delayNs(section.number("p50_ms", Legal.DELAY_MS));
        long p95Ns = factors.delayNs(section.number("p95_ms", Legal.DELAY_MS));
        long tauNs = PathReader.ns(section.number("tau_ms", Legal.TAU_MS));
        section.close();
        return section.make(() -> new ExcessDelay.Lognormal(p50Ns, p95Ns, tauNs), ExcessDelay.NONE);
    }

    private ExcessDelay gamma(Section section) {
        long meanNs = factors.delayNs(section.number("mean_ms", Legal.DELAY_MS));
        long sdNs = factors.delayNs(section.number("sd_ms", Legal.DELAY_MS));
        long tauNs = PathReader.ns(section.number("tau_ms", Legal.TAU_MS));
        section.close();
        return section.make(() -> new ExcessDelay.Gamma(meanNs, sdNs, tauNs), ExcessDelay.NONE);
    }

    private ExcessDelay bounded(Section section) {
        long maxNs = factors.delayNs(section.number("max_ms", Legal.DELAY_MS));
        long sdNs = factors.delayNs(section.number("sd_ms", Legal.DELAY_MS));
        long tauNs = PathReader.ns(section.number("tau_ms", Legal.TAU_MS));
        section.close();
        return section.make(() -> new ExcessDelay.Bounded(maxNs, sdNs, tauNs), ExcessDelay.NONE);
    }

    private Stalls stalls(Section direction) {
        Section section = direction.section("stalls");
        if (section == null) {
            return Stalls.NONE;
        }
        double perMinute = section.number("per_minute", Legal.of(0, 600, ""));
        double[] holdMs = section.pair("hold_ms", Legal.DELAY_MS);
        section.close();
        return section.make(
                () -> new Stalls(perMinute, new Span(factors.delayNs(holdMs[0]), factors.delayNs(holdMs[1]))),
                Stalls.NONE);
    }

    private static Disorder disorder(Section direction) {
        Section reorder = direction.section("reorder");
        double p = 0;
        long delayNs = 0;
        if (reorder != null) {
            p = reorder.number("p", Legal.PROBABILITY);
            delayNs = PathReader.ns(reorder.number("delay_ms", Legal.DELAY_MS));
            reorder.close();
        }
        double duplicateP = direction.numberOr("duplicate_p", 0, Legal.PROBABILITY);
        double corruptP = direction.numberOr("corrupt_p", 0, Legal.PROBABILITY);
        double reorderP = p;
        long reorderNs = delayNs;
        return direction.make(() -> new Disorder(reorderP, reorderNs, duplicateP, corruptP), Disorder.NONE);
    }

    private static Framing framing(Section direction) {
        Section section = direction.section("framing");
        if (section == null) {
            return Framing.IPV4;
        }
        int ipUdp = section.integerOr("ip_udp_bytes", 28, Legal.of(0, 48, "(0, 28 or 48)"));
        int layer2 = section.integerOr("layer2_bytes", 0, Legal.of(0, 256, "bytes"));
        section.close();
        return section.make(() -> new Framing(ipUdp, layer2), Framing.IPV4);
    }
}
