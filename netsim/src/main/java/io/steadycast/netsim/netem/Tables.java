package io.steadycast.netsim.netem;

import org.jspecify.annotations.Nullable;

/** Pure. Netem's tables of delays, in units of the jitter, as iproute2 6.1 ships them (normal.dist, pareto.dist, paretonormal.dist). */
enum Tables {
    NORMAL("normal", -3, 0, 1),
    /** Shape 3, floor at -0.667. */
    PARETO("pareto", -0.6667, -0.0335, 0.8197),
    /** A quarter normal, three quarters pareto; its lowest thousandth is at -1.5. */
    PARETO_NORMAL("paretonormal", -1.5, -0.0253, 0.8339);

    private final String word;
    final double floor;
    final double mean;
    final double deviation;

    Tables(String word, double floor, double mean, double deviation) {
        this.word = word;
        this.floor = floor;
        this.mean = mean;
        this.deviation = deviation;
    }

    String word() {
        return word;
    }

    static @Nullable Tables of(String word) {
        for (Tables table : values()) {
            if (table.word.equals(word)) {
                return table;
            }
        }
        return null;
    }

    /** The skewed one that is the nearest to a delay with this mean above its floor and this deviation. */
    static Tables skewed(double mean, double deviation) {
        double ratio = deviation / mean;
        return ratio > (PARETO.ratio() + PARETO_NORMAL.ratio()) / 2 ? PARETO : PARETO_NORMAL;
    }

    private double ratio() {
        return deviation / (mean - floor);
    }
}
