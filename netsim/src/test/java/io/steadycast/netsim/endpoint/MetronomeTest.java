package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** 64 ticks a second. */
final class MetronomeTest {
    private static final long MS = 1_000_000L;

    @Test
    void ticksLieOnAGridAroundItsAnchor() {
        Metronome metronome = new Metronome(5 * MS);
        assertThat(metronome.at(5 * MS)).isEqualTo(5 * MS);
        assertThat(metronome.after(5 * MS)).isEqualTo(20_625_000L);
        assertThat(metronome.at(5 * MS + 1)).isEqualTo(20_625_000L);
        assertThat(metronome.at(5 * MS + 1_000 * MS)).isEqualTo(5 * MS + 1_000 * MS);
        assertThat(metronome.at(0)).isEqualTo(5 * MS);
    }
}
