package io.steadycast.benchmarks.srtp;

import io.steadycast.media.crypto.CryptoLibrary;
import io.steadycast.media.crypto.SrtpCiphers;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;

/** Who encrypts. Each works on the server's datagrams and slots: what it needs to get there and back is part of its price. */
public enum Implementation {
    OPENSSL {
        @Override
        Transform transform(SrtpProfile profile, SrtpKeys.Master master) {
            return new OfServer(SrtpCiphers.one(CryptoLibrary.OPENSSL, profile, master));
        }
    },
    JCE {
        @Override
        Transform transform(SrtpProfile profile, SrtpKeys.Master master) {
            return new OfServer(SrtpCiphers.one(CryptoLibrary.JCE, profile, master));
        }
    },
    JITSI {
        @Override
        Transform transform(SrtpProfile profile, SrtpKeys.Master master) {
            return new JitsiTransform(profile, master);
        }
    };

    abstract Transform transform(SrtpProfile profile, SrtpKeys.Master master);

    /** One packet, with the header in the datagram and the payload in a slot; and back, in place. */
    interface Transform extends AutoCloseable {
        int protect(Datagram packet, int headerBytes, PayloadSlice rest, int seq);

        int unprotect(Datagram packet, int headerBytes, int seq);

        @Override
        void close();
    }

    private record OfServer(SrtpCipher cipher) implements Transform {
        @Override
        public int protect(Datagram packet, int headerBytes, PayloadSlice rest, int seq) {
            return cipher.protectRtp(packet, headerBytes, 0, rest, seq);
        }

        @Override
        public int unprotect(Datagram packet, int headerBytes, int seq) {
            return cipher.unprotectRtp(packet, headerBytes, seq);
        }

        @Override
        public void close() {
            cipher.close();
        }
    }
}
