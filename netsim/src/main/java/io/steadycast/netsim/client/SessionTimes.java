package io.steadycast.netsim.client;

/**
 * How long a session took to begin, from the moment its offer was made; -1 for what was not reached.
 *
 * @param startNs that moment
 * @param answeredNs until the answer
 * @param nominatedNs until ICE had a pair
 * @param connectedNs until the handshake was over
 */
record SessionTimes(long startNs, long answeredNs, long nominatedNs, long connectedNs) {
    static SessionTimes started(long nowNs) {
        return new SessionTimes(nowNs, -1, -1, -1);
    }

    SessionTimes answered(long nowNs) {
        return new SessionTimes(startNs, nowNs - startNs, nominatedNs, connectedNs);
    }

    SessionTimes nominated(long nowNs) {
        return new SessionTimes(startNs, answeredNs, nowNs - startNs, connectedNs);
    }

    SessionTimes connected(long nowNs) {
        return new SessionTimes(startNs, answeredNs, nominatedNs, nowNs - startNs);
    }
}
