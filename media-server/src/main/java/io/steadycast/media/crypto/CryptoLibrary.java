package io.steadycast.media.crypto;

/** What encrypts media. */
public enum CryptoLibrary {
    /** libcrypto of the system, called through FFM: nothing is allocated per packet. */
    OPENSSL,
    /** The JDK's own, everywhere. */
    JCE
}
