package io.steadycast.media.crypto;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.jspecify.annotations.Nullable;

/** Confined to its handshake thread. An ephemeral key and what it agrees on, computed by OpenSSL on the {@link CryptoThread}. */
final class OpenSslAgreement implements TlsAgreement {
    private static final int P256_POINT_BYTES = 65;
    private static final int X25519_POINT_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;

    private final CryptoThread thread;
    private final TlsCrypto crypto;
    private final int group;
    private @Nullable OpenSslKey ours;
    private byte @Nullable [] theirs;

    OpenSslAgreement(CryptoThread thread, TlsCrypto crypto, int group) {
        this.thread = thread;
        this.crypto = crypto;
        this.group = group;
    }

    static boolean knows(int group) {
        return group == NamedGroup.secp256r1 || group == NamedGroup.x25519;
    }

    @Override
    public byte[] generateEphemeral() throws IOException {
        Generated made = thread.call(() -> {
            OpenSslKey key = group == NamedGroup.x25519 ? OpenSslKey.x25519() : OpenSslKey.p256();
            return new Generated(key, key.point());
        });
        ours = made.key;
        return made.point;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Generated(OpenSslKey key, byte[] point) {}

    @Override
    public void receivePeerValue(byte[] peerValue) throws IOException {
        boolean legal = group == NamedGroup.x25519
                ? peerValue.length == X25519_POINT_BYTES
                : peerValue.length == P256_POINT_BYTES && peerValue[0] == UNCOMPRESSED;
        if (!legal) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
        theirs = peerValue.clone();
    }

    @Override
    public TlsSecret calculateSecret() throws IOException {
        OpenSslKey key = ours;
        byte[] point = theirs;
        if (key == null || point == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        ours = null;
        return crypto.createSecret(thread.call(() -> {
            try (key;
                    OpenSslKey peer = key.peer(point)) {
                return key.agree(peer);
            } catch (IOException noPoint) {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, noPoint);
            }
        }));
    }
}
