package io.steadycast.netsim.endpoint;

import io.steadycast.netsim.endpoint.audio.AudioJitterBuffer;
import io.steadycast.netsim.endpoint.timing.VideoTiming;
import org.HdrHistogram.Histogram;

/**
 * Confined to its endpoint. Lip synchronisation, once a second (video/stream_synchronization.cc, rtp_streams_synchronizer2.cc@bb9331cf): the stream that is ahead
 * gets a larger minimum delay, in steps of half the difference and 80 ms at most. So audio follows a playout delay that only video was told.
 */
final class AvSync {
    private static final long MS = 1_000_000L;
    private static final int MAX_CHANGE_MS = 80;
    private static final int MAX_DELTA_MS = 10_000;
    private static final int FILTER_LENGTH = 4;
    private static final int MIN_DELTA_MS = 30;
    private static final long MAX_OFFSET_US = 60_000_000L;

    private final SyncMeter audioSync;
    private final SyncMeter videoSync;
    private final AudioJitterBuffer audio;
    private final VideoTiming video;
    private final PlayoutDelays videoDelays;
    private final Histogram offsetsUs = new Histogram(MAX_OFFSET_US, 2);
    private long audioTimestamp = -1;
    private long audioArrivalNs;
    private long videoTimestamp = -1;
    private long videoArrivalNs;
    private long audioSeenNs;
    private long videoSeenNs;
    private int averageMs;
    private int audioExtraMs;
    private int audioLastMs;
    private int videoExtraMs;
    private int videoLastMs;

    /** What it watches and steers. */
    record Streams(SyncMeter audio, AudioJitterBuffer buffer, SyncMeter video, VideoTiming timing) {}

    AvSync(Streams streams, PlayoutDelays videoDelays) {
        this.audioSync = streams.audio();
        this.audio = streams.buffer();
        this.videoSync = streams.video();
        this.video = streams.timing();
        this.videoDelays = videoDelays;
    }

    void onAudioPacket(long nowNs, long timestamp) {
        audioTimestamp = timestamp;
        audioArrivalNs = nowNs;
    }

    void onVideoPacket(long nowNs, long timestamp) {
        videoTimestamp = timestamp;
        videoArrivalNs = nowNs;
    }

    /** A picture is shown so long after its capture. */
    void onShown(long delayNs) {
        long earNs = audio.lastDelayNs();
        if (earNs >= 0 && delayNs > 0) {
            offsetsUs.recordValue(Math.min(Math.abs(delayNs - earNs) / 1_000, MAX_OFFSET_US));
        }
    }

    Histogram offsetsUs() {
        return offsetsUs;
    }

    /** Once a second; nothing happens while one of the streams is silent or has no sender report. */
    void update() {
        boolean fresh = audioArrivalNs != audioSeenNs && videoArrivalNs != videoSeenNs;
        if (!fresh || !audioSync.known() || !videoSync.known()) {
            return;
        }
        audioSeenNs = audioArrivalNs;
        videoSeenNs = videoArrivalNs;
        long captureNs = videoSync.captureNs(videoTimestamp) - audioSync.captureNs(audioTimestamp);
        long relativeMs = (videoArrivalNs - audioArrivalNs - captureNs) / MS;
        if (Math.abs(relativeMs) > MAX_DELTA_MS) {
            return;
        }
        int videoMs = (int) (video.targetNs() / MS);
        int differenceMs = videoMs - audio.heldMs() + (int) relativeMs;
        averageMs = ((FILTER_LENGTH - 1) * averageMs + differenceMs) / FILTER_LENGTH;
        if (Math.abs(averageMs) >= MIN_DELTA_MS) {
            int change = Math.clamp(averageMs / 2, -MAX_CHANGE_MS, MAX_CHANGE_MS);
            averageMs = 0;
            move(change);
            steer();
        }
    }

    /** Positive: video is later, so audio has to wait, or video less. */
    private void move(int changeMs) {
        if (changeMs > 0) {
            if (videoExtraMs > 0) {
                videoExtraMs -= changeMs;
                audioExtraMs = 0;
            } else {
                audioExtraMs += changeMs;
                videoExtraMs = 0;
            }
        } else if (audioExtraMs > 0) {
            audioExtraMs += changeMs;
            videoExtraMs = 0;
        } else {
            videoExtraMs -= changeMs;
            audioExtraMs = 0;
        }
        videoExtraMs = Math.max(videoExtraMs, 0);
    }

    /** Only one of them is moved at a time. */
    private void steer() {
        int newVideo = Math.max(videoExtraMs > 0 ? videoExtraMs : videoLastMs, videoExtraMs);
        int newAudio = Math.max(audioExtraMs > 0 ? audioExtraMs : audioLastMs, audioExtraMs);
        videoLastMs = Math.min(newVideo, MAX_DELTA_MS);
        audioLastMs = Math.min(newAudio, MAX_DELTA_MS);
        audio.minDelayMs(audioLastMs);
        videoDelays.onSync(videoLastMs);
    }
}
