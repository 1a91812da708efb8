package io.steadycast.signaling.web;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.auth.Role;
import io.steadycast.signaling.http.Call;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.ViewerDecision;
import io.steadycast.signaling.room.PublishSession;
import io.steadycast.signaling.room.RoomRegistry;
import io.steadycast.signaling.room.ViewSession;
import io.steadycast.signaling.ws.UplinkJson;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Any thread. What operators ask about peers: who is there, why each viewer sees what it sees, and what arrives of each publisher. In open mode for loopback, else for tokens
 * of the role operate for all rooms. Peers go by their number, which is no secret, and not by their session's id, which is.
 */
final class AdminRoutes {
    private static final String ALL_ROOMS = "*";
    private static final String VIEWERS = "/admin/api/viewers";
    private static final String PUBLISHERS = "/admin/api/publishers";
    private static final double HISTORY_S = 60;

    private final Authenticator auth;
    private final RoomRegistry rooms;

    AdminRoutes(Authenticator auth, RoomRegistry rooms) {
        this.auth = auth;
        this.rooms = rooms;
    }

    void mount(Router router, Dispatcher dispatcher) {
        new Resource(VIEWERS).on(HttpMethod.GET, this::viewers).mount(router, dispatcher);
        new Resource(VIEWERS + "/:viewer").on(HttpMethod.GET, this::viewer).mount(router, dispatcher);
        new Resource(PUBLISHERS).on(HttpMethod.GET, this::publishers).mount(router, dispatcher);
        new Resource(PUBLISHERS + "/:publisher")
                .on(HttpMethod.GET, this::publisher)
                .mount(router, dispatcher);
    }

    private Reply publishers(Call call) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        PeerPage.Listed<PublishSession> listed = PeerPage.of(call).of(rooms.publishers());
        JsonArray publishers = new JsonArray();
        listed.peers().forEach(publisher -> figures(publisher).ifPresent(publishers::add));
        return json(new JsonObject().put("publishers", publishers).put("next", listed.next()));
    }

    private Reply publisher(Call call) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        String asked = call.path("publisher");
        Supplier<ProblemException> gone = () -> gone("publisher", asked, PUBLISHERS);
        return json(rooms.publishers().stream()
                .filter(one -> Long.toString(one.peer().value()).equals(asked))
                .findFirst()
                .flatMap(this::figures)
                .orElseThrow(gone));
    }

    /** Empty for one who has just left. */
    private Optional<JsonObject> figures(PublishSession publisher) {
        try {
            JsonObject json = AdminJson.identity(publisher);
            if (rooms.stats(publisher) instanceof PeerStats.Publisher stats) {
                json.mergeIn(UplinkJson.figures(stats));
            }
            return Optional.of(json);
        } catch (MediaPlaneException _) {
            return Optional.empty();
        }
    }

    private Reply viewers(Call call) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        PeerPage.Listed<ViewSession> listed = PeerPage.of(call).of(rooms.viewers());
        JsonArray viewers = new JsonArray();
        listed.peers().forEach(viewer -> figures(viewer, false).ifPresent(viewers::add));
        return json(new JsonObject().put("viewers", viewers).put("next", listed.next()));
    }

    private Reply viewer(Call call) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        String asked = call.path("viewer");
        Supplier<ProblemException> gone = () -> gone("viewer", asked, VIEWERS);
        return json(rooms.viewers().stream()
                .filter(one -> Long.toString(one.peer().value()).equals(asked))
                .findFirst()
                .flatMap(viewer -> figures(viewer, true))
                .orElseThrow(gone));
    }

    /** Empty for one who has just left. */
    private Optional<JsonObject> figures(ViewSession viewer, boolean withHistory) {
        try {
            JsonObject json = AdminJson.identity(viewer);
            if (rooms.stats(viewer) instanceof PeerStats.Viewer stats) {
                json.mergeIn(AdminJson.figures(stats));
            }
            List<ViewerDecision> decisions = rooms.decisions(viewer);
            json.put("steered", !decisions.isEmpty());
            json.put("now", decisions.isEmpty() ? null : AdminJson.decision(decisions.getLast()));
            if (withHistory) {
                JsonArray history = new JsonArray();
                decisions.stream()
                        .filter(decision -> decision.secondsAgo() <= HISTORY_S)
                        .forEach(decision -> history.add(AdminJson.decision(decision)));
                json.put("history", history);
            }
            return Optional.of(json);
        } catch (MediaPlaneException _) {
            return Optional.empty();
        }
    }

    private static ProblemException gone(String kind, String asked, String list) {
        return new ProblemException(
                404, kind, "No such " + kind, "There is no " + kind + " " + asked + "; " + list + " lists all.");
    }

    private static Reply json(JsonObject body) {
        return Reply.text(200, "application/json", body.encode()).with("Cache-Control", "no-store");
    }
}
