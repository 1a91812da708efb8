package io.steadycast.media.control;

import io.steadycast.media.net.BindPlan;
import io.steadycast.signaling.plane.Candidate;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;

/** Stateless. The server's ICE candidates of one port. */
final class Candidates {
    // RFC 8445 section 5.1.2.2, recommended type preferences.
    private static final int HOST_PREFERENCE = 126;
    private static final int SRFLX_PREFERENCE = 100;
    private static final int TOP_LOCAL_PREFERENCE = 65_535;

    private Candidates() {}

    static List<Candidate> of(BindPlan plan, int port) {
        List<Candidate> candidates = new ArrayList<>();
        for (BindPlan.Shown shown : plan.candidates()) {
            int index = candidates.size();
            Candidate.Type type = shown.mapped() ? Candidate.Type.SRFLX : Candidate.Type.HOST;
            candidates.add(new Candidate(
                    foundation(shown, index),
                    priority(type, index),
                    shown.address().getHostAddress(),
                    port,
                    type));
        }
        return candidates;
    }

    /** Two candidates share a foundation only with type and base in common (RFC 8445 section 5.1.1.3): here every one is its own. */
    private static String foundation(BindPlan.Shown shown, int index) {
        return (shown.address() instanceof Inet6Address ? "6" : "4") + (index + 1);
    }

    /** RFC 8445 section 5.1.2.1; component 1. */
    private static long priority(Candidate.Type type, int index) {
        long preference = type == Candidate.Type.HOST ? HOST_PREFERENCE : SRFLX_PREFERENCE;
        return (preference << 24) | ((long) (TOP_LOCAL_PREFERENCE - index) << 8) | 255;
    }
}
