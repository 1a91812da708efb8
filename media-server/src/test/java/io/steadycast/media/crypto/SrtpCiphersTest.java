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
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both profiles, each library with itself and with the other, every length; and no changed bit passes. */
@ParameterizedClass
@MethodSource("combinations")
class SrtpCiphersTest {
    private static final long SEED = 20261123;

    private final Random random = new Random(SEED);
    private final Arena arena = Arena.ofAuto();
    private final Datagram d = Datagram.allocate(arena);
    private final MemorySegment slab = arena.allocate(4096);
    private final SrtpProfile profile;
    private final SrtpCipherPair us;
    private final SrtpCipherPair them;

    SrtpCiphersTest(SrtpProfile profile, CryptoLibrary sender, CryptoLibrary receiver) {
        this.profile = profile;
        SrtpKeys keys = new SrtpKeys(profile, master(), master());
        us = SrtpCiphers.of(sender, keys);
        them = SrtpCiphers.of(receiver, keys.flipped());
    }

    static Stream<Arguments> combinations() {
        return Arrays.stream(SrtpProfile.values())
                .flatMap(profile -> Arrays.stream(CryptoLibrary.values())
                        .flatMap(sender -> Arrays.stream(CryptoLibrary.values())
                                .map(receiver -> Arguments.of(profile, sender, receiver))));
    }

    @AfterEach
    void close() {
        us.close();
        them.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 20, 72})
    void rtpComesBackAsItWas(int header) {
        for (int payload = 0; payload <= 1400; payload += payload < 70 ? 1 : random.nextInt(1, 60)) {
            byte[] plain = randomPacket(header + payload);
            int prefix = payload == 0 ? 0 : random.nextInt(payload + 1);
            long index = random.nextLong(1L << 48);
            split(plain, header + prefix);
            PayloadSlice rest = new PayloadSlice().set(slab, 100, payload - prefix);
            int sent = us.outbound().protectRtp(d, header, prefix, rest, index);
            assertThat(sent)
                    .isEqualTo(d.length)
                    .isEqualTo(plain.length + us.outbound().rtpOverheadBytes());
            assertThat(slab.asSlice(100, payload - prefix).toArray(ValueLayout.JAVA_BYTE))
                    .as("the slot is shared by all viewers")
                    .isEqualTo(Arrays.copyOfRange(plain, header + prefix, plain.length));
            assertThat(them.inbound().unprotectRtp(d, header, index)).isEqualTo(plain.length);
            assertThat(content())
                    .as("seed %s payload %s prefix %s", SEED, payload, prefix)
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 8)
    void rtcpComesBackAsItWas(int shortest) {
        for (int length = shortest; length <= 1200; length += 4) {
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
    @ValueSource(ints = {0, 1, 48})
    void aChangedBitIsRefusedAndNothingElseChanges(int payload) {
        byte[] plain = randomPacket(12 + payload);
        split(plain, plain.length);
        us.outbound().protectRtp(d, 12, payload, new PayloadSlice(), 77);
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
        assertThat(them.inbound().unprotectRtp(d, 12, 77)).isEqualTo(plain.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 60})
    void aChangedBitOfReportsIsRefusedAndNothingElseChanges(int length) {
        byte[] plain = randomPacket(length);
        split(plain, length);
        us.outbound().protectRtcp(d, 5);
        byte[] sent = content();
        for (int bit = 0; bit < 8 * sent.length; bit++) {
            byte[] forged = sent.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            split(forged, forged.length);
            assertThat(them.inbound().unprotectRtcp(d)).isEqualTo(DropReason.SRTP_AUTHENTICATION.negative());
            assertThat(content()).isEqualTo(forged);
        }
        split(sent, sent.length);
        assertThat(them.inbound().unprotectRtcp(d)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = 12)
    void whatIsTooShortIsSaidSo(int header) {
        split(randomPacket(header + us.outbound().rtpOverheadBytes() - 1), header);
        d.length = header + us.outbound().rtpOverheadBytes() - 1;
        assertThat(them.inbound().unprotectRtp(d, header, 1)).isEqualTo(DropReason.SRTP_MALFORMED.negative());
        d.length = 8 + us.outbound().rtcpOverheadBytes() - 1;
        assertThat(them.inbound().unprotectRtcp(d)).isEqualTo(DropReason.SRTP_MALFORMED.negative());
    }

    private SrtpKeys.Master master() {
        return new SrtpKeys.Master(randomPacket(profile.keyBytes()), randomPacket(profile.saltBytes()));
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
