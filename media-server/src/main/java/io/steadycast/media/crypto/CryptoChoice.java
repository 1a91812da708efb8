package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Immutable. Which library encrypts, and why, for the operator's eyes. OpenSSL is taken only when it decrypts what the JCE encrypted and the other way round: a libcrypto of another
 * make, or a broken one, is found out before the first packet.
 */
public record CryptoChoice(CryptoLibrary library, String why) {
    private static final int TRIAL_BYTES = 100;
    private static final int TRIAL_HEADER_BYTES = 12;
    private static final long TRIAL_INDEX = 0x1_2345;

    /** The best there is here. */
    public static CryptoChoice best() {
        return Best.CHOICE;
    }

    /** For the line at start-up. */
    public String told() {
        return switch (library) {
            case OPENSSL -> "OpenSSL (" + why + ")";
            case JCE -> "the JDK (" + why + ")";
        };
    }

    /** OpenSSL. Throws, with words fit for the operator, where there is none that can be used. */
    public static CryptoChoice openSsl() throws IOException {
        if (best().library != CryptoLibrary.OPENSSL) {
            throw new IOException("crypto.library = openssl, but OpenSSL cannot be used here: " + best().why
                    + "; install libssl3, or use auto or jce");
        }
        return best();
    }

    /** The JDK's, as the operator wishes. */
    public static CryptoChoice jce() {
        return new CryptoChoice(CryptoLibrary.JCE, "as configured");
    }

    private static final class Best {
        static final CryptoChoice CHOICE = choose();

        private static CryptoChoice choose() {
            LibCryptoFinder.Result found = LibCryptoFinder.result();
            if (found.symbols() == null) {
                return new CryptoChoice(CryptoLibrary.JCE, found.told());
            }
            String failed = tryOut();
            return failed == null
                    ? new CryptoChoice(CryptoLibrary.OPENSSL, LibCrypto.version() + ", " + found.told())
                    : new CryptoChoice(CryptoLibrary.JCE, found.told() + " " + failed);
        }
    }

    private static @Nullable String tryOut() {
        try {
            for (SrtpProfile profile : SrtpProfile.values()) {
                if (!understand(profile, CryptoLibrary.OPENSSL, CryptoLibrary.JCE)
                        || !understand(profile, CryptoLibrary.JCE, CryptoLibrary.OPENSSL)) {
                    return "does not encrypt as it should";
                }
            }
            return null;
        } catch (RuntimeException | LinkageError broken) {
            return "cannot be called: " + broken.getMessage();
        }
    }

    private static boolean understand(SrtpProfile profile, CryptoLibrary from, CryptoLibrary to) {
        byte[] key = new byte[profile.keyBytes()];
        byte[] salt = new byte[profile.saltBytes()];
        Arrays.fill(key, (byte) 0x5A);
        Arrays.fill(salt, (byte) 0xC3);
        SrtpKeys.Master master = new SrtpKeys.Master(key, salt);
        try (Arena arena = Arena.ofConfined();
                SrtpCipher sender = SrtpCiphers.one(from, profile, master);
                SrtpCipher receiver = SrtpCiphers.one(to, profile, master)) {
            Datagram packet = Datagram.allocate(arena);
            MemorySegment plain = arena.allocate(TRIAL_BYTES);
            for (int i = 0; i < TRIAL_BYTES; i++) {
                plain.set(CryptoScratch.BYTE, i, (byte) i);
            }
            MemorySegment.copy(plain, 0, packet.buffer, 0, TRIAL_BYTES);
            sender.protectRtp(
                    packet, TRIAL_HEADER_BYTES, TRIAL_BYTES - TRIAL_HEADER_BYTES, new PayloadSlice(), TRIAL_INDEX);
            boolean hidden = packet.buffer.asSlice(0, TRIAL_BYTES).mismatch(plain) == TRIAL_HEADER_BYTES;
            return hidden
                    && receiver.unprotectRtp(packet, TRIAL_HEADER_BYTES, TRIAL_INDEX) == TRIAL_BYTES
                    && packet.buffer.asSlice(0, TRIAL_BYTES).mismatch(plain) < 0;
        }
    }
}
