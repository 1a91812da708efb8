package io.steadycast.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GcPausesTest {

    @Test
    void pausesOfAnyCollectorCount() {
        GcPauses pauses = GcPauses.in("""
                [1.2s] GC(0) Garbage Collection (Warmup) 102M(10%)->40M(4%) 12.345s
                [1.3s] GC(0) y: Pause Mark Start 0.012ms
                [1.4s] GC(0) y: Concurrent Mark 7.001ms
                [1.5s] GC(0) y: Pause Mark End 0.034ms
                [9.9s] GC(7) Pause Young (Allocation Failure) 30M->2M(123M) 4.567ms
                """);
        assertThat(pauses).isEqualTo(new GcPauses(3, 4.567));
    }

    @Test
    void anEmptyLogHasNone() {
        assertThat(GcPauses.in("")).isEqualTo(new GcPauses(0, 0));
    }
}
