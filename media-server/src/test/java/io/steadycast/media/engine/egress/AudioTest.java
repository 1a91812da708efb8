package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.PassedExtension;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Opus and RED, passed through. */
class AudioTest {
    private static final long MS = 1_000_000L;
    private static final byte[] OPUS = {1, 2, 3, 4};
    /** One redundant block of 2 bytes, 960 ticks earlier, then the primary one. */
    private static final byte[] RED = {(byte) (0x80 | 111), 0x0F, 0x00, 0x02, 111, 9, 9, 1, 2, 3, 4};

    private final List<SentRtp> sent = new ArrayList<>();
    private long nowNs = 1_000 * MS;
    private final TrackSource source = TrackSource.of(5, Codec.OPUS, 1);
    private long next = 70_000;

    private ViewerSession viewer(int redType) {
        ViewerMedia media = new ViewerMedia(
                "0",
                Codec.OPUS,
                new ViewerMedia.PayloadTypes(111, -1, redType),
                new ViewerMedia.Ssrcs(9, -1),
                ExtensionIds.of(Map.of(HeaderExtension.AUDIO_LEVEL, 1, HeaderExtension.TRANSPORT_CC, 3)),
                new ViewerMedia.FeedbackFlags(false, false, true));
        ReadyTransport link = new ReadyTransport((buffer, length) -> {
            if (Bytes.u8(buffer, 1) < 200) {
                sent.add(SentRtp.parse(nowNs, buffer, length));
            }
        });
        source.encoding(0).state().active(true);
        ViewerSession session =
                new ViewerSession(link.transport, new ViewerSpec("c", 1, List.of(media)), EgressConfig.defaults());
        session.attach(nowNs, "0", source);
        return session;
    }

    private void packet(ViewerSession session, TrackSource to, byte[] payload, boolean red) {
        MemorySegment packet = Arena.ofAuto().allocate(200);
        // Header, one word of extension header, one word with the level (RFC 8285).
        int header = 20;
        Bytes.putU8(packet, 17, 0x2A);
        Bytes.putBytes(packet, header, payload);
        PacketInfo info = new PacketInfo();
        info.extSeq = next++;
        info.extTimestamp = NtpTime.ticksOfNs(nowNs, 48_000);
        info.arrivalNs = nowNs;
        info.red = red;
        info.payloadOffset = header;
        info.payloadLength = payload.length;
        info.extension(PassedExtension.AUDIO_LEVEL, 17, 1);
        TrackLog log = to.encoding(0);
        assertThat(log.append(info, packet, 0, header + payload.length)).isTrue();
        session.onPublished(nowNs, to.trackId(), 0, info.extSeq);
        nowNs += 20 * MS;
        session.onTick(nowNs);
    }

    @Test
    void opusGoesThroughWithItsLevel() {
        ViewerSession session = viewer(-1);
        for (int i = 0; i < 10; i++) {
            packet(session, source, OPUS, false);
        }
        assertThat(sent).hasSize(10).allMatch(p -> p.type() == 111).allMatch(p -> p.payload().length == 4);
        SentRtp last = sent.getLast();
        MemorySegment bytes = MemorySegment.ofArray(last.bytes());
        long level = HeaderExtensions.find(bytes, 0, last.bytes().length, 1);
        assertThat(Bytes.u8(bytes, HeaderExtensions.dataOffset(level))).isEqualTo(0x2A);
        assertThat(last.extSeq() - sent.getFirst().extSeq()).isEqualTo(9);
    }

    @Test
    void redGoesThroughWhereItIsNegotiated() {
        packet(viewer(63), source, RED, true);
        assertThat(sent.getFirst().type()).isEqualTo(63);
        assertThat(sent.getFirst().payload()).isEqualTo(RED);
    }

    @Test
    void redIsStrippedToItsPrimaryBlockWhereItIsNot() {
        packet(viewer(-1), source, RED, true);
        assertThat(sent.getFirst().type()).isEqualTo(111);
        assertThat(sent.getFirst().payload()).isEqualTo(OPUS);
    }

    @Test
    void malformedRedIsCounted() {
        ViewerSession session = viewer(-1);
        packet(session, source, new byte[] {(byte) 0x80, 1}, true);
        assertThat(sent).isEmpty();
        assertThat(session.stats().drops()).containsEntry(DropReason.CODEC_MALFORMED, 1L);
    }

    @Test
    void anotherHostsAudioGoesOn() {
        ViewerSession session = viewer(-1);
        packet(session, source, OPUS, false);
        packet(session, source, OPUS, false);
        TrackSource again = TrackSource.of(6, Codec.OPUS, 1);
        again.encoding(0).state().active(true);
        nowNs += 480 * MS;
        next = 5;
        session.attach(nowNs, "0", again);
        packet(session, again, OPUS, false);
        assertThat(sent.get(2).extSeq()).isEqualTo(sent.get(1).extSeq() + 1);
        assertThat(sent.get(2).timestamp() - sent.get(1).timestamp()).isEqualTo(500 * 48);
    }
}
