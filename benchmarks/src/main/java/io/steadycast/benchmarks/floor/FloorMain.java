package io.steadycast.benchmarks.floor;

import io.steadycast.media.crypto.CryptoLibrary;
import io.steadycast.media.crypto.SrtpCiphers;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntSupplier;

/** A process of its own on the server's core: measures and prints {@link Floor#line}. */
public final class FloorMain {
    private static final int VIDEO_BYTES = 1_080;
    private static final int AUDIO_BYTES = 130;
    private static final int SEGMENTS = 5;
    private static final int HEADER_BYTES = 28;
    private static final int ROUNDS = 5;
    private static final long ROUND_NS = 300_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private FloorMain() {}

    /**
     * Runs everything once.
     *
     * @param args port and first address of a receiver that is awake, library of the server
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[0]);
        int address = Integer.parseInt(args[1]);
        CryptoLibrary library = CryptoLibrary.valueOf(args[2]);
        try (FloorSocket socket = new FloorSocket(address, port);
                Arena arena = Arena.ofConfined()) {
            SrtpCipher cipher = SrtpCiphers.one(
                    library, SrtpProfile.AEAD_AES_128_GCM, new SrtpKeys.Master(new byte[16], new byte[12]));
            Encryption encryption = new Encryption(cipher, Datagram.allocate(arena));
            Floor floor = new Floor(
                    perPacketUs(() -> socket.sendEach(VIDEO_BYTES)),
                    perPacketUs(() -> socket.sendTogether(VIDEO_BYTES, 1)),
                    perPacketUs(() -> socket.sendTogether(VIDEO_BYTES, SEGMENTS)),
                    perPacketUs(() -> socket.sendTogether(AUDIO_BYTES, 1)),
                    perPacketUs(() -> encryption.packets(VIDEO_BYTES)),
                    perPacketUs(() -> encryption.packets(AUDIO_BYTES)));
            cipher.close();
            System.out.println(floor.line());
        }
    }

    /** The best of some rounds: what disturbs only ever adds. */
    private static double perPacketUs(IntSupplier batch) throws InterruptedException {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long beganNs = System.nanoTime();
            long cpuNs = THREADS.getCurrentThreadCpuTime();
            long packets = 0;
            while (System.nanoTime() - beganNs < ROUND_NS) {
                packets += batch.getAsInt();
            }
            cpuNs = THREADS.getCurrentThreadCpuTime() - cpuNs;
            best = packets == 0 ? best : Math.min(best, cpuNs / 1_000.0 / packets);
            // The receiver's turn.
            Thread.sleep(20);
        }
        return best;
    }

    private static final class Encryption {
        private final SrtpCipher cipher;
        private final Datagram datagram;
        private final PayloadSlice nothing = new PayloadSlice();
        private long index;

        Encryption(SrtpCipher cipher, Datagram datagram) {
            this.cipher = cipher;
            this.datagram = datagram;
        }

        int packets(int bytes) {
            int payloadBytes = bytes - HEADER_BYTES - cipher.rtpOverheadBytes();
            for (int i = 0; i < FloorSocket.BATCH; i++) {
                RtpHeader.write(datagram.buffer, 0, 96, index, 0, 1);
                datagram.length = HEADER_BYTES + payloadBytes;
                if (cipher.protectRtp(datagram, HEADER_BYTES, payloadBytes, nothing, index++) < 0) {
                    throw new IllegalStateException("the cipher refuses a packet of " + bytes + " bytes");
                }
            }
            return FloorSocket.BATCH;
        }
    }
}
