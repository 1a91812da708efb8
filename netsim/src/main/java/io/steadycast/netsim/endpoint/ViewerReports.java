package io.steadycast.netsim.endpoint;

import io.steadycast.netsim.endpoint.audio.AudioJitterBuffer;
import io.steadycast.netsim.endpoint.timing.VideoTiming;

/** Any thread that owns the viewer. Puts reports together. */
@SuppressWarnings("EnumOrdinal") // positions in arrays that live as long as this process
final class ViewerReports {
    private static final long MS = 1_000_000L;
    private static final ViewerSeries.Column[] COLUMNS = ViewerSeries.Column.values();

    private ViewerReports() {}

    static ViewerReport of(long nowNs, SyntheticViewer viewer, VideoReceiver video, VideoRepair repair) {
        PlayoutMeter playout = video.playout;
        VideoReport seen = new VideoReport(
                playout.firstFrameAfterNs(),
                playout.frames(),
                video.dropped(),
                playout.keyframes(),
                playout.freezeReport(),
                playout.gapList(nowNs),
                playout.harmonicFps(),
                playout.delays(),
                playout.buffers(),
                video.layers.report(nowNs),
                video.layers.switches(),
                video.scheduler.timing().currentDelayNs());
        return new ViewerReport(
                viewer.startedNs(),
                nowNs,
                viewer.connectedAfterNs(),
                viewer.rttNs(),
                seen,
                viewer.audioReport(nowNs),
                viewer.traffic().report(),
                video.repairs.report(repair.parityUsed()),
                viewer.feedbackReport(),
                viewer.series());
    }

    /** Totals since the start where the column is a count. */
    static void sample(int[] values, VideoReceiver video, AudioJitterBuffer audio, TrafficMeter traffic) {
        VideoTiming timing = video.scheduler.timing();
        for (ViewerSeries.Column column : COLUMNS) {
            values[column.ordinal()] = (int)
                    switch (column) {
                        case FRAMES -> video.playout.frames();
                        case ENCODING -> video.layers.encoding();
                        case TEMPORAL_ID -> video.layers.takeTemporalId();
                        case CURRENT_DELAY_MS -> timing.currentDelayNs() / MS;
                        case TARGET_DELAY_MS -> timing.targetNs() / MS;
                        case MIN_PLAYOUT_DELAY_MS ->
                            video.delays.frameMinNs() < 0 ? -1 : video.delays.frameMinNs() / MS;
                        case FRAME_DELAY_MS -> video.playout.lastDelayNs() < 0 ? -1 : video.playout.lastDelayNs() / MS;
                        case RECEIVED_BYTES -> traffic.receivedBytes();
                        case MEDIA_BYTES -> traffic.bytes(PacketKind.VIDEO) + traffic.bytes(PacketKind.AUDIO);
                        case LOST_PACKETS -> video.repairs.gaps();
                        case FEC_PACKETS -> video.repairs.byFec();
                        case RTX_PACKETS -> video.repairs.byRtx();
                        case CONCEALED_SAMPLES -> audio.concealed();
                    };
        }
    }
}
