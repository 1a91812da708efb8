package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.wire.fec.Peeler;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parity as it leaves, undone by a peeler that was written from the draft. */
class FecEncoderTest {
    private Consumer<Plan> script = plan -> {};

    private final EgressRig rig = new EgressRig((nowNs, view) -> new ViewerController() {
        @Override
        public void onFeedback(long atNs, SessionView session) {}

        @Override
        public void onTick(long atNs, SessionView session, Plan plan) {
            script.accept(plan);
        }
    });
    private final ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 2_048);

    private static Consumer<Plan> share(double share, int frames, boolean interleaved) {
        return plan -> {
            for (FrameClass kind : FrameClass.values()) {
                plan.stream(0).protection(kind).parityShare = share;
            }
            plan.stream(0).blockFrames = frames;
            plan.stream(0).interleaved = interleaved;
        };
    }

    private void start(Consumer<Plan> plan) {
        script = plan;
        rig.advance(5 * MS);
        rig.session.attach(rig.nowNs, MID, host.source);
    }

    private void frame(boolean keyframe, int packets) {
        host.frame(rig.nowNs, 0, keyframe, packets, 0, rig.noticesOf(host));
        rig.advance(EgressRig.FRAME_NS);
    }

    /** What libwebrtc's receiver keeps of a packet for FEC: without what senders and networks change on the way. */
    private static byte[] stripped(SentRtp packet) {
        byte[] bytes = packet.bytes().clone();
        MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int id : new int[] {3, 4}) {
            long element = HeaderExtensions.find(segment, 0, bytes.length, id);
            int from = (int) HeaderExtensions.dataOffset(element);
            Arrays.fill(bytes, from, from + HeaderExtensions.dataBytes(element), (byte) 0);
        }
        return bytes;
    }

    private int repairAll(SplittableRandom random, double loss) {
        Peeler peeler = new Peeler(EgressRig.VIDEO);
        int lost = 0;
        for (SentRtp packet : rig.media()) {
            if (random.nextDouble() < loss) {
                lost++;
            } else {
                peeler.media(packet.extSeq(), stripped(packet));
            }
        }
        int received = peeler.packets().size();
        for (SentRtp packet : rig.parity()) {
            peeler.parity(packet.payload());
        }
        peeler.peel(rig.media().getFirst().extSeq());
        for (SentRtp packet : rig.media()) {
            byte[] repaired = peeler.packets().get(packet.extSeq());
            if (repaired != null) {
                assertThat(repaired).as("number %d", packet.extSeq()).isEqualTo(stripped(packet));
            }
        }
        assertThat(peeler.packets().size() - received).isLessThanOrEqualTo(lost);
        return lost - (peeler.packets().size() - received);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsRepairedIsWhatWasSent(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        start(share(0.2 + random.nextDouble(), 1 + random.nextInt(4), random.nextBoolean()));
        frame(true, 1 + random.nextInt(60));
        for (int i = 0; i < 100; i++) {
            frame(random.nextInt(30) == 0, 1 + random.nextInt(12));
        }
        rig.assertContiguous();
        assertThat(rig.parity()).as("seed %d", seed).isNotEmpty();
        int lost = (int) (rig.media().size() * 0.1);
        assertThat(repairAll(random, 0.1)).as("seed %d: left of %d", seed, lost).isLessThan(lost / 2);
    }

    @Test
    void paddingIsCoveredAsItIsSent() {
        start(share(0.5, 1, false));
        frame(true, 8);
        host.paddingBytes = 3;
        for (int i = 0; i < 50; i++) {
            frame(false, 4);
            host.paddingBytes = i % 8;
        }
        assertThat(rig.media()).anyMatch(packet -> (packet.bytes()[0] & 0x20) != 0);
        assertThat(repairAll(new SplittableRandom(3), 0.1))
                .isLessThan(rig.media().size() / 20);
    }

    @Test
    void theShareIsKeptOverSmallFrames() {
        start(share(0.25, 1, false));
        frame(true, 4);
        for (int i = 0; i < 400; i++) {
            frame(false, 1);
        }
        assertThat((double) rig.parity().size() / rig.media().size()).isBetween(0.23, 0.26);
        assertThat(repairAll(new SplittableRandom(1), 0)).isZero();
    }

    @Test
    void aClassWithoutAShareIsNotCovered() {
        start(plan -> plan.stream(0).protection(FrameClass.T0).parityShare = 1);
        frame(true, 4);
        for (int i = 0; i < 40; i++) {
            frame(false, 2);
        }
        assertThat(rig.parity()).hasSize(20);
        long upper = rig.media().stream()
                .filter(p -> p.temporalId() > 0)
                .filter(p -> rig.parity().stream()
                        .anyMatch(f -> Peeler.covered(f.payload()).contains((int) p.extSeq() & 0xFFFF)))
                .count();
        assertThat(upper).isZero();
    }

    @Test
    void parityHasItsOwnNumbersAndTransportWideOnes() {
        start(share(0.5, 1, false));
        frame(true, 10);
        frame(false, 10);
        assertThat(rig.parity()).hasSize(10);
        assertThat(rig.parity().getLast().extSeq() - rig.parity().getFirst().extSeq())
                .isEqualTo(9);
        assertThat(rig.parity()).allMatch(p -> p.type() == EgressRig.FEC_PT);
        assertThat(rig.session.feedback().nextSeq()).isEqualTo(31);
    }

    /** Parity over what was sent long ago brings back pictures that nobody waits for, and confuses eight-bit counters of frames. */
    private void assertYoung() {
        for (SentRtp parity : rig.parity()) {
            List<Integer> covered = Peeler.covered(parity.payload());
            assertThat(rig.media().stream()
                            .filter(p -> covered.contains((int) p.extSeq() & 0xFFFF))
                            .mapToLong(p -> parity.atNs() - p.atNs())
                            .max()
                            .orElseThrow())
                    .isLessThanOrEqualTo(310 * MS);
        }
    }

    @Test
    void aBlockThatWaitsForFramesInVainEnds() {
        start(share(0.5, 6, false));
        frame(true, 4);
        rig.advance(250 * MS);
        assertThat(rig.parity()).isEmpty();
        rig.advance(30 * MS);
        assertThat(rig.parity()).hasSize(2);
        assertYoung();
    }

    @Test
    void aBlockEndsWithThePlansInterest() {
        start(share(0.5, 6, false));
        frame(true, 4);
        frame(false, 2);
        script = share(0, 6, false);
        rig.advance(10 * MS);
        assertThat(rig.parity()).hasSize(3);
        for (int i = 0; i < 20; i++) {
            frame(false, 2);
        }
        script = share(0.5, 6, false);
        rig.advance(10 * MS);
        for (int i = 0; i < 20; i++) {
            frame(false, 2);
        }
        assertThat(rig.parity().size()).isGreaterThan(15);
        assertYoung();
    }

    @Test
    void theShareIsKeptWhereBlocksEndEarly() {
        start(share(0.1, 1, false));
        frame(true, 4);
        for (int i = 0; i < 600; i++) {
            frame(false, 1);
            rig.advance(60 * MS);
        }
        assertThat((double) rig.parity().size() / rig.media().size()).isBetween(0.08, 0.12);
        assertYoung();
    }
}
