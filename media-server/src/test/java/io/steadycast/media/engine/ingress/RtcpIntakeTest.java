package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.wire.rtcp.ExtendedReport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** The round trip to a publisher (RFC 3611 section 4.5). */
class RtcpIntakeTest {
    private static final long MS = 1_000_000L;
    private static final long LOCAL = 0x8000_0001L;

    private final RttEstimator rtt = new RttEstimator();
    private final RtcpIntake intake = new RtcpIntake(new EncodingIntake[0], rtt, new DropCounters(), LOCAL);
    private final MemorySegment segment = Arena.ofAuto().allocate(200);

    private void delays(long nowNs, long ssrc, long reference, long heldMs) {
        int length = ExtendedReport.begin(segment, 0, 9);
        long block = length;
        length = ExtendedReport.addDelays(segment, 0, length, 1);
        ExtendedReport.putDelay(segment, block, 0, ssrc, reference, heldMs * 65_536 / 1_000);
        intake.onRtcp(nowNs, segment, length);
    }

    @Test
    void theRoundTripIsWhatTheirDelayLeaves() {
        long sentNs = 70_123 * MS;
        long reference = RtcpIntake.middle(RtcpIntake.ntp(sentNs));
        delays(sentNs + 380 * MS, LOCAL + 1, reference, 300);
        delays(sentNs + 380 * MS, LOCAL, 0, 300);
        assertThat(rtt.known()).isFalse();
        delays(sentNs + 380 * MS, LOCAL, reference, 300);
        assertThat(rtt.rttNs()).isBetween(79 * MS, 81 * MS);
        rtt.onRetransmission(500 * MS);
        assertThat(rtt.rttNs()).as("an exact sample is not spoilt by guesses").isBetween(79 * MS, 81 * MS);
    }

    @Test
    void ourReferenceMayWrapItsSeconds() {
        long sentNs = 65_535_950 * MS;
        long reference = RtcpIntake.middle(RtcpIntake.ntp(sentNs));
        delays(sentNs + 100 * MS, LOCAL, reference, 60);
        assertThat(rtt.rttNs()).isBetween(39 * MS, 41 * MS);
    }
}
