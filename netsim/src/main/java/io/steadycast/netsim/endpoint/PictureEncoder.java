package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Confined to its endpoint. Sends the very frames of a recording, for decoders; one layer of a simulcast, or a stream of its own. */
final class PictureEncoder implements VideoEncoder {
    private final HostStream stream;
    private final RecordedFrames recording;
    private final RecordingHead head;
    private final RecordedPayload payload;
    private final TemporalPattern pattern;
    /** RFC 7741's descriptor, for VP8. */
    private final VideoPayload.@Nullable Vp8 descriptor;

    private final FrameTruth truth = new FrameTruth();
    private int pictureId;
    private long keyframes;
    private boolean active = true;

    PictureEncoder(HostConfig config, int index, HostStream stream, SplittableRandom random) {
        Codec codec = config.video().codec();
        this.stream = stream;
        this.recording = config.sender().recordings().get(index);
        this.head = new RecordingHead(recording);
        this.payload = new RecordedPayload(codec, VideoPayload.MAX_BYTES);
        this.pattern = new TemporalPattern(config.video().temporalLayers());
        this.descriptor = codec == Codec.VP8 ? new VideoPayload.Vp8(config, index, random) : null;
        this.pictureId = random.nextInt(1 << 15);
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

    /** Its rate is the recording's; only that it is switched off and on counts. */
    @Override
    public boolean rate(int layer, int rateBps) {
        boolean cameOn = !active && rateBps > 0;
        active = rateBps > 0;
        return cameOn;
    }

    @Override
    public boolean active(int layer) {
        return active;
    }

    @Override
    public void encode(long nowNs, HostClock clock, boolean asked) {
        if (!active) {
            return;
        }
        truth.keyframe = head.next(asked);
        keyframes += truth.keyframe ? 1 : 0;
        pattern.next(truth.keyframe);
        truth.temporalId = pattern.temporalId();
        truth.count = payload.take(recording.data(head.frame()), truth.keyframe, pictureId);
        if (descriptor != null) {
            descriptor.begin(truth, pattern, head.sizeBytes());
        }
        long timestamp = stream.timestamp(clock.elapsedNs(nowNs));
        for (truth.index = 0; truth.index < truth.count; truth.index++) {
            MemorySegment packet = stream.packet();
            int at = stream.begin(truth.index == truth.count - 1, timestamp);
            at = descriptor == null ? at : descriptor.describe(packet, at, truth);
            stream.send(nowNs, at + payload.write(truth.index, packet, at));
        }
        pictureId = pictureId + 1 & 0x7FFF;
    }
}
