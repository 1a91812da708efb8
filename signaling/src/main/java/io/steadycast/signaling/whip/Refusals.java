package io.steadycast.signaling.whip;

import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.room.RoomException;
import io.steadycast.signaling.sdp.NegotiationException;
import io.steadycast.signaling.sdp.SdpException;

/** Stateless. What refusals of the lower packages mean in HTTP. */
public final class Refusals {
    private static final String RETRY_AFTER = "Retry-After";

    private Refusals() {}

    static ProblemException of(SdpException e) {
        return new ProblemException(400, "malformed-sdp", "Malformed SDP", String.valueOf(e.getMessage()));
    }

    static ProblemException of(NegotiationException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case TRANSPORT -> new ProblemException(422, "transport", "Transport not supported", detail);
            case NO_MEDIA -> new ProblemException(422, "no-media", "Nothing to negotiate", detail);
            case LIMIT -> new ProblemException(422, "too-many-tracks", "Too many tracks", detail);
            case CODEC -> new ProblemException(406, "codec", "No codec in common", detail);
        };
    }

    static ProblemException of(RoomException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case SERVER_FULL -> new ProblemException(503, "server-full", "Server full", detail).with(RETRY_AFTER, "10");
            case ROOM_FULL -> new ProblemException(429, "room-full", "Room full", detail).with(RETRY_AFTER, "10");
            case NO_HOST -> new ProblemException(404, "no-host", "Nobody is live", detail).with(RETRY_AFTER, "2");
            case PUBLISHER_TAKEN -> new ProblemException(403, "publisher-taken", "Not your publisher id", detail);
            case HOST_CHANGED ->
                new ProblemException(503, "host-changed", "Host changed", detail).with(RETRY_AFTER, "1");
            case MEDIA_ENDED ->
                new ProblemException(503, "media-ended", "Media session ended", detail).with(RETRY_AFTER, "1");
            case SHUTTING_DOWN ->
                new ProblemException(503, "stopping", "Server stopping", detail).with(RETRY_AFTER, "5");
        };
    }

    /** A refusal of the media plane; also the WebSockets tell it by its type and detail. */
    public static ProblemException of(MediaPlaneException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case LIMIT_REACHED ->
                new ProblemException(503, "media-full", "Media server full", detail).with(RETRY_AFTER, "10");
            case NO_SUCH_PEER -> new ProblemException(404, "no-peer", "Session ended", detail).with(RETRY_AFTER, "2");
            case NO_SUCH_TRACK -> new ProblemException(404, "no-track", "No such track", detail);
            case UNSUPPORTED -> new ProblemException(422, "unsupported", "Not supported", detail);
            case SHUTTING_DOWN ->
                new ProblemException(503, "stopping", "Server stopping", detail).with(RETRY_AFTER, "5");
            case INTERNAL -> new ProblemException(500, "internal", "Internal error", detail);
        };
    }
}
