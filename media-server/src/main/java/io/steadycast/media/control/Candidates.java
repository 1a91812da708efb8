package io.steadycast.media.control;

import io.steadycast.media.net.BindPlan;
import io.steadycast.signaling.plane.Candidate;
import io.steadycast.signaling.plane.Candidate.Protocol;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;

/**
 * Stateless. The server's ICE candidates of one loop, all of type host: a lite agent has no others (RFC 8445 section 5.2), also where a NAT maps
 * the address, and encoders such as ffmpeg's take nothing else.
 */
final class Candidates {
    // RFC 8445 section 5.1.2.2, recommended type preference.
    private static final int HOST_PREFERENCE = 126;
    private static final int TOP_LOCAL_PREFERENCE = 65_535;

    /** RFC 6544 section 4.2 wants UDP preferred where both work; this is what libwebrtc takes (p2p/base/port.h, ICE_TYPE_PREFERENCE_HOST_TCP). */
    private static final int TCP_HOST_PREFERENCE = 90;

    /** RFC 6544 section 4.2: the direction in the upper 3 bits, of a passive host candidate 4; the address in the 13 below. */
    private static final int TOP_PASSIVE_PREFERENCE = (4 << 13) + 8_191;

    private Candidates() {}

    /**
     * All UDP candidates come before the first of TCP: ffmpeg 8.0 looks at the first line alone, and takes nothing but UDP.
     *
     * @param tcpPort for connections to any loop; 0: none are accepted
     */
    static List<Candidate> of(BindPlan plan, int basePort, int loop, int tcpPort) {
        List<Candidate> candidates = new ArrayList<>();
        for (BindPlan.Shown shown : plan.candidates()) {
            int index = candidates.size();
            candidates.add(new Candidate(
                    foundation(shown, index),
                    Protocol.UDP,
                    priority(HOST_PREFERENCE, TOP_LOCAL_PREFERENCE - index),
                    shown.address().getHostAddress(),
                    (shown.basePort() == 0 ? basePort : shown.basePort()) + loop,
                    Candidate.Type.HOST));
        }
        for (int index = 0; index < plan.candidates().size() && tcpPort > 0; index++) {
            BindPlan.Shown shown = plan.candidates().get(index);
            candidates.add(new Candidate(
                    "t" + foundation(shown, index),
                    Protocol.TCP,
                    priority(TCP_HOST_PREFERENCE, TOP_PASSIVE_PREFERENCE - index),
                    shown.address().getHostAddress(),
                    tcpPort,
                    Candidate.Type.HOST));
        }
        return candidates;
    }

    /** Two candidates share a foundation only with type, base and protocol in common (RFC 8445 section 5.1.1.3): here every one is its own. */
    private static String foundation(BindPlan.Shown shown, int index) {
        return (shown.address() instanceof Inet6Address ? "6" : "4") + (index + 1);
    }

    /** RFC 8445 section 5.1.2.1; component 1. */
    private static long priority(int typePreference, int localPreference) {
        return ((long) typePreference << 24) | ((long) localPreference << 8) | 255;
    }
}
