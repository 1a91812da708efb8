package io.steadycast.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.wire.codec.FrameInfo;
import io.steadycast.media.wire.codec.Vp9Descriptor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of all codecs from a host's bytes to a viewer's, over two shards: boundaries, keyframes, layers, and numbers that go on. */
class CodecPathTest {
    private static final long MS = EngineRig.MS;
    private static final long SECOND = EngineRig.SECOND;

    private final EngineRig rig = EngineRig.of(2);
    private final FrameInfo frame = new FrameInfo();

    static Stream<CodecScript> scripts() {
        return Stream.of(
                new CodecScript.H264(true),
                new CodecScript.H264(false),
                new CodecScript.Vp9(1, false, 32_750),
                new CodecScript.Vp9(3, true, 32_750),
                new CodecScript.Av1(true),
                new CodecScript.Av1(false));
    }

    private CodecViewer viewer(long peerId, CodecHost host) {
        CodecViewer viewer = new CodecViewer(rig, 1, peerId, host.script.codec());
        viewer.watch(host);
        return viewer;
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void boundariesAndKeyframesAreFoundAndJoinersBeginThere(CodecScript script) {
        CodecHost host = new CodecHost(rig, 1, script);
        rig.run(SECOND);
        host.log().requestKeyframe();
        rig.run(SECOND);
        assertThat(host.keyframeSeqs).hasSize(2);
        assertThat(host.log().keyframe()).isEqualTo(host.extended(host.keyframeSeqs.getLast()));
        assertThat(host.log().keyframeBefore(host.log().keyframe())).isEqualTo(host.extended(CodecHost.FIRST_SEQ));
        assertBoundaries(host);
        boolean told = !script.equals(new CodecScript.Av1(false));
        boolean small = script instanceof CodecScript.Vp9 vp9 && vp9.spatialLayers() == 1;
        assertThat(host.log().widthPx()).isEqualTo(told ? small ? 320 : 1_280 : 0);
        CodecViewer viewer = viewer(2, host);
        rig.run(SECOND);
        assertThat(viewer.holes()).isEmpty();
        assertThat(viewer.media.firstEntry().getValue().payload())
                .isEqualTo(host.packet(host.keyframeSeqs.getLast()).part().payload());
        assertThat(viewer.media.lastEntry().getValue().marker()).isTrue();
        assertThat(host.keyframesAskedNs).hasSize(1);
    }

    /** Start where the timestamp changes or the layer does, end where the marker is or the layer ends; keyframes as a whole. */
    private static void assertBoundaries(CodecHost host) {
        PacketView view = new PacketView();
        for (CodecHost.Sent sent : host.sent.values()) {
            assertThat(host.log().read(host.extended(sent.seq()), view)).isTrue();
            CodecHost.Sent before = host.sent.get(sent.seq() - 1 & 0xFFFF);
            boolean layered = host.script instanceof CodecScript.Vp9;
            boolean evenPacket = (sent.seq() - CodecHost.FIRST_SEQ) % 2 == 0;
            boolean starts = layered ? evenPacket : before == null || before.timestamp() != sent.timestamp();
            boolean ends = layered ? !evenPacket : sent.marker();
            assertThat(view.info.startOfFrame).as("start of %s", sent.seq()).isEqualTo(starts);
            assertThat(view.info.endOfFrame).as("end of %s", sent.seq()).isEqualTo(ends);
            boolean key = host.keyframeSeqs.stream()
                    .anyMatch(first -> host.packet(first).timestamp() == sent.timestamp());
            assertThat(view.info.keyframe).as("keyframe at %s", sent.seq()).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aKeyframeWhoseFirstPacketComesLateIsOneAllTheSame(CodecScript script) {
        CodecHost host = new CodecHost(rig, 1, script);
        rig.run(SECOND);
        CodecViewer viewer = viewer(2, host);
        rig.run(SECOND);
        long before = host.log().keyframe();
        host.log().requestKeyframe();
        boolean[] repairing = new boolean[1];
        long first = nextKeyframe(host);
        host.loses = seq -> seq == first;
        host.repairs = seq -> repairing[0];
        rig.run(100 * MS);
        assertThat(host.keyframeSeqs.getLast()).isEqualTo(first);
        if (script.codec() != Codec.VP9) {
            assertThat(host.log().keyframe())
                    .as("decoding cannot begin behind the hole")
                    .isEqualTo(before);
        }
        repairing[0] = true;
        rig.run(500 * MS);
        assertThat(host.log().keyframe()).isEqualTo(host.extended(first));
        CodecViewer joiner = viewer(3, host);
        rig.run(SECOND);
        assertThat(viewer.holes()).isEmpty();
        assertThat(joiner.holes()).isEmpty();
        assertThat(joiner.media.firstEntry().getValue().payload())
                .isEqualTo(host.packet(first).part().payload());
        assertThat(host.keyframeSeqs).hasSize(2);
    }

    /**
     * The delimiter does not tell that a keyframe follows, so decoding begins with the parameter sets, unless it comes behind them: none is lost, the delimiter is, the
     * parameter sets come late.
     */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void aKeyframeBehindADelimiterIsFound(int lostPart) {
        CodecHost host = new CodecHost(rig, 1, new CodecScript.DelimitedH264());
        rig.run(SECOND);
        CodecViewer viewer = viewer(2, host);
        rig.run(SECOND);
        host.log().requestKeyframe();
        long first = nextKeyframe(host);
        boolean[] repairing = new boolean[1];
        host.loses = seq -> seq == first + lostPart;
        host.repairs = seq -> repairing[0];
        rig.run(100 * MS);
        assertThat(host.keyframeSeqs.getLast()).isEqualTo(first);
        repairing[0] = true;
        rig.run(500 * MS);
        long begin = lostPart == 0 ? first : first + 1;
        assertThat(host.log().keyframe()).isEqualTo(host.extended(begin));
        CodecViewer joiner = viewer(3, host);
        rig.run(SECOND);
        assertThat(viewer.holes()).isEmpty();
        assertThat(joiner.holes()).isEmpty();
        assertThat(joiner.media.firstEntry().getValue().payload())
                .isEqualTo(host.packet(begin).part().payload());
        assertThat(host.keyframeSeqs).hasSize(2);
    }

    /** Runs until the host was asked, and answers the number with which its keyframe will begin. */
    private long nextKeyframe(CodecHost host) {
        for (int i = 0; i < 2_000 && !host.keyframeWanted; i++) {
            rig.run(MS);
        }
        assertThat(host.keyframeWanted).isTrue();
        return host.seq;
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void anotherHostGoesOnWhereTheFirstEnded(CodecScript script) {
        CodecHost host = new CodecHost(rig, 1, script);
        rig.run(2 * SECOND);
        CodecViewer viewer = viewer(2, host);
        rig.run(SECOND);
        host.sending = false;
        CodecViewer.Received last = viewer.media.lastEntry().getValue();
        rig.run(400 * MS);
        CodecHost again = new CodecHost(rig, 3, script);
        again.captureNtp = 0xE900_0000_0000_0000L;
        viewer.watch(again);
        rig.run(2 * SECOND);
        assertThat(viewer.holes()).isEmpty();
        CodecViewer.Received next = Objects.requireNonNull(viewer.media.get(last.seq() + 1));
        assertThat(next.payload())
                .hasSameSizeAs(again.packet(CodecHost.FIRST_SEQ).part().payload());
        assertThat(next.timestamp() - last.timestamp()).isBetween(36_000L, 90 * 500L);
        if (script.codec() == Codec.VP9) {
            assertThat(pictureId(next) - pictureId(last) & 0x7FFF).isEqualTo(1);
        }
        byte[] descriptor = next.descriptor();
        byte[] lastDescriptor = last.descriptor();
        if (descriptor != null && lastDescriptor != null) {
            assertThat(frameNumber(descriptor) - frameNumber(lastDescriptor) & 0xFFFF)
                    .isEqualTo(1);
        }
        assertThat(again.keyframeSeqs).hasSize(1);
    }

    private int pictureId(CodecViewer.Received packet) {
        assertThat(Vp9Descriptor.parse(MemorySegment.ofArray(packet.payload()), 0, packet.payload().length, frame))
                .isTrue();
        return frame.pictureId;
    }

    private static int frameNumber(byte[] descriptor) {
        return (descriptor[1] & 0xFF) << 8 | (descriptor[2] & 0xFF);
    }

    static Stream<CodecScript> temporalScripts() {
        return Stream.of(
                new CodecScript.Vp9(1, false, 32_750), new CodecScript.Vp9(3, true, 5), new CodecScript.Av1(true));
    }

    @ParameterizedTest
    @MethodSource("temporalScripts")
    void temporalLayersGoAndComeBackWithoutAKeyframe(CodecScript script) {
        CodecHost host = new CodecHost(rig, 1, script);
        CodecViewer viewer = viewer(2, host);
        rig.run(3 * SECOND);
        viewer.choose(LayerChoice.auto().withMaxTemporalId(0));
        rig.run(50 * MS);
        long droppedNs = rig.nowNs;
        rig.run(2 * SECOND);
        int slow = viewer.pictures(droppedNs).size();
        assertThat(slow).as("a quarter of 30 a second").isBetween(13, 17);
        viewer.choose(LayerChoice.auto().withMaxTemporalId(1));
        rig.run(200 * MS);
        long middleNs = rig.nowNs;
        rig.run(2 * SECOND);
        assertThat(viewer.pictures(middleNs).size()).as("half of them").isBetween(28, 32);
        viewer.choose(LayerChoice.auto());
        rig.run(200 * MS);
        long fullNs = rig.nowNs;
        rig.run(2 * SECOND);
        assertThat(viewer.pictures(fullNs).size()).as("all").isBetween(57, 61);
        assertThat(viewer.holes()).isEmpty();
        assertThat(host.keyframesAskedNs).isEmpty();
        assertWhole(viewer.pictures(0));
    }

    @Test
    void spatialLayersGoAtOnceAndComeBackWithAKeyframe() {
        CodecHost host = new CodecHost(rig, 1, new CodecScript.Vp9(3, true, 32_700));
        CodecViewer viewer = viewer(2, host);
        rig.run(3 * SECOND);
        for (int layer : new int[] {0, 2, 1, 0, 1, 2}) {
            int asked = host.keyframesAskedNs.size();
            int before = layersOf(viewer.pictures(rig.nowNs - 100 * MS).getLast());
            viewer.choose(LayerChoice.fixed(layer));
            rig.run(2_500 * MS);
            List<List<CodecViewer.Received>> after = viewer.pictures(rig.nowNs - SECOND);
            assertThat(after).hasSizeGreaterThan(28).allMatch(picture -> layersOf(picture) == layer + 1);
            assertThat(host.keyframesAskedNs.size() - asked)
                    .as("keyframes for a change to %s layers", layer + 1)
                    .isEqualTo(layer + 1 > before ? 1 : 0);
        }
        assertThat(viewer.holes()).isEmpty();
        assertWhole(viewer.pictures(0));
    }

    private int layersOf(List<CodecViewer.Received> picture) {
        int highest = -1;
        for (CodecViewer.Received packet : picture) {
            pictureId(packet);
            highest = Math.max(highest, frame.spatialId);
        }
        return highest + 1;
    }

    /** Each picture has its layers from the base up, all of their packets, and the marker on the very last one. */
    private void assertWhole(List<List<CodecViewer.Received>> pictures) {
        int lastId = -1;
        for (List<CodecViewer.Received> picture : pictures) {
            for (int i = 0; i < picture.size(); i++) {
                assertThat(picture.get(i).marker()).isEqualTo(i == picture.size() - 1);
            }
            if (picture.getFirst().descriptor() != null) {
                continue;
            }
            int id = pictureId(picture.getFirst());
            assertThat(lastId < 0 || (id - lastId & 0x7FFF) <= 4).isTrue();
            lastId = id;
            for (int i = 0; i < picture.size(); i++) {
                assertThat(pictureId(picture.get(i))).isEqualTo(id);
                assertThat(frame.spatialId).isEqualTo(i / 2);
                assertThat(frame.startOfFrame).isEqualTo(i % 2 == 0);
            }
        }
    }

    @Test
    void aViewerWhoseNumbersWrapWithItsPicturesSeesNoStep() {
        CodecHost host = new CodecHost(rig, 1, new CodecScript.Vp9(1, false, 32_767 - 40));
        CodecViewer viewer = viewer(2, host);
        rig.run(4 * SECOND);
        TrackLog log = host.log();
        assertThat(log.head()).isGreaterThan(0x2_0000);
        assertThat(viewer.holes()).isEmpty();
        assertWhole(viewer.pictures(0));
    }
}
