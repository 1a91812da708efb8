package io.steadycast.media.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indices: used once by the sender, recovered by the receiver. */
class SrtpSessionTest {
    private final Arena arena = Arena.ofAuto();
    private final Datagram d = Datagram.allocate(arena);
    private final PayloadSlice nothing = new PayloadSlice();

    /** Remembers each (protocol, SSRC, index): all that a nonce is made of. */
    private static final class RecordingCipher implements SrtpCipher {
        private final SrtpCipher inner = new NullCipher();
        final Set<List<Long>> nonces = new HashSet<>();

        @Override
        public int rtpOverheadBytes() {
            return inner.rtpOverheadBytes();
        }

        @Override
        public int rtcpOverheadBytes() {
            return inner.rtcpOverheadBytes();
        }

        @Override
        public int rtcpIndexOffset(int lengthBytes) {
            return inner.rtcpIndexOffset(lengthBytes);
        }

        @Override
        public int protectRtp(Datagram packet, int headerBytes, int prefixBytes, PayloadSlice rest, long index) {
            use(0, packet.buffer.get(Bytes.INT, 8), index);
            return inner.protectRtp(packet, headerBytes, prefixBytes, rest, index);
        }

        @Override
        public int unprotectRtp(Datagram packet, int headerBytes, long index) {
            return inner.unprotectRtp(packet, headerBytes, index);
        }

        @Override
        public int protectRtcp(Datagram packet, int index) {
            use(1, packet.buffer.get(Bytes.INT, 4), index);
            return inner.protectRtcp(packet, index);
        }

        @Override
        public int unprotectRtcp(Datagram packet) {
            return inner.unprotectRtcp(packet);
        }

        private void use(long protocol, long ssrc, long index) {
            assertThat(nonces.add(List.of(protocol, ssrc, index)))
                    .as("nonce for %s %x %s used once", protocol, ssrc, index)
                    .isTrue();
        }
    }

    /**
     * A viewer's life in random order: media and RTX streams, RTCP, numbers reserved and sent late, repeats by mistake, jumps over more than a
     * window, several wraps. Whatever the callers do, no nonce is used twice under the key.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noNonceIsUsedTwice(long seed) {
        Random random = new Random(seed);
        RecordingCipher cipher = new RecordingCipher();
        SrtpSender sender = new SrtpSender(cipher);
        int[] ssrcs = {0x1111, 0x2222, -5, 0x7FFF_FFFF};
        long[] next = new long[ssrcs.length];
        List<long[]> reserved = new ArrayList<>();
        for (int i = 0; i < ssrcs.length; i++) {
            next[i] = random.nextInt(65536);
        }
        int refused = 0;
        for (int step = 0; step < 40_000; step++) {
            int stream = random.nextInt(ssrcs.length);
            int choice = random.nextInt(100);
            if (choice < 60) {
                assertThat(send(sender, ssrcs[stream], next[stream]++))
                        .as("seed %s", seed)
                        .isPositive();
            } else if (choice < 70) {
                reserved.add(new long[] {stream, next[stream]++});
            } else if (choice < 80 && !reserved.isEmpty()) {
                long[] late = reserved.remove(random.nextInt(reserved.size()));
                refused += send(sender, ssrcs[(int) late[0]], late[1]) < 0 ? 1 : 0;
            } else if (choice < 90) {
                long repeat = Math.max(0, next[stream] - 1 - random.nextInt(3 * SrtpSender.WINDOW));
                refused += send(sender, ssrcs[stream], repeat) < 0 ? 1 : 0;
            } else if (choice < 91) {
                next[stream] += random.nextInt(3 * SrtpSender.WINDOW);
            } else {
                assertThat(sendRtcp(sender, ssrcs[stream])).isPositive();
            }
        }
        assertThat(refused).isPositive();
        assertThat(cipher.nonces).hasSizeGreaterThan(25_000);
    }

    @Test
    void senderRefusesExhaustedIndicesAndForeignSizes() {
        SrtpSender sender = new SrtpSender(new NullCipher());
        assertThat(send(sender, 1, (1L << 48) - 1)).isPositive();
        header(1, 1L << 48);
        assertThat(sender.protectRtp(d, 12, 0, nothing, 1L << 48))
                .isEqualTo(DropReason.SRTP_INDEX_EXHAUSTED.negative());
        header(1, 5);
        assertThat(sender.protectRtp(d, 12, Datagram.CAPACITY_BYTES - 12, nothing, 5))
                .isEqualTo(DropReason.SEND_TOO_LARGE.negative());
    }

    @Test
    void senderNeverForgetsAnSsrc() {
        SrtpSender sender = new SrtpSender(new NullCipher());
        for (int ssrc = 0; ssrc < SrtpSender.SSRC_LIMIT; ssrc++) {
            assertThat(send(sender, ssrc, 7)).isPositive();
        }
        assertThat(send(sender, -1, 7)).isEqualTo(DropReason.SRTP_SSRC_LIMIT.negative());
        assertThat(send(sender, 0, 7)).isEqualTo(DropReason.SRTP_REUSED_INDEX.negative());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void receiverFollowsTheRolloverThroughLossAndReordering(long seed) {
        Random random = new Random(seed);
        SrtpSender sender = new SrtpSender(new NullCipher());
        SrtpReceiver receiver = new SrtpReceiver(new NullCipher(), 4);
        long first = random.nextInt(65536);
        for (long base = first; base < first + 200_000; base += 32) {
            List<Long> burst = new ArrayList<>();
            for (long index = base; index < base + 32; index++) {
                burst.add(index);
            }
            Collections.shuffle(burst, random);
            boolean opening = base == first;
            for (long index : opening ? burst.subList(0, 0) : burst) {
                int sent = send(sender, 9, index);
                assertThat(sent).isPositive();
                if (random.nextInt(3) == 0) {
                    continue; // lost
                }
                assertThat(receiver.unprotectRtp(d))
                        .as("seed %s index %s", seed, index)
                        .isEqualTo(sent - 16);
                assertThat(receiver.lastRtpIndex()).isEqualTo(index);
                d.length = sent;
                assertThat(receiver.unprotectRtp(d)).isEqualTo(DropReason.SRTP_REPLAYED.negative());
            }
        }
    }

    @Test
    void aLateRepairWithinTheWindowIsAcceptedAnOlderOneIsNot() {
        SrtpReceiver receiver = new SrtpReceiver(new NullCipher(), 4);
        assertThat(receive(receiver, 3, 70_000)).isNegative(); // two wraps are beyond guessing: stays unknown
        assertThat(receive(receiver, 3, 5_000)).isPositive();
        assertThat(receive(receiver, 3, 5_000 - SrtpReceiver.RTP_WINDOW + 1)).isPositive();
        assertThat(receive(receiver, 3, 5_000 - SrtpReceiver.RTP_WINDOW)).isEqualTo(DropReason.SRTP_TOO_OLD.negative());
    }

    @Test
    void anSsrcFirstSeenAfterItsWrapIsUnderstood() {
        SrtpReceiver receiver = new SrtpReceiver(new NullCipher(), 4);
        assertThat(receive(receiver, 3, 65_536 + 2)).isPositive();
        assertThat(receive(receiver, 3, 65_530)).isPositive();
        assertThat(receiver.lastRtpIndex()).isEqualTo(65_530);
    }

    @Test
    void onlyAuthenticPacketsTakeAContext() {
        SrtpReceiver receiver = new SrtpReceiver(new NullCipher(), 2);
        for (int ssrc = 100; ssrc < 200; ssrc++) {
            header(ssrc, 1);
            d.length = 60;
            assertThat(receiver.unprotectRtp(d)).isEqualTo(DropReason.SRTP_AUTHENTICATION.negative());
        }
        assertThat(receive(receiver, 1, 1)).isPositive();
        assertThat(receive(receiver, 2, 1)).isPositive();
        assertThat(receive(receiver, 3, 1)).isEqualTo(DropReason.SRTP_SSRC_LIMIT.negative());
    }

    @Test
    void rtcpIsReplayProtectedAndMustBeEncrypted() {
        SrtpSender sender = new SrtpSender(new NullCipher());
        SrtpReceiver receiver = new SrtpReceiver(new NullCipher(), 2);
        int sent = sendRtcp(sender, 5);
        assertThat(receiver.unprotectRtcp(d)).isEqualTo(28);
        d.length = sent;
        assertThat(receiver.unprotectRtcp(d)).isEqualTo(DropReason.SRTP_REPLAYED.negative());
        sendRtcp(sender, 5);
        d.buffer.set(Bytes.INT, d.length - 4, 1);
        assertThat(receiver.unprotectRtcp(d)).isEqualTo(DropReason.SRTCP_UNENCRYPTED.negative());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void noBytesThrow(long seed) {
        Random random = new Random(seed);
        SrtpReceiver receiver = new SrtpReceiver(new NullCipher(), 8);
        for (int i = 0; i < 200_000; i++) {
            d.length = random.nextInt(80);
            for (int at = 0; at < d.length; at++) {
                d.buffer.set(Bytes.BYTE, at, (byte) random.nextInt());
            }
            d.buffer.set(Bytes.BYTE, 0, (byte) (0x80 | random.nextInt(64)));
            assertThat(random.nextBoolean() ? receiver.unprotectRtp(d) : receiver.unprotectRtcp(d))
                    .as("seed %s packet %s", seed, i)
                    .isNegative();
        }
    }

    private int receive(SrtpReceiver receiver, int ssrc, long index) {
        assertThat(send(new SrtpSender(new NullCipher()), ssrc, index)).isPositive();
        return receiver.unprotectRtp(d);
    }

    private int send(SrtpSender sender, int ssrc, long index) {
        header(ssrc, index);
        return sender.protectRtp(d, 12, 20, nothing, index);
    }

    private int sendRtcp(SrtpSender sender, int ssrc) {
        d.buffer.set(Bytes.INT, 0, 0x80C8_0006);
        d.buffer.set(Bytes.INT, 4, ssrc);
        d.length = 28;
        return sender.protectRtcp(d);
    }

    private void header(int ssrc, long index) {
        d.buffer.set(Bytes.INT, 0, 0x8060_0000 | (int) (index & 0xFFFF));
        d.buffer.set(Bytes.INT, 4, 0);
        d.buffer.set(Bytes.INT, 8, ssrc);
    }
}
