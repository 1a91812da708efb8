package io.steadycast.media.engine.transport;

/** Confined to its shard. One validated candidate pair: a remote address and the local socket it reached. */
final class Pair {
    long addressHigh;
    long addressLow;
    int port;
    int socket;
    /** PRIORITY of the last check. */
    long priority;

    long lastCheckNs;
    boolean checked;
    boolean nominated;
    long lastNominationNs;

    boolean matches(Datagram d) {
        return addressLow == d.addressLow && port == d.port && addressHigh == d.addressHigh && socket == d.socket;
    }

    void address(Datagram d) {
        d.addressHigh = addressHigh;
        d.addressLow = addressLow;
        d.port = port;
        d.socket = socket;
    }

    void setAddress(Datagram d) {
        addressHigh = d.addressHigh;
        addressLow = d.addressLow;
        port = d.port;
        socket = d.socket;
    }
}
