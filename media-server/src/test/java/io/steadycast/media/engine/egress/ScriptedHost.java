package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes VP8 simulcast into a track's logs: L1T3 per layer, timestamps with an offset per layer, any packet withheld on request. */
final class ScriptedHost {
    static final int FRAME_BYTES = 1_000;
    private static final int[] TEMPORAL = {0, 2, 1, 2};
    private static final int HEADER = 12;
    private static final int DESCRIPTOR = 6;

    final TrackSource source;
    final long[] nextSeq;
    final long[] offset;
    final int[] frame;
    private final int[] keyframeAt;
    private final int[] tl0;
    private final int[] key;
    private final MemorySegment packet = Arena.ofAuto().allocate(1_500);
    private final PacketInfo info = new PacketInfo();
    private long arrivalOffsetNs;

    /** Of every packet from now on. */
    int paddingBytes;

    /** Takes notice of a packet in the log. */
    interface Notice {
        void published(int encoding, long extSeq);
    }

    ScriptedHost(long trackId, int encodings, long firstSeq, long timestampBase, int slots) {
        source = new TrackSource(trackId, Codec.VP8, encodings, slots);
        nextSeq = new long[encodings];
        offset = new long[encodings];
        frame = new int[encodings];
        keyframeAt = new int[encodings];
        tl0 = new int[encodings];
        key = new int[encodings];
        for (int i = 0; i < encodings; i++) {
            nextSeq[i] = firstSeq + 1_000L * i;
            offset[i] = timestampBase + 777_777L * i;
            frame[i] = 100 * i;
            source.encoding(i).state().active(true);
            source.encoding(i).state().layers(0, 2);
            source.encoding(i).state().rates(400_000L << i, 30);
        }
    }

    long timestamp(long captureNs, int encoding) {
        return offset[encoding] + NtpTime.ticksOfNs(captureNs, 90_000);
    }

    /** The sender report of a layer, as of now. */
    void report(long nowNs, int encoding) {
        source.encoding(encoding)
                .captureClock(NtpTime.plusNs(0xE800_0000_0000_0000L, nowNs), timestamp(nowNs, encoding), nowNs);
    }

    /** One whole frame by a host whose clock says otherwise than ours. */
    void frame(long captureNs, long nowNs, int encoding, boolean keyframe, int packets, Notice notice) {
        arrivalOffsetNs = nowNs - captureNs;
        frame(captureNs, encoding, keyframe, packets, 0, notice);
        arrivalOffsetNs = 0;
    }

    /** One frame of one layer, captured and arriving now; bit i of {@code withheld} keeps packet i back. */
    void frame(long nowNs, int encoding, boolean keyframe, int packets, long withheld, Notice notice) {
        if (keyframe) {
            keyframeAt[encoding] = frame[encoding];
            key[encoding]++;
        }
        int temporal = temporal(encoding, frame[encoding]);
        tl0[encoding] += temporal == 0 ? 1 : 0;
        for (int i = 0; i < packets; i++) {
            long seq = nextSeq[encoding]++;
            if ((withheld >> i & 1) == 0) {
                write(nowNs, encoding, seq, i == 0, i == packets - 1, keyframe, temporal);
                notice.published(encoding, seq);
            }
        }
        frame[encoding]++;
    }

    /** A withheld packet of the layer's last frame comes after all. */
    void late(long nowNs, long captureNs, int encoding, long seq, Notice notice) {
        int temporal = temporal(encoding, frame[encoding] - 1);
        frame[encoding]--;
        write(captureNs, encoding, seq, false, false, false, temporal);
        frame[encoding]++;
        notice.published(encoding, seq);
    }

    private int temporal(int encoding, int number) {
        return TEMPORAL[Math.floorMod(number - keyframeAt[encoding], 4)];
    }

    private void write(long captureNs, int e, long seq, boolean start, boolean end, boolean keyframe, int temporal) {
        info.clear();
        info.extSeq = seq;
        info.extTimestamp = timestamp(captureNs, e);
        info.arrivalNs = captureNs + arrivalOffsetNs;
        info.marker = end;
        info.keyframe = keyframe;
        info.startOfFrame = start;
        info.endOfFrame = end;
        info.temporalId = temporal;
        info.switchPoint = temporal > 0;
        info.pictureId = frame[e] & 0x7FFF;
        info.tl0PicIdx = tl0[e] & 0xFF;
        info.keyIdx = key[e] & 0x1F;
        info.payloadType = 96;
        info.payloadOffset = HEADER;
        info.payloadLength = FRAME_BYTES;
        info.paddingBytes = paddingBytes;
        put(HEADER, (start ? 0x10 : 0) | 0x80);
        put(HEADER + 1, 0xF0);
        put16(HEADER + 2, 0x8000 | info.pictureId);
        put(HEADER + 4, info.tl0PicIdx);
        put(HEADER + 5, temporal << 6 | (temporal > 0 ? 0x20 : 0) | info.keyIdx);
        put(HEADER + DESCRIPTOR, e);
        put16(HEADER + DESCRIPTOR + 1, (int) seq);
        put16(HEADER + DESCRIPTOR + 3, frame[e]);
        TrackLog log = source.encoding(e);
        if (!log.append(info, packet, 0, HEADER + FRAME_BYTES)) {
            throw new AssertionError("refused " + seq);
        }
    }

    private void put(int offsetBytes, int value) {
        packet.set(ValueLayout.JAVA_BYTE, offsetBytes, (byte) value);
    }

    private void put16(int offsetBytes, int value) {
        put(offsetBytes, value >> 8);
        put(offsetBytes + 1, value);
    }
}
