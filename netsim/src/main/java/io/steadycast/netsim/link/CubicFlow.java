package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.CrossTraffic;
import java.util.ArrayDeque;

/**
 * Confined to its link. One greedy flow with CUBIC's window (RFC 9438): slow start, then the cubic around the last loss, x 0.7 at a loss, at most once in a round trip.
 * Acknowledgements return one round trip after the server finished; losses are noticed as late.
 */
final class CubicFlow implements CrossSource {
    static final int PACKET_BYTES = 1_500;

    private static final double BETA = 0.7;
    private static final double C = 0.4;
    private static final double FIRST_WINDOW = 10;
    private static final double MIN_WINDOW = 2;
    private static final double MAX_WINDOW = 20_000;

    private final CrossTraffic.Cubic spec;
    private final ArrayDeque<Notice> notices = new ArrayDeque<>();
    private double window = FIRST_WINDOW;
    private double threshold = Double.MAX_VALUE;
    private double lastMax;
    private double k;
    private long epochNs;
    private long recoveryUntilNs = Long.MIN_VALUE;
    private int inFlight;
    private long startNs;

    /** What the sender learns, and when. */
    private record Notice(long atNs, boolean lost) {}

    CubicFlow(CrossTraffic.Cubic spec, long nowNs) {
        this.spec = spec;
        this.startNs = nowNs;
    }

    @Override
    public CrossTraffic spec() {
        return spec;
    }

    @Override
    public long nextNs() {
        if (startNs != Long.MAX_VALUE) {
            return startNs;
        }
        Notice first = notices.peek();
        return first == null ? Long.MAX_VALUE : first.atNs;
    }

    @Override
    public void run(long nowNs, Out out) {
        startNs = Long.MAX_VALUE;
        Notice first = notices.peek();
        while (first != null && first.atNs <= nowNs) {
            notices.remove();
            inFlight--;
            if (first.lost) {
                onLoss(nowNs);
            } else {
                onAck(nowNs);
            }
            first = notices.peek();
        }
        while (inFlight + 1 <= window) {
            inFlight++;
            out.send(nowNs, PACKET_BYTES);
        }
    }

    private void onAck(long nowNs) {
        if (window < threshold) {
            window = Math.min(MAX_WINDOW, window + 1);
            return;
        }
        double seconds = (nowNs - epochNs + spec.rttNs()) / 1e9;
        double offset = seconds - k;
        double target = C * offset * offset * offset + lastMax;
        double step = Math.clamp(target - window, 0.01, window / 2) / window;
        window = Math.min(MAX_WINDOW, window + step);
    }

    private void onLoss(long nowNs) {
        if (nowNs < recoveryUntilNs) {
            return;
        }
        recoveryUntilNs = nowNs + spec.rttNs();
        // Fast convergence, section 4.7.
        lastMax = window < lastMax ? window * (1 + BETA) / 2 : window;
        window = Math.max(MIN_WINDOW, window * BETA);
        threshold = window;
        epochNs = nowNs;
        k = StrictMath.cbrt(Math.max(0, lastMax - window) / C);
    }

    @Override
    public void served(long nowNs) {
        notices.add(new Notice(nowNs + spec.rttNs(), false));
    }

    @Override
    public void dropped(long nowNs) {
        notices.add(new Notice(nowNs + spec.rttNs(), true));
    }
}
