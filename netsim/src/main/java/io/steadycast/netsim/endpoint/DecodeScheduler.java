package io.steadycast.netsim.endpoint;

import io.steadycast.netsim.endpoint.timing.JitterEstimator;
import io.steadycast.netsim.endpoint.timing.VideoTiming;

/**
 * Confined to its endpoint. When the next frame leaves the frame buffer for the decoder, and when a silence is a reason to ask for a keyframe
 * (video/video_stream_buffer_controller.cc, frame_decode_timing.cc, decode_synchronizer.cc, video_receive_stream_timeout_tracker.cc@bb9331cf).
 */
final class DecodeScheduler {
    /** What it drives. */
    interface Output {
        /** The decoder has this frame; it is shown when decoding is over or when it is its time, whichever is later. */
        void onDecode(long nowNs, ReceivedFrame frame, long readyNs, long renderNs);

        /** Nothing could be decoded for so long: 200 ms before a keyframe, 3 s otherwise. */
        void onSilence(long nowNs);
    }

    static final long NEVER = Long.MAX_VALUE;
    private static final long MS = 1_000_000L;
    static final long WAIT_FOR_KEYFRAME_NS = 200 * MS;
    static final long WAIT_FOR_FRAME_NS = 3_000 * MS;
    private static final long MAX_LATE_NS = 5 * MS;
    private static final long MAX_VIDEO_DELAY_NS = 10_000 * MS;
    private static final int CROWDED_FRAMES = 8;
    private static final int MAX_UNIT_FRAMES = 4;
    private static final long NONE = Long.MIN_VALUE;

    private final FrameBuffer buffer;
    private final VideoTiming timing;
    private final JitterEstimator jitter = new JitterEstimator();
    private final FramePool pool;
    private final Output output;
    private final long decodeNs;
    private final Metronome metronome;
    private final ReceivedFrame[] unit = new ReceivedFrame[MAX_UNIT_FRAMES];
    private boolean keyframeRequired = true;
    private long decoderFreeNs;
    private long scheduledTimestamp = NONE;
    private long scheduledNs = NEVER;
    private long scheduledRenderNs;
    private long timeoutNs;
    private long previousTimestamp = NONE;
    private long previousArrivalNs;
    private long jitterBufferNs;

    DecodeScheduler(long nowNs, FrameBuffer buffer, FramePool pool, long decodeNs, Output output) {
        this.buffer = buffer;
        this.pool = pool;
        this.output = output;
        this.decodeNs = decodeNs;
        this.metronome = new Metronome(nowNs);
        this.timing = new VideoTiming(nowNs, decodeNs);
        this.timeoutNs = nowNs + WAIT_FOR_KEYFRAME_NS;
    }

    VideoTiming timing() {
        return timing;
    }

    boolean keyframeRequired() {
        return keyframeRequired;
    }

    void rtt(long rttNs) {
        jitter.rtt(rttNs);
    }

    /** First packet to decoder, of the last frame. */
    long jitterBufferNs() {
        return jitterBufferNs;
    }

    /** A frame with references; false if it was of no use. */
    boolean insert(long nowNs, ReceivedFrame frame) {
        long units = buffer.continuousUnits();
        if (!buffer.insert(nowNs, frame)) {
            return false;
        }
        if (!frame.nacked && frame.lastSpatialLayer) {
            timing.onTimestamp(frame.completeNs, frame.timestamp);
        }
        if (units < buffer.continuousUnits() && nowNs >= decoderFreeNs) {
            schedule(nowNs);
        }
        return true;
    }

    long nextTimerAt() {
        long frameNs = NEVER;
        if (scheduledTimestamp != NONE) {
            frameNs = scheduledNs;
        } else if (buffer.hasDecodable()) {
            frameNs = decoderFreeNs;
        }
        return Math.min(frameNs, timeoutNs);
    }

    void run(long nowNs) {
        while (nowNs >= decoderFreeNs && buffer.hasDecodable()) {
            if (scheduledTimestamp == NONE) {
                schedule(nowNs);
            }
            if (scheduledTimestamp == NONE || nowNs < scheduledNs) {
                break;
            }
            release(nowNs, scheduledRenderNs);
        }
        if (scheduledTimestamp != NONE && nowNs >= scheduledNs && !buffer.hasDecodable()) {
            // A lower layer came late whose own references are missing
            // (VideoStreamBufferController::FrameReadyForDecode).
            scheduledTimestamp = NONE;
        }
        if (nowNs >= timeoutNs) {
            timeoutNs = nowNs + (keyframeRequired ? WAIT_FOR_KEYFRAME_NS : WAIT_FOR_FRAME_NS);
            output.onSilence(nowNs);
        }
    }

    private void schedule(long nowNs) {
        if (keyframeRequired) {
            forceKeyframe(nowNs);
            return;
        }
        long maxWaitNs = Math.max(0, timeoutNs - nowNs - MS);
        while (buffer.hasDecodable() && scheduledTimestamp != buffer.nextTimestamp()) {
            long next = buffer.nextTimestamp();
            long renderNs = timing.renderNs(nowNs, next);
            long waitNs = timing.maxWaitNs(nowNs, renderNs, buffer.size() > CROWDED_FRAMES);
            if (waitNs <= -MAX_LATE_NS && next != buffer.lastTimestamp()) {
                buffer.dropNext();
                continue;
            }
            scheduledTimestamp = next;
            scheduledNs = releaseNs(nowNs, nowNs + Math.clamp(waitNs, 0, maxWaitNs));
            scheduledRenderNs = renderNs;
        }
    }

    /**
     * When a picture whose decoding may begin at {@code latestNs} is decoded: at the last tick that is not later, as a rule; at once if the next tick comes more than 5 ms
     * too late.
     */
    private long releaseNs(long nowNs, long latestNs) {
        long nextTickNs = metronome.after(nowNs);
        if (latestNs < nextTickNs - MAX_LATE_NS) {
            return nowNs;
        }
        return Math.max(nextTickNs, metronome.after(latestNs - Metronome.PERIOD_NS));
    }

    /** Everything before the first keyframe is thrown away; the keyframe is decoded at once. */
    private void forceKeyframe(long nowNs) {
        while (buffer.hasDecodable()) {
            long renderNs = timing.renderNs(nowNs, buffer.nextTimestamp());
            int frames = buffer.extract(unit);
            if (unit[0].keyframe) {
                decode(nowNs, frames, renderNs);
                return;
            }
            for (int i = 0; i < frames; i++) {
                pool.give(unit[i]);
            }
        }
    }

    private void release(long nowNs, long renderNs) {
        scheduledTimestamp = NONE;
        scheduledNs = NEVER;
        decode(nowNs, buffer.extract(unit), renderNs);
    }

    private void decode(long nowNs, int frames, long wantedNs) {
        ReceivedFrame first = unit[0];
        scheduledTimestamp = NONE;
        keyframeRequired = false;
        timeoutNs = nowNs + WAIT_FOR_FRAME_NS;
        long renderNs = wantedNs;
        if (isBad(renderNs, nowNs)) {
            jitter.reset();
            timing.reset(nowNs);
            renderNs = timing.renderNs(nowNs, first.timestamp);
        }
        follow(nowNs, frames, renderNs);
        timing.decodeScheduled(nowNs);
        timing.decoded();
        decoderFreeNs = nowNs + decodeNs;
        for (int i = 0; i < frames; i++) {
            unit[i].wantedNs = renderNs == VideoTiming.AT_ONCE ? nowNs : renderNs;
            output.onDecode(nowNs, unit[i], decoderFreeNs, Math.max(decoderFreeNs, renderNs));
            pool.give(unit[i]);
        }
    }

    private boolean isBad(long renderNs, long nowNs) {
        boolean far = renderNs != VideoTiming.AT_ONCE && Math.abs(renderNs - nowNs) > MAX_VIDEO_DELAY_NS;
        return far || timing.targetNs() > MAX_VIDEO_DELAY_NS;
    }

    /** What this unit tells about jitter. */
    private void follow(long nowNs, int frames, long renderNs) {
        boolean nacked = false;
        long firstNs = Long.MAX_VALUE;
        long lastNs = Long.MIN_VALUE;
        long bytes = 0;
        for (int i = 0; i < frames; i++) {
            nacked |= unit[i].nacked;
            firstNs = Math.min(firstNs, unit[i].firstPacketNs);
            lastNs = Math.max(lastNs, unit[i].completeNs);
            bytes += unit[i].sizeBytes;
        }
        jitterBufferNs = nowNs - firstNs;
        if (nacked) {
            jitter.frameNacked(nowNs);
            return;
        }
        long timestamp = unit[0].timestamp;
        if (previousTimestamp == NONE) {
            jitter.update(nowNs, 0, bytes);
            previousTimestamp = timestamp;
            previousArrivalNs = lastNs;
        } else if (timestamp > previousTimestamp) {
            long claimedNs = (timestamp - previousTimestamp) * 100_000 / 9;
            jitter.update(nowNs, lastNs - previousArrivalNs - claimedNs, bytes);
            previousTimestamp = timestamp;
            previousArrivalNs = lastNs;
        }
        timing.jitterDelay(jitter.estimateNs(nowNs));
        timing.updateCurrentDelay(renderNs, nowNs);
    }
}
