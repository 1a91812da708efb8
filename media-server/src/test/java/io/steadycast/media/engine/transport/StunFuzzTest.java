package io.steadycast.media.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile STUN: nothing throws, nothing unauthenticated is answered, no address is bound. */
class StunFuzzTest {
    @FuzzTest
    void anyBytes(byte[] bytes) {
        TransportHarness h = new TransportHarness();
        if (bytes.length <= Datagram.CAPACITY_BYTES) {
            h.stun(1, bytes, 5, 4000);
            assertThat(h.sent).isEmpty();
            assertThat(h.addresses.size()).isZero();
        }
    }

    /** Any attributes at all, correctly sealed: what an authenticated but broken or evil peer can send. */
    @FuzzTest
    void anySealedAttributes(byte[] attributes) {
        sealed(new TransportHarness(), attributes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutatedChecks(long seed) {
        Random random = new Random(seed);
        TransportHarness h = new TransportHarness();
        byte[] good = h.check(5).nominating().bytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            int changes = 1 + random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                bytes[20 + random.nextInt(bytes.length - 28)] = (byte) random.nextInt();
            }
            if (Arrays.equals(bytes, 20, bytes.length - 8, good, 20, bytes.length - 8)) {
                continue; // the mutation wrote what was there
            }
            refreshFingerprint(bytes);
            h.stun(1, bytes, 5, 4000);
            assertThat(h.sent).as("seed %s mutation %s", seed, i).isEmpty();
        }
        assertThat(h.drops.total()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void randomSealedAttributes(long seed) {
        Random random = new Random(seed);
        TransportHarness h = new TransportHarness();
        for (int i = 0; i < 20_000; i++) {
            byte[] attributes = new byte[4 * random.nextInt(20)];
            random.nextBytes(attributes);
            for (int at = 0; at + 4 <= attributes.length; at += 4 + 4 * random.nextInt(3)) {
                attributes[at] = (byte) (random.nextBoolean() ? 0 : 0x80);
                attributes[at + 1] = (byte) random.nextInt(0x40);
                attributes[at + 2] = 0;
                attributes[at + 3] = (byte) random.nextInt(8);
            }
            sealed(h, attributes);
        }
        assertThat(h.sent).isNotEmpty();
    }

    private static void sealed(TransportHarness h, byte[] attributes) {
        if (attributes.length > 1000) {
            return;
        }
        StunClient client = h.check(5);
        client.raw(attributes);
        h.stun(1, client.bytes(), 5, 4000);
    }

    private static void refreshFingerprint(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 8);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue() ^ StunPeek.FINGERPRINT_XOR);
    }
}
