package io.steadycast.media.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.Datagram;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByDestinationTest {
    private static final int SOCKETS = 3;
    private static final int CAPACITY = 512;

    private final SendSlab slab = new SendSlab(CAPACITY, Arena.ofAuto());
    private final ByDestination order = new ByDestination(slab, SOCKETS);

    @Test
    void aViewersPacketsStandSideBySideInTheirOrder() {
        int[] batch = {to(0, 1), to(0, 2), to(1, 1), to(0, 1), to(0, 2), to(1, 1)};
        int[] sorted = Arrays.copyOf(order.sort(batch, batch.length), batch.length);
        assertThat(sorted).containsExactly(batch[0], batch[3], batch[1], batch[4], batch[2], batch[5]);
        assertThat(order.from(0)).isZero();
        assertThat(order.to(0)).isEqualTo(4);
        assertThat(order.from(1)).isEqualTo(4);
        assertThat(order.to(1)).isEqualTo(6);
        assertThat(order.from(2)).isEqualTo(order.to(2));
    }

    /** Against the obvious way to write it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 400})
    void itIsWhatMapsAndListsWouldSay(int receivers) {
        SplittableRandom random = new SplittableRandom(receivers);
        for (int cycle = 0; cycle < 50; cycle++) {
            int count = random.nextInt(CAPACITY + 1);
            int[] batch = new int[count];
            Map<List<Integer>, List<Integer>> groups = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                int socket = random.nextInt(SOCKETS);
                int receiver = random.nextInt(receivers);
                batch[i] = to(socket, receiver);
                groups.computeIfAbsent(List.of(socket, receiver), _ -> new ArrayList<>())
                        .add(batch[i]);
            }
            List<Integer> expected = groups.entrySet().stream()
                    .sorted(Comparator.comparing(one -> one.getKey().getFirst()))
                    .flatMap(one -> one.getValue().stream())
                    .toList();
            assertThat(Arrays.stream(order.sort(batch, count)).limit(count).boxed())
                    .as("cycle %d with %d receivers", cycle, receivers)
                    .containsExactlyElementsOf(expected);
            Arrays.stream(batch).forEach(slab::release);
        }
    }

    private int to(int socket, int receiver) {
        int index = slab.take();
        Datagram datagram = slab.get(index);
        datagram.socket = socket;
        datagram.addressHigh = 0;
        datagram.addressLow = 0xffff_0a00_0000L + receiver % 20;
        datagram.port = 40_000 + receiver;
        return index;
    }
}
