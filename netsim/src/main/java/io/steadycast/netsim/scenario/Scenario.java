package io.steadycast.netsim.scenario;

import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.profile.QualityProfiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is run: who publishes over which path, who watches over which, for how long, and what must come out. Which policies and seeds it is run with is not part of it.
 *
 * @param name in reports and on the command line
 * @param title one line for a reader
 * @param timing of a run
 * @param cast who takes part
 * @param quality the quality profile that a policy is asked for
 * @param targets that are judged
 */
public record Scenario(
        String name, String title, Timing timing, Cast cast, QualityProfile quality, List<Target> targets) {
    /** Up to 20 % loss frames may be 1.0 s old, beyond that 1.5 s. */
    public static final QualityProfile SMOOTH_FIRST = QualityProfiles.SMOOTH_FIRST;

    public Scenario {
        targets = List.copyOf(targets);
    }

    /**
     * When what is measured.
     *
     * @param durationNs of a run, from the first viewer's joining
     * @param warmUpNs after a viewer's first picture; gaps before it do not count
     */
    public record Timing(long durationNs, long warmUpNs) {}

    /**
     * Who takes part.
     *
     * @param hosts that publish
     * @param viewers that watch
     * @param bottleneck that all viewers share in front of their own paths, null for none
     */
    public record Cast(
            List<Host> hosts,
            List<Viewer> viewers,
            @Nullable PathChoice bottleneck) {
        public Cast {
            hosts = List.copyOf(hosts);
            viewers = List.copyOf(viewers);
        }
    }

    /** Publishes a ladder over a path. */
    public record Host(String name, Ladder ladder, PathChoice uplink) {}

    /**
     * Watches a host over a path.
     *
     * @param host its index
     * @param path its way
     * @param stay when it is there
     */
    public record Viewer(int host, PathChoice path, Stay stay) {}

    /**
     * Presence of a viewer.
     *
     * @param joinAtNs after the start
     * @param pauseAtNs when it stops watching, {@link Long#MAX_VALUE} for never
     * @param resumeAtNs when it watches again
     */
    public record Stay(long joinAtNs, long pauseAtNs, long resumeAtNs) {
        public static final Stay ALWAYS = new Stay(0, Long.MAX_VALUE, Long.MAX_VALUE);

        public static Stay from(long joinAtNs) {
            return new Stay(joinAtNs, Long.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    public Scenario withDuration(long durationNs) {
        return new Scenario(name, title, new Timing(durationNs, timing.warmUpNs()), cast, quality, targets);
    }

    public Scenario withWarmUp(long warmUpNs) {
        return new Scenario(name, title, new Timing(timing.durationNs(), warmUpNs), cast, quality, targets);
    }

    public Scenario withQuality(QualityProfile newQuality) {
        return new Scenario(name, title, timing, cast, newQuality, targets);
    }

    public Scenario withTargets(List<Target> newTargets) {
        return new Scenario(name, title, timing, cast, quality, newTargets);
    }
}
