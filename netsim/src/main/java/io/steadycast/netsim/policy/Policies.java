package io.steadycast.netsim.policy;

import io.steadycast.abr.AdaptiveController;
import io.steadycast.abr.RepairMode;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.profile.QualityProfiles;
import io.steadycast.media.config.ConfigException;
import io.steadycast.media.config.QualityProfileReader;
import java.util.List;

/** Any thread. The policies that exist, by name. */
public final class Policies {
    private static final String FIXED = "nack";
    private static final String FIXED_DESCRIPTION =
            "retransmission on request, no estimate; the highest layer, or nack:RANK or nack:RANK:TEMPORAL for a fixed one";

    /** libwebrtc's is 5 kbit/s; Pion's, mediasoup's and the SFUs' of our ladder would still have to show something. */
    private static final double MIN_BPS = 30_000;

    /** Pion's (gcc/send_side_bwe.go) is 100 kbit/s. */
    private static final double CLASSIC_MIN_BPS = 100_000;

    private static final String ADAPTIVE = "adaptive";
    private static final String ADAPTIVE_DESCRIPTION =
            "Steadycast's own: layers, protection and playout delay under one budget; adaptive:PROFILE for another quality profile than the scenario's";

    private static final String NACK_ONLY = "nack-only";
    private static final String NACK_ONLY_DESCRIPTION =
            "the adaptive policy's estimate, layers and pacing, but retransmission on request is all the repair";

    private static final String NACK_FIXED_DELAY = "nack-fixed-delay";
    private static final String NACK_FIXED_DELAY_DESCRIPTION = "nack-only with a playout delay of two rounds";

    private static final List<Policy> ALL = List.of(
            adaptive(ADAPTIVE, QualityProfiles.SMOOTH_FIRST),
            nackOnly(QualityProfiles.SMOOTH_FIRST),
            nackFixedDelay(QualityProfiles.SMOOTH_FIRST),
            fixed(FIXED, StreamPlan.TOP, StreamPlan.ALL_TEMPORAL),
            gcc(
                    "B0",
                    "libwebrtc's GCC with its loss model and probes, retransmission on request, no FEC (Chromium's sender, JVB, str0m)",
                    new GccController.Options(false, false, MIN_BPS)),
            gcc("B1", "B0 with libwebrtc's hybrid of NACK and FEC", new GccController.Options(false, true, MIN_BPS)),
            gcc(
                    "B2",
                    "GCC as drafted: 2 % and 10 % loss, with probes, retransmission on request (Pion, mediasoup)",
                    new GccController.Options(true, false, CLASSIC_MIN_BPS)),
            new Policy(
                    "B3",
                    "preset FEC of 15, 25 or 35 % with a detector of queueing delay and weighted loss (LiveKit)",
                    false,
                    channel -> (nowNs, view) -> new PresetController()),
            new Policy(
                    "B4",
                    "the bound: knows the link's capacity and losses, and sends what an ideal erasure code needs",
                    true,
                    channel -> (nowNs, view) -> new OracleController(channel)));

    private Policies() {}

    public static List<Policy> all() {
        return ALL;
    }

    /**
     * Finds a policy.
     *
     * @throws IllegalArgumentException if there is none of this name; the message names those that there are
     */
    public static Policy byName(String name) {
        return byName(name, QualityProfiles.SMOOTH_FIRST);
    }

    /**
     * Finds a policy, and has it serve a quality profile, if it knows of such.
     *
     * @throws IllegalArgumentException if there is none of this name; the message names those that there are
     */
    public static Policy byName(String name, QualityProfile quality) {
        if (name.equals(ADAPTIVE)) {
            return adaptive(name, quality);
        }
        if (name.equals(NACK_ONLY)) {
            return nackOnly(quality);
        }
        if (name.equals(NACK_FIXED_DELAY)) {
            return nackFixedDelay(quality);
        }
        if (name.startsWith(ADAPTIVE + ":")) {
            return adaptive(name, profile(name.substring(ADAPTIVE.length() + 1)));
        }
        if (name.startsWith(FIXED + ":")) {
            return fixedByName(name);
        }
        for (Policy policy : ALL) {
            if (policy.name().equals(name)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("no policy '" + name + "'; there are " + names());
    }

    private static String names() {
        return String.join(", ", ALL.stream().map(Policy::name).toList())
                + ", adaptive:PROFILE, nack:RANK, nack:RANK:TEMPORAL";
    }

    private static Policy fixedByName(String name) {
        String[] parts = name.split(":", -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException("policy '" + name + "': nack:RANK or nack:RANK:TEMPORAL");
        }
        int rung = layer(name, parts[1]);
        return fixed(name, rung, parts.length < 3 ? StreamPlan.ALL_TEMPORAL : layer(name, parts[2]));
    }

    private static int layer(String name, String text) {
        if (text.length() != 1 || text.charAt(0) < '0' || text.charAt(0) > '7') {
            throw new IllegalArgumentException("policy '" + name + "': a layer is 0 to 7, not '" + text + "'");
        }
        return text.charAt(0) - '0';
    }

    private static QualityProfile profile(String name) {
        try {
            return QualityProfileReader.find(name);
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException("policy 'adaptive:" + name + "': " + wrong.getMessage(), wrong);
        }
    }

    private static Policy adaptive(String name, QualityProfile quality) {
        return new Policy(name, ADAPTIVE_DESCRIPTION, false, channel -> AdaptiveController.factory(quality));
    }

    private static Policy nackOnly(QualityProfile quality) {
        return new Policy(
                NACK_ONLY,
                NACK_ONLY_DESCRIPTION,
                false,
                channel -> AdaptiveController.factory(quality, RepairMode.NACK));
    }

    private static Policy nackFixedDelay(QualityProfile quality) {
        return new Policy(
                NACK_FIXED_DELAY,
                NACK_FIXED_DELAY_DESCRIPTION,
                false,
                channel -> AdaptiveController.factory(quality, RepairMode.NACK_TWO_ROUNDS));
    }

    private static Policy gcc(String name, String description, GccController.Options options) {
        return new Policy(name, description, false, channel -> (nowNs, view) -> new GccController(options));
    }

    private static Policy fixed(String name, int rung, int temporalId) {
        return new Policy(name, FIXED_DESCRIPTION, false, channel -> (nowNs, view) -> new FixedLayer(rung, temporalId));
    }
}
