package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.ingress.PublisherMedia.EncodingDescription;
import io.steadycast.media.engine.ingress.PublisherMedia.FeedbackFlags;
import io.steadycast.media.engine.ingress.PublisherMedia.PayloadTypes;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.AddressTable;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.media.engine.transport.PeerTransport;
import io.steadycast.media.engine.transport.TransportContext;
import io.steadycast.media.engine.transport.TransportLimits;
import io.steadycast.media.engine.transport.UfragIndex;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.RtpHeaderWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublisherSessionTest {
    private static final long MS = 1_000_000L;
    private static final int VP8 = 96;
    private static final int RTX = 97;
    private static final int OPUS = 111;
    private static final int RED = 63;
    private static final EncodingDescription PLAIN = EncodingDescription.ofRid("");
    private static final FeedbackFlags FEEDBACK = new FeedbackFlags(true, true, false, true, false);

    private final MemorySegment packet = Arena.ofAuto().allocate(2_048);
    private final RtpHeaderWriter writer = new RtpHeaderWriter();
    private final PacketView view = new PacketView();
    private long nowNs;
    private int lengthBytes;

    @Test
    void ridsBindTheirEncodingsAndLaterPacketsNeedNone() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 2);
        PublisherSession session =
                session(video(video, EncodingDescription.ofRid("lo"), EncodingDescription.ofRid("hi")));
        assertThat(take(session, vp8(10, 500, 1, null, null))).isEqualTo(DropReason.RTP_UNKNOWN_SSRC);
        assertThat(take(session, vp8(10, 500, 1, "v", null))).isEqualTo(DropReason.RTP_UNKNOWN_RID);
        assertThat(take(session, vp8(10, 500, 1, "v", "no"))).isEqualTo(DropReason.RTP_UNKNOWN_RID);
        assertThat(take(session, vp8(10, 500, 1, "x", "hi"))).isEqualTo(DropReason.RTP_UNKNOWN_RID);
        assertThat(take(session, vp8(10, 500, 1, "v", "hi"))).isNull();
        assertThat(take(session, vp8(10, 501, 2, null, null))).isNull();
        assertThat(video.encoding(1).head() & 0xffff).isEqualTo(501);
        assertThat(video.encoding(0).head()).isEqualTo(-1);
    }

    @Test
    void describedSsrcsNeedNoExtension() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 2);
        PublisherSession session =
                session(video(video, new EncodingDescription("", 10, 11), new EncodingDescription("", 20, 21)));
        assertThat(take(session, vp8(20, 7, 1, null, null))).isNull();
        assertThat(take(session, vp8(10, 8, 1, null, null))).isNull();
        assertThat(take(session, rtx(21, 1, 6, 1))).isNull();
        assertThat(take(session, vp8(30, 8, 1, null, null))).isEqualTo(DropReason.RTP_UNKNOWN_SSRC);
        assertThat(video.encoding(1).contains(0x1_0006)).isTrue();
        assertThat(video.encoding(0).head()).isEqualTo(0x1_0008);
    }

    @Test
    void retransmissionsOfADescribedSenderNeedNoDescription() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 1);
        PublisherSession session = session(video(video, new EncodingDescription("", 10, -1)));
        assertThat(take(session, vp8(12, 7, 1, null, null))).isEqualTo(DropReason.RTP_UNKNOWN_SSRC);
        assertThat(take(session, rtx(11, 1, 6, 1))).isEqualTo(DropReason.RTP_UNKNOWN_SSRC);
        assertThat(take(session, vp8(10, 7, 1, null, null))).isNull();
        assertThat(take(session, rtx(11, 2, 6, 1))).isNull();
        assertThat(video.encoding(0).contains(0x1_0006)).isTrue();
    }

    @Test
    void thePayloadTypeIsTheLastResort() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 1);
        TrackSource audio = TrackSource.of(2, Codec.OPUS, 1);
        PublisherSession session = session(
                new PublisherMedia("a", audio, new PayloadTypes(OPUS, -1, RED), List.of(PLAIN), FEEDBACK),
                video(video, PLAIN));
        assertThat(take(session, opus(1, OPUS, 100))).isNull();
        assertThat(take(session, vp8(2, 100, 1, null, null))).isNull();
        assertThat(take(session, opus(3, OPUS, 100))).isEqualTo(DropReason.RTP_UNKNOWN_SSRC);
        assertThat(take(session, opus(4, 50, 100))).isEqualTo(DropReason.RTP_UNKNOWN_SSRC);
        assertThat(take(session, opus(1, RED, 101))).isNull();
        assertThat(audio.encoding(0).read(0x1_0000 + 101, view)).isTrue();
        assertThat(view.info.red).isTrue();
    }

    @Test
    void whatNeverCameIsToldApartFromWhatWasRepaired() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 1);
        PublisherSession session = session(video(video, new EncodingDescription("", 10, 11)));
        // Nobody is asked for repairs before the handshake: what is missing is given up when it falls out of the
        // window.
        for (int seq = 0; seq < 3_000; seq++) {
            boolean repaired = seq % 10 == 5 && seq < 500;
            boolean lost = seq % 10 == 5 && seq >= 500;
            if (!repaired && !lost) {
                take(session, vp8(10, 100 + seq, 1 + 90L * seq, null, null));
            } else if (repaired) {
                take(session, vp8(10, 101 + seq, 1 + 90L * (seq + 1), null, null));
                take(session, rtx(11, seq / 10, 100 + seq, 1));
                seq++;
            }
            nowNs += 10 * MS;
            session.onTick(nowNs);
            if (seq == 499) {
                assertThat(video.encoding(0).state().residualLoss()).isZero();
            }
        }
        assertThat(video.encoding(0).state().residualLoss()).isBetween(0.05, 0.15);
    }

    @Test
    void aSenderThatChangesItsSsrcGoesOn() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 1);
        PublisherSession session = session(video(video, PLAIN));
        take(session, vp8(10, 500, 90_000, "v", null));
        long before = video.encoding(0).head();
        nowNs += 100 * MS;
        assertThat(take(session, vp8(11, 40, 4_000_000_000L, "v", null))).isNull();
        long after = video.encoding(0).head();
        assertThat(after).isGreaterThan(before);
        assertThat(after & 0xffff).isEqualTo(40);
        assertThat(video.encoding(0).read(after, view)).isTrue();
        assertThat(view.info.extTimestamp).isEqualTo((1L << 32) + 90_000 + 9_000);
        // What the new one does not know of, the old one left behind: nobody waits for it.
        session.onTick(nowNs);
        assertThat(video.encoding(0).settled()).isEqualTo(after);
    }

    @Test
    void theNumberOfSsrcsIsBounded() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 2);
        IngressConfig defaults = IngressConfig.defaults();
        IngressConfig one = new IngressConfig(
                defaults.repair(), defaults.keyframes(), defaults.reporting(), 1, defaults.silenceNs(), false);
        PublisherSession session =
                session(one, video(video, EncodingDescription.ofRid("lo"), EncodingDescription.ofRid("hi")));
        assertThat(take(session, vp8(10, 1, 1, "v", "lo"))).isNull();
        assertThat(take(session, vp8(20, 1, 1, "v", "hi"))).isEqualTo(DropReason.RTP_ENCODING_LIMIT);
    }

    @Test
    void duplicatesAndRepairsOfWhatIsThereAreDropped() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 1);
        PublisherSession session = session(video(video, new EncodingDescription("", 10, 11)));
        assertThat(take(session, rtx(11, 1, 9, 1))).isEqualTo(DropReason.RTX_UNKNOWN_STREAM);
        take(session, vp8(10, 10, 1, null, null));
        assertThat(take(session, vp8(10, 10, 1, null, null))).isEqualTo(DropReason.RTP_DUPLICATE);
        assertThat(take(session, rtx(11, 2, 10, 1))).isEqualTo(DropReason.RTP_DUPLICATE);
        take(session, vp8(10, 12, 1, null, null));
        assertThat(take(session, rtx(11, 3, 11, 1))).isNull();
        for (int seq = 13; seq < 3_000; seq++) {
            take(session, vp8(10, seq, 1, null, null));
        }
        assertThat(take(session, rtx(11, 4, 20, 1))).isEqualTo(DropReason.RTP_TOO_OLD);
    }

    @Test
    void paddingIsNoHole() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 1);
        PublisherSession session = session(video(video, PLAIN));
        take(session, vp8(10, 10, 1, "v", null));
        assertThat(take(session, padding(10, 11))).isNull();
        TrackLog log = video.encoding(0);
        assertThat(log.read(0x1_000b, view)).isTrue();
        assertThat(view.info.padding).isTrue();
        assertThat(view.payloadLength()).isZero();
        session.onTick(nowNs);
        assertThat(log.settled()).isEqualTo(0x1_000b);
    }

    @Test
    void frameBoundariesAndKeyframesAreInTheSlots() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 1);
        PublisherSession session = session(video(video, PLAIN));
        take(session, vp8(10, 10, 1, "v", null));
        keyframe(10, 11, 3_000, true);
        take(session, lengthBytes);
        keyframe(10, 12, 3_000, false);
        take(session, lengthBytes);
        TrackLog log = video.encoding(0);
        assertThat(log.keyframe()).isEqualTo(0x1_000b);
        assertThat(log.widthPx()).isEqualTo(640);
        assertThat(log.heightPx()).isEqualTo(360);
        log.read(0x1_000c, view);
        assertThat(view.info.keyframe).isTrue();
        assertThat(view.info.startOfFrame).isFalse();
        assertThat(view.info.endOfFrame).isTrue();
    }

    @Test
    void aLayerThatFallsSilentWhileOthersFlowIsInactive() {
        TrackSource video = TrackSource.of(1, Codec.VP8, 2);
        PublisherSession session =
                session(video(video, EncodingDescription.ofRid("lo"), EncodingDescription.ofRid("hi")));
        take(session, vp8(10, 1, 1, "v", "lo"));
        take(session, vp8(20, 1, 1, "v", "hi"));
        session.onTick(nowNs);
        assertThat(session.takeLayersChanged()).isTrue();
        for (int i = 2; i < 60; i++) {
            nowNs += 33 * MS;
            take(session, vp8(10, i, i * 3_000L, "v", "lo"));
            session.onTick(nowNs);
        }
        assertThat(video.encoding(0).active()).isTrue();
        assertThat(video.encoding(1).active()).isFalse();
        assertThat(session.takeLayersChanged()).isTrue();
        take(session, vp8(20, 2, 9_000, "v", "hi"));
        assertThat(video.encoding(1).active()).isTrue();
    }

    private int vp8(long ssrc, int seq, long timestamp, @Nullable String mid, @Nullable String rid) {
        writer.begin(packet, 0, RtpHeader.markerAndType(true, VP8), seq, timestamp, ssrc);
        text(1, mid);
        text(2, rid);
        int header = writer.finish();
        Bytes.zero(packet, header, 100);
        Bytes.putU8(packet, header, 0x10);
        Bytes.putU8(packet, header + 1, 1);
        lengthBytes = header + 100;
        return lengthBytes;
    }

    private void keyframe(long ssrc, int seq, long timestamp, boolean first) {
        writer.begin(packet, 0, RtpHeader.markerAndType(!first, VP8), seq, timestamp, ssrc);
        int header = writer.finish();
        Bytes.zero(packet, header, 100);
        Bytes.putU8(packet, header, first ? 0x10 : 0);
        Bytes.putU24(packet, header + 4, 0x9d012a);
        Bytes.putU16(packet, header + 7, 0x8002);
        Bytes.putU16(packet, header + 9, 0x6801);
        lengthBytes = header + 100;
    }

    private int rtx(long ssrc, int seq, int originalSeq, long timestamp) {
        writer.begin(packet, 0, RtpHeader.markerAndType(true, RTX), seq, timestamp, ssrc);
        int header = writer.finish();
        Bytes.zero(packet, header, 102);
        Bytes.putU16(packet, header, originalSeq);
        Bytes.putU8(packet, header + 3, 1);
        return header + 102;
    }

    private int opus(long ssrc, int payloadType, int seq) {
        writer.begin(packet, 0, RtpHeader.markerAndType(false, payloadType), seq, seq * 960L, ssrc);
        int header = writer.finish();
        Bytes.zero(packet, header, 80);
        return header + 80;
    }

    private int padding(long ssrc, int seq) {
        writer.begin(packet, 0, RtpHeader.markerAndType(false, VP8), seq, 1, ssrc);
        int header = writer.finish();
        RtpHeader.setPadding(packet, 0, true);
        Bytes.putU8(packet, header + 199, 200);
        return header + 200;
    }

    private void text(int id, @Nullable String value) {
        if (value != null) {
            writer.element(id, value.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private @Nullable DropReason take(PublisherSession session, int length) {
        long published = session.take(nowNs, packet, length);
        return published < 0 ? DropReason.ofNegative(published) : null;
    }

    private static PublisherMedia video(TrackSource source, EncodingDescription... encodings) {
        return new PublisherMedia("v", source, new PayloadTypes(VP8, RTX, -1), List.of(encodings), FEEDBACK);
    }

    private static PublisherSession session(PublisherMedia... media) {
        return session(IngressConfig.defaults(), media);
    }

    private static PublisherSession session(IngressConfig config, PublisherMedia... media) {
        DropCounters drops = new DropCounters();
        TransportContext context = new TransportContext(
                new NoSink(), new AddressTable(4), new UfragIndex(4), drops, TransportLimits.DEFAULT);
        IceCredentials credentials = new IceCredentials("servserv", "0123456789abcdefghijkl");
        PeerTransport transport = new PeerTransport(0, context, 1, credentials, credentials, new DtlsInbox(2));
        PublisherSpec spec = new PublisherSpec(
                "c", true, Map.of(HeaderExtension.SDES_MID, 1, HeaderExtension.SDES_RID, 2), List.of(media));
        return new PublisherSession(config, spec, transport, drops, 1);
    }

    private static final class NoSink implements DatagramSink {
        @Override
        public @Nullable Datagram claim() {
            return null;
        }

        @Override
        public void send(Datagram claimed) {
            throw new AssertionError("nothing was claimed");
        }
    }
}
