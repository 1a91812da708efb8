package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;

/** Any thread. From exported keys to ciphers; made off the shard, because deriving keys costs more than a packet. */
public final class SrtpCiphers {
    private SrtpCiphers() {}

    public static SrtpCipherPair of(CryptoLibrary library, SrtpKeys keys) {
        SrtpCipher outbound = one(library, keys.profile(), keys.local());
        try {
            return new SrtpCipherPair(outbound, one(library, keys.profile(), keys.remote()));
        } catch (RuntimeException failed) {
            outbound.close();
            throw failed;
        }
    }

    /** The cipher of one direction; whoever takes it closes it. */
    public static SrtpCipher one(CryptoLibrary library, SrtpProfile profile, SrtpKeys.Master master) {
        return switch (library) {
            case OPENSSL ->
                switch (profile) {
                    case AEAD_AES_128_GCM -> new OpenSslGcmCipher(master);
                    case AES128_CM_HMAC_SHA1_80 -> new OpenSslCmCipher(master);
                };
            case JCE ->
                switch (profile) {
                    case AEAD_AES_128_GCM -> new AesGcmCipher(master);
                    case AES128_CM_HMAC_SHA1_80 -> new AesCmCipher(master);
                };
        };
    }

    /** {@code EVP_CIPHER_CTX} that are open in this process: four for each connected peer, when OpenSSL encrypts. */
    public static int nativeContexts() {
        return OpenSslContexts.open();
    }

    /** Pairs of them that nobody closed and the collector freed, so far: each is a bug of ours. */
    public static long forgottenContexts() {
        return OpenSslContexts.forgotten();
    }
}
