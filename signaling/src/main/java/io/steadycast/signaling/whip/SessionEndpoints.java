package io.steadycast.signaling.whip;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.auth.Role;
import io.steadycast.signaling.http.Call;
import io.steadycast.signaling.http.Names;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.room.MediaSession;
import io.steadycast.signaling.room.PublishSession;
import io.steadycast.signaling.room.RoomRegistry;
import io.steadycast.signaling.room.ViewSession;
import io.steadycast.signaling.sdp.SdpException;
import io.steadycast.signaling.sdp.SdpFragment;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** Any thread. The session resources of WHIP and WHEP: {@code DELETE}, and {@code PATCH} with ICE or with a choice of layer. */
public final class SessionEndpoints {
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String JSON = "application/json";
    private static final int MAX_JSON_BYTES = 4_096;

    private final RoomRegistry rooms;
    private final Authenticator auth;

    public SessionEndpoints(RoomRegistry rooms, Authenticator auth) {
        this.rooms = rooms;
        this.auth = auth;
    }

    public Reply deletePublisher(Call call) throws ProblemException {
        return delete(publisher(call));
    }

    public Reply deleteViewer(Call call) throws ProblemException {
        return delete(viewer(call));
    }

    /** RFC 9725 section 4.3: trickled candidates and ICE restarts. */
    public Reply patchPublisher(Call call) throws ProblemException {
        PublishSession session = publisher(call);
        if (!call.mediaType().orElse("").equals(FRAGMENT)) {
            throw wrongType(call, FRAGMENT);
        }
        return patchIce(call, session);
    }

    /** The same for viewers, and their choice of layer. */
    public Reply patchViewer(Call call) throws ProblemException {
        ViewSession session = viewer(call);
        return switch (call.mediaType().orElse("")) {
            case FRAGMENT -> patchIce(call, session);
            case JSON -> patchLayer(call, session);
            default -> throw wrongType(call, FRAGMENT + ", " + JSON);
        };
    }

    private Reply delete(MediaSession session) throws ProblemException {
        if (!rooms.end(session.id())) {
            throw noSession();
        }
        return Reply.empty(200);
    }

    private PublishSession publisher(Call call) throws ProblemException {
        String room = Names.room(call.path("room"));
        auth.require(call.bearer(), room, Role.PUBLISH);
        return rooms.session(call.path("session"))
                .filter(PublishSession.class::isInstance)
                .map(PublishSession.class::cast)
                .filter(found -> found.room().equals(room))
                .orElseThrow(SessionEndpoints::noSession);
    }

    private ViewSession viewer(Call call) throws ProblemException {
        String room = Names.room(call.path("room"));
        auth.require(call.bearer(), room, Role.VIEW);
        return rooms.session(call.path("session"))
                .filter(ViewSession.class::isInstance)
                .map(ViewSession.class::cast)
                .filter(found -> found.room().equals(room))
                .orElseThrow(SessionEndpoints::noSession);
    }

    private Reply patchIce(Call call, MediaSession session) throws ProblemException {
        SdpFragment fragment;
        try {
            fragment = SdpFragment.parse(call.body());
        } catch (SdpException e) {
            throw Refusals.of(e);
        }
        session.changing().lock();
        try {
            requireMatch(call, session);
            Optional<IceParameters> restart = fragment.ice().filter(session.ice()::isRestart);
            if (restart.isEmpty()) {
                return Reply.empty(204); // Its candidates are of no use to an ICE-lite server, which waits for checks.
            }
            IceParameters local = rooms.restartIce(session, restart.get());
            String answer =
                    SdpFragment.restartAnswer(local, session.ice().transport().candidates());
            return Reply.text(200, FRAGMENT, answer)
                    .with("ETag", session.ice().entityTag())
                    .with("Cache-Control", "no-store");
        } catch (MediaPlaneException e) {
            throw Refusals.of(e);
        } finally {
            session.changing().unlock();
        }
    }

    /** RFC 9725 section 4.3.1: the tag of the ICE session that the client means, or '*' for a restart. */
    private static void requireMatch(Call call, MediaSession session) throws ProblemException {
        String current = session.ice().entityTag();
        Optional<String> ifMatch = call.header("if-match");
        if (ifMatch.isEmpty()) {
            throw new ProblemException(
                            428,
                            "if-match",
                            "If-Match required",
                            "Send If-Match with the ETag of the session, or * to restart ICE.")
                    .with("ETag", current);
        }
        for (String tag : ifMatch.get().split(",", -1)) {
            if (tag.strip().equals("*") || tag.strip().equals(current)) {
                return;
            }
        }
        throw new ProblemException(
                412,
                "etag",
                "ETag outdated",
                "If-Match names another ICE session; the current ETag is " + current + ".");
    }

    private Reply patchLayer(Call call, ViewSession session) throws ProblemException {
        if (call.body().length() > MAX_JSON_BYTES) {
            throw new ProblemException(
                    413,
                    "too-large",
                    "Body too large",
                    "A layer choice may have at most " + MAX_JSON_BYTES + " bytes.");
        }
        JsonObject json;
        try {
            json = new JsonObject(call.body());
        } catch (DecodeException | ClassCastException e) {
            throw new ProblemException(
                    400, "json", "Malformed JSON", "The body must be a JSON object, for example {\"layer\":\"auto\"}.");
        }
        try {
            rooms.selectLayer(session, LayerWishReader.read(json, session, Set.of()));
        } catch (MediaPlaneException e) {
            throw Refusals.of(e);
        }
        return Reply.empty(204);
    }

    private static ProblemException noSession() {
        return new ProblemException(404, "no-session", "No such session", "This session does not exist, or has ended.");
    }

    private static ProblemException wrongType(Call call, String legal) {
        String type = call.mediaType().orElse("");
        return new ProblemException(
                        415,
                        "media-type",
                        "Wrong media type",
                        "Content-Type must be " + legal + ", not \"" + type + "\".")
                .with("Accept-Patch", legal);
    }
}
