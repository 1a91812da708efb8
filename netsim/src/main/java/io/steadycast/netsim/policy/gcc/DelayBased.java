package io.steadycast.netsim.policy.gcc;

import io.steadycast.abr.control.PacketHistory;

/** Confined to its session. The delay-based half: what each feedback says of the queue, and the rate that follows (libwebrtc delay_based_bwe.cc). */
public final class DelayBased {
    private final AckedRate acked = new AckedRate();
    private final RobustThroughput robust = new RobustThroughput();
    private final boolean classic;
    private final Trendline trendline = new Trendline();
    private final ProbeResults probes = new ProbeResults();
    private final Aimd aimd;
    private Trendline.Usage before = Trendline.Usage.NORMAL;
    private double probedBps = -1;
    private boolean recovered;

    /** {@code classic}: the rate of what arrives by the filter of before 2023. */
    public DelayBased(double startBps, double minBps, boolean classic) {
        this.classic = classic;
        aimd = new Aimd(startBps, minBps);
    }

    public double bps() {
        return aimd.bps();
    }

    public void set(long nowNs, double bps) {
        aimd.set(nowNs, bps);
    }

    /** -1 while it is unknown. */
    public double ackedBps() {
        return classic ? acked.bps() : robust.bps();
    }

    public Trendline.Usage usage() {
        return trendline.usage();
    }

    public ProbeResults probes() {
        return probes;
    }

    /** Of the last feedback, -1 if no probe ended in it. */
    public double probedBps() {
        return probedBps;
    }

    /** In the last feedback the queue stopped shrinking: what there was of it is gone. */
    public boolean recovered() {
        return recovered;
    }

    public void onFeedback(long nowNs, PacketHistory packets, long rttNs) {
        aimd.rttNs(rttNs);
        probedBps = -1;
        Trendline.Usage usage = before;
        boolean any = false;
        recovered = false;
        for (int i = 0; i < packets.reportedCount(); i++) {
            long seq = packets.reportedSeq(i);
            if (packets.status(seq) != PacketHistory.RECEIVED) {
                continue;
            }
            any = true;
            long arrivalNs = packets.arrivalNs(seq);
            acked.onAcked(arrivalNs, packets.sizeBytes(seq));
            robust.onAcked(packets.sentNs(seq), arrivalNs, packets.sizeBytes(seq));
            Trendline.Usage last = usage;
            usage = trendline.onPacket(packets.sentNs(seq), arrivalNs);
            recovered |= last == Trendline.Usage.UNDERUSE && usage == Trendline.Usage.NORMAL;
            if (packets.probeId(seq) != 0) {
                double rate =
                        probes.onPacket(packets.probeId(seq), packets.sentNs(seq), arrivalNs, packets.sizeBytes(seq));
                probedBps = rate > 0 ? rate : probedBps;
            }
        }
        if (any) {
            update(nowNs, usage);
        }
    }

    private void update(long nowNs, Trendline.Usage usage) {
        double ackedBps = ackedBps();
        if (usage == Trendline.Usage.OVERUSE) {
            if (aimd.mayReduce(nowNs, ackedBps)) {
                aimd.update(nowNs, usage, ackedBps);
            }
        } else if (probedBps > 0) {
            aimd.set(nowNs, probedBps);
        } else {
            aimd.update(nowNs, usage, ackedBps);
        }
        before = usage;
    }
}
