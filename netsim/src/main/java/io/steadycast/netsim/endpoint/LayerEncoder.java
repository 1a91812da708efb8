package io.steadycast.netsim.endpoint;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Confined to its endpoint. Makes the frames of one simulcast layer (VP8, H.264), as far as headers, sizes and references go. */
final class LayerEncoder implements VideoEncoder {
    private final HostStream stream;
    private final FrameSizes sizes;
    private final VideoPayload payload;
    private final TemporalPattern pattern;
    private final @Nullable RecordingHead recording;
    private final FrameTruth truth = new FrameTruth();
    private long frame;
    private long keyframes;

    LayerEncoder(HostConfig config, int index, HostStream stream, int hostId, SplittableRandom random) {
        this.stream = stream;
        this.truth.host = hostId;
        this.truth.encoding = index;
        this.payload = VideoPayload.of(config, index, random);
        HostConfig.Sender sender = config.sender();
        this.recording = index < sender.recordings().size()
                ? new RecordingHead(sender.recordings().get(index))
                : null;
        this.pattern = new TemporalPattern(config.video().temporalLayers());
        this.sizes = new FrameSizes(config, config.layers().get(index).bitrateBps(), random);
    }

    @Override
    public HostStream stream() {
        return stream;
    }

    @Override
    public long keyframes() {
        return keyframes;
    }

    @Override
    public long packets(int layer) {
        return stream.packets();
    }

    @Override
    public boolean rate(int layer, int rateBps) {
        return sizes.rate(rateBps);
    }

    @Override
    public boolean active(int layer) {
        return sizes.active();
    }

    @Override
    public void encode(long nowNs, HostClock clock, boolean asked) {
        if (!sizes.active()) {
            return;
        }
        boolean keyframe = recording == null ? asked : recording.next(asked);
        pattern.next(keyframe);
        keyframes += keyframe ? 1 : 0;
        truth.temporalId = pattern.temporalId();
        truth.keyframe = keyframe;
        truth.frame = frame;
        truth.reference = keyframe ? FrameTruth.NO_REFERENCE : frame - pattern.reference();
        truth.captureNs = nowNs;
        truth.hostClockNs = clock.readNs(nowNs);
        int left = frameBytes(keyframe);
        truth.count = payload.begin(truth, pattern, left);
        int each = (left + truth.count - 1) / truth.count;
        long timestamp = stream.timestamp(clock.elapsedNs(nowNs));
        for (truth.index = 0; truth.index < truth.count; truth.index++) {
            send(nowNs, timestamp, Math.max(each, payload.leastBytes()));
        }
        frame++;
    }

    private int frameBytes(boolean keyframe) {
        int least = payload.leastBytes();
        return recording == null
                ? sizes.nextBytes(keyframe, truth.temporalId, least)
                : Math.max(least, recording.sizeBytes());
    }

    private void send(long nowNs, long timestamp, int dataBytes) {
        MemorySegment packet = stream.packet();
        int header = stream.begin(truth.index == truth.count - 1, timestamp);
        int at = payload.head(packet, header, truth);
        truth.write(packet, at);
        stream.send(nowNs, at + payload.fill(truth, dataBytes));
    }
}
