package io.steadycast.benchmarks.generator;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.RtpHeaderWriter;
import io.steadycast.netsim.endpoint.Negotiated;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Confined to the generator's loop. A host that sends VP8 and Opus: valid descriptors and frame headers, keyframes when asked, nothing in between that means anything.
 * Every payload ends with who sent it and in which frame, so that a viewer that opens one packet knows how the server moved its timestamps.
 */
final class Publisher implements Role {
    static final int TRAILER_BYTES = 8;
    private static final int VIDEO_CLOCK = 90_000;
    private static final int AUDIO_CLOCK = 48_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long VIDEO_NS = SECOND_NS / FrameSizes.PICTURES_PER_SECOND;
    private static final long AUDIO_NS = SECOND_NS / FrameSizes.OPUS_PER_SECOND;
    /** Later than this, what was missed is left out instead of sent in a burst. */
    private static final long GIVE_UP_NS = SECOND_NS / 5;

    private static final long KEYFRAME_SPACING_NS = SECOND_NS / 3;
    private static final long NTP_EPOCH_S = 2_208_988_800L;
    private static final int TICKS_PER_REPORT = 20;
    private static final int DESCRIPTOR_BYTES = 4;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final byte[] AUDIO_MID = Negotiated.AUDIO_MID.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VIDEO_MID = Negotiated.VIDEO_MID.getBytes(StandardCharsets.US_ASCII);

    final OutStream audio;
    final OutStream video;
    private final int id;
    private final GeneratorLoop loop;
    private final FrameSizes sizes;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final RtcpCursor cursor = new RtcpCursor();
    private int viewers;
    private int transportSeq;
    private long nextVideoNs = Long.MAX_VALUE;
    private long nextAudioNs = Long.MAX_VALUE;
    private boolean keyframeWanted = true;
    private long lastKeyframeNs = Long.MIN_VALUE / 2;
    private long keyframes;
    private int ticks;

    Publisher(GeneratorLoop loop, int id, LocalEnd.Ssrcs ssrcs) {
        this.loop = loop;
        this.id = id;
        this.sizes = new FrameSizes(id);
        audio = new OutStream(ssrcs.audio(), Negotiated.OPUS, id * 7_919, AUDIO_CLOCK / FrameSizes.OPUS_PER_SECOND);
        video = new OutStream(
                ssrcs.video(), Negotiated.VP8, id * 104_729, VIDEO_CLOCK / FrameSizes.PICTURES_PER_SECOND);
    }

    int id() {
        return id;
    }

    void addViewers(int more) {
        viewers += more;
    }

    long keyframes() {
        return keyframes;
    }

    /** Media starts. Hosts start at different moments within a frame, so that they do not send in step. */
    void start(long nowNs) {
        nextVideoNs = nowNs + (id * 7_000_003L) % VIDEO_NS;
        nextAudioNs = nowNs + (id * 3_000_017L) % AUDIO_NS;
    }

    /** Sends what is due. */
    void onTurn(Session session, long nowNs) {
        if (nowNs - Math.min(nextVideoNs, nextAudioNs) > GIVE_UP_NS) {
            nextVideoNs = nowNs;
            nextAudioNs = nowNs;
        }
        while (nextVideoNs <= nowNs) {
            nextVideoNs += VIDEO_NS;
            sendPicture(session, nowNs);
        }
        while (nextAudioNs <= nowNs) {
            nextAudioNs += AUDIO_NS;
            sendOpus(session);
        }
    }

    long nextNs() {
        return Math.min(nextVideoNs, nextAudioNs);
    }

    private void sendPicture(Session session, long nowNs) {
        boolean keyframe = keyframeWanted && nowNs - lastKeyframeNs >= KEYFRAME_SPACING_NS;
        if (keyframe) {
            keyframeWanted = false;
            lastKeyframeNs = nowNs;
            keyframes++;
        }
        int bytes = sizes.picture(keyframe);
        int packets = FrameSizes.packets(bytes);
        long leavesNs = loop.realtimeNs();
        int frame = video.beginFrame(leavesNs);
        expect(leavesNs, packets);
        for (int i = 0; i < packets; i++) {
            Datagram packet = session.claim();
            int payloadBytes = FrameSizes.packetBytes(bytes, packets, i);
            long seq = video.takeSeq(payloadBytes);
            int at = begin(packet, video, frame, seq, i == packets - 1, VIDEO_MID);
            writePicture(packet.buffer, at, frame, i == 0, keyframe);
            trailer(packet.buffer, at + payloadBytes, frame);
            session.sendRtp(at, payloadBytes, seq);
        }
        loop.flush();
    }

    private void sendOpus(Session session) {
        long leavesNs = loop.realtimeNs();
        int frame = audio.beginFrame(leavesNs);
        expect(leavesNs, 1);
        Datagram packet = session.claim();
        int payloadBytes = sizes.opus();
        long seq = audio.takeSeq(payloadBytes);
        int at = begin(packet, audio, frame, seq, frame == 0, AUDIO_MID);
        // TOC: CELT, full band, 20 ms, one frame (RFC 6716 section 3.1).
        Bytes.putU8(packet.buffer, at, 31 << 3);
        trailer(packet.buffer, at + payloadBytes, frame);
        session.sendRtp(at, payloadBytes, seq);
        loop.flush();
    }

    private void expect(long leavesNs, int packets) {
        Window window = loop.window();
        if (window != null && window.covers(leavesNs)) {
            window.onExpected((long) packets * viewers);
        }
    }

    private int begin(Datagram packet, OutStream stream, int frame, long seq, boolean marker, byte[] mid) {
        header.begin(
                packet.buffer,
                0,
                RtpHeader.markerAndType(marker, stream.payloadType),
                seq,
                stream.timestamp(frame),
                Integer.toUnsignedLong(stream.ssrc));
        header.element(Negotiated.MID_ID, mid);
        header.element16(Negotiated.TRANSPORT_CC_ID, transportSeq++ & 0xFFFF);
        return header.finish();
    }

    /** RFC 7741 section 4.2 with a picture id of 15 bits; then the frame tag of RFC 6386 section 9.1. */
    private static void writePicture(MemorySegment out, int at, int frame, boolean first, boolean keyframe) {
        Bytes.putU8(out, at, 0x80 | (first ? 0x10 : 0));
        Bytes.putU8(out, at + 1, 0x80);
        Bytes.putU16(out, at + 2, 0x8000 | (frame & 0x7FFF));
        if (!first) {
            return;
        }
        int tag = at + DESCRIPTOR_BYTES;
        int firstPartBytes = 1_000;
        int bits = (keyframe ? 0 : 1) | 1 << 4 | firstPartBytes << 5;
        Bytes.putU8(out, tag, bits & 0xFF);
        Bytes.putU8(out, tag + 1, bits >> 8 & 0xFF);
        Bytes.putU8(out, tag + 2, bits >> 16);
        if (keyframe) {
            Bytes.putU24(out, tag + 3, 0x9D012A);
            Bytes.putU16(out, tag + 6, Short.reverseBytes((short) WIDTH) & 0xFFFF);
            Bytes.putU16(out, tag + 8, Short.reverseBytes((short) HEIGHT) & 0xFFFF);
        }
    }

    private void trailer(MemorySegment out, int end, int frame) {
        Bytes.putU32(out, end - TRAILER_BYTES, id);
        Bytes.putU32(out, end - TRAILER_BYTES + 4, Integer.toUnsignedLong(frame));
    }

    @Override
    public void onRtp(Session session, Datagram packet, long arrivedNs) {
        // Nobody sends media to a host; a server's probes are of no use here.
    }

    @Override
    public void onRtcp(Session session, Datagram compound, long arrivedNs) {
        cursor.start(compound.buffer, 0, compound.length);
        while (cursor.next()) {
            boolean asks = cursor.type() == RtcpHeader.PAYLOAD_FEEDBACK
                    && (cursor.count() == RtcpHeader.FMT_PLI || cursor.count() == RtcpHeader.FMT_FIR);
            keyframeWanted |= asks;
        }
    }

    @Override
    public void onTick(Session session, long nowNs) {
        if (ticks++ % TICKS_PER_REPORT == 0) {
            report(session, audio, AUDIO_CLOCK);
            report(session, video, VIDEO_CLOCK);
        }
    }

    private void report(Session session, OutStream stream, int clock) {
        if (stream.frames() == 0) {
            return;
        }
        MemorySegment out = session.claim().buffer;
        long realtimeNs = loop.realtimeNs();
        int last = stream.frames() - 1;
        long sinceNs = realtimeNs - stream.sentAtNs(last);
        long timestamp = stream.timestamp(last) + sinceNs * clock / SECOND_NS;
        int length = SenderReport.begin(out, 0, Integer.toUnsignedLong(stream.ssrc), 0);
        SenderReport.writeInfo(
                out, 0, ntp(realtimeNs), timestamp & 0xFFFF_FFFFL, stream.packets(), stream.payloadBytes());
        session.sendRtcp(length);
    }

    /** RFC 3550 section 4. */
    private static long ntp(long realtimeNs) {
        long seconds = realtimeNs / SECOND_NS + NTP_EPOCH_S;
        return seconds << 32 | ((realtimeNs % SECOND_NS) << 32) / SECOND_NS;
    }
}
