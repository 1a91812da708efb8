package io.steadycast.media.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both profiles, both directions, every length; and no changed bit passes. */
class SrtpCiphersTest {
    private static final long SEED = 20261123;

    private final Random random = new Random(SEED);
    private final Arena arena = Arena.ofAuto();
    private final Datagram d = Datagram.allocate(arena);
    private final MemorySegment slab = arena.allocate(4096);

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void rtpComesBackAsItWas(SrtpProfile profile) {
        SrtpKeys keys = keys(profile);
        SrtpCipherPair us = SrtpCiphers.of(keys);
        SrtpCipherPair them = SrtpCiphers.of(keys.flipped());
        for (int payload = 0; payload <= 1200; payload += payload < 40 ? 1 : 61) {
            byte[] plain = randomPacket(12 + payload);
            int prefix = payload == 0 ? 0 : random.nextInt(payload);
            long index = random.nextLong(1L << 48);
            split(plain, 12 + prefix);
            PayloadSlice rest = new PayloadSlice().set(slab, 100, payload - prefix);
            int sent = us.outbound().protectRtp(d, 12, prefix, rest, index);
            assertThat(sent)
                    .isEqualTo(d.length)
                    .isEqualTo(plain.length + us.outbound().rtpOverheadBytes());
            assertThat(them.inbound().unprotectRtp(d, 12, index)).isEqualTo(plain.length);
            assertThat(content()).as("seed %s payload %s", SEED, payload).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void rtcpComesBackAsItWas(SrtpProfile profile) {
        SrtpKeys keys = keys(profile);
        SrtpCipherPair us = SrtpCiphers.of(keys);
        SrtpCipherPair them = SrtpCiphers.of(keys.flipped());
        for (int length = 8; length <= 1200; length += 4) {
            byte[] plain = randomPacket(length);
            split(plain, length);
            us.outbound().protectRtcp(d, length);
            int word = d.buffer.get(CryptoScratch.INT, us.outbound().rtcpIndexOffset(d.length));
            assertThat(word).isEqualTo(length | 0x8000_0000);
            assertThat(them.inbound().unprotectRtcp(d)).isEqualTo(length);
            assertThat(content()).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void aChangedBitIsRefusedAndNothingElseChanges(SrtpProfile profile) {
        SrtpKeys keys = keys(profile);
        SrtpCipherPair us = SrtpCiphers.of(keys);
        SrtpCipherPair them = SrtpCiphers.of(keys.flipped());
        byte[] plain = randomPacket(60);
        split(plain, 60);
        us.outbound().protectRtp(d, 12, 48, new PayloadSlice(), 77);
        byte[] sent = content();
        for (int bit = 0; bit < 8 * sent.length; bit++) {
            byte[] forged = sent.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            split(forged, forged.length);
            assertThat(them.inbound().unprotectRtp(d, 12, 77)).isEqualTo(DropReason.SRTP_AUTHENTICATION.negative());
            assertThat(content()).isEqualTo(forged);
        }
        split(sent, sent.length);
        assertThat(them.inbound().unprotectRtp(d, 12, 77 + 65536)).isEqualTo(DropReason.SRTP_AUTHENTICATION.negative());
        assertThat(them.inbound().unprotectRtp(d, 12, 77)).isEqualTo(60);
    }

    private SrtpKeys keys(SrtpProfile profile) {
        return new SrtpKeys(profile, master(profile), master(profile));
    }

    private SrtpKeys.Master master(SrtpProfile profile) {
        byte[] key = new byte[profile.keyBytes()];
        byte[] salt = new byte[profile.saltBytes()];
        random.nextBytes(key);
        random.nextBytes(salt);
        return new SrtpKeys.Master(key, salt);
    }

    private byte[] randomPacket(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The first bytes into the datagram, the rest into the slab. */
    private void split(byte[] bytes, int at) {
        MemorySegment.copy(bytes, 0, d.buffer, ValueLayout.JAVA_BYTE, 0, at);
        MemorySegment.copy(bytes, at, slab, ValueLayout.JAVA_BYTE, 100, bytes.length - at);
        d.length = at;
    }

    private byte[] content() {
        return d.buffer.asSlice(0, d.length).toArray(ValueLayout.JAVA_BYTE);
    }
}
