package io.steadycast.benchmarks.generator;

import java.util.SplittableRandom;

/**
 * Confined to its owner. Sizes of a camera's frames as VP8 at 1.5 Mbit/s and 30 pictures a second has them, and how libwebrtc cuts them: packets of a frame differ by
 * at most a byte, the larger ones last (modules/rtp_rtcp/source/rtp_format.cc, SplitAboutEqually). With Opus every 20 ms that is 231 packets a second.
 */
final class FrameSizes {
    static final int PICTURES_PER_SECOND = 30;
    static final int OPUS_PER_SECOND = 50;
    private static final int LEAST_BYTES = 5_350;
    private static final int MOST_BYTES = 7_150;
    private static final int KEYFRAME_BYTES = 25_000;
    /** A datagram of 1,200 bytes less headers, extensions and tag. */
    private static final int MAX_PAYLOAD_BYTES = 1_130;

    private static final int LEAST_OPUS_BYTES = 70;
    private static final int MOST_OPUS_BYTES = 110;

    private final SplittableRandom random;

    FrameSizes(long seed) {
        random = new SplittableRandom(seed);
    }

    int picture(boolean keyframe) {
        return keyframe ? KEYFRAME_BYTES : random.nextInt(LEAST_BYTES, MOST_BYTES + 1);
    }

    int opus() {
        return random.nextInt(LEAST_OPUS_BYTES, MOST_OPUS_BYTES + 1);
    }

    static int packets(int frameBytes) {
        return (frameBytes + MAX_PAYLOAD_BYTES - 1) / MAX_PAYLOAD_BYTES;
    }

    /** Of packet {@code index} of {@code packets}. */
    static int packetBytes(int frameBytes, int packets, int index) {
        int larger = frameBytes % packets;
        return frameBytes / packets + (index >= packets - larger ? 1 : 0);
    }
}
