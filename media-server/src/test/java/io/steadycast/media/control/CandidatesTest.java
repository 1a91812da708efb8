package io.steadycast.media.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.net.BindPlan;
import io.steadycast.media.net.BindPlan.Shown;
import io.steadycast.signaling.plane.Candidate;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CandidatesTest {
    private static final InetAddress LAN = InetAddress.ofLiteral("10.0.0.5");
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("203.0.113.7");
    private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::5");

    @Test
    void everyAnnouncedAddressBecomesACandidateOfTheLoopsPort() {
        BindPlan plan = new BindPlan(
                List.of(LAN, SIX),
                List.of(new Shown(LAN, 0, LAN), new Shown(PUBLIC, 20_000, LAN), new Shown(SIX, 0, SIX)));
        List<Candidate> candidates = Candidates.of(plan, 10_000, 1, 0);
        assertThat(candidates)
                .extracting(Candidate::address)
                .containsExactly("10.0.0.5", "203.0.113.7", "2001:db8:0:0:0:0:0:5");
        assertThat(candidates).extracting(Candidate::type).containsOnly(Candidate.Type.HOST);
        assertThat(candidates).extracting(Candidate::port).containsExactly(10_001, 20_001, 10_001);
        assertThat(candidates).extracting(Candidate::foundation).doesNotHaveDuplicates();
        // RFC 8445 section 5.1.2.1: (2^24) * 126 + (2^8) * 65535 + 255
        assertThat(candidates.getFirst().priority()).isEqualTo(2_130_706_431L);
        assertThat(candidates.get(2).priority()).isLessThan(candidates.get(1).priority());
    }

    @Test
    void tcpCandidatesOfAllAddressesFollowAndAreLessPreferred() {
        BindPlan plan = new BindPlan(List.of(LAN, SIX), List.of(new Shown(LAN, 20_000, LAN), new Shown(SIX, 0, SIX)));
        List<Candidate> candidates = Candidates.of(plan, 10_000, 1, 443);
        assertThat(candidates)
                .extracting(Candidate::protocol)
                .containsExactly(
                        Candidate.Protocol.UDP, Candidate.Protocol.UDP, Candidate.Protocol.TCP, Candidate.Protocol.TCP);
        assertThat(candidates).extracting(Candidate::port).containsExactly(20_001, 10_001, 443, 443);
        assertThat(candidates).extracting(Candidate::foundation).doesNotHaveDuplicates();
        // RFC 6544 section 4.2: (2^24) * 90 + (2^8) * (2^13 * 4 + 8191) + 255
        assertThat(candidates.get(2).priority()).isEqualTo(1_520_435_199L);
        assertThat(candidates).extracting(Candidate::priority).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }
}
