package io.steadycast.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.log.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the uplink lost for good breaks the picture of every viewer: one keyframe for all, soon, and no questions for what cannot come. */
class BrokenPictureTest {
    private static final long MS = EngineRig.MS;
    private static final long SECOND = EngineRig.SECOND;

    private final EngineRig rig = EngineRig.of(2);

    static java.util.stream.Stream<CodecScript> scripts() {
        return CodecPathTest.scripts();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void oneKeyframeForAllSoonAfterTheRepairIsGivenUp(CodecScript script) {
        CodecHost host = new CodecHost(rig, 1, script);
        List<CodecViewer> viewers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            viewers.add(new CodecViewer(rig, i % 2, 10 + i, script.codec()));
            viewers.getLast().watch(host);
        }
        rig.run(3 * SECOND);
        assertThat(host.keyframesAskedNs).isEmpty();
        long lost = loseBase(host);
        long gaveUpNs = -1;
        for (int ms = 0; ms < 4_000; ms += 10) {
            rig.run(10 * MS);
            if (gaveUpNs < 0 && host.log().settled() >= host.extended(lost)) {
                gaveUpNs = rig.nowNs;
            }
            if (gaveUpNs >= 0 && rig.nowNs - gaveUpNs < 60 * MS) {
                viewers.get((int) ((rig.nowNs - gaveUpNs) / (10 * MS))).pli();
            }
        }
        System.out.println(
                script + ": asked " + (host.keyframesAskedNs.getFirst() - gaveUpNs) / MS + " ms after giving up");
        assertThat(host.keyframesAskedNs).hasSize(1);
        assertThat(host.keyframesAskedNs.getFirst() - gaveUpNs).isBetween(-20 * MS, 300 * MS);
    }

    /** Of a base frame, its first packet; the host will never send it again. Answers its number. */
    private long loseBase(CodecHost host) {
        for (int i = 0; i < 500 && host.sinceKey % 4 != 3; i++) {
            rig.run(MS);
        }
        long lost = host.seq + (host.script instanceof CodecScript.H264 ? 1 : 0);
        host.loses = seq -> seq == lost || baseOf(host, seq, lost);
        host.repairs = seq -> !host.loses.test(seq);
        rig.run(400 * MS);
        return lost;
    }

    /** Whole pictures around it, so that it hits a base layer whatever the pattern. */
    private static boolean baseOf(CodecHost host, long seq, long lost) {
        int perPicture = host.script instanceof CodecScript.Vp9 vp9 ? 2 * vp9.spatialLayers() : 2;
        return seq >= lost && seq < lost + 4L * perPicture && (seq - lost) % 2 == 0;
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aNumberThatNeverComesIsClosedWhereFramesNameThemselves(CodecScript script) {
        CodecHost host = new CodecHost(rig, 1, script);
        CodecViewer viewer = new CodecViewer(rig, 1, 2, script.codec());
        viewer.watch(host);
        rig.run(3 * SECOND);
        loseBase(host);
        rig.run(2 * SECOND);
        List<Long> holes = viewer.holes();
        assertThat(holes).isNotEmpty();
        assertThat(viewer.retransmissions).isEmpty();
        for (int i = 0; i < 20; i++) {
            viewer.nack(holes.getFirst());
            rig.run(10 * MS);
        }
        boolean named = script.codec() == Codec.VP9 || script.equals(new CodecScript.Av1(true));
        assertThat(viewer.retransmissions.size()).isBetween(named ? 1 : 0, named ? 2 : 0);
        for (CodecViewer.Received rtx : viewer.retransmissions) {
            assertThat(rtx.payload()).hasSize(2);
            assertThat((rtx.payload()[0] & 0xFF) << 8 | (rtx.payload()[1] & 0xFF))
                    .isEqualTo((int) (holes.getFirst() & 0xFFFF));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anUplinkThatKeepsLosingIsNotFloodedWithRequests(long seed) {
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        CodecHost host = new CodecHost(rig, 1, new CodecScript.Vp9(1, false, 0));
        CodecViewer viewer = new CodecViewer(rig, 1, 2, Codec.VP9);
        viewer.watch(host);
        rig.run(2 * SECOND);
        host.loses = seq -> random.nextInt(20) == 0;
        host.repairs = seq -> false;
        rig.run(60 * SECOND);
        System.out.println("keyframes in a minute of 5 % unrepaired loss: " + host.keyframesAskedNs.size());
        assertThat(host.keyframesAskedNs.size()).isBetween(20, 65);
    }
}
