package io.steadycast.media.engine.transport;

/** The ciphers of both directions, made from {@link SrtpKeys} off the shard and then handed to it. */
public record SrtpCipherPair(SrtpCipher outbound, SrtpCipher inbound) implements AutoCloseable {
    /** For simulations. */
    public static SrtpCipherPair none() {
        return new SrtpCipherPair(new NullCipher(), new NullCipher());
    }

    /** For who got them and has no peer to give them to. */
    @Override
    public void close() {
        outbound.close();
        inbound.close();
    }
}
