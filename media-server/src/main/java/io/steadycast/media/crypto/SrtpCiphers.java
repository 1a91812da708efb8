package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;

/** Any thread. From exported keys to ciphers; made off the shard, because deriving keys costs more than a packet. */
public final class SrtpCiphers {
    private SrtpCiphers() {}

    public static SrtpCipherPair of(SrtpKeys keys) {
        return new SrtpCipherPair(one(keys.profile(), keys.local()), one(keys.profile(), keys.remote()));
    }

    /** The cipher of one direction. */
    public static SrtpCipher one(SrtpProfile profile, SrtpKeys.Master master) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> new AesGcmCipher(master);
            case AES128_CM_HMAC_SHA1_80 -> new AesCmCipher(master);
        };
    }
}
