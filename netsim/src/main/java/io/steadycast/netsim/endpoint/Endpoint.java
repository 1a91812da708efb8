package io.steadycast.netsim.endpoint;

/** A client as a pure state machine: fed with time, and by its transport with what arrives, it sends by its {@link Network}. */
public sealed interface Endpoint permits SyntheticHost, SyntheticViewer {
    /** It may send from now on. */
    void start(long nowNs, Network network);

    /** Does what is due. */
    void onTimer(long nowNs);

    /** When {@link #onTimer} wants to be called next; {@link Long#MAX_VALUE} for never. */
    long nextTimerAt();
}
