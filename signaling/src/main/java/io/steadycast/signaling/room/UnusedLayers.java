package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Confined to its room's events. Which layers of one publisher nobody wants: those above the highest that a viewer gets or would get. What lies below stays, since whoever
 * has to go down needs it at once, and the lowest stays for whoever comes.
 *
 * <p>A layer that is paused and wished for again and again is paused later each time, so that a host's encoder is not started anew all the time.
 */
final class UnusedLayers {
    /** Viewers say what they want more often than this. */
    static final long RECENT_MS = 1_500;
    /** Wanted for so long, it is a new story. */
    static final long PROVEN_NS = TimeUnit.SECONDS.toNanos(60);

    static final long MAX_WAIT_NS = TimeUnit.MINUTES.toNanos(5);

    /** A page that goes on sending has not understood, or cannot. */
    private static final long OBEYS_WITHIN_NS = TimeUnit.SECONDS.toNanos(6);

    private final long afterNs;
    private final Map<LayerRef, Layer> layers = new HashMap<>();

    UnusedLayers(long afterNs) {
        this.afterNs = afterNs;
    }

    private static final class Layer {
        long unusedSinceNs;
        boolean paused;
        long pausedNs;
        boolean wasPaused;
        long resumedNs;
        long waitNs;

        Layer(long nowNs, long waitNs) {
            unusedSinceNs = nowNs;
            this.waitNs = waitNs;
        }

        void resume(long nowNs) {
            paused = false;
            wasPaused = true;
            resumedNs = nowNs;
            unusedSinceNs = nowNs;
        }

        long waitNs(long afterNs) {
            if (!wasPaused) {
                return afterNs;
            }
            return unusedSinceNs - resumedNs >= PROVEN_NS ? afterNs : Math.clamp(2 * waitNs, afterNs, MAX_WAIT_NS);
        }
    }

    /** Looks at the layers as they run now. */
    void look(long nowNs, List<PublishedTrackInfo> tracks) {
        for (PublishedTrackInfo track : tracks) {
            if (track.kind() == MediaKind.VIDEO && track.layers().size() > 1) {
                for (LayerInfo layer : track.layers()) {
                    look(nowNs, track, layer);
                }
            }
        }
    }

    private void look(long nowNs, PublishedTrackInfo track, LayerInfo layer) {
        Layer known = layers.computeIfAbsent(new LayerRef(track.mid(), layer.rid()), _ -> new Layer(nowNs, afterNs));
        if (known.paused) {
            long pausedNs = nowNs - known.pausedNs;
            boolean wished = isWanted(track, layer.rank(), TimeUnit.NANOSECONDS.toMillis(pausedNs));
            boolean ignored = layer.use().hold() == LayerHold.NONE && pausedNs > OBEYS_WITHIN_NS;
            if (wished || ignored) {
                known.resume(nowNs);
            }
            return;
        }
        boolean sent = layer.active() && layer.bitrateBps() > 0 && layer.use().hold() == LayerHold.NONE;
        if (layer.rank() == 0 || !sent || isWanted(track, layer.rank(), RECENT_MS)) {
            known.unusedSinceNs = nowNs;
        } else if (nowNs - known.unusedSinceNs >= known.waitNs(afterNs)) {
            known.waitNs = known.waitNs(afterNs);
            known.paused = true;
            known.pausedNs = nowNs;
        }
    }

    /** Whether this rank or a higher one was wanted within a time. */
    private static boolean isWanted(PublishedTrackInfo track, int rank, long withinMs) {
        return track.layers().stream()
                .anyMatch(layer -> layer.rank() >= rank && layer.use().unwantedMs() < Math.min(withinMs, RECENT_MS));
    }

    /** Somebody comes: what it will want shows once it is connected, and an encoder takes its time as well. */
    void viewerComes(long nowNs) {
        for (Layer layer : layers.values()) {
            if (layer.paused) {
                layer.resume(nowNs);
            }
            layer.unusedSinceNs = nowNs;
        }
    }

    /** The page did not do it. */
    void refused(long nowNs, LayerRef ref) {
        Layer layer = layers.get(ref);
        if (layer != null && layer.paused) {
            layer.resume(nowNs);
        }
    }

    Set<LayerRef> paused() {
        Set<LayerRef> paused = new HashSet<>();
        layers.forEach((ref, layer) -> {
            if (layer.paused) {
                paused.add(ref);
            }
        });
        return paused;
    }
}
