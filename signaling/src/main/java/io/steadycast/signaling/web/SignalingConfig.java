package io.steadycast.signaling.web;

import io.steadycast.signaling.auth.AuthConfig;
import io.steadycast.signaling.ice.IceServerConfig;
import io.steadycast.signaling.room.PausePolicy;
import io.steadycast.signaling.room.RoomLimits;
import io.steadycast.signaling.sdp.Negotiations;

/** Everything that the control plane can be told. */
public record SignalingConfig(
        HttpConfig http,
        AuthConfig auth,
        RoomLimits rooms,
        PausePolicy pauses,
        Negotiations negotiations,
        IceServerConfig iceServers) {
    /** Open mode on a port of loopback; 0 lets the system choose. */
    public static SignalingConfig onLoopback(int port) {
        return new SignalingConfig(
                HttpConfig.at("127.0.0.1", port),
                AuthConfig.open(),
                RoomLimits.DEFAULT,
                PausePolicy.DEFAULT,
                Negotiations.DEFAULT,
                IceServerConfig.NONE);
    }
}
