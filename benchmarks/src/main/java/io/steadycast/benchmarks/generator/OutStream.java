package io.steadycast.benchmarks.generator;

/** Confined to the generator's loop. One SSRC of a host: its numbers, and when each of its frames left. */
final class OutStream {
    /** Frames remembered: two minutes of audio and more of video. */
    static final int REMEMBERED = 8192;

    final int ssrc;
    final int payloadType;
    final int firstTimestamp;
    /** Ticks of the RTP clock from frame to frame. */
    final int step;

    private final long[] sentAtNs = new long[REMEMBERED];
    private long extendedSeq;
    private int frames;
    private long packets;
    private long bytes;

    OutStream(int ssrc, int payloadType, int firstTimestamp, int step) {
        this.ssrc = ssrc;
        this.payloadType = payloadType;
        this.firstTimestamp = firstTimestamp;
        this.step = step;
    }

    /** Begins the next frame; answers its number. */
    int beginFrame(long realtimeNs) {
        sentAtNs[frames & (REMEMBERED - 1)] = realtimeNs;
        return frames++;
    }

    int timestamp(int frame) {
        return firstTimestamp + frame * step;
    }

    /** By the clock of arrivals. */
    long sentAtNs(int frame) {
        return sentAtNs[frame & (REMEMBERED - 1)];
    }

    boolean remembers(int frame) {
        return frame >= 0 && frame < frames && frame >= frames - REMEMBERED;
    }

    long takeSeq(int payloadBytes) {
        packets++;
        bytes += payloadBytes;
        return extendedSeq++;
    }

    int frames() {
        return frames;
    }

    long packets() {
        return packets;
    }

    long payloadBytes() {
        return bytes;
    }
}
