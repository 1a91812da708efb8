package io.steadycast.abr.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.estimate.PathEstimate.LossKind;
import io.steadycast.abr.estimate.PathEstimate.State;
import org.junit.jupiter.api.Test;

/** A viewer without transport-wide feedback: REMB, or the round trip and the losses of its receiver reports. */
final class ReportedPathTest {
    private static final long MS = 1_000_000L;

    private final Reports view = new Reports();
    private final PathEstimator estimator = new PathEstimator(PathTrial.RATES);
    private final PathEstimate path = estimator.path();

    /** What such a viewer tells, changed by the test. */
    private static final class Reports implements SessionView {
        long nowNs = 1_000_000 * MS;
        long rttNs = 100 * MS;
        boolean measured;
        long rembBps = -1;
        double loss = -1;
        long sent;

        @Override
        public PacketHistory packets() {
            throw new UnsupportedOperationException("no packet is ever reported");
        }

        @Override
        public int demandCount() {
            return 0;
        }

        @Override
        public Demand demand(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public long rttNs() {
            return rttNs;
        }

        @Override
        public boolean rttMeasured() {
            return measured;
        }

        @Override
        public long rembBps() {
            return rembBps;
        }

        @Override
        public double reportedLoss() {
            return loss;
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
            return kind == PacketKind.BASE ? sent : 0;
        }
    }

    /** So many seconds, in which a share of the budget is sent; each second brings a report if {@code reporting}. */
    private void run(int seconds, double share, boolean reporting) {
        for (int tick = 0; tick < seconds * 200; tick++) {
            view.nowNs += 5 * MS;
            view.sent += Math.round(share * path.budgetBps / 8 * 0.005);
            if (reporting && tick % 200 == 0) {
                view.rttNs += tick % 400 == 0 ? 1_000 : -1_000;
            }
            estimator.onTick(view.nowNs, view);
        }
    }

    @Test
    void withoutAnyReportTheStartIsAllThereIs() {
        run(60, 1, false);
        assertThat(path.state).isEqualTo(State.START);
        assertThat(path.capacityBps).isEqualTo(PathTrial.RATES.startBps());
    }

    @Test
    void rembIsTheEstimateWithinTheBounds() {
        view.rembBps = 900_000;
        run(5, 1, false);
        assertThat(path.state).isEqualTo(State.NORMAL);
        assertThat(path.capacityBps).isEqualTo(900_000);
        assertThat(path.budgetBps).isEqualTo(900_000);
        view.rembBps = 10_000;
        run(2, 1, false);
        assertThat(path.capacityBps).isEqualTo(PathTrial.RATES.minBps());
    }

    @Test
    void reportsWithASteadyRoundTripRaiseWhatIsUsedAndNothingElse() {
        view.measured = true;
        run(20, 1, true);
        run(1, 0.3, true);
        long used = path.capacityBps;
        assertThat(used).isGreaterThan(2 * PathTrial.RATES.startBps());
        run(20, 0.3, true);
        assertThat(path.capacityBps).isEqualTo(used);
    }

    @Test
    void silenceRaisesNothing() {
        view.measured = true;
        run(20, 1, true);
        run(1, 1, false);
        long before = path.capacityBps;
        run(60, 1, false);
        assertThat(path.capacityBps).isEqualTo(before);
    }

    @Test
    void aRoundTripThatGrowsIsAQueue() {
        view.measured = true;
        run(20, 1, true);
        long before = path.capacityBps;
        view.rttNs += 150 * MS;
        run(2, 1, true);
        assertThat(path.capacityBps).isLessThan((long) (0.9 * before));
        assertThat(path.rttNs).isGreaterThan(240 * MS);
    }

    @Test
    void reportedLossIsLearntAndLowersNothing() {
        view.measured = true;
        view.loss = 0.3;
        run(30, 1, true);
        assertThat(path.loss).isCloseTo(0.3, within(0.02));
        assertThat(path.lossKind).isEqualTo(LossKind.RANDOM);
        assertThat(path.capacityBps).isGreaterThan(2 * PathTrial.RATES.startBps());
    }
}
