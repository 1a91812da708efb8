package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each rule of libwebrtc's nack_requester.cc, by hand. */
final class NackRequesterTest {
    private static final long MS = 1_000_000L;
    private static final long START = 7 * MS;

    private final NackRequester nacks = new NackRequester(START);

    private long[] fresh(long nowNs) {
        int count = nacks.collectNew(nowNs);
        return Arrays.copyOf(nacks.batch(), count);
    }

    private long[] repeats(long nowNs) {
        int count = nacks.collectRepeats(nowNs);
        return Arrays.copyOf(nacks.batch(), count);
    }

    @Test
    void asksForAGapAtOnce() {
        nacks.onPacket(100, false);
        nacks.onPacket(103, false);
        assertThat(fresh(START + 50 * MS)).containsExactly(101, 102);
        assertThat(fresh(START + 50 * MS)).isEmpty();
    }

    @Test
    void asksAgainAfterARoundTripAtTheNextLook() {
        nacks.onPacket(100, false);
        nacks.onPacket(102, false);
        fresh(START + 50 * MS);
        // Due at 150 ms; the module wants to look each 20 ms from its start on, which becomes the tick at or after 160,
        // of 15.625 ms each.
        long tickNs = Metronome.PERIOD_NS;
        assertThat(nacks.nextLookNs()).isEqualTo(START + 11 * tickNs);
        assertThat(repeats(START + 171 * MS)).isEmpty();
        assertThat(repeats(START + 11 * tickNs)).containsExactly(101);
        // 271.875 ms: not the look of 260, which comes at 265.625, but that of 280.
        assertThat(nacks.nextLookNs()).isEqualTo(START + 18 * tickNs);
        nacks.rttNs(30 * MS);
        assertThat(repeats(START + 18 * tickNs)).containsExactly(101);
        assertThat(nacks.nextLookNs()).isEqualTo(START + 20 * tickNs);
    }

    @Test
    void tellsHowOftenAPacketWasAskedFor() {
        nacks.onPacket(100, false);
        nacks.onPacket(102, false);
        fresh(START);
        repeats(nacks.nextLookNs());
        assertThat(nacks.onPacket(101, true)).isEqualTo(2);
        assertThat(nacks.onPacket(101, true)).isZero();
        assertThat(nacks.nextLookNs()).isEqualTo(NackRequester.NEVER);
    }

    @Test
    void givesUpAfterAHundredTries() {
        nacks.onPacket(100, false);
        nacks.onPacket(102, false);
        fresh(START);
        int asked = 1;
        long nowNs = START;
        while (nacks.nextLookNs() != NackRequester.NEVER) {
            nowNs = nacks.nextLookNs();
            asked += repeats(nowNs).length;
        }
        assertThat(asked).isEqualTo(100);
        // Each a round trip apart, and then as long as the next look takes.
        assertThat(nowNs - START).isBetween(99 * 100 * MS, 99 * (100 + 20) * MS + 99 * Metronome.PERIOD_NS);
        assertThat(nacks.missing()).isZero();
    }

    @Test
    void doesNotAskForWhatWasRepairedBeforeItsGapShowed() {
        nacks.onPacket(100, false);
        assertThat(nacks.onPacket(102, true)).isZero();
        nacks.onPacket(104, false);
        assertThat(fresh(START)).containsExactly(101, 103);
    }

    @Test
    void emptiesAListOfMoreThanAThousand() {
        nacks.onPacket(100, false);
        nacks.onPacket(101 + 1_000, false);
        assertThat(fresh(START)).hasSize(1_000);
        assertThat(nacks.takeOverflow()).isFalse();
        nacks.onPacket(101 + 1_000 + 2, false);
        assertThat(nacks.takeOverflow()).isTrue();
        assertThat(nacks.missing()).isZero();
        assertThat(fresh(START)).isEmpty();
    }

    @Test
    void forgetsWhatIsTooOldOrContinuous() {
        nacks.onPacket(100, false);
        nacks.onPacket(102, false);
        nacks.onPacket(104, false);
        nacks.clearUpTo(103);
        assertThat(fresh(START)).containsExactly(103);
        for (long seq = 105; seq <= 10_103; seq++) {
            nacks.onPacket(seq, false);
        }
        assertThat(nacks.missing()).isOne();
        nacks.onPacket(10_105, false);
        // 103 is more than 10,000 before it.
        assertThat(fresh(START)).containsExactly(10_104);
        assertThat(nacks.missing()).isOne();
    }
}
