package io.steadycast.media.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What OpenSSL's ciphers take: no bytes on the heap per packet, a bounded number outside it per peer, and nothing once they are closed. */
class OpenSslCiphersTest {
    private static final int PACKETS = 100_000;
    private static final long GROWTH_BYTES = 24L << 20;

    private final Arena arena = Arena.ofAuto();
    private final Datagram d = Datagram.allocate(arena);
    private final PayloadSlice rest = new PayloadSlice().set(arena.allocate(1200), 0, 1180);

    @Test
    void itIsHere() {
        assertThat(CryptoChoice.best().told()).startsWith("OpenSSL (OpenSSL ").contains(", libcrypto.so");
        assertThat(CryptoChoice.jce().told()).isEqualTo("the JDK (as configured)");
    }

    @ParameterizedTest
    @EnumSource
    void aPacketAllocatesNothing(SrtpProfile profile) {
        SrtpKeys.Master master = master(profile);
        try (SrtpCipher sender = SrtpCiphers.one(CryptoLibrary.OPENSSL, profile, master);
                SrtpCipher receiver = SrtpCiphers.one(CryptoLibrary.OPENSSL, profile, master)) {
            int good = run(sender, receiver);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            good += run(sender, receiver);
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(good).isEqualTo(2 * PACKETS * 4);
            assertThat(bytes).as("bytes for %s packets", PACKETS).isLessThan(PACKETS / 100);
        }
    }

    /** Media and reports, both ways, and a forgery. */
    private int run(SrtpCipher sender, SrtpCipher receiver) {
        int good = 0;
        for (int i = 0; i < PACKETS; i++) {
            good += sender.protectRtp(d, 12, 6, rest, i) > 0 ? 1 : 0;
            good += receiver.unprotectRtp(d, 12, i + (1L << 16)) == DropReason.SRTP_AUTHENTICATION.negative() ? 1 : 0;
            good += receiver.unprotectRtp(d, 12, i) == 12 + 6 + rest.length ? 1 : 0;
            d.length = 100;
            sender.protectRtcp(d, i);
            good += receiver.unprotectRtcp(d) == 100 ? 1 : 0;
        }
        return good;
    }

    @Test
    void aPeerThatGoesFreesItsCiphers() {
        for (SrtpProfile profile : SrtpProfile.values()) {
            int open = SrtpCiphers.nativeContexts();
            SrtpKeys keys = new SrtpKeys(profile, master(profile), master(profile));
            SrtpCipherPair pair = SrtpCiphers.of(CryptoLibrary.OPENSSL, keys);
            assertThat(SrtpCiphers.nativeContexts()).isEqualTo(open + 4);
            pair.close();
            pair.close();
            assertThat(SrtpCiphers.nativeContexts()).isEqualTo(open);
        }
    }

    @Test
    void manyPeersThatComeAndGoLeaveNothing() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        placeOf(OpenSslGrowth.class) + File.pathSeparator + placeOf(LibCrypto.class),
                        OpenSslGrowth.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String grown = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(process.waitFor()).isZero();
        // Kept, the ciphers of 20,000 peers would be over 100 MB.
        assertThat(Long.parseLong(grown)).isLessThan(GROWTH_BYTES);
    }

    private static String placeOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    @ParameterizedTest
    @EnumSource
    void aClosedCipherIsOfNoUse(SrtpProfile profile) {
        SrtpCipher cipher = SrtpCiphers.one(CryptoLibrary.OPENSSL, profile, master(profile));
        cipher.close();
        assertThatThrownBy(() -> cipher.protectRtp(d, 12, 6, rest, 1)).hasMessage("cipher is closed");
    }

    @Test
    void whatNobodyClosedIsFreedAndCounted() throws InterruptedException {
        int open = SrtpCiphers.nativeContexts();
        long forgotten = SrtpCiphers.forgottenContexts();
        for (SrtpProfile profile : SrtpProfile.values()) {
            SrtpCipher lost = SrtpCiphers.one(CryptoLibrary.OPENSSL, profile, master(profile));
            lost.protectRtp(d, 12, 6, rest, 1);
        }
        for (int i = 0; i < 100 && SrtpCiphers.forgottenContexts() < forgotten + 2; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(SrtpCiphers.forgottenContexts()).isEqualTo(forgotten + 2);
        assertThat(SrtpCiphers.nativeContexts()).isEqualTo(open);
    }

    @ParameterizedTest
    @EnumSource
    void memoryThatTheCollectorMovesIsRefused(SrtpProfile profile) {
        try (SrtpCipher cipher = SrtpCiphers.one(CryptoLibrary.OPENSSL, profile, master(profile))) {
            PayloadSlice onHeap = new PayloadSlice().set(MemorySegment.ofArray(new byte[100]), 0, 100);
            assertThatThrownBy(() -> cipher.protectRtp(d, 12, 0, onHeap, 1))
                    .isInstanceOf(IllegalArgumentException.class);
            PayloadSlice tooLong = new PayloadSlice().set(rest.segment, 1000, 500);
            assertThatThrownBy(() -> cipher.protectRtp(d, 12, 0, tooLong, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private static SrtpKeys.Master master(SrtpProfile profile) {
        byte[] key = new byte[profile.keyBytes()];
        Arrays.fill(key, (byte) 7);
        return new SrtpKeys.Master(key, new byte[profile.saltBytes()]);
    }
}
