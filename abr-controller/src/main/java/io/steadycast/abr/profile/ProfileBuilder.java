package io.steadycast.abr.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Confined to its maker. Turns knobs of a profile into another profile; what comes out is legal. */
@SuppressWarnings("EnumOrdinal") // positions in an array that lives as long as this object
public final class ProfileBuilder {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Knob[] KNOBS = Knob.values();

    private final String name;
    private final double[] values;
    private DegradationPreference preference;

    private ProfileBuilder(String name, QualityProfile base) {
        this.name = name;
        values = Knob.read(base);
        preference = base.preference();
    }

    public static ProfileBuilder from(QualityProfile base, String name) {
        return new ProfileBuilder(name, base);
    }

    public static boolean isLegalName(String name) {
        return NAME.matcher(name).matches();
    }

    public ProfileBuilder with(Knob knob, double value) {
        values[knob.ordinal()] = value;
        return this;
    }

    public ProfileBuilder with(DegradationPreference newPreference) {
        preference = newPreference;
        return this;
    }

    /** Everything that is wrong, one line each; empty if {@link #build} succeeds. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!isLegalName(name)) {
            problems.add("name: '" + name + "' (legal: small letters, digits, dots and hyphens, at most 64)");
        }
        for (Knob knob : KNOBS) {
            double value = values[knob.ordinal()];
            if (!knob.isLegal(value)) {
                problems.add(knob.key() + ": " + value + " (legal: " + knob.legal() + ")");
            }
        }
        ordered(problems, Knob.MIN_KBPS, Knob.START_KBPS);
        ordered(problems, Knob.START_KBPS, Knob.MAX_KBPS);
        ordered(problems, Knob.MAX_MS, Knob.RESCUE_MAX_MS);
        return problems;
    }

    private void ordered(List<String> problems, Knob lower, Knob upper) {
        double low = values[lower.ordinal()];
        double high = values[upper.ordinal()];
        if (low > high) {
            problems.add(upper.key() + ": " + Knob.plain(high) + " (legal: at least " + lower.key() + ", which is "
                    + Knob.plain(low) + ")");
        }
    }

    /**
     * Makes it.
     *
     * @throws IllegalArgumentException with every problem
     */
    public QualityProfile build() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return Knob.profile(name, preference, values);
    }
}
