package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.NullCipher;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.Pli;
import io.steadycast.media.wire.rtp.HeaderExtension;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A viewer in virtual time in front of a scripted host; keeps what it was sent. */
final class EgressRig {
    static final long MS = 1_000_000L;
    static final long VIDEO = 1111;
    static final long RTX = 2222;
    static final long FRAME_NS = 33 * MS;
    static final long FEC = 3333;
    static final int FEC_PT = 98;
    static final String MID = "1";
    static final int MID_ID = 5;

    final List<SentRtp> sent = new ArrayList<>();
    final List<byte[]> rtcp = new ArrayList<>();
    final ReadyTransport link;
    final ViewerSession session;
    long nowNs = 1_000 * MS;

    private final Set<Long> used = new HashSet<>();
    private final Datagram in = Datagram.allocate(Arena.ofAuto());
    private int rtcpIndex;

    EgressRig() {
        this(true, EgressConfig.defaults());
    }

    EgressRig(boolean rtx, EgressConfig config) {
        this(rtx, config, new NullCipher());
    }

    EgressRig(boolean rtx, EgressConfig config, SrtpCipher cipher) {
        this(new ViewerSpec("cname", 42, List.of(video(rtx))), config, cipher);
    }

    /** A viewer that a controller steers, with FlexFEC. */
    EgressRig(ViewerController.Factory controllers) {
        this(
                new ViewerSpec("cname", 42, List.of(protectedVideo()), controllers),
                EgressConfig.defaults(),
                new NullCipher());
    }

    private EgressRig(ViewerSpec spec, EgressConfig config, SrtpCipher cipher) {
        link = new ReadyTransport(this::onSent, cipher);
        session = new ViewerSession(link.transport, spec, config);
    }

    static ViewerMedia protectedVideo() {
        ViewerMedia plain = video(true);
        return new ViewerMedia(
                MID,
                Codec.VP8,
                new ViewerMedia.PayloadTypes(96, 97, -1, FEC_PT),
                new ViewerMedia.Ssrcs(VIDEO, RTX, FEC),
                plain.extensions(),
                plain.feedback());
    }

    static ViewerMedia video(boolean rtx) {
        return new ViewerMedia(
                MID,
                Codec.VP8,
                new ViewerMedia.PayloadTypes(96, rtx ? 97 : -1, -1),
                new ViewerMedia.Ssrcs(VIDEO, rtx ? RTX : -1),
                ExtensionIds.of(Map.of(
                        HeaderExtension.TRANSPORT_CC,
                        3,
                        HeaderExtension.ABS_SEND_TIME,
                        4,
                        HeaderExtension.SDES_MID,
                        MID_ID)),
                new ViewerMedia.FeedbackFlags(true, true, true));
    }

    private void onSent(java.lang.foreign.MemorySegment buffer, int length) {
        int type = Bytes.u8(buffer, 1);
        if (type >= 200 && type <= 207) {
            rtcp.add(buffer.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
            return;
        }
        SentRtp packet = SentRtp.parse(nowNs, buffer, length);
        if (!used.add(packet.ssrc() << 48 | packet.extSeq())) {
            throw new AssertionError("number used twice: " + packet);
        }
        sent.add(packet);
    }

    /** All packets of the media stream, in the order in which they were sent. */
    List<SentRtp> media() {
        return sent.stream().filter(p -> p.ssrc() == VIDEO).toList();
    }

    List<SentRtp> parity() {
        return sent.stream().filter(p -> p.ssrc() == FEC).toList();
    }

    List<SentRtp> retransmissions() {
        return sent.stream().filter(p -> p.ssrc() == RTX).toList();
    }

    ScriptedHost.Notice noticesOf(ScriptedHost host) {
        return (encoding, seq) -> session.onPublished(nowNs, host.source.trackId(), encoding, seq);
    }

    /** For runs that are too long to remember every number. */
    void forgetNumbers() {
        used.clear();
    }

    /** Ticks every 5 ms. */
    void advance(long ns) {
        long until = nowNs + ns;
        while (nowNs < until) {
            nowNs = Math.min(until, nowNs + 5 * MS);
            session.onTick(nowNs);
        }
    }

    /** One frame of every layer, then a frame's time. */
    void frames(ScriptedHost host, int count, boolean keyframe) {
        for (int i = 0; i < count; i++) {
            for (int e = 0; e < host.source.encodingCount(); e++) {
                host.frame(nowNs, e, keyframe && i == 0, 2 + e, 0, noticesOf(host));
            }
            advance(FRAME_NS);
        }
    }

    void nack(long... numbers) {
        long[] sorted = numbers.clone();
        java.util.Arrays.sort(sorted);
        in.length = GenericNack.write(in.buffer, 0, 1, VIDEO, sorted, sorted.length);
        receive();
    }

    void pli() {
        in.length = Pli.write(in.buffer, 0, 1, VIDEO);
        receive();
    }

    /** For other messages: write into it, set its length, {@link #receive}. */
    Datagram incoming() {
        return in;
    }

    void receive() {
        new io.steadycast.media.engine.transport.NullCipher().protectRtcp(in, rtcpIndex++);
        session.onRtcp(nowNs, in);
    }

    /** Media numbers are 1 after the other from the first on, whatever the order in which they left. */
    void assertContiguous() {
        List<Long> numbers = media().stream().map(SentRtp::extSeq).sorted().toList();
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i) != numbers.get(i - 1) + 1) {
                throw new AssertionError("gap after " + numbers.get(i - 1) + ": " + numbers.get(i));
            }
        }
    }

    /** As {@link #assertContiguous}, for what was sent before a moment. */
    void assertContiguousBefore(long beforeNs, long seed) {
        long last = media().stream()
                .filter(p -> p.atNs() < beforeNs)
                .mapToLong(SentRtp::extSeq)
                .max()
                .orElse(-1);
        List<Long> numbers = media().stream()
                .map(SentRtp::extSeq)
                .filter(n -> n <= last)
                .sorted()
                .toList();
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i) != numbers.get(i - 1) + 1) {
                throw new AssertionError("seed " + seed + ": gap after " + numbers.get(i - 1) + ": " + numbers.get(i));
            }
        }
    }
}
