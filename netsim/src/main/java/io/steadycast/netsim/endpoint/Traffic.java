package io.steadycast.netsim.endpoint;

/**
 * Datagrams of one kind.
 *
 * @param packets counted
 * @param bytes of them: UDP payload, as the network carries it
 */
public record Traffic(long packets, long bytes) {
    public static final Traffic NONE = new Traffic(0, 0);

    public Traffic plus(Traffic other) {
        return new Traffic(packets + other.packets, bytes + other.bytes);
    }
}
