package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.PassedExtension;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.codec.OpusRed;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Opus and RED, passed through and made. */
class AudioTest {
    private static final long MS = 1_000_000L;
    private static final byte[] OPUS = {1, 2, 3, 4};
    /** One redundant block of 2 bytes, 960 ticks earlier, then the primary one. */
    private static final byte[] RED = {(byte) (0x80 | 111), 0x0F, 0x00, 0x02, 111, 9, 9, 1, 2, 3, 4};

    private final List<SentRtp> sent = new ArrayList<>();
    private long nowNs = 1_000 * MS;
    private final TrackSource source = TrackSource.of(5, Codec.OPUS, 1);
    private long next = 70_000;

    private Consumer<StreamPlan> script = plan -> {};

    private ViewerSession viewer(int redType) {
        return viewer(redType, null);
    }

    /** One that a controller steers. */
    private ViewerSession steered() {
        return steered(63);
    }

    private ViewerSession steered(int redType) {
        ViewerSession session = viewer(redType, (atNs, view) -> new ViewerController() {
            @Override
            public void onFeedback(long feedbackNs, SessionView seen) {}

            @Override
            public void onTick(long tickNs, SessionView seen, Plan plan) {
                script.accept(plan.stream(0));
            }
        });
        session.onTick(nowNs);
        return session;
    }

    private static Consumer<StreamPlan> redundancy(int depth, int distance) {
        return plan -> {
            plan.redDepth = depth;
            plan.redDistance = distance;
        };
    }

    private ViewerSession viewer(int redType, ViewerController.@Nullable Factory controllers) {
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
        ViewerSpec plain = new ViewerSpec("c", 1, List.of(media));
        ViewerSpec spec = controllers == null ? plain : plain.steeredBy(controllers);
        ViewerSession session = new ViewerSession(link.transport, spec, EgressConfig.defaults());
        session.attach(nowNs, "0", source);
        return session;
    }

    private void packet(ViewerSession session, TrackSource to, byte[] payload, boolean red) {
        MemorySegment packet = Arena.ofAuto().allocate(1_500);
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

    /** As a receiver reads it: ticks before the packet, and what was said then. */
    private static List<String> blocks(SentRtp packet) {
        MemorySegment bytes = MemorySegment.ofArray(packet.payload());
        int count = OpusRed.redundantBlocks(bytes, 0, packet.payload().length);
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            assertThat(OpusRed.blockPayloadType(bytes, 0, i)).isEqualTo(111);
            int at = OpusRed.blockOffset(bytes, 0, count, i);
            blocks.add(OpusRed.timestampOffset(bytes, 0, i) + ":" + packet.payload()[at] + "x"
                    + OpusRed.blockBytes(bytes, 0, i));
        }
        int primary = OpusRed.primaryOffset(bytes, 0, packet.payload().length);
        blocks.add(packet.payload()[primary] + "x" + (packet.payload().length - primary));
        return blocks;
    }

    /** The packet that says this first of all. */
    private SentRtp sentAs(int name) {
        return sent.stream()
                .filter(p -> blocks(p).getLast().startsWith(name + "x"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " did not leave"));
    }

    private static byte[] opus(int name, int length) {
        byte[] payload = new byte[length];
        payload[0] = (byte) name;
        return payload;
    }

    @Test
    void olderPacketsGoInFront() {
        script = redundancy(2, 1);
        ViewerSession session = steered();
        for (int i = 1; i <= 4; i++) {
            packet(session, source, opus(i, 10 + i), false);
        }
        assertThat(sent.get(0).type()).as("nothing older was sent").isEqualTo(111);
        assertThat(sent.get(1).type()).isEqualTo(63);
        assertThat(blocks(sent.get(1))).containsExactly("960:1x11", "2x12");
        assertThat(blocks(sent.get(3))).containsExactly("1920:2x12", "960:3x13", "4x14");
        ControlSample sample = session.control();
        assertThat(sample).isNotNull();
        assertThat(sample.sent().redBytes())
                .as("what was sent before is no new audio")
                .isEqualTo(5 + 11 + 9 + 11 + 12 + 9 + 12 + 13);
    }

    @Test
    void theyMayLieApart() {
        script = redundancy(3, 4);
        ViewerSession session = steered();
        for (int i = 1; i <= 20; i++) {
            packet(session, source, opus(i, 10), false);
        }
        assertThat(blocks(sentAs(20))).containsExactly("11520:8x10", "7680:12x10", "3840:16x10", "20x10");
    }

    @Test
    void whatIsTooOldTooLongOrTooMuchStaysOut() {
        script = redundancy(30, 1);
        ViewerSession session = steered();
        for (int i = 1; i <= 40; i++) {
            packet(session, source, opus(i, 30), false);
        }
        assertThat(blocks(sentAs(40))).as("16383 ticks at most").hasSize(18).startsWith("16320:23x30");
        for (int i = 41; i <= 60; i++) {
            packet(session, source, opus(i, 200), false);
        }
        assertThat(blocks(sentAs(60))).as("a datagram's worth").hasSize(5);
        packet(session, source, opus(61, 1_030), false);
        packet(session, source, opus(62, 30), false);
        assertThat(blocks(sentAs(62))).as("1023 bytes at most").noneMatch(block -> block.contains(":61x"));
        assertThat(sent).allMatch(p -> p.bytes().length < 1_250);
    }

    /** NetEq waits for what it sees come late, and knows nothing of older blocks. */
    @Test
    void whereMuchIsRepeatedSomePacketsLeaveAsLateAsTheyAreRepeated() {
        script = redundancy(12, 1);
        ViewerSession session = steered();
        for (int i = 1; i <= 40; i++) {
            packet(session, source, opus(i, 10), false);
        }
        List<Long> order = sent.stream().map(SentRtp::extSeq).toList();
        List<Long> late = order.stream().filter(seq -> seq % 5 == 0).toList();
        assertThat(late).hasSizeBetween(5, 6);
        for (int at = 0; at < sent.size(); at++) {
            long seq = sent.get(at).extSeq();
            boolean behind = at > 0 && sent.get(at - 1).extSeq() == seq + 12;
            assertThat(behind).as("number %d", seq).isEqualTo(seq % 5 == 0);
        }
        assertThat(order).as("each once").doesNotHaveDuplicates().hasSizeBetween(37, 38);
        SentRtp next = sent.get(order.indexOf(late.getFirst() + 1));
        assertThat(blocks(next)).as("what waits is repeated meanwhile").hasSizeGreaterThan(1);
        script = redundancy(2, 1);
        session.onTick(nowNs);
        packet(session, source, opus(41, 10), false);
        assertThat(sent.stream().map(SentRtp::extSeq).distinct())
                .as("nothing waits on")
                .hasSize(41);
    }

    @Test
    void anotherHostsPacketsAreNotRepeated() {
        script = redundancy(2, 1);
        ViewerSession session = steered();
        packet(session, source, opus(1, 10), false);
        TrackSource again = TrackSource.of(6, Codec.OPUS, 1);
        again.encoding(0).state().active(true);
        session.attach(nowNs, "0", again);
        packet(session, again, opus(2, 10), false);
        packet(session, again, opus(3, 10), false);
        assertThat(sent.get(1).type()).isEqualTo(111);
        assertThat(blocks(sent.get(2))).containsExactly("960:2x10", "3x10");
    }

    @Test
    void aPublishersOwnRedundancyIsReplaced() {
        script = redundancy(1, 2);
        ViewerSession session = steered();
        for (int i = 0; i < 4; i++) {
            packet(session, source, RED, true);
        }
        assertThat(sent.get(0).payload()).as("as it came").isEqualTo(RED);
        assertThat(blocks(sent.get(3))).containsExactly("1920:1x4", "1x4");
    }

    @Test
    void aViewerWithoutRedGetsOlderPacketsAsTheyWere() {
        ViewerSession session = steered(-1);
        for (int i = 1; i <= 10; i++) {
            packet(session, source, opus(i, 10), false);
        }
        script = redundancy(2, 3);
        session.onTick(nowNs);
        sent.clear();
        for (int i = 11; i <= 17; i++) {
            packet(session, source, opus(i, 10), false);
        }
        assertThat(sent)
                .extracting(p -> (int) p.payload()[0])
                .as("only what was kept, and in its order")
                .containsExactly(11, 12, 13, 14, 11, 15, 12, 16, 13, 17, 14, 11);
        SentRtp first = sent.getFirst();
        assertThat(sent.getLast().bytes()).as("the same packet, number and all").isEqualTo(first.bytes());
        ControlSample sample = session.control();
        assertThat(sample).isNotNull();
        int tagBytes = 16;
        long copied = 5L * (first.bytes().length + tagBytes);
        assertThat(sample.sent().redBytes()).isEqualTo(copied);
    }

    @Test
    void noCopyIsMadeOfWhatIsLongAndNoneAfterThePlanEndsIt() {
        script = redundancy(1, 1);
        ViewerSession session = steered(-1);
        packet(session, source, opus(1, 300), false);
        packet(session, source, opus(2, 10), false);
        packet(session, source, opus(3, 10), false);
        script = redundancy(0, 1);
        session.onTick(nowNs);
        packet(session, source, opus(4, 10), false);
        assertThat(sent).extracting(p -> (int) p.payload()[0]).containsExactly(1, 2, 3, 2, 4);
    }
}
