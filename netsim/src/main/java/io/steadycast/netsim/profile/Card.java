package io.steadycast.netsim.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Immutable. Where the measured values of a profile have to lie. */
public record Card(Map<Quantity, Bounds> expected) {
    public Card {
        expected = expected.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(expected));
    }

    /** One line for each quantity outside its range; quantities that the card does not state are free. */
    public List<String> deviations(Map<Quantity, Double> measured) {
        List<String> lines = new ArrayList<>();
        expected.forEach((quantity, bounds) -> {
            Double value = measured.get(quantity);
            if (value == null || !bounds.holds(value)) {
                lines.add(quantity.key() + ": " + (value == null ? "not measured" : Bounds.shortly(value))
                        + " (expected: " + bounds + ")");
            }
        });
        return lines;
    }
}
