package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Confined to its endpoint. All spatial layers of one VP9 or AV1 stream, in the mode that browsers call {@code LxT3_KEY}: layers refer to each other in key pictures
 * only. Frames are numbered as if all layers were always there.
 */
final class SvcEncoder implements VideoEncoder {
    private final HostStream stream;
    private final FrameSizes[] sizes;
    private final long[] packets;
    private final SvcPayload payload;
    private final TemporalPattern pattern;
    private final FrameTruth truth = new FrameTruth();
    private long picture;
    private long keyframes;

    SvcEncoder(HostConfig config, HostStream stream, int hostId, SplittableRandom random) {
        this.stream = stream;
        this.truth.host = hostId;
        this.pattern = new TemporalPattern(config.video().temporalLayers());
        this.payload =
                config.video().codec() == Codec.AV1 ? new SvcPayload.Av1(config) : new SvcPayload.Vp9(config, random);
        this.sizes = new FrameSizes[config.layers().size()];
        this.packets = new long[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = new FrameSizes(config, config.layers().get(i).bitrateBps(), random);
        }
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
        return packets[layer];
    }

    @Override
    public boolean rate(int layer, int rateBps) {
        return sizes[layer].rate(rateBps);
    }

    @Override
    public boolean active(int layer) {
        return sizes[layer].active();
    }

    private int top() {
        int top = -1;
        while (top + 1 < sizes.length && sizes[top + 1].active()) {
            top++;
        }
        return top;
    }

    @Override
    public void encode(long nowNs, HostClock clock, boolean keyframe) {
        int top = top();
        if (top < 0) {
            return;
        }
        pattern.next(keyframe);
        keyframes += keyframe ? 1 : 0;
        truth.temporalId = pattern.temporalId();
        truth.captureNs = nowNs;
        truth.hostClockNs = clock.readNs(nowNs);
        payload.begin(picture, keyframe, pattern);
        long timestamp = stream.timestamp(clock.elapsedNs(nowNs));
        for (int spatial = 0; spatial <= top; spatial++) {
            encodeLayer(nowNs, timestamp, new SvcPayload.Place(keyframe, spatial, spatial == top));
        }
        picture++;
    }

    private void encodeLayer(long nowNs, long timestamp, SvcPayload.Place place) {
        int spatial = place.spatialId();
        truth.frame = picture * sizes.length + spatial;
        truth.keyframe = place.keyPicture() && spatial == 0;
        long below = spatial == 0 ? FrameTruth.NO_REFERENCE : truth.frame - 1;
        truth.reference = place.keyPicture() ? below : truth.frame - (long) pattern.reference() * sizes.length;
        int bytes = sizes[spatial].nextBytes(place.keyPicture(), truth.temporalId, SvcPayload.LEAST_BYTES);
        truth.count = (bytes + VideoPayload.MAX_BYTES - 1) / VideoPayload.MAX_BYTES;
        int each = Math.max((bytes + truth.count - 1) / truth.count, SvcPayload.LEAST_BYTES);
        for (truth.index = 0; truth.index < truth.count; truth.index++) {
            boolean last = truth.index == truth.count - 1;
            MemorySegment packet = stream.packet();
            int header = stream.begin(last && place.top(), timestamp, payload.descriptor(place, truth));
            int at = payload.head(packet, header, place, truth);
            truth.write(packet, at);
            stream.send(nowNs, at + each);
            packets[spatial]++;
        }
    }
}
