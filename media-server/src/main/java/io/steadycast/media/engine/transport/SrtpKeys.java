package io.steadycast.media.engine.transport;

/**
 * Master keys and salts of both directions as a DTLS handshake exported them (RFC 5764 section 4.2).
 *
 * @param local what we send with
 * @param remote what the peer sends with
 */
public record SrtpKeys(SrtpProfile profile, Master local, Master remote) {
    /** One direction. The arrays are handed over: nobody changes them any more. */
    @SuppressWarnings(
            "ArrayRecordComponent") // compared by nobody; a copy for each access would only spread key material
    public record Master(byte[] key, byte[] salt) {
        @Override
        public String toString() {
            return "Master[secret]";
        }
    }

    /** The same keys seen from the other end. */
    public SrtpKeys flipped() {
        return new SrtpKeys(profile, /* local= */ remote, /* remote= */ local);
    }
}
