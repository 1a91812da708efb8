package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Minima are 30, 120 and 360 kbit/s for targets of 150, 400 and 1200. */
final class SimulcastAllocatorTest {
    private final SimulcastAllocator allocator =
            new SimulcastAllocator(HostConfig.ladder().layers());

    private int[] after(int totalKbps) {
        allocator.allocate(totalKbps * 1_000L);
        return new int[] {allocator.rateBps(0) / 1_000, allocator.rateBps(1) / 1_000, allocator.rateBps(2) / 1_000};
    }

    @Test
    void switchesOffFromTheTopAndFillsFromBelow() {
        assertThat(after(2_000)).containsExactly(150, 400, 1_200);
        assertThat(after(1_000)).containsExactly(150, 400, 450);
        assertThat(after(900)).containsExactly(150, 400, 0);
        assertThat(after(300)).containsExactly(150, 150, 0);
        assertThat(after(260)).containsExactly(150, 0, 0);
        assertThat(after(10)).containsExactly(30, 0, 0);
    }

    @Test
    void aLayerComesBackOnlyWithAFifthMore() {
        after(2_000);
        after(900);
        // 1.2 * 360 = 432 beyond 550.
        assertThat(after(970)).containsExactly(150, 400, 0);
        assertThat(after(981)).containsExactly(150, 400, 0);
        assertThat(after(983)).containsExactly(150, 400, 433);
    }
}
