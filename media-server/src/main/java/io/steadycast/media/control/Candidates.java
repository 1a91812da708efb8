package io.steadycast.media.control;

import io.steadycast.media.net.BindPlan;
import io.steadycast.signaling.plane.Candidate;
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

    private Candidates() {}

    static List<Candidate> of(BindPlan plan, int basePort, int loop) {
        List<Candidate> candidates = new ArrayList<>();
        for (BindPlan.Shown shown : plan.candidates()) {
            int index = candidates.size();
            candidates.add(new Candidate(
                    foundation(shown, index),
                    priority(index),
                    shown.address().getHostAddress(),
                    (shown.basePort() == 0 ? basePort : shown.basePort()) + loop,
                    Candidate.Type.HOST));
        }
        return candidates;
    }

    /** Two candidates share a foundation only with type and base in common (RFC 8445 section 5.1.1.3): here every one is its own. */
    private static String foundation(BindPlan.Shown shown, int index) {
        return (shown.address() instanceof Inet6Address ? "6" : "4") + (index + 1);
    }

    /** RFC 8445 section 5.1.2.1; component 1. */
    private static long priority(int index) {
        return ((long) HOST_PREFERENCE << 24) | ((long) (TOP_LOCAL_PREFERENCE - index) << 8) | 255;
    }
}
