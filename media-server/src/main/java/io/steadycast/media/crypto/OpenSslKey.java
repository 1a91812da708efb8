package io.steadycast.media.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/**
 * Any thread. One EVP_PKEY of OpenSSL, private or public, on P-256 or X25519. Closed by its owner; one of a handshake that broke off is freed when the collector finds it, and there are no more of
 * them than handshakes at a time.
 */
@SuppressWarnings("restricted") // the launcher allows native access
final class OpenSslKey implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int X25519 = 1034;
    /** A signature in DER takes 72 bytes at most, a shared secret 32. */
    private static final int OUTPUT_BYTES = 128;

    private static final int MAX_POINT_BYTES = 65;

    private final long address;
    private final Cleaner.Cleanable cleanable;

    private OpenSslKey(long address) {
        this.address = address;
        this.cleanable = CLEANER.register(this, () -> LibCryptoKeys.freeKey(address));
    }

    /** From PKCS #8. */
    static OpenSslKey read(byte[] encoded) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, encoded);
            MemorySegment position = arena.allocateFrom(JAVA_LONG, bytes.address());
            long key = LibCryptoKeys.readPrivate(position.address(), encoded.length);
            bytes.fill((byte) 0);
            return new OpenSslKey(made(key, "private key"));
        }
    }

    /** A new private key of P-256. */
    static OpenSslKey p256() {
        return P256.TEMPLATE.fresh();
    }

    /** A peer's public key of P-256. Throws when it is no point of it. */
    static OpenSslKey p256Of(byte[] point) throws IOException {
        return P256.TEMPLATE.peer(point);
    }

    /** A key of nobody, which others take their curve from. */
    private static final class P256 {
        static final OpenSslKey TEMPLATE = make();

        private static OpenSslKey make() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return read(generator.generateKeyPair().getPrivate().getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has P-256", e);
            }
        }
    }

    /** A new private key of X25519. */
    static OpenSslKey x25519() {
        return generated(made(LibCryptoKeys.contextOf(X25519), "X25519"));
    }

    /** A new private key on this key's curve. */
    OpenSslKey fresh() {
        try {
            return generated(made(LibCryptoKeys.context(address), "context"));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private static OpenSslKey generated(long context) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(JAVA_LONG);
            if (!LibCryptoKeys.generate(context, into.address())) {
                throw new IllegalStateException("libcrypto refuses: EVP_PKEY_keygen");
            }
            return new OpenSslKey(into.get(JAVA_LONG, 0));
        } finally {
            LibCryptoKeys.freeContext(context);
        }
    }

    /** A peer's public key on this key's curve. Throws when it is no point of it. */
    OpenSslKey peer(byte[] point) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long key = LibCryptoKeys.publicKey(
                    address, arena.allocateFrom(JAVA_BYTE, point).address(), point.length);
            if (key == 0) {
                throw new IOException("not a point of the curve");
            }
            return new OpenSslKey(key);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The public half as TLS writes it: an uncompressed point, or the 32 bytes of X25519. */
    byte[] point() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(JAVA_LONG);
            long bytes = LibCryptoKeys.point(address, into.address());
            if (bytes <= 0 || bytes > MAX_POINT_BYTES) {
                throw new IllegalStateException("libcrypto refuses: EVP_PKEY_get1_encoded_public_key");
            }
            MemorySegment point =
                    MemorySegment.ofAddress(into.get(JAVA_LONG, 0)).reinterpret(bytes);
            byte[] copy = point.toArray(JAVA_BYTE);
            LibCryptoKeys.freeMemory(point.address());
            return copy;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The secret that this private key shares with a peer. Throws for a peer whose key leaves none. */
    byte[] agree(OpenSslKey peer) throws IOException {
        long context = made(LibCryptoKeys.context(address), "context");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(OUTPUT_BYTES);
            MemorySegment length = arena.allocateFrom(JAVA_LONG, OUTPUT_BYTES);
            if (!LibCryptoKeys.derive(context, peer.address, out.address(), length.address())) {
                throw new IOException("no agreement with the peer's key");
            }
            byte[] secret = out.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
            out.fill((byte) 0);
            return secret;
        } finally {
            LibCryptoKeys.freeContext(context);
            Reference.reachabilityFence(this);
            Reference.reachabilityFence(peer);
        }
    }

    /** ECDSA over a hash, in DER. */
    byte[] sign(byte[] hash) {
        long context = made(LibCryptoKeys.context(address), "context");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(OUTPUT_BYTES);
            MemorySegment length = arena.allocateFrom(JAVA_LONG, OUTPUT_BYTES);
            MemorySegment in = arena.allocateFrom(JAVA_BYTE, hash);
            if (!LibCryptoKeys.sign(context, out.address(), length.address(), in.address(), hash.length)) {
                throw new IllegalStateException("libcrypto refuses: EVP_PKEY_sign");
            }
            return out.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
        } finally {
            LibCryptoKeys.freeContext(context);
            Reference.reachabilityFence(this);
        }
    }

    /** Whether this public key's owner signed the hash; anything that is no signature is none of its. */
    boolean verify(byte[] signature, byte[] hash) {
        long context = made(LibCryptoKeys.context(address), "context");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment signed = arena.allocateFrom(JAVA_BYTE, signature);
            MemorySegment in = arena.allocateFrom(JAVA_BYTE, hash);
            return LibCryptoKeys.verify(context, signed.address(), signature.length, in.address(), hash.length);
        } finally {
            LibCryptoKeys.freeContext(context);
            Reference.reachabilityFence(this);
        }
    }

    private static long made(long pointer, String what) {
        if (pointer == 0) {
            throw new IllegalStateException("libcrypto makes no " + what);
        }
        return pointer;
    }

    @Override
    public void close() {
        cleanable.clean();
    }
}
