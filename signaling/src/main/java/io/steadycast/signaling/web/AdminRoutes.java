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
import java.util.Comparator;
import java.util.List;

/**
 * Any thread. What operators ask about peers: who is there, why each viewer sees what it sees, and what arrives of each publisher. In open mode for loopback, else for tokens
 * of the role operate for all rooms. Peers go by their number, which is no secret, and not by their session's id, which is.
 */
final class AdminRoutes {
    private static final String ALL_ROOMS = "*";
    private static final String VIEWERS = "/admin/api/viewers";
    private static final String PUBLISHERS = "/admin/api/publishers";
    private static final double HISTORY_S = 60;
    private static final int MOST_LISTED = 10_000;

    private final Authenticator auth;
    private final RoomRegistry rooms;

    AdminRoutes(Authenticator auth, RoomRegistry rooms) {
        this.auth = auth;
        this.rooms = rooms;
    }

    void mount(Router router, Dispatcher dispatcher) {
        new Resource(VIEWERS).on(HttpMethod.GET, this::list).mount(router, dispatcher);
        new Resource(VIEWERS + "/:viewer").on(HttpMethod.GET, this::one).mount(router, dispatcher);
        new Resource(PUBLISHERS).on(HttpMethod.GET, this::publishers).mount(router, dispatcher);
        new Resource(PUBLISHERS + "/:publisher")
                .on(HttpMethod.GET, this::publisher)
                .mount(router, dispatcher);
    }

    private Reply publishers(Call call) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        JsonArray publishers = new JsonArray();
        rooms.publishers().stream()
                .sorted(Comparator.comparingLong(publisher -> publisher.peer().value()))
                .limit(MOST_LISTED)
                .forEach(publisher -> publishers.add(identity(publisher)));
        return json(new JsonObject().put("publishers", publishers));
    }

    private Reply publisher(Call call) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        String asked = call.path("publisher");
        PublishSession publisher = rooms.publishers().stream()
                .filter(one -> Long.toString(one.peer().value()).equals(asked))
                .findFirst()
                .orElseThrow(() -> noPublisher(asked));
        try {
            JsonObject json = identity(publisher);
            if (rooms.stats(publisher) instanceof PeerStats.Publisher stats) {
                json.mergeIn(UplinkJson.figures(stats));
            }
            return json(json);
        } catch (MediaPlaneException e) {
            throw noPublisher(asked);
        }
    }

    private static ProblemException noPublisher(String publisher) {
        return new ProblemException(
                404,
                "publisher",
                "No such publisher",
                "There is no publisher " + publisher + "; " + PUBLISHERS + " lists all.");
    }

    private static JsonObject identity(PublishSession publisher) {
        return new JsonObject()
                .put("id", publisher.peer().value())
                .put("room", publisher.room())
                .put("publisher", publisher.publisher());
    }

    private Reply list(Call call) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        JsonArray viewers = new JsonArray();
        rooms.viewers().stream()
                .sorted(Comparator.comparingLong(viewer -> viewer.peer().value()))
                .limit(MOST_LISTED)
                .forEach(viewer -> viewers.add(identity(viewer)));
        return json(new JsonObject().put("viewers", viewers));
    }

    private Reply one(Call call) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        String asked = call.path("viewer");
        ViewSession viewer = rooms.viewers().stream()
                .filter(one -> Long.toString(one.peer().value()).equals(asked))
                .findFirst()
                .orElseThrow(() -> gone(asked));
        try {
            JsonObject json = identity(viewer);
            if (rooms.stats(viewer) instanceof PeerStats.Viewer stats) {
                json.put("rttMs", stats.rttMs() < 0 ? null : stats.rttMs())
                        .put("lossFraction", stats.lossFraction())
                        .put("bps", stats.bitrateBps())
                        .put("protocol", stats.protocol());
            }
            List<ViewerDecision> decisions = rooms.decisions(viewer);
            JsonArray history = new JsonArray();
            decisions.stream()
                    .filter(decision -> decision.secondsAgo() <= HISTORY_S)
                    .forEach(decision -> history.add(decision(decision)));
            json.put("steered", !decisions.isEmpty());
            json.put("now", decisions.isEmpty() ? null : decision(decisions.getLast()));
            return json(json.put("history", history));
        } catch (MediaPlaneException e) {
            throw gone(asked);
        }
    }

    private static ProblemException gone(String viewer) {
        return new ProblemException(
                404, "viewer", "No such viewer", "There is no viewer " + viewer + "; " + VIEWERS + " lists all.");
    }

    private static JsonObject identity(ViewSession viewer) {
        return new JsonObject()
                .put("id", viewer.peer().value())
                .put("room", viewer.room())
                .put("publisher", viewer.publisher());
    }

    private static JsonObject decision(ViewerDecision decision) {
        ViewerDecision.Path path = decision.path();
        ViewerDecision.Repair repair = decision.repair();
        return new JsonObject()
                .put("secondsAgo", Math.round(decision.secondsAgo() * 100) / 100.0)
                .put("reason", decision.reason())
                .put("text", decision.text())
                .put("layer", decision.layer())
                .put("temporalLayer", decision.temporalLayer())
                .put("estimateBps", path.estimateBps())
                .put("budgetBps", path.budgetBps())
                .put("costBps", path.costBps())
                .put("nextBps", path.nextBps())
                .put("lossFraction", path.loss())
                .put("burstPackets", path.burstPackets())
                .put("rttMs", path.rttMs())
                .put("queueMs", path.queueMs())
                .put("parityShare", repair.parityShare())
                .put("copies", repair.copies())
                .put("resends", repair.resends())
                .put("playoutDelayMs", repair.playoutDelayMs());
    }

    private static Reply json(JsonObject body) {
        return Reply.text(200, "application/json", body.encode()).with("Cache-Control", "no-store");
    }
}
