package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.SrtpKeys;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Any thread. Session keys from a master key: AES-CM as PRF, key derivation rate 0 (RFC 3711 section 4.3, RFC 7714 section 11). */
final class SrtpKeyDerivation {
    static final int RTP_ENCRYPTION = 0;
    static final int RTP_AUTHENTICATION = 1;
    static final int RTP_SALT = 2;
    static final int RTCP_ENCRYPTION = 3;
    static final int RTCP_AUTHENTICATION = 4;
    static final int RTCP_SALT = 5;

    private static final int BLOCK_BYTES = 16;
    /** The label stands seven bytes before the end of the 112-bit salt: above the 48-bit index, which is 0. */
    private static final int LABEL_OFFSET = 7;

    private SrtpKeyDerivation() {}

    static byte[] derive(SrtpKeys.Master master, int label, int bytes) {
        // A 96-bit salt (GCM) is filled up with zeros on the right.
        byte[] iv = Arrays.copyOf(master.salt(), BLOCK_BYTES);
        iv[LABEL_OFFSET] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(master.key(), "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(new byte[bytes]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/CTR", e);
        }
    }
}
