package io.steadycast.netsim.client;

import io.steadycast.netsim.endpoint.PacketKind;
import io.steadycast.netsim.endpoint.Traffic;
import io.steadycast.netsim.endpoint.ViewerReport;
import java.util.List;
import java.util.Locale;

/** Confined to its run. One line a second about all viewers. */
final class WatchProgress {
    private long lastBytes;
    private long lastNs = System.nanoTime();

    String line(List<ViewerReport> viewers, int wanted, double cores) {
        Traffic received = Traffic.NONE;
        long playing = 0;
        long lost = 0;
        long rtx = 0;
        long freezes = 0;
        for (ViewerReport viewer : viewers) {
            received = received.plus(viewer.received());
            playing += viewer.video().firstFrameAfterNs() >= 0 ? 1 : 0;
            lost += viewer.repair().lost();
            rtx += viewer.traffic(PacketKind.RTX).packets();
            freezes += viewer.video().freezes().count();
        }
        long nowNs = System.nanoTime();
        double mbps = (received.bytes() - lastBytes) * 8e3 / Math.max(1, nowNs - lastNs);
        lastBytes = received.bytes();
        lastNs = nowNs;
        return String.format(
                Locale.ROOT,
                "%d/%d playing  %.2f Mbit/s  %d packets  %d lost  %d RTX  %d freezes  %.2f cores",
                playing,
                wanted,
                Math.max(0, mbps),
                received.packets(),
                lost,
                rtx,
                freezes,
                cores);
    }
}
