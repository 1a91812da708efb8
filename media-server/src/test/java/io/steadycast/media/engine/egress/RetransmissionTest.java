package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.DropReason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Answers to NACKs. */
class RetransmissionTest {
    private final EgressRig rig = new EgressRig();
    private final ScriptedHost host = new ScriptedHost(7, 3, 70_000, 5_000_000_000L, 2_048);

    @Test
    void nacksAreAnsweredByRtxOncePerRoundTrip() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 10, false);
        SentRtp original = rig.media().get(5);
        rig.nack(original.extSeq());
        rig.nack(original.extSeq());
        assertThat(rig.retransmissions()).hasSize(1);
        SentRtp rtx = rig.retransmissions().getFirst();
        assertThat(rtx.type()).isEqualTo(97);
        assertThat(rtx.u16(0)).isEqualTo((int) original.extSeq() & 0xFFFF);
        assertThat(rtx.timestamp()).isEqualTo(original.timestamp());
        assertThat(rtx.marker()).isEqualTo(original.marker());
        assertThat(Arrays.copyOfRange(rtx.payload(), 2, rtx.payload().length)).isEqualTo(original.payload());
        rig.advance(150 * MS);
        rig.nack(original.extSeq());
        assertThat(rig.retransmissions()).hasSize(2);
        assertThat(rig.session.stats().drops().get(DropReason.NACK_SUPPRESSED)).isEqualTo(1);
    }

    @Test
    void paddingOfTheLogLeavesBehindThePayloadAndIsNoneOfIt() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        SentRtp plain = rig.media().getLast();
        host.paddingBytes = 5;
        rig.frames(host, 10, false);
        SentRtp padded = rig.media().getLast();
        rig.nack(padded.extSeq());
        SentRtp rtx = rig.retransmissions().getFirst();
        for (SentRtp one : new SentRtp[] {padded, rtx}) {
            assertThat(one.bytes()[0] & 0x20).as("P, RFC 3550 section 5.1").isEqualTo(0x20);
            assertThat(Arrays.copyOfRange(one.bytes(), one.bytes().length - 5, one.bytes().length))
                    .containsExactly(0, 0, 0, 0, 5);
        }
        assertThat(padded.payload()).hasSameSizeAs(plain.payload());
        assertThat(Arrays.copyOfRange(rtx.payload(), 2, rtx.payload().length)).isEqualTo(padded.payload());
        assertThat(plain.bytes()[0] & 0x20).isZero();
    }

    /** Firefox takes no packet of an SSRC that never came with the MID, once it has seen the MID. */
    @Test
    void retransmissionsNameTheirSectionLongAfterTheMediaStoppedTo() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 100, false);
        assertThat(mid(rig.media().getFirst())).isEqualTo(MID);
        assertThat(mid(rig.media().getLast())).isEmpty();
        for (int i = 0; i < 5; i++) {
            rig.nack(rig.media().getLast().extSeq() - 10 - i);
        }
        assertThat(rig.retransmissions()).hasSize(5).allMatch(p -> mid(p).equals(MID));
    }

    private static String mid(SentRtp packet) {
        return packet.extension(EgressRig.MID_ID);
    }

    @Test
    void aNackStormIsBoundedByBudgetAndResends() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 60, false);
        long[] all = rig.media().stream().mapToLong(SentRtp::extSeq).toArray();
        long startNs = rig.nowNs;
        for (int i = 0; i < 200; i++) {
            rig.nack(all);
            rig.advance(10 * MS);
        }
        long bytes = rig.retransmissions().stream()
                .mapToLong(p -> p.payload().length)
                .sum();
        double bps = bytes * 8e9 / (rig.nowNs - startNs);
        assertThat(bps).isLessThan(1.1 * Math.max(500_000, 1_600_000) + 100_000);
        for (long number : all) {
            assertThat(rig.retransmissions().stream()
                            .filter(p -> p.u16(0) == (number & 0xFFFF))
                            .count())
                    .isLessThanOrEqualTo(10);
        }
    }

    @Test
    void withoutRtxNothingIsSentAgain() {
        EgressRig plain = new EgressRig(false, EgressConfig.defaults());
        plain.session.attach(plain.nowNs, MID, host.source);
        plain.frames(host, 1, true);
        int before = plain.sent.size();
        plain.nack(plain.media().getFirst().extSeq());
        assertThat(plain.sent).hasSize(before);
    }
}
