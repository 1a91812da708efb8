package io.steadycast.media.crypto;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Any thread. The public-key functions of OpenSSL 3 (EVP_PKEY) that a handshake needs, called through FFM. Only for who has asked {@link LibCryptoFinder#publicKeysToo}. They take from
 * 10 to 100 microseconds and memory of the C heap, so they are no critical calls and never run on a loop. {@link OpenSslKey} gives them their order.
 *
 * <p>Answers are the library's own: 1 or more for success in those of type int, 0 for "no memory" in those that give a pointer.
 *
 * <p>Sources: EVP_PKEY_keygen(3), EVP_PKEY_derive(3), EVP_PKEY_sign(3), EVP_PKEY_verify(3), EVP_PKEY_set1_encoded_public_key(3).
 */
@SuppressWarnings("restricted") // the launcher allows native access
final class LibCryptoKeys {
    private static final long NULL = 0;
    private static final MethodHandle CONTEXT = function("EVP_PKEY_CTX_new", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CONTEXT_OF = function("EVP_PKEY_CTX_new_id", JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle FREE_CONTEXT = procedure("EVP_PKEY_CTX_free", JAVA_LONG);
    private static final MethodHandle KEYGEN_INIT = function("EVP_PKEY_keygen_init", JAVA_INT, JAVA_LONG);
    private static final MethodHandle KEYGEN = function("EVP_PKEY_keygen", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle KEY = function("EVP_PKEY_new", JAVA_LONG);
    private static final MethodHandle FREE_KEY = procedure("EVP_PKEY_free", JAVA_LONG);
    private static final MethodHandle COPY_PARAMETERS =
            function("EVP_PKEY_copy_parameters", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SET_PUBLIC =
            function("EVP_PKEY_set1_encoded_public_key", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GET_PUBLIC =
            function("EVP_PKEY_get1_encoded_public_key", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle FREE_MEMORY = procedure("CRYPTO_free", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle DERIVE_INIT = function("EVP_PKEY_derive_init", JAVA_INT, JAVA_LONG);
    private static final MethodHandle DERIVE_PEER =
            function("EVP_PKEY_derive_set_peer", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DERIVE = function("EVP_PKEY_derive", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SIGN_INIT = function("EVP_PKEY_sign_init", JAVA_INT, JAVA_LONG);
    private static final MethodHandle SIGN =
            function("EVP_PKEY_sign", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle VERIFY_INIT = function("EVP_PKEY_verify_init", JAVA_INT, JAVA_LONG);
    private static final MethodHandle VERIFY =
            function("EVP_PKEY_verify", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle READ_PRIVATE =
            function("d2i_AutoPrivateKey", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private LibCryptoKeys() {}

    private static MethodHandle function(String name, MemoryLayout answer, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(answer, arguments));
    }

    private static MethodHandle procedure(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.ofVoid(arguments));
    }

    private static MethodHandle handle(String name, FunctionDescriptor type) {
        SymbolLookup symbols = LibCryptoFinder.result().symbols();
        if (symbols == null) {
            throw new IllegalStateException(LibCryptoFinder.result().told());
        }
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
    }

    static long context(long key) {
        try {
            return (long) CONTEXT.invokeExact(key, NULL);
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    static long contextOf(int algorithm) {
        try {
            return (long) CONTEXT_OF.invokeExact(algorithm, NULL);
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    static void freeContext(long context) {
        try {
            FREE_CONTEXT.invokeExact(context);
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    /** Writes the new key where {@code into} points. */
    static boolean generate(long context, long into) {
        try {
            return (int) KEYGEN_INIT.invokeExact(context) == 1 && (int) KEYGEN.invokeExact(context, into) == 1;
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    /** A public key on the curve of another; 0 when it is no point of it. */
    static long publicKey(long like, long point, long bytes) {
        try {
            long key = (long) KEY.invokeExact();
            boolean done = key != NULL
                    && (int) COPY_PARAMETERS.invokeExact(key, like) == 1
                    && (int) SET_PUBLIC.invokeExact(key, point, bytes) == 1;
            if (done) {
                return key;
            }
            FREE_KEY.invokeExact(key);
            return NULL;
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    static void freeKey(long key) {
        try {
            FREE_KEY.invokeExact(key);
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    /** Writes where the encoded point is; how long it is. To be freed by {@link #freeMemory}. */
    static long point(long key, long into) {
        try {
            return (long) GET_PUBLIC.invokeExact(key, into);
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    static void freeMemory(long memory) {
        try {
            FREE_MEMORY.invokeExact(memory, NULL, 0);
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    static boolean derive(long context, long peer, long out, long length) {
        try {
            return (int) DERIVE_INIT.invokeExact(context) == 1
                    && (int) DERIVE_PEER.invokeExact(context, peer) == 1
                    && (int) DERIVE.invokeExact(context, out, length) == 1;
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    static boolean sign(long context, long out, long length, long hash, long hashBytes) {
        try {
            return (int) SIGN_INIT.invokeExact(context) == 1
                    && (int) SIGN.invokeExact(context, out, length, hash, hashBytes) == 1;
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    static boolean verify(long context, long signature, long bytes, long hash, long hashBytes) {
        try {
            return (int) VERIFY_INIT.invokeExact(context) == 1
                    && (int) VERIFY.invokeExact(context, signature, bytes, hash, hashBytes) == 1;
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }

    /** A private key from PKCS #8; {@code position} points to a pointer to its first byte. 0: it is none. */
    static long readPrivate(long position, long bytes) {
        try {
            return (long) READ_PRIVATE.invokeExact(NULL, position, bytes);
        } catch (Throwable thrown) {
            throw LibCrypto.failed(thrown);
        }
    }
}
