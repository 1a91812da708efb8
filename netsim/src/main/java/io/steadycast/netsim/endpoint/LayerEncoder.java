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
    /** Of the mean frame: T0 has 40 % of the rate in a quarter of the frames, T1 20 %, T2 40 % in half of them (simulcast_rate_allocator.cc@bb9331cf). */
    private static final double[] WEIGHTS = {1.6, 0.8, 0.8};

    private static final double LEAST_SHARE = 0.5;
    /** What was spent too much is saved over so many frames, as a rate control does after a keyframe. */
    private static final int REPAY_FRAMES = 25;

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
    private int rateBps;
    private double debtBytes;
    private int recorded;

    LayerEncoder(HostConfig config, int index, HostStream stream, int hostId, SplittableRandom random) {
        this.config = config;
        this.index = index;
        this.stream = stream;
        this.random = random;
        this.rateBps = config.layers().get(index).bitrateBps();
        this.truth.host = hostId;
        this.truth.encoding = index;
        int first = config.start().pictureId();
        this.pictureId = first < 0 ? random.nextInt(1 << 7) : first;
        this.tl0PicIdx = random.nextInt(256);
    }

    long keyframes() {
        return keyframes;
    }

    /** From the next frame on; 0 switches the layer off. Answers whether it came on. */
    boolean rate(int newRateBps) {
        boolean cameOn = rateBps == 0 && newRateBps > 0;
        rateBps = newRateBps;
        return cameOn;
    }

    boolean active() {
        return rateBps > 0;
    }

    /** Encodes and sends the picture captured now. */
    void encode(long nowNs, HostClock clock, boolean keyframe) {
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
            send(nowNs, timestamp, Math.max(each, MIN_FRAME_BYTES));
        }
        frame++;
        pictureId = pictureId + 1 & (1 << config.start().pictureIdBits()) - 1;
    }

    private int reference(boolean layered) {
        return layered ? REFERENCE[inPattern] : 1;
    }

    private int frameBytes(boolean keyframe) {
        if (index < config.sender().recordings().size()) {
            return Math.max(MIN_FRAME_BYTES, recordedBytes(keyframe));
        }
        int mean = rateBps / 8 / config.video().framesPerSecond();
        if (config.sender().sizeDeviation() > 0) {
            return Math.max(MIN_FRAME_BYTES, (int) modelledBytes(keyframe, mean));
        }
        int size = keyframe ? mean * config.video().keyframeRatio() : (int) (mean * (0.7 + 0.6 * random.nextDouble()));
        return Math.max(MIN_FRAME_BYTES, size);
    }

    /** The recording's next frame; a wish for a keyframe goes back to its first, which is one. */
    private int recordedBytes(boolean keyframe) {
        RecordedFrames recording = config.sender().recordings().get(index);
        recorded = keyframe ? 0 : recorded % recording.frames();
        if (!keyframe && recorded == 0) {
            recorded = Math.min(1, recording.frames() - 1);
        }
        return recording.sizeBytes(recorded++);
    }

    /** Lognormal around what the rate control has left for this temporal layer. */
    private double modelledBytes(boolean keyframe, int mean) {
        double deviation = config.sender().sizeDeviation();
        double noise = StrictMath.exp(deviation * random.nextGaussian() - deviation * deviation / 2);
        if (keyframe) {
            double size = mean * config.video().keyframeRatio() * noise;
            debtBytes += size - mean;
            return size;
        }
        double weight = config.video().temporalLayers() > 1 ? WEIGHTS[truth.temporalId] : 1;
        double wanted = mean * weight;
        double saved = Math.min(debtBytes / REPAY_FRAMES, (1 - LEAST_SHARE) * wanted);
        double size = (wanted - saved) * noise;
        debtBytes += size - wanted;
        return size;
    }

    private void send(long nowNs, long timestamp, int dataBytes) {
        MemorySegment packet = stream.packet();
        int header = stream.begin(truth.index == truth.count - 1, timestamp);
        int at = header + descriptor(packet, header);
        frameHeader(packet, at);
        truth.write(packet, at + FRAME_HEADER_BYTES);
        stream.send(nowNs, at + dataBytes);
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
