package io.steadycast.media.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The look-up tables against a map, and the first look at a datagram. */
class TransportTablesTest {
    private final Datagram d = Datagram.allocate(Arena.ofAuto());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void addressTableIsAMap(long seed) {
        Random random = new Random(seed);
        AddressTable table = new AddressTable(200);
        Map<List<Long>, Integer> model = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            d.addressHigh = random.nextInt(2);
            d.addressLow = random.nextInt(8);
            d.port = random.nextInt(10);
            d.socket = random.nextInt(3);
            List<Long> key = List.of(d.addressHigh, d.addressLow, (long) d.port, (long) d.socket);
            int handle = random.nextInt(5);
            if (random.nextInt(5) < 2) {
                boolean fits = model.containsKey(key) || model.size() < 200;
                assertThat(table.put(d, handle)).isEqualTo(fits);
                if (fits) {
                    model.put(key, handle);
                }
            } else if (random.nextBoolean()) {
                Pair pair = new Pair();
                pair.setAddress(d);
                table.remove(pair, handle);
                model.remove(key, handle);
            }
            assertThat(table.find(d)).as("seed %s step %s", seed, step).isEqualTo(model.getOrDefault(key, -1));
            assertThat(table.size()).isEqualTo(model.size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void ufragIndexIsAMap(long seed) {
        Random random = new Random(seed);
        UfragIndex index = new UfragIndex(60);
        Map<String, Integer> model = new HashMap<>();
        String[] names = new String[100];
        for (int i = 0; i < names.length; i++) {
            names[i] = IceCredentials.random(random).ufrag();
        }
        for (int step = 0; step < 50_000; step++) {
            String name = names[random.nextInt(names.length)];
            if (random.nextBoolean()) {
                boolean fits = !model.containsKey(name) && model.size() < 60;
                assertThat(index.put(name, step)).isEqualTo(fits);
                if (fits) {
                    model.put(name, step);
                }
            } else {
                index.remove(name);
                model.remove(name);
            }
            assertThat(index.find(UfragIndex.pack(name))).as("seed %s", seed).isEqualTo(model.getOrDefault(name, -1));
            assertThat(index.size()).isEqualTo(model.size());
        }
    }

    @Test
    void demultiplexesByTheFirstBytes() {
        assertThat(classify(0, 1)).isEqualTo(Demux.STUN);
        assertThat(classify(3, 0)).isEqualTo(Demux.STUN);
        assertThat(classify(4, 0)).isEqualTo(Demux.UNKNOWN);
        assertThat(classify(20, 0)).isEqualTo(Demux.DTLS);
        assertThat(classify(63, 0)).isEqualTo(Demux.DTLS);
        assertThat(classify(64, 0)).isEqualTo(Demux.UNKNOWN);
        assertThat(classify(128, 96)).isEqualTo(Demux.RTP);
        assertThat(classify(0x90, 0x80 | 96)).isEqualTo(Demux.RTP);
        assertThat(classify(128, 200)).isEqualTo(Demux.RTCP);
        assertThat(classify(0x8F, 206)).isEqualTo(Demux.RTCP);
        assertThat(classify(191, 191)).isEqualTo(Demux.RTP);
        assertThat(classify(192, 200)).isEqualTo(Demux.UNKNOWN);
        d.length = 0;
        assertThat(Demux.classify(d)).isEqualTo(Demux.UNKNOWN);
    }

    private Demux classify(int first, int second) {
        d.buffer.set(Bytes.BYTE, 0, (byte) first);
        d.buffer.set(Bytes.BYTE, 1, (byte) second);
        d.length = 20;
        return Demux.classify(d);
    }
}
