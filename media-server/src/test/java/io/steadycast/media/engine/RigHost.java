package io.steadycast.media.engine;

import io.steadycast.media.engine.ingress.PublisherMedia;
import io.steadycast.media.engine.ingress.PublisherMedia.EncodingDescription;
import io.steadycast.media.engine.ingress.PublisherMedia.FeedbackFlags;
import io.steadycast.media.engine.ingress.PublisherMedia.PayloadTypes;
import io.steadycast.media.engine.ingress.PublisherSpec;
import io.steadycast.media.engine.log.Codec;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/** A host that sends VP8 simulcast by rid: three packets a frame, 30 frames a second, a keyframe when it is asked for one. */
final class RigHost extends RigPeer {
    static final int PT = 96;
    static final int RTX_PT = 97;
    static final int PACKETS_PER_FRAME = 3;
    static final Map<HeaderExtension, Integer> EXTENSIONS = Map.of(
            HeaderExtension.SDES_MID, 1,
            HeaderExtension.SDES_RID, 2,
            HeaderExtension.SDES_REPAIRED_RID, 3,
            HeaderExtension.TRANSPORT_CC, 4);
    private static final String[] RIDS = {"q", "h", "f"};
    private static final byte[] MID = {'0'};

    final TrackSource source;
    final Layer[] layers;
    final List<String> received = new ArrayList<>();
    LongPredicate loses = seq -> false;
    boolean answersNack = true;
    boolean sending = true;
    /** Takes no notice of what it is told. */
    boolean quiet;

    int pliCount;
    int nackCount;
    private final RtpHeaderWriter writer = new RtpHeaderWriter();
    private final RtcpCursor cursor = new RtcpCursor();
    private long transportSeq = 65_000;
    private long nextFrameNs;
    private long nextReportNs;
    private long frame;

    /** One encoding. Sequence numbers and timestamps start where they soon wrap. */
    static final class Layer {
        final int index;
        final long ssrc;
        final byte[] rid;
        long seq = 65_530;
        long rtxSeq = 100;
        long timestamp = 0xFFFF_F000L;
        boolean keyframeWanted = true;
        boolean on = true;

        Layer(int index) {
            this.index = index;
            this.ssrc = 1_000L + index;
            this.rid = RIDS[index].getBytes(StandardCharsets.US_ASCII);
        }
    }

    RigHost(EngineRig rig, int shard, long peerId, int layerCount) {
        super(rig, shard, peerId);
        source = TrackSource.of(peerId * 100, Codec.VP8, layerCount);
        layers = new Layer[layerCount];
        List<EncodingDescription> encodings = new ArrayList<>();
        for (int i = 0; i < layerCount; i++) {
            layers[i] = new Layer(i);
            encodings.add(EncodingDescription.ofRid(RIDS[i]));
        }
        PublisherMedia media = new PublisherMedia(
                "0",
                source,
                new PayloadTypes(PT, RTX_PT, -1),
                encodings,
                new FeedbackFlags(true, true, true, true, true));
        PublisherSpec spec = new PublisherSpec("server", true, EXTENSIONS, List.of(media));
        rig.command(shard, (s, now) -> {
            if (s.control().addPublisher(now, spec(), spec) != Answer.OK) {
                throw new AssertionError("publisher refused");
            }
        });
        step(rig.nowNs);
        rig.command(
                shard,
                (s, now) -> s.control().srtpReady(now, peerId, new SrtpCipherPair(new NullCipher(), new NullCipher())));
    }

    @Override
    void step(long nowNs) {
        super.step(nowNs);
        if (!sending) {
            return;
        }
        if (nowNs >= nextFrameNs) {
            nextFrameNs = nowNs + 33 * EngineRig.MS;
            for (Layer layer : layers) {
                if (layer.on) {
                    sendFrame(nowNs, layer);
                }
            }
            frame++;
        }
        if (nowNs >= nextReportNs) {
            nextReportNs = nowNs + EngineRig.SECOND;
            for (Layer layer : layers) {
                SenderReport.begin(datagram.buffer, 0, layer.ssrc, 0);
                SenderReport.writeInfo(datagram.buffer, 0, (nowNs << 32) / EngineRig.SECOND, layer.timestamp, 0, 0);
                sendRtcp(nowNs, SenderReport.BYTES);
            }
        }
    }

    void sendFrame(long nowNs, Layer layer) {
        boolean keyframe = layer.keyframeWanted;
        layer.keyframeWanted = false;
        layer.timestamp += 2_970;
        for (int i = 0; i < PACKETS_PER_FRAME; i++) {
            long seq = layer.seq++;
            boolean last = i == PACKETS_PER_FRAME - 1;
            if (!loses.test(seq)) {
                sendPacket(nowNs, layer, seq, kind(keyframe, i == 0, last));
            }
        }
    }

    private static int kind(boolean keyframe, boolean first, boolean last) {
        return (keyframe ? 1 : 0) | (first ? 2 : 0) | (last ? 4 : 0);
    }

    private void sendPacket(long nowNs, Layer layer, long seq, int kind) {
        MemorySegment b = datagram.buffer;
        writer.begin(b, 0, RtpHeader.markerAndType((kind & 4) != 0, PT), seq, layer.timestamp, layer.ssrc);
        writer.element(1, MID);
        writer.element(2, layer.rid);
        writer.element16(4, (int) transportSeq++ & 0xffff);
        int header = writer.finish();
        int length = payload(b, header, layer, kind);
        sendRtp(nowNs, header, length, seq);
    }

    private int payload(MemorySegment b, int at, Layer layer, int kind) {
        Bytes.zero(b, at, 300);
        Bytes.putU8(b, at, 0x80 | ((kind & 2) != 0 ? 0x10 : 0));
        Bytes.putU8(b, at + 1, 0x80);
        Bytes.putU16(b, at + 2, 0x8000 | (int) (frame & 0x7fff));
        if ((kind & 2) != 0) {
            Bytes.putU8(b, at + 4, (kind & 1) != 0 ? 0 : 1);
            Bytes.putU24(b, at + 7, 0x9d012a);
            int width = 320 << layer.index;
            Bytes.putU8(b, at + 10, width & 0xff);
            Bytes.putU8(b, at + 11, width >> 8);
            int height = 180 << layer.index;
            Bytes.putU8(b, at + 12, height & 0xff);
            Bytes.putU8(b, at + 13, height >> 8);
        }
        return at + 300;
    }

    @Override
    void onRtcp(long nowNs, MemorySegment segment, int lengthBytes) {
        if (quiet) {
            return;
        }
        if (!cursor.start(segment, 0, lengthBytes)) {
            throw new AssertionError("malformed RTCP to the host");
        }
        while (cursor.next()) {
            long at = cursor.offset();
            boolean nack = cursor.type() == RtcpHeader.TRANSPORT_FEEDBACK && cursor.count() == RtcpHeader.FMT_NACK;
            received.add(cursor.type() + "/" + cursor.count());
            if (nack) {
                onNack(nowNs, segment, at, cursor.lengthBytes());
            } else if (cursor.type() == RtcpHeader.PAYLOAD_FEEDBACK && cursor.count() == RtcpHeader.FMT_PLI) {
                pliCount++;
                layers[(int) RtcpHeader.mediaSsrc(segment, at) - 1_000].keyframeWanted = true;
            }
        }
    }

    private void onNack(long nowNs, MemorySegment segment, long at, int length) {
        Layer layer = layers[(int) GenericNack.mediaSsrc(segment, at) - 1_000];
        for (int s = GenericNack.first(segment, at, length);
                s != GenericNack.NONE;
                s = GenericNack.next(segment, at, length, s)) {
            nackCount++;
            int lost = GenericNack.lostSequence(segment, at, s);
            if (answersNack) {
                sendRtx(nowNs, layer, lost);
            }
        }
    }

    /** Content does not matter for the repair; the frame's boundaries do. */
    private void sendRtx(long nowNs, Layer layer, int lost) {
        MemorySegment b = datagram.buffer;
        int inFrame = Math.floorMod(lost - 65_530, 65_536) % PACKETS_PER_FRAME;
        long timestamp = layer.timestamp;
        long rtxSeq = layer.rtxSeq++;
        boolean last = inFrame == PACKETS_PER_FRAME - 1;
        writer.begin(b, 0, RtpHeader.markerAndType(last, RTX_PT), rtxSeq, timestamp, layer.ssrc + 1_000);
        writer.element(1, MID);
        writer.element(3, layer.rid);
        writer.element16(4, (int) transportSeq++ & 0xffff);
        int header = writer.finish();
        Bytes.putU16(b, header, lost);
        int length = payload(b, header + 2, layer, kind(false, inFrame == 0, last));
        sendRtp(nowNs, header, length, rtxSeq);
    }
}
