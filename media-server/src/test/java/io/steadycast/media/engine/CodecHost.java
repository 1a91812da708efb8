package io.steadycast.media.engine;

import io.steadycast.media.engine.ingress.PublisherMedia;
import io.steadycast.media.engine.ingress.PublisherMedia.EncodingDescription;
import io.steadycast.media.engine.ingress.PublisherMedia.FeedbackFlags;
import io.steadycast.media.engine.ingress.PublisherMedia.PayloadTypes;
import io.steadycast.media.engine.ingress.PublisherSpec;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.NullCipher;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.RtpHeaderWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;

/** A host of one stream without rid or mid, known by its described SSRCs: 30 pictures a second, RTX of what it really sent. */
final class CodecHost extends RigPeer {
    static final long FIRST_SEQ = 65_500;
    private static final int PT = 98;
    private static final int RTX_PT = 99;
    private static final long SSRC = 500;
    private static final int TRANSPORT_CC = 4;
    private static final int DESCRIPTOR = 5;

    /** One packet as it left. */
    record Sent(long seq, long timestamp, boolean marker, CodecScript.Part part) {}

    final CodecScript script;
    final TrackSource source;
    final Map<Long, Sent> sent = new HashMap<>();
    final List<Long> keyframesAskedNs = new ArrayList<>();
    final List<Long> keyframeSeqs = new ArrayList<>();
    LongPredicate loses = seq -> false;
    LongPredicate repairs = seq -> true;
    boolean sending = true;
    boolean keyframeWanted = true;
    /** From the host's clock to ours, so that reports speak of another epoch. */
    long captureNtp = 0xE800_0000_0000_0000L;

    long seq = FIRST_SEQ;
    int nacks;
    private long rtxSeq = 9;
    private long timestamp;
    private int number;
    int sinceKey;
    private long transportSeq;
    private long nextPictureNs;
    private long nextReportNs;
    private final RtpHeaderWriter writer = new RtpHeaderWriter();
    private final RtcpCursor cursor = new RtcpCursor();

    CodecHost(EngineRig rig, long peerId, CodecScript script) {
        super(rig, 0, peerId);
        this.script = script;
        timestamp = 4_294_900_000L + peerId;
        source = TrackSource.of(peerId * 100, script.codec(), 1);
        PublisherMedia media = new PublisherMedia(
                "0",
                source,
                new PayloadTypes(PT, RTX_PT, -1),
                List.of(new EncodingDescription("", SSRC, SSRC + 1)),
                new FeedbackFlags(true, true, true, true, true));
        PublisherSpec spec = new PublisherSpec(
                "server",
                true,
                Map.of(HeaderExtension.TRANSPORT_CC, TRANSPORT_CC, HeaderExtension.DEPENDENCY_DESCRIPTOR, DESCRIPTOR),
                List.of(media));
        rig.command(0, (s, now) -> {
            if (s.control().addPublisher(now, spec(), spec) != Answer.OK) {
                throw new AssertionError("publisher refused");
            }
        });
        keepAlive(rig.nowNs);
        rig.command(
                0,
                (s, now) -> s.control().srtpReady(now, peerId, new SrtpCipherPair(new NullCipher(), new NullCipher())));
    }

    TrackLog log() {
        return source.encoding(0);
    }

    /** By its number, of which 16 bits count. */
    Sent packet(long number) {
        return Objects.requireNonNull(sent.get(number & 0xFFFF));
    }

    /** Extended as the log extends it. */
    long extended(long sentSeq) {
        return sentSeq + 0x1_0000;
    }

    @Override
    void step(long nowNs) {
        super.step(nowNs);
        if (!sending) {
            return;
        }
        if (nowNs >= nextPictureNs) {
            nextPictureNs = nowNs + 33 * EngineRig.MS;
            sendPicture(nowNs);
        }
        if (nowNs >= nextReportNs) {
            nextReportNs = nowNs + EngineRig.SECOND;
            SenderReport.begin(datagram.buffer, 0, SSRC, 0);
            SenderReport.writeInfo(datagram.buffer, 0, ntp(nowNs), timestampAt(nowNs), 0, 0);
            sendRtcp(nowNs, SenderReport.BYTES);
        }
    }

    private long ntp(long nowNs) {
        return captureNtp + ((nowNs / EngineRig.SECOND) << 32) + ((nowNs % EngineRig.SECOND) << 32) / EngineRig.SECOND;
    }

    private long timestampAt(long nowNs) {
        return timestamp + nowNs * 90_000 / EngineRig.SECOND;
    }

    void sendPicture(long nowNs) {
        sinceKey = keyframeWanted ? 0 : sinceKey + 1;
        if (keyframeWanted) {
            keyframeSeqs.add(seq);
        }
        keyframeWanted = false;
        List<CodecScript.Part> parts = script.picture(number++, sinceKey);
        for (int i = 0; i < parts.size(); i++) {
            Sent packet = new Sent(seq++, timestampAt(nowNs), i == parts.size() - 1, parts.get(i));
            sent.put(packet.seq() & 0xFFFF, packet);
            if (!loses.test(packet.seq())) {
                send(nowNs, packet, PT, packet.seq(), SSRC);
            }
        }
    }

    private void send(long nowNs, Sent packet, int type, long wireSeq, long ssrc) {
        MemorySegment b = datagram.buffer;
        writer.begin(b, 0, RtpHeader.markerAndType(packet.marker(), type), wireSeq, packet.timestamp(), ssrc);
        writer.element16(TRANSPORT_CC, (int) transportSeq++ & 0xFFFF);
        byte[] descriptor = packet.part().descriptor();
        if (descriptor != null) {
            writer.element(DESCRIPTOR, descriptor);
        }
        int at = writer.finish();
        int header = at;
        if (type == RTX_PT) {
            Bytes.putU16(b, at, (int) packet.seq() & 0xFFFF);
            at += 2;
        }
        Bytes.putBytes(b, at, packet.part().payload());
        sendRtp(nowNs, header, at + packet.part().payload().length, wireSeq);
    }

    @Override
    void onRtcp(long nowNs, MemorySegment segment, int lengthBytes) {
        if (!cursor.start(segment, 0, lengthBytes)) {
            throw new AssertionError("malformed RTCP to the host");
        }
        while (cursor.next()) {
            long at = cursor.offset();
            if (cursor.type() == RtcpHeader.TRANSPORT_FEEDBACK && cursor.count() == RtcpHeader.FMT_NACK) {
                onNack(nowNs, segment, at, cursor.lengthBytes());
            } else if (cursor.type() == RtcpHeader.PAYLOAD_FEEDBACK && cursor.count() == RtcpHeader.FMT_PLI) {
                keyframesAskedNs.add(nowNs);
                keyframeWanted = true;
            }
        }
    }

    private void onNack(long nowNs, MemorySegment segment, long at, int length) {
        for (int s = GenericNack.first(segment, at, length);
                s != GenericNack.NONE;
                s = GenericNack.next(segment, at, length, s)) {
            nacks++;
            Sent packet = sent.get((long) GenericNack.lostSequence(segment, at, s));
            if (packet != null && repairs.test(packet.seq())) {
                send(nowNs, packet, RTX_PT, rtxSeq++, SSRC + 1);
            }
        }
    }
}
