package io.steadycast.live.reality;

import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.RecordedFrames;
import java.util.List;

/**
 * Immutable. What both sides have in common besides the condition.
 *
 * @param recording that the host sends in a loop
 * @param settleMs from the viewer's first picture until it is measured
 * @param durationMs that it is measured
 */
record Setting(RecordedFrames recording, int settleMs, int durationMs) {
    static final int WIDTH_PX = 960;
    static final int HEIGHT_PX = 540;
    static final int FPS = 25;
    static final int BPS = 1_200_000;

    /** Of the host when the viewer comes: more than its keyframe and less than a log of packets ago. */
    static final int LEAD_FRAMES = 4 * FPS;

    /** Chromium's own temporal layers: T0 T2 T1 T2. */
    private static final int TEMPORAL_LAYERS = 3;

    HostConfig host(boolean pictures) {
        return HostConfig.recorded(List.of(recording), FPS, TEMPORAL_LAYERS, pictures);
    }
}
