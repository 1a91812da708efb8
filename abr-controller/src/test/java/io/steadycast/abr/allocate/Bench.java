package io.steadycast.abr.allocate;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.estimate.PathEstimate;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.protect.Costs;
import java.util.List;

/** A viewer's session around one allocator, in virtual time; keyframes come at once, so that what is planned is what is forwarded. */
final class Bench implements SessionView, Costs {
    static final long MS = 1_000_000L;

    final List<FakeVideo> streams;
    final LayerAllocator allocator;
    final PathEstimate path = new PathEstimate();
    final Plan plan;
    double protection;
    boolean keyframesCome = true;
    boolean repairInTime = true;
    long nowNs;

    Bench(QualityProfile profile, FakeVideo... streams) {
        this.streams = List.of(streams);
        allocator = new LayerAllocator(profile);
        plan = new Plan(streams.length);
        path.state = PathEstimate.State.NORMAL;
        budget(300_000);
    }

    Bench budget(long bps) {
        path.budgetBps = bps;
        path.capacityBps = bps;
        path.ackedBps = bps;
        return this;
    }

    void runMs(int ms) {
        for (int i = 0; i < ms; i += 100) {
            nowNs += 100 * MS;
            tick();
        }
    }

    void tick() {
        allocator.allocate(nowNs, this, path, this, plan);
        for (int i = 0; i < streams.size() && keyframesCome; i++) {
            streams.get(i).current = plan.stream(i).paused ? -1 : allocator.rung(i);
        }
    }

    /** "270p/2", or "-" for a stream that is given up. */
    String shown(int stream) {
        int rung = allocator.rung(stream);
        return plan.stream(stream).paused || rung < 0
                ? "-"
                : streams.get(stream).heightPx(rung) + "p/" + allocator.temporalId(stream);
    }

    @Override
    public long costBps(Demand demand, int rung, int maxTemporalId) {
        return (long) (demand.bitrateBps(rung, maxTemporalId) * (1 + protection));
    }

    @Override
    public boolean isRepairInTime() {
        return repairInTime;
    }

    @Override
    public PacketHistory packets() {
        throw new UnsupportedOperationException("layers are chosen from the estimate");
    }

    @Override
    public int demandCount() {
        return streams.size();
    }

    @Override
    public Demand demand(int index) {
        return streams.get(index);
    }

    @Override
    public long rttNs() {
        return 100 * MS;
    }

    @Override
    public boolean rttMeasured() {
        return true;
    }

    @Override
    public long rembBps() {
        return -1;
    }

    @Override
    public int queuedBytes() {
        return 0;
    }

    @Override
    public int probeDone() {
        return 0;
    }

    @Override
    public long sentBytes(PacketKind kind) {
        return 0;
    }
}
