package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.TransportAnswer;

/** Any thread; guarded by itself. Both sides' current ICE credentials of a session, and the entity tag that stands for them (RFC 9725 section 4.3.1). */
public final class IceSession {
    private final TransportAnswer transport;
    private IceParameters local;
    private IceParameters remote;

    IceSession(TransportAnswer transport, IceParameters remote) {
        this.transport = transport;
        this.local = transport.ice();
        this.remote = remote;
    }

    public synchronized String entityTag() {
        return "\"" + local.ufrag() + "\"";
    }

    /** Whether these are other credentials than the remote side has now: then it restarts ICE. */
    public synchronized boolean isRestart(IceParameters offered) {
        return !remote.equals(offered);
    }

    public synchronized void restarted(IceParameters newLocal, IceParameters newRemote) {
        local = newLocal;
        remote = newRemote;
    }

    public TransportAnswer transport() {
        return transport;
    }
}
