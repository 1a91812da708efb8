package io.steadycast.abr.profile;

import io.steadycast.abr.profile.QualityProfile.Audio;
import io.steadycast.abr.profile.QualityProfile.Delay;
import io.steadycast.abr.profile.QualityProfile.Layers;
import io.steadycast.abr.profile.QualityProfile.Misses;
import io.steadycast.abr.profile.QualityProfile.Rates;
import java.math.BigDecimal;

/** Every number of a {@link QualityProfile} that an operator may turn: its key in files, and what is legal. Units end the keys. */
@SuppressWarnings("EnumOrdinal") // positions in arrays that live as long as this process
public enum Knob {
    START_KBPS("rates.start-kbps", 10, 100_000, true),
    MIN_KBPS("rates.min-kbps", 10, 100_000, true),
    MAX_KBPS("rates.max-kbps", 50, 1_000_000, true),
    MAX_MS("delay.max-ms", 50, 5_000, true),
    RESCUE_MAX_MS("delay.rescue-max-ms", 50, 10_000, true),
    RESCUE_FROM_LOSS("delay.rescue-from-loss", 0, 1, false),
    KEY_MISSES("misses.key", 1e-6, 0.5, false),
    T0_MISSES("misses.t0", 1e-6, 0.5, false),
    T1_MISSES("misses.t1", 1e-6, 1, false),
    T2_MISSES("misses.t2", 1e-6, 1, false),
    UP_SHARE("layers.up-share", 0.3, 1, false),
    UP_HOLD_MS("layers.up-hold-ms", 0, 60_000, true),
    MAX_SWITCHES("layers.max-switches-per-minute", 1, 60, true),
    MIN_FPS("layers.min-fps", 1, 120, false),
    MIN_HEIGHT_PX("layers.min-height-px", 0, 4_320, true),
    RESIDUAL_LOSS("audio.residual-loss", 1e-5, 0.2, false),
    MAX_RED_DEPTH("audio.max-red-depth", 0, 16, true);

    private static final Knob[] ALL = values();

    private final String key;
    private final double min;
    private final double max;
    private final boolean whole;

    Knob(String key, double min, double max, boolean whole) {
        this.key = key;
        this.min = min;
        this.max = max;
        this.whole = whole;
    }

    public String key() {
        return key;
    }

    public boolean isLegal(double value) {
        return value >= min && value <= max && (!whole || value == Math.rint(value));
    }

    /** In words, for whoever wrote something else. */
    public String legal() {
        return (whole ? "a whole number from " : "a number from ") + plain(min) + " to " + plain(max);
    }

    public double of(QualityProfile profile) {
        return switch (this) {
            case START_KBPS -> profile.rates().startBps() / 1000.0;
            case MIN_KBPS -> profile.rates().minBps() / 1000.0;
            case MAX_KBPS -> profile.rates().maxBps() / 1000.0;
            case MAX_MS -> profile.delay().maxMs();
            case RESCUE_MAX_MS -> profile.delay().rescueMaxMs();
            case RESCUE_FROM_LOSS -> profile.delay().rescueFromLoss();
            case KEY_MISSES -> profile.misses().key();
            case T0_MISSES -> profile.misses().t0();
            case T1_MISSES -> profile.misses().t1();
            case T2_MISSES -> profile.misses().t2();
            case UP_SHARE -> profile.layers().upShare();
            case UP_HOLD_MS -> profile.layers().upHoldMs();
            case MAX_SWITCHES -> profile.layers().maxSwitchesPerMinute();
            case MIN_FPS -> profile.layers().minFramesPerSecond();
            case MIN_HEIGHT_PX -> profile.layers().minHeightPx();
            case RESIDUAL_LOSS -> profile.audio().residualLoss();
            case MAX_RED_DEPTH -> profile.audio().maxRedDepth();
        };
    }

    static double[] read(QualityProfile profile) {
        double[] values = new double[ALL.length];
        for (Knob knob : ALL) {
            values[knob.ordinal()] = knob.of(profile);
        }
        return values;
    }

    static QualityProfile profile(String name, DegradationPreference preference, double[] values) {
        return new QualityProfile(
                name,
                preference,
                new Rates(bps(values, START_KBPS), bps(values, MIN_KBPS), bps(values, MAX_KBPS)),
                new Delay(whole(values, MAX_MS), whole(values, RESCUE_MAX_MS), in(values, RESCUE_FROM_LOSS)),
                new Misses(in(values, KEY_MISSES), in(values, T0_MISSES), in(values, T1_MISSES), in(values, T2_MISSES)),
                new Layers(
                        in(values, UP_SHARE),
                        whole(values, UP_HOLD_MS),
                        whole(values, MAX_SWITCHES),
                        in(values, MIN_FPS),
                        whole(values, MIN_HEIGHT_PX)),
                new Audio(in(values, RESIDUAL_LOSS), whole(values, MAX_RED_DEPTH)));
    }

    private static double in(double[] values, Knob knob) {
        return values[knob.ordinal()];
    }

    private static int whole(double[] values, Knob knob) {
        return (int) Math.rint(in(values, knob));
    }

    private static long bps(double[] values, Knob knob) {
        return Math.round(in(values, knob) * 1000);
    }

    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
