package io.steadycast.abr.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any thread. The profiles that ship; docs/adaptation.md says whom each is for. */
public final class QualityProfiles {
    private static final long KBPS = 1_000;

    /** For streams that are talked over: a picture that never stops comes before its size. The default. */
    public static final QualityProfile SMOOTH_FIRST = new QualityProfile(
            "smooth-first",
            DegradationPreference.MAINTAIN_FRAMERATE,
            new QualityProfile.Rates(300 * KBPS, 30 * KBPS, 20_000 * KBPS),
            new QualityProfile.Delay(1_000, 1_500, 0.25),
            new QualityProfile.Misses(1e-4, 1e-3, 1e-2, 5e-2),
            new QualityProfile.Layers(0.85, 2_000, 2, 10, 200),
            new QualityProfile.Audio(0.005, 12));

    /** For goods that are looked at closely: frames are given up before lines are. */
    public static final QualityProfile CLARITY_FIRST = ProfileBuilder.from(SMOOTH_FIRST, "clarity-first")
            .with(DegradationPreference.MAINTAIN_RESOLUTION)
            .with(Knob.MAX_MS, 1_200)
            .with(Knob.RESCUE_MAX_MS, 1_800)
            .with(Knob.MIN_HEIGHT_PX, 360)
            .build();

    /** For auctions and co-hosts who talk to one another: what cannot come within 400 ms is not waited for. */
    public static final QualityProfile LOW_LATENCY = ProfileBuilder.from(SMOOTH_FIRST, "low-latency")
            .with(DegradationPreference.BALANCED)
            .with(Knob.MAX_MS, 400)
            .with(Knob.RESCUE_MAX_MS, 400)
            .with(Knob.RESCUE_FROM_LOSS, 1)
            .with(Knob.T0_MISSES, 5e-3)
            .with(Knob.T1_MISSES, 2e-2)
            .with(Knob.T2_MISSES, 0.1)
            .build();

    /** For talk where the picture is an ornament: speech is clean at twice the loss, and video takes what that leaves. */
    public static final QualityProfile AUDIO_FIRST = ProfileBuilder.from(SMOOTH_FIRST, "audio-first")
            .with(DegradationPreference.BALANCED)
            .with(Knob.MAX_KBPS, 2_000)
            .with(Knob.UP_SHARE, 0.7)
            .with(Knob.T0_MISSES, 5e-3)
            .with(Knob.T1_MISSES, 2e-2)
            .with(Knob.T2_MISSES, 0.1)
            .with(Knob.RESIDUAL_LOSS, 0.001)
            .with(Knob.MAX_RED_DEPTH, 8)
            .build();

    /** For the worst networks of all: starts low, waits long, and changes seldom. */
    public static final QualityProfile RESCUE = ProfileBuilder.from(SMOOTH_FIRST, "rescue")
            .with(Knob.START_KBPS, 150)
            .with(Knob.MAX_MS, 1_500)
            .with(Knob.RESCUE_MAX_MS, 2_500)
            .with(Knob.RESCUE_FROM_LOSS, 0.15)
            .with(Knob.UP_SHARE, 0.75)
            .with(Knob.UP_HOLD_MS, 4_000)
            .with(Knob.MAX_SWITCHES, 1)
            .with(Knob.MAX_RED_DEPTH, 8)
            .build();

    private static final List<QualityProfile> ALL =
            List.of(CLARITY_FIRST, SMOOTH_FIRST, LOW_LATENCY, AUDIO_FIRST, RESCUE);

    private QualityProfiles() {}

    public static List<QualityProfile> all() {
        return ALL;
    }

    /** Whom it is for, in one line; empty for one that does not ship. */
    public static String meaning(QualityProfile profile) {
        return switch (profile.name()) {
            case "smooth-first" -> "a picture that never stops comes before its size; the default";
            case "clarity-first" -> "for goods that are looked at closely: frames are given up before lines";
            case "low-latency" -> "for auctions and co-hosts: nothing is waited for longer than 400 ms";
            case "audio-first" -> "for talk: speech stays clean at twice the loss, video takes what that leaves";
            case "rescue" -> "for the worst networks: starts low, waits long, changes seldom";
            default -> "";
        };
    }

    public static @Nullable QualityProfile byName(String name) {
        for (QualityProfile profile : ALL) {
            if (profile.name().equals(name)) {
                return profile;
            }
        }
        return null;
    }
}
