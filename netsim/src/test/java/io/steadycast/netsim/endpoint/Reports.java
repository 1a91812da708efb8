package io.steadycast.netsim.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Viewer reports with chosen numbers, for tests of what is made of them. */
public final class Reports {
    public static final long MS = 1_000_000L;
    public static final long START_NS = 5_000 * MS;

    private long durationNs = 60_000 * MS;
    private long firstFrameMs = 500;
    private final List<Gap> gaps = new ArrayList<>();
    private long rendered = 1_500;
    private VideoReport.Freezes freezes = new VideoReport.Freezes(0, 0, 0, 0, 0);
    private List<VideoReport.LayerTime> layers = List.of();
    private long switches;
    private Map<PacketKind, Traffic> traffic = Map.of();
    private RepairReport repair = new RepairReport(0, 0, 0, 0, 0, 0, 0, 0);

    public Reports firstFrameMs(long ms) {
        firstFrameMs = ms;
        return this;
    }

    /** Pairs of a moment after the start and a length. */
    public Reports gaps(long... atAndLengthMs) {
        for (int i = 0; i < atAndLengthMs.length; i += 2) {
            gaps.add(new Gap(START_NS + atAndLengthMs[i] * MS, atAndLengthMs[i + 1] * MS, Gap.Why.OPEN));
        }
        return this;
    }

    public Reports rendered(long frames) {
        rendered = frames;
        return this;
    }

    public Reports freezes(VideoReport.Freezes newFreezes) {
        freezes = newFreezes;
        return this;
    }

    public Reports layers(long newSwitches, VideoReport.LayerTime... shown) {
        switches = newSwitches;
        layers = List.of(shown);
        return this;
    }

    public Reports traffic(Map<PacketKind, Traffic> newTraffic) {
        traffic = newTraffic;
        return this;
    }

    public Reports repair(RepairReport newRepair) {
        repair = newRepair;
        return this;
    }

    public ViewerReport build() {
        VideoReport video = new VideoReport(
                firstFrameMs * MS,
                rendered,
                0,
                3,
                freezes,
                new GapList(gaps, 0),
                24,
                new Distribution(1_000, 200e6, 200 * MS, 450 * MS, 700 * MS, 900 * MS),
                Distribution.NONE,
                layers,
                switches,
                0);
        AudioReport audio = new AudioReport(3_000, 48_000, 480, 2, 0, 0, 0, 0, Distribution.NONE, 0, Distribution.NONE);
        return new ViewerReport(
                START_NS,
                START_NS + durationNs,
                100 * MS,
                -1,
                video,
                audio,
                traffic,
                repair,
                new FeedbackReport(0, 0, 0, 0, 0, Traffic.NONE),
                ViewerSeries.NONE);
    }
}
