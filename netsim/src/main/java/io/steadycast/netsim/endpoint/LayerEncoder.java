package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Confined to its endpoint. Makes the VP8 frames of one simulcast layer, as far as headers, sizes and references go (RFC 7741, RFC 6386 section 9.1). */
final class LayerEncoder {
    private static final int MAX_PAYLOAD_BYTES = 1150;
    private static final int FRAME_HEADER_BYTES = 10;
    private static final int MIN_FRAME_BYTES = FRAME_HEADER_BYTES + FrameTruth.BYTES;
    private static final int[] TEMPORAL = {0, 2, 1, 2};
    /** How far back each frame of the pattern refers. */
    private static final int[] REFERENCE = {4, 1, 2, 1};

    private static final boolean[] LAYER_SYNC = {false, true, true, false};

    final HostStream stream;
    private final HostConfig config;
    private final int index;
    private final SplittableRandom random;
    private final FrameTruth truth = new FrameTruth();
    private long frame;
    private int inPattern;
    private int pictureId;
    private int tl0PicIdx;
    private long keyframes;
    private int bitrateBps;

    LayerEncoder(HostConfig config, int index, HostStream stream, int hostId, SplittableRandom random) {
        this.config = config;
        this.index = index;
        this.stream = stream;
        this.random = random;
        this.truth.host = hostId;
        this.truth.encoding = index;
        this.bitrateBps = config.layers().get(index).bitrateBps();
        int first = config.start().pictureId();
        this.pictureId = first < 0 ? random.nextInt(1 << 7) : first;
        this.tl0PicIdx = random.nextInt(256);
    }

    long keyframes() {
        return keyframes;
    }

    /** From the next picture on. */
    void bitrateBps(int bps) {
        bitrateBps = bps;
    }

    /** Encodes and sends the picture captured now. */
    void encode(long nowNs, HostClock clock, boolean keyframe, EndpointTransport transport) {
        boolean layered = config.video().temporalLayers() > 1;
        inPattern = keyframe || !layered ? 0 : (inPattern + 1) % TEMPORAL.length;
        keyframes += keyframe ? 1 : 0;
        truth.temporalId = TEMPORAL[inPattern];
        truth.keyframe = keyframe;
        truth.frame = frame;
        truth.reference = keyframe ? FrameTruth.NO_REFERENCE : frame - reference(layered);
        truth.captureNs = nowNs;
        truth.hostClockNs = clock.readNs(nowNs);
        tl0PicIdx = tl0PicIdx + (truth.temporalId == 0 ? 1 : 0) & 0xFF;
        int left = frameBytes(keyframe);
        truth.count = (left + MAX_PAYLOAD_BYTES - 1) / MAX_PAYLOAD_BYTES;
        int each = (left + truth.count - 1) / truth.count;
        long timestamp = stream.timestamp(clock.elapsedNs(nowNs));
        for (truth.index = 0; truth.index < truth.count; truth.index++) {
            send(nowNs, timestamp, Math.max(each, MIN_FRAME_BYTES), transport);
        }
        frame++;
        pictureId = pictureId + 1 & (1 << config.start().pictureIdBits()) - 1;
    }

    private int reference(boolean layered) {
        return layered ? REFERENCE[inPattern] : 1;
    }

    private int frameBytes(boolean keyframe) {
        int mean = bitrateBps / 8 / config.video().framesPerSecond();
        int size = keyframe ? mean * config.video().keyframeRatio() : (int) (mean * (0.7 + 0.6 * random.nextDouble()));
        return Math.max(MIN_FRAME_BYTES, size);
    }

    private void send(long nowNs, long timestamp, int dataBytes, EndpointTransport transport) {
        MemorySegment packet = stream.packet();
        int header = stream.begin(truth.index == truth.count - 1, timestamp);
        int at = header + descriptor(packet, header);
        frameHeader(packet, at);
        truth.write(packet, at + FRAME_HEADER_BYTES);
        stream.send(nowNs, at + dataBytes, transport);
    }

    /** RFC 7741 section 4.2: X, I, L and T are set. */
    private int descriptor(MemorySegment packet, long start) {
        long at = start;
        int discardable = truth.temporalId == 2 ? 0x20 : 0;
        Bytes.putU8(packet, at++, 0x80 | discardable | (truth.index == 0 ? 0x10 : 0));
        Bytes.putU8(packet, at++, 0xE0);
        if (config.start().pictureIdBits() == 15) {
            Bytes.putU16(packet, at, 0x8000 | pictureId);
            at += 2;
        } else {
            Bytes.putU8(packet, at++, pictureId);
        }
        Bytes.putU8(packet, at++, tl0PicIdx);
        Bytes.putU8(packet, at++, truth.temporalId << 6 | (LAYER_SYNC[inPattern] ? 0x20 : 0));
        return (int) (at - start);
    }

    private void frameHeader(MemorySegment packet, long at) {
        HostConfig.Layer layer = config.layers().get(index);
        Bytes.putU24(packet, at, truth.keyframe ? 0 : 0x010000);
        Bytes.putU24(packet, at + 3, 0x9D012A);
        Bytes.putU16(packet, at + 6, Integer.reverseBytes(layer.widthPx()) >>> 16);
        Bytes.putU16(packet, at + 8, Integer.reverseBytes(layer.heightPx()) >>> 16);
    }
}
