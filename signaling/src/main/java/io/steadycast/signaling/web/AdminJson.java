package io.steadycast.signaling.web;

import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.ViewerDecision;
import io.steadycast.signaling.room.PublishSession;
import io.steadycast.signaling.room.ViewSession;
import io.vertx.core.json.JsonObject;

/** Stateless, any thread. How peers and decisions read in the answers of {@link AdminRoutes}. */
final class AdminJson {
    private AdminJson() {}

    static JsonObject identity(PublishSession publisher) {
        return new JsonObject()
                .put("id", publisher.peer().value())
                .put("room", publisher.room())
                .put("publisher", publisher.publisher());
    }

    static JsonObject identity(ViewSession viewer) {
        return new JsonObject()
                .put("id", viewer.peer().value())
                .put("room", viewer.room())
                .put("publisher", viewer.publisher())
                .put("policy", viewer.policy().orElse(null));
    }

    static JsonObject figures(PeerStats.Viewer stats) {
        return new JsonObject()
                .put("rttMs", stats.rttMs() < 0 ? null : stats.rttMs())
                .put("lossFraction", stats.lossFraction())
                .put("bps", stats.bitrateBps())
                .put("protocol", stats.protocol());
    }

    static JsonObject decision(ViewerDecision decision) {
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
}
