package io.steadycast.netsim.emulate;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.profile.Profile;
import io.steadycast.netsim.profile.Profiles;
import io.steadycast.netsim.profile.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Stateless. Profiles by name, alone or mixed by weights. */
public final class PathNames {
    /** A profile that can be named. */
    public record Entry(String name, String title) {}

    /** The library. */
    public List<Entry> all() {
        return Profiles.list().stream()
                .map(name -> new Entry(name, Profiles.byName(name).title()))
                .toList();
    }

    /** What can be asked for in a profile's name, {@code NAME:SEVERITY}. */
    public List<String> severities() {
        return Arrays.stream(Severity.values()).map(Severity::id).toList();
    }

    /** As {@link #mixOfNames}, and files too. */
    public PathMix mix(String text) {
        return mix(text, Profiles::find);
    }

    /** {@code NAME[:SEVERITY]}, or {@code NAME=WEIGHT,NAME=WEIGHT}; of the library alone. */
    public PathMix mixOfNames(String text) {
        return mix(text, Profiles::byName);
    }

    private static PathMix mix(String text, Function<String, Profile> profiles) {
        List<PathMix.Share> shares = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] sides = part.strip().split("=", 2);
            String name = sides[0].strip();
            double weight = sides.length == 2 ? weight(name, sides[1].strip()) : 1;
            shares.add(
                    new PathMix.Share(new NamedPath(name, profiles.apply(name).path()), weight));
        }
        return new PathMix(shares);
    }

    private static double weight(String name, String text) {
        double weight;
        try {
            weight = Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            weight = 0;
        }
        if (!(weight > 0 && weight <= 1e6)) {
            throw new BadInput("the weight of " + name + " is " + text + ", legal is above 0 to 1000000");
        }
        return weight;
    }
}
