package io.steadycast.netsim.cli;

import io.steadycast.netsim.emulate.ClientState;
import io.steadycast.netsim.emulate.DirectionMeter;
import io.steadycast.netsim.emulate.EmulatorState;
import java.util.Locale;
import java.util.function.Function;

/** Confined to its command. One line of an emulator's state: what passed since the line before. */
final class StatusLine {
    private static final double MS = 1e6;

    private Sums up = Sums.NONE;
    private Sums down = Sums.NONE;
    private long atNs;

    private record Sums(long packets, long bytes, long dropped, long delayNs) {
        private static final Sums NONE = new Sums(0, 0, 0, 0);

        static Sums of(EmulatorState state, Function<ClientState, ClientState.Way> direction) {
            Sums sums = NONE;
            for (ClientState client : state.clients()) {
                ClientState.Way way = direction.apply(client);
                DirectionMeter.Flow flow = way.flow();
                sums = new Sums(
                        sums.packets + flow.deliveredPackets(),
                        sums.bytes + flow.deliveredBytes(),
                        sums.dropped + way.dropped(),
                        sums.delayNs + flow.delaySumNs());
            }
            return sums;
        }

        Sums minus(Sums before) {
            return new Sums(
                    packets - before.packets, bytes - before.bytes, dropped - before.dropped, delayNs - before.delayNs);
        }

        String text(double seconds) {
            long decided = packets + dropped;
            return String.format(
                    Locale.ROOT,
                    "%.0f kbit/s, loss %.1f %%, delay %.0f ms",
                    bytes * 8e-3 / seconds,
                    decided == 0 ? 0 : 100.0 * dropped / decided,
                    packets == 0 ? 0 : delayNs / MS / packets);
        }
    }

    String text(EmulatorState state) {
        Sums upNow = Sums.of(state, ClientState::up);
        Sums downNow = Sums.of(state, ClientState::down);
        double seconds = Math.max(1, state.forNs() - atNs) / 1e9;
        String text = String.format(
                Locale.ROOT,
                "%s %s %s | clients %d | down %s | up %s",
                clock(state.forNs()),
                state.active() ? "ACTIVE" : "off",
                state.trust().stamp(),
                state.clients().size(),
                downNow.minus(down).text(seconds),
                upNow.minus(up).text(seconds));
        up = upNow;
        down = downNow;
        atNs = state.forNs();
        return text;
    }

    /** Over the whole run. */
    String summary(EmulatorState state) {
        double seconds = Math.max(1, state.forNs()) / 1e9;
        return String.format(
                Locale.ROOT,
                "%s | clients %d | down %s | up %s | releases late p50 %.3f ms, p99 %.3f ms, max %.1f ms | %s",
                clock(state.forNs()),
                state.clients().size(),
                Sums.of(state, ClientState::down).text(seconds),
                Sums.of(state, ClientState::up).text(seconds),
                state.harness().lateness().p50Ns() / MS,
                state.harness().lateness().p99Ns() / MS,
                state.harness().lateness().highestNs() / MS,
                state.trust());
    }

    private static String clock(long forNs) {
        long seconds = forNs / 1_000_000_000L;
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
