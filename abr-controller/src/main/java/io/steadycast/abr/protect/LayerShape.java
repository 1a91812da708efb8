package io.steadycast.abr.protect;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.FrameClass;
import java.util.Arrays;

/** A reusable struct, confined to the viewer's shard. What forwarding a layer consists of: rate, frames and packets by class of frame. */
@SuppressWarnings("EnumOrdinal") // positions in arrays that live as long as this process
final class LayerShape {
    private static final double PACKET_BYTES = 1_150;
    private static final double DEFAULT_FPS = 25;

    /** Of the base layer's frames, as long as no keyframe was seen. */
    private static final double KEYFRAME_TIMES = 6;

    /** Keyframes of a layer are at least so far apart. */
    private static final double KEYFRAME_EVERY_S = 4;

    private static final double MAX_KEY_SHARE = 0.4;

    /** SRTP's tag and what the extensions towards a viewer take more than those of the publisher. */
    private static final double PACKET_MORE_BITS = 14 * 8;

    private static final double AUDIO_PACKETS_PER_S = 50;

    final double[] bps = new double[FrameClass.count()];
    final double[] packets = new double[FrameClass.count()];
    double framesPerSecond = DEFAULT_FPS;
    double packetsPerFrame = 1;

    /** Headers and tags that the rates do not count. */
    double moreBps;

    void ofVideo(Demand demand, int rung, int maxTemporalId) {
        int top = Math.clamp(demand.maxTemporalId(rung), 0, 2);
        int upTo = Math.clamp(maxTemporalId, 0, top);
        double allFps = demand.framesPerSecond(rung) > 0 ? demand.framesPerSecond(rung) : DEFAULT_FPS;
        double below = 0;
        double allPackets = 0;
        framesPerSecond = 0;
        for (int temporal = 0; temporal <= 2; temporal++) {
            int kind = FrameClass.T0.ordinal() + temporal;
            double upToHere =
                    temporal > upTo ? below : demand.bitrateBps(rung, temporal == upTo ? maxTemporalId : temporal);
            double fps = temporal > upTo ? 0 : allFps / (1 << (temporal == 0 ? top : top - temporal + 1));
            bps[kind] = Math.max(0, upToHere - below);
            packets[kind] = fps == 0 ? 1 : packetsOf(bps[kind] / 8 / fps);
            allPackets += fps * packets[kind];
            framesPerSecond += fps;
            below = Math.max(below, upToHere);
        }
        keyframes(demand, rung);
        packetsPerFrame = allPackets / Math.max(1, framesPerSecond);
        moreBps = allPackets * PACKET_MORE_BITS;
    }

    private void keyframes(Demand demand, int rung) {
        int key = FrameClass.KEY.ordinal();
        int base = FrameClass.T0.ordinal();
        double bytes = demand.keyframeBytes(rung);
        packets[key] = bytes > 0 ? packetsOf(bytes) : KEYFRAME_TIMES * packets[base];
        bps[key] = Math.min(MAX_KEY_SHARE * bps[base], packets[key] * PACKET_BYTES * 8 / KEYFRAME_EVERY_S);
        bps[base] -= bps[key];
    }

    /** On the wire, without repair. */
    double bps() {
        double sum = moreBps;
        for (double each : bps) {
            sum += each;
        }
        return sum;
    }

    private static double packetsOf(double bytes) {
        return Math.max(1, bytes / PACKET_BYTES + 0.5);
    }

    /** {@code repeats}: older packets within each (RED), or whole ones behind it. */
    void ofAudio(Demand demand, int repeats) {
        double media = demand.bitrateBps(0, 0);
        Arrays.fill(bps, 0);
        bps[FrameClass.T0.ordinal()] = media;
        double headerBps = AUDIO_PACKETS_PER_S * 20 * 8;
        double blockBps = demand.hasRed()
                ? Math.max(0, media - headerBps) + AUDIO_PACKETS_PER_S * 4 * 8
                : media + AUDIO_PACKETS_PER_S * PACKET_MORE_BITS;
        moreBps = AUDIO_PACKETS_PER_S * PACKET_MORE_BITS + repeats * blockBps;
    }
}
