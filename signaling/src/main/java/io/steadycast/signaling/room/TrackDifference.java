package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import java.util.List;

/** Stateless. Tells a change that a viewer should see from rates that waver all the time. */
final class TrackDifference {
    private static final double WORTH_SHOWING = 0.25;

    private TrackDifference() {}

    static boolean isWorthShowing(List<PublishedTrackInfo> before, List<PublishedTrackInfo> after) {
        if (before.size() != after.size()) {
            return true;
        }
        for (int i = 0; i < before.size(); i++) {
            PublishedTrackInfo a = before.get(i);
            PublishedTrackInfo b = after.get(i);
            boolean sameTrack = a.mid().equals(b.mid()) && a.codec() == b.codec();
            if (!sameTrack || differ(a.layers(), b.layers())) {
                return true;
            }
        }
        return false;
    }

    private static boolean differ(List<LayerInfo> before, List<LayerInfo> after) {
        if (before.size() != after.size()) {
            return true;
        }
        for (int i = 0; i < before.size(); i++) {
            LayerInfo a = before.get(i);
            LayerInfo b = after.get(i);
            boolean sameShape = a.rank() == b.rank()
                    && a.rid().equals(b.rid())
                    && a.size().equals(b.size())
                    && a.active() == b.active();
            if (!sameShape
                    || far((double) a.bitrateBps(), (double) b.bitrateBps())
                    || far(a.framesPerSecond(), b.framesPerSecond())) {
                return true;
            }
        }
        return false;
    }

    private static boolean far(double a, double b) {
        return Math.abs(a - b) > WORTH_SHOWING * Math.max(a, b);
    }
}
