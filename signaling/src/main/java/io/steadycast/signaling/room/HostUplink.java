package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.MediaPlane;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PeerStats;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its room's events. A publisher whose page listens: what it is to hold back, told to the media plane and to the page. The media plane hears of a layer that goes
 * before the page does, and the page of one that comes back before the media plane does.
 */
final class HostUplink {
    /** Viewers go on to another layer before theirs ends. */
    private static final long MOVE_NS = TimeUnit.MILLISECONDS.toNanos(900);

    private final PublishSession session;
    private final MediaPlane plane;
    private final PausePolicy policy;
    private final Page page;
    private final UnusedLayers unused;
    private final UplinkRelief relief = new UplinkRelief();
    private final Map<LayerRef, LayerHold> held = new HashMap<>();
    private final Map<LayerRef, Long> withdrawnNs = new HashMap<>();
    private Map<LayerRef, LayerHold> told = Map.of();
    private long turn;
    private @Nullable EncoderReport report;

    /** Where the page is told. */
    interface Page {
        void hold(String sessionId, HeldLayers held);
    }

    HostUplink(PublishSession session, MediaPlane plane, PausePolicy policy, Page page) {
        this.session = session;
        this.plane = plane;
        this.policy = policy;
        this.page = page;
        unused = new UnusedLayers(policy.after().toNanos());
    }

    PeerId peer() {
        return session.peer();
    }

    /** Looks at the layers as they run, and has what follows done. */
    void look(long nowNs) throws MediaPlaneException {
        if (policy.enabled()) {
            unused.look(nowNs, plane.tracks(peer()));
        }
        apply(nowNs);
    }

    /** The same, and judges the uplink; once a second. */
    void tick(long nowNs) throws MediaPlaneException {
        if (plane.stats(peer()) instanceof PeerStats.Publisher uplink) {
            relief.look(nowNs, uplink, report);
        }
        look(nowNs);
    }

    void viewerComes(long nowNs) throws MediaPlaneException {
        unused.viewerComes(nowNs);
        apply(nowNs);
    }

    void report(EncoderReport newReport) {
        report = newReport;
    }

    /** The page answers what it holds back. */
    void acknowledged(long nowNs, long answeredTurn, Set<LayerRef> obeyed) throws MediaPlaneException {
        if (answeredTurn != turn) {
            return;
        }
        for (LayerRef ref : told.keySet()) {
            if (!obeyed.contains(ref)) {
                unused.refused(nowNs, ref);
                relief.refused(nowNs, ref);
            }
        }
        apply(nowNs);
    }

    private void apply(long nowNs) throws MediaPlaneException {
        Map<LayerRef, LayerHold> wanted = new HashMap<>();
        unused.paused().forEach(ref -> wanted.put(ref, LayerHold.UNUSED));
        relief.resting().forEach(ref -> wanted.put(ref, LayerHold.UPLINK));
        for (Map.Entry<LayerRef, LayerHold> one : wanted.entrySet()) {
            if (held.get(one.getKey()) != one.getValue()) {
                plane.holdLayer(peer(), one.getKey().mid(), one.getKey().rid(), one.getValue());
                held.put(one.getKey(), one.getValue());
                if (one.getValue() == LayerHold.UPLINK) {
                    withdrawnNs.put(one.getKey(), nowNs);
                }
            }
        }
        Map<LayerRef, LayerHold> toTell = new HashMap<>(wanted);
        withdrawnNs.keySet().retainAll(wanted.keySet());
        withdrawnNs.forEach((ref, sinceNs) -> {
            if (nowNs - sinceNs < MOVE_NS) {
                toTell.remove(ref);
            }
        });
        if (!toTell.equals(told)) {
            told = Map.copyOf(toTell);
            turn++;
            page.hold(session.id(), new HeldLayers(turn, told));
        }
        release(wanted.keySet());
    }

    private void release(Set<LayerRef> stillHeld) throws MediaPlaneException {
        for (LayerRef ref : new HashSet<>(held.keySet())) {
            if (!stillHeld.contains(ref)) {
                held.remove(ref);
                plane.holdLayer(peer(), ref.mid(), ref.rid(), LayerHold.NONE);
            }
        }
    }

    /** The page is gone, and sends everything again by itself. */
    void end() throws MediaPlaneException {
        release(Set.of());
    }
}
