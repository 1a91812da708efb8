package io.steadycast.media.crypto;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * Any thread. The functions of OpenSSL's libcrypto (1.1 and 3) that ciphers need, called through FFM. Only for who has seen that {@link LibCryptoFinder} found it.
 *
 * <p>Pointers are plain numbers here: a slice of a segment for each argument would be an object for each packet. Whoever calls has checked the bounds
 * ({@link NativeBytes}) and keeps the segments reachable. Calls for a packet take less than two microseconds, so they are {@link Linker.Option#critical}: a
 * transition of the thread's state would cost as much as a small packet's encryption.
 *
 * <p>What the library refuses throws {@link IllegalStateException}, since with checked arguments it is a bug of ours; only {@link #end} has an answer.
 *
 * <p>Sources: EVP_EncryptInit(3), EVP_aes_128_gcm(3), SHA1_Init(3) of OpenSSL 3.0. The three functions of SHA-1 are deprecated but exported by all versions; EVP's digest
 * makes a copy of its state on the C heap for each message.
 */
@SuppressWarnings("restricted") // the launcher allows native access
final class LibCrypto {
    static final int ENCRYPT = 1;
    static final int DECRYPT = 0;
    /** EVP_CTRL_AEAD_GET_TAG. */
    static final int GET_TAG = 0x10;
    /** EVP_CTRL_AEAD_SET_TAG. */
    static final int SET_TAG = 0x11;
    /** sizeof(SHA_CTX): five words of state, two of length, a block of 64 bytes and how much of it is filled. */
    static final int SHA1_STATE_BYTES = 96;

    private static final long NULL = 0;

    private static final SymbolLookup SYMBOLS = symbols();
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle AES_128_GCM = slow("EVP_aes_128_gcm", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle AES_128_CTR = slow("EVP_aes_128_ctr", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle VERSION = slow("OpenSSL_version", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    private static final MethodHandle NEW = slow("EVP_CIPHER_CTX_new", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle FREE = slow("EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final FunctionDescriptor INIT_TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle KEY = slow("EVP_CipherInit_ex", INIT_TYPE);
    private static final MethodHandle INIT = quick("EVP_CipherInit_ex", INIT_TYPE);
    private static final MethodHandle UPDATE = quick(
            "EVP_CipherUpdate", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle FINAL =
            quick("EVP_CipherFinal_ex", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CONTROL =
            quick("EVP_CIPHER_CTX_ctrl", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle SHA1_INIT = quick("SHA1_Init", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    private static final MethodHandle SHA1_UPDATE =
            quick("SHA1_Update", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SHA1_FINAL =
            quick("SHA1_Final", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    private LibCrypto() {}

    private static SymbolLookup symbols() {
        SymbolLookup found = LibCryptoFinder.result().symbols();
        if (found == null) {
            throw new IllegalStateException(LibCryptoFinder.result().told());
        }
        return found;
    }

    private static MethodHandle slow(String function, FunctionDescriptor type) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(function), type);
    }

    private static MethodHandle quick(String function, FunctionDescriptor type) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(function), type, Linker.Option.critical(false));
    }

    /** "OpenSSL 3.0.19 27 Jan 2026". */
    static String version() {
        try {
            return NativeBytes.text((long) VERSION.invokeExact(0));
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    /** An EVP_CIPHER that is never freed. */
    static long aes128Gcm() {
        try {
            return (long) AES_128_GCM.invokeExact();
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    /** An EVP_CIPHER that is never freed. */
    static long aes128Ctr() {
        try {
            return (long) AES_128_CTR.invokeExact();
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    /** Takes memory: not for a loop. */
    static long newContext() {
        long context;
        try {
            context = (long) NEW.invokeExact();
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
        if (context == NULL) {
            throw new IllegalStateException("EVP_CIPHER_CTX_new: no memory");
        }
        return context;
    }

    static void freeContext(long context) {
        try {
            FREE.invokeExact(context);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    /** Which cipher, and its key: once for a context, not for a loop. */
    static boolean key(long context, long cipher, long key, int direction) {
        try {
            return (int) KEY.invokeExact(context, cipher, NULL, key, NULL, direction) == 1;
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    /** Begins a packet. */
    static void nonce(long context, long nonce, int direction) {
        try {
            require((int) INIT.invokeExact(context, NULL, NULL, NULL, nonce, direction), "EVP_CipherInit_ex");
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    /** Bytes of a packet from {@code in} to {@code out}, which may be the same place; {@code out} 0: bytes that are only authenticated. */
    static void update(long context, long out, long written, long in, int bytes) {
        if (bytes == 0) {
            return;
        }
        try {
            require((int) UPDATE.invokeExact(context, out, written, in, bytes), "EVP_CipherUpdate");
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    /** Ends a packet; false when it is not authentic. */
    static boolean end(long context, long out, long written) {
        try {
            return (int) FINAL.invokeExact(context, out, written) == 1;
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    static void control(long context, int what, int bytes, long at) {
        try {
            require((int) CONTROL.invokeExact(context, what, bytes, at), "EVP_CIPHER_CTX_ctrl");
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    static void sha1Init(long state) {
        try {
            require((int) SHA1_INIT.invokeExact(state), "SHA1_Init");
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    static void sha1Update(long state, long data, long bytes) {
        try {
            require((int) SHA1_UPDATE.invokeExact(state, data, bytes), "SHA1_Update");
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    static void sha1Final(long digest, long state) {
        try {
            require((int) SHA1_FINAL.invokeExact(digest, state), "SHA1_Final");
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    private static void require(int answer, String function) {
        if (answer != 1) {
            throw new IllegalStateException("libcrypto refuses: " + function);
        }
    }

    /** C functions throw nothing; what comes is an error of the JVM. */
    static RuntimeException failed(Throwable thrown) {
        return switch (thrown) {
            case Error error -> throw error;
            case RuntimeException refused -> refused;
            default -> new IllegalStateException("call of libcrypto", thrown);
        };
    }
}
