package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.FRAME_NS;
import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.ReportBlock;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer's whole side in virtual time: what it is sent, under which numbers, and what its complaints bring. */
class ViewerSessionTest {
    private final EgressRig rig = new EgressRig();
    private final ScriptedHost host = new ScriptedHost(7, 3, 70_000, 5_000_000_000L, 2_048);

    @Test
    void theHighestLayerIsForwardedFromItsKeyframeOnWithoutGaps() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 20, false);
        assertThat(rig.media()).isNotEmpty().allMatch(p -> p.sourceEncoding() == 2);
        rig.assertContiguous();
        assertPicturesContinuous();
        assertThat(rig.session.stats().media().getFirst().layer().rank()).isEqualTo(2);
    }

    @Test
    void switchesWaitForTheKeyframeOfTheirTarget() {
        rig.session.attach(rig.nowNs, MID, host.source);
        report();
        rig.frames(host, 1, true);
        rig.frames(host, 10, false);
        rig.session.selectLayer(rig.nowNs, MID, LayerChoice.fixed(0));
        assertThat(host.source.encoding(0).takeKeyframeRequest()).isTrue();
        int before = rig.media().size();
        rig.frames(host, 5, false);
        assertThat(rig.media().subList(before, rig.media().size())).isNotEmpty().allMatch(p -> p.sourceEncoding() == 2);
        before = rig.media().size();
        host.frame(rig.nowNs, 0, true, 2, 0, rig.noticesOf(host));
        rig.advance(FRAME_NS);
        rig.frames(host, 5, false);
        assertThat(rig.media().subList(before, rig.media().size())).isNotEmpty().allMatch(p -> p.sourceEncoding() == 0);
        rig.assertContiguous();
        assertPicturesContinuous();
        assertTimestampsFollowTime(60);
    }

    @Test
    void aHundredSwitchesDoNotShiftTheTimeline() {
        rig.session.attach(rig.nowNs, MID, host.source);
        report();
        rig.frames(host, 1, true);
        long start = rig.media().getLast().timestamp();
        long startNs = rig.media().getLast().atNs();
        for (int i = 0; i < 100; i++) {
            rig.session.selectLayer(rig.nowNs, MID, LayerChoice.fixed(i % 3));
            rig.frames(host, 1, true);
            rig.frames(host, 5, false);
            report();
        }
        SentRtp last = rig.media().getLast();
        long elapsedTicks = NtpTime.ticksOfNs(last.atNs() - startNs, 90_000);
        assertThat((last.timestamp() - start) & 0xFFFF_FFFFL)
                .isCloseTo(elapsedTicks, org.assertj.core.data.Offset.offset(180L));
        rig.assertContiguous();
        assertPicturesContinuous();
        assertTimestampsFollowTime(60);
    }

    @Test
    void droppedTemporalLayersLeaveNeitherSequenceNorPictureGaps() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.session.selectLayer(rig.nowNs, MID, LayerChoice.auto().withMaxTemporalId(0));
        rig.frames(host, 1, true);
        rig.frames(host, 40, false);
        assertThat(rig.media()).isNotEmpty().allMatch(p -> p.temporalId() == 0);
        rig.assertContiguous();
        assertPicturesContinuous();
        rig.session.selectLayer(rig.nowNs, MID, LayerChoice.auto());
        rig.frames(host, 8, false);
        assertThat(rig.media().getLast().temporalId()
                        + rig.media().get(rig.media().size() - 10).temporalId())
                .as("upper layers come back at their sync frames")
                .isPositive();
        rig.assertContiguous();
        assertPicturesContinuous();
    }

    @Test
    void anUplinkHoleKeepsItsNumberForTheRepairAndTakesItOnce() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        host.frame(rig.nowNs, 2, false, 4, 0b0010, rig.noticesOf(host));
        long missing = host.nextSeq[2] - 3;
        long captured = rig.nowNs;
        int before = rig.media().size();
        rig.advance(20 * MS);
        host.late(rig.nowNs, captured, 2, missing, rig.noticesOf(host));
        rig.session.onPublished(rig.nowNs, 7, 2, missing);
        rig.advance(20 * MS);
        assertThat(rig.media()).hasSize(before + 1);
        SentRtp repaired = rig.media().getLast();
        assertThat(repaired.sourceSeq()).isEqualTo((int) missing & 0xFFFF);
        assertThat(repaired.timestamp()).isEqualTo(rig.media().get(before - 1).timestamp());
        assertThat(repaired.pictureId()).isEqualTo(rig.media().get(before - 1).pictureId());
        rig.assertContiguous();
    }

    @Test
    void aNackForAReservedNumberSendsTheMediaThatArrivedUnnoticed() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        host.frame(rig.nowNs, 2, false, 4, 0b0010, rig.noticesOf(host));
        long hole = rig.media().getLast().extSeq() - 2;
        host.late(rig.nowNs, rig.nowNs, 2, host.nextSeq[2] - 3, (encoding, seq) -> {});
        rig.nack(hole);
        rig.nack(hole);
        assertThat(rig.media().getLast().extSeq()).isEqualTo(hole);
        rig.assertContiguous();
    }

    /** What the host lost on its way to us is no loss of the viewer's, whether the viewer asks for it or counts it in its reports. */
    @Test
    void holesOfTheUplinkAreNotTheViewersLoss() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        receiverReport(0);
        for (int i = 0; i < 20; i++) {
            host.frame(rig.nowNs, 2, false, 4, 0b0010, rig.noticesOf(host));
            rig.advance(FRAME_NS);
        }
        rig.nack(rig.media().getLast().extSeq() - 2);
        receiverReport(0.25);
        ViewerStats.Feedback feedback = rig.session.stats().media().getFirst().feedback();
        assertThat(feedback.nacks()).isZero();
        assertThat(feedback.lossFraction()).isBetween(0.0, 0.02);

        rig.frames(host, 20, false);
        rig.nack(rig.media().getLast().extSeq());
        receiverReport(0.25);
        feedback = rig.session.stats().media().getFirst().feedback();
        assertThat(feedback.nacks()).isEqualTo(1);
        assertThat(feedback.lossFraction()).as("what did leave and was lost").isEqualTo(0.25);
    }

    private void receiverReport(double lost) {
        Datagram report = rig.incoming();
        report.length = ReceiverReport.begin(report.buffer, 0, 1, 1);
        long block = ReceiverReport.blockOffset(0, 0);
        ReportBlock.writeLoss(report.buffer, block, EgressRig.VIDEO, (int) (lost * 256), 10);
        ReportBlock.writeReception(report.buffer, block, 1, 0, 0, 0);
        rig.receive();
    }

    @Test
    void anUnrepairedHoleIsClosedAndAsksForAKeyframe() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 3, false);
        host.frame(rig.nowNs, 2, false, 4, 0b0010, rig.noticesOf(host));
        long missing = host.nextSeq[2] - 3;
        long captured = rig.nowNs;
        host.source.encoding(2).takeKeyframeRequest();
        rig.frames(host, 40, false);
        assertThat(host.source.encoding(2).takeKeyframeRequest()).isTrue();
        int before = rig.media().size();
        host.frame[2]++;
        host.late(rig.nowNs, captured, 2, missing, rig.noticesOf(host));
        assertThat(rig.media()).hasSize(before);
    }

    @Test
    void anUnrepairedHoleInAnUpperTemporalLayerIsNotWorthAKeyframe() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        host.frame(rig.nowNs, 2, false, 4, 0b0010, rig.noticesOf(host));
        host.source.encoding(2).takeKeyframeRequest();
        rig.frames(host, 40, false);
        assertThat(host.source.encoding(2).takeKeyframeRequest()).isFalse();
    }

    @Test
    void aFullBatchDelaysAReplayInsteadOfLosingIt() {
        rig.frames(host, 20, true);
        rig.link.full = true;
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.advance(100 * MS);
        assertThat(rig.media()).isEmpty();
        rig.link.full = false;
        rig.frames(host, 30, false);
        assertThat(rig.media().getFirst().extSeq())
                .isEqualTo(rig.media().stream().mapToLong(SentRtp::extSeq).min().orElseThrow());
        assertThat(rig.media().getFirst().frameOfHost()).as("the keyframe").isEqualTo(200);
        rig.assertContiguous();
    }

    @Test
    void aStormOfPlisCostsOneWishPerPeriod() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 60, false);
        int wishes = 0;
        host.source.encoding(2).takeKeyframeRequest();
        for (int i = 0; i < 300; i++) {
            rig.pli();
            rig.advance(10 * MS);
            wishes += host.source.encoding(2).takeKeyframeRequest() ? 1 : 0;
        }
        assertThat(wishes).isBetween(2, 4);
    }

    @Test
    void aPliShortlyAfterAKeyframeIsServedOutOfTheLog() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 15, false);
        host.source.encoding(2).takeKeyframeRequest();
        int before = rig.media().size();
        rig.pli();
        rig.frames(host, 15, false);
        assertThat(host.source.encoding(2).takeKeyframeRequest()).isFalse();
        List<SentRtp> after = rig.media().subList(before, rig.media().size());
        assertThat(after.getFirst().frameOfHost())
                .isEqualTo(rig.media().getFirst().frameOfHost());
        rig.assertContiguous();
        assertPicturesContinuous();
        assertTimestampsRise();
    }

    @Test
    void aNewSourceGoesOnWhereTheOldOneEnded() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 10, false);
        ScriptedHost again = new ScriptedHost(8, 3, 123, 17, 2_048);
        rig.session.attach(rig.nowNs, MID, again.source);
        rig.advance(500 * MS);
        rig.frames(again, 1, true);
        rig.frames(again, 10, false);
        rig.assertContiguous();
        assertPicturesContinuous();
        assertTimestampsFollowTime(60);
        assertThatThrownBy(() -> rig.session.attach(rig.nowNs, MID, TrackSource.of(9, Codec.H264, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLappedReaderIsCountedAndGoesOn() {
        ScriptedHost small = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 128);
        rig.session.attach(rig.nowNs, MID, small.source);
        small.frame(rig.nowNs, 0, true, 2, 0, rig.noticesOf(small));
        for (int i = 0; i < 300; i++) {
            small.frame(rig.nowNs + i * FRAME_NS, 0, false, 2, 0, (encoding, seq) -> {});
        }
        rig.nowNs += 300 * FRAME_NS;
        rig.advance(100 * MS);
        assertThat(drops(DropReason.LAPPED)).isPositive();
        assertThat(small.source.encoding(0).takeKeyframeRequest()).isTrue();
        int before = rig.media().size();
        rig.frames(small, 5, false);
        assertThat(rig.media().size()).isEqualTo(before + 10);
    }

    @Test
    void aPausedViewerGetsNothingAndGoesOnAfterwards() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.session.selectLayer(rig.nowNs, MID, LayerChoice.paused());
        int before = rig.media().size();
        rig.frames(host, 10, false);
        assertThat(rig.media()).hasSize(before);
        rig.session.selectLayer(rig.nowNs, MID, LayerChoice.auto());
        rig.frames(host, 30, false);
        assertThat(rig.media().size()).isGreaterThan(before);
        rig.assertContiguous();
        assertPicturesContinuous();
        assertTimestampsRise();
    }

    @Test
    void anInactiveLayerGivesWayToTheNextLowerOne() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        host.source.encoding(2).state().active(false);
        rig.advance(5 * MS);
        for (int i = 0; i < 10; i++) {
            host.frame(rig.nowNs, 1, false, 2, 0, rig.noticesOf(host));
            rig.advance(FRAME_NS);
        }
        assertThat(rig.media().getLast().sourceEncoding()).isEqualTo(1);
        rig.assertContiguous();
        assertPicturesContinuous();
        assertTimestampsRise();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void numbersStayContiguousWhateverTheUplinkDoes(long seed) {
        Random random = new Random(seed);
        // The ring between two shards may be full: a notice in ten never comes.
        ScriptedHost.Notice notices = (encoding, seq) -> {
            if (random.nextInt(10) != 0) {
                rig.session.onPublished(rig.nowNs, 7, encoding, seq);
            }
        };
        rig.session.attach(rig.nowNs, MID, host.source);
        report();
        record Late(long atNs, long capturedNs, int encoding, long seq, int frame) {}
        List<Late> pending = new java.util.ArrayList<>();
        for (int i = 0; i < 600; i++) {
            boolean keyframe = i == 0 || random.nextInt(40) == 0;
            for (int e = 0; e < 3; e++) {
                long withheld = keyframe ? 0 : (1L << random.nextInt(12)) & 15;
                long first = host.nextSeq[e];
                host.frame(rig.nowNs, e, keyframe, 4, withheld, notices);
                for (int p = 0; p < 4; p++) {
                    if ((withheld >> p & 1) != 0) {
                        long at = rig.nowNs + random.nextInt(200) * MS;
                        pending.add(new Late(at, rig.nowNs, e, first + p, host.frame[e] - 1));
                    }
                }
            }
            if (random.nextInt(30) == 0) {
                LayerChoice choice = LayerChoice.fixed(random.nextInt(3)).withMaxTemporalId(random.nextInt(4));
                rig.session.selectLayer(rig.nowNs, MID, choice);
            }
            rig.advance(FRAME_NS);
            for (Late late : List.copyOf(pending)) {
                if (late.atNs() <= rig.nowNs) {
                    pending.remove(late);
                    int restored = host.frame[late.encoding()];
                    host.frame[late.encoding()] = late.frame() + 1;
                    host.late(rig.nowNs, late.capturedNs(), late.encoding(), late.seq(), notices);
                    host.frame[late.encoding()] = restored;
                }
            }
        }
        rig.assertContiguousBefore(rig.nowNs - 1_500 * MS, seed);
        assertThat(rig.media().size()).as("seed " + seed).isGreaterThan(800);
    }

    private void report() {
        for (int e = 0; e < 3; e++) {
            host.report(rig.nowNs, e);
        }
    }

    private long drops(DropReason reason) {
        return rig.session.stats().drops().getOrDefault(reason, 0L);
    }

    private void assertPicturesContinuous() {
        TreeMap<Long, SentRtp> inOrder = new TreeMap<>();
        rig.media().stream().filter(p -> !p.empty()).forEach(p -> inOrder.put(p.extSeq(), p));
        SentRtp before = null;
        for (SentRtp p : inOrder.values()) {
            if (before != null) {
                assertThat(p.pictureId() - before.pictureId() & 0x7FFF).isBetween(0, 1);
                assertThat(p.tl0PicIdx() - before.tl0PicIdx() & 0xFF).isBetween(0, 1);
                assertThat(p.pictureId() == before.pictureId()).isEqualTo(p.timestamp() == before.timestamp());
            }
            before = p;
        }
    }

    private void assertTimestampsRise() {
        List<SentRtp> media = rig.media();
        for (int i = 1; i < media.size(); i++) {
            assertThat((int) (media.get(i).timestamp() - media.get(i - 1).timestamp()))
                    .isNotNegative();
        }
    }

    private void assertTimestampsFollowTime(long toleranceMs) {
        assertTimestampsRise();
        List<SentRtp> media = rig.media();
        SentRtp first = media.getFirst();
        for (SentRtp p : media) {
            long ticks = (p.timestamp() - first.timestamp()) & 0xFFFF_FFFFL;
            long off = Math.abs(NtpTime.nsOfTicks(ticks, 90_000) - (p.atNs() - first.atNs()));
            assertThat(off)
                    .as(
                            "packet %s of %s at %s ms",
                            media.indexOf(p), p.sourceEncoding(), (p.atNs() - first.atNs()) / MS)
                    .isLessThan(toleranceMs * MS);
        }
    }
}
