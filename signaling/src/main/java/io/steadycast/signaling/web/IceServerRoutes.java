package io.steadycast.signaling.web;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.auth.Grant;
import io.steadycast.signaling.auth.Role;
import io.steadycast.signaling.http.Call;
import io.steadycast.signaling.http.Names;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.steadycast.signaling.ice.IceServer;
import io.steadycast.signaling.ice.IceServers;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/**
 * Any thread. STUN and TURN servers for pages, which need them before they make an offer; WHIP and WHEP tell them with the answer, when a browser has gathered already.
 * Only who may publish or view gets a login.
 */
final class IceServerRoutes {
    private final Authenticator auth;
    private final IceServers iceServers;

    IceServerRoutes(Authenticator auth, IceServers iceServers) {
        this.auth = auth;
        this.iceServers = iceServers;
    }

    void mount(Router router, Dispatcher dispatcher) {
        new Resource("/api/ice-servers/:room").on(HttpMethod.GET, this::answer).mount(router, dispatcher);
    }

    private Reply answer(Call call) throws ProblemException {
        Grant grant = auth.requireAny(call.bearer(), Names.room(call.path("room")), Role.VIEW, Role.PUBLISH);
        JsonArray servers = new JsonArray();
        iceServers.forUser(grant.subject()).forEach(server -> servers.add(json(server)));
        JsonObject body = new JsonObject()
                .put("iceServers", servers)
                .put("lifetimeS", iceServers.lifetime().toSeconds());
        return Reply.text(200, "application/json", body.encode()).with("Cache-Control", "no-store");
    }

    private static JsonObject json(IceServer server) {
        JsonObject json = new JsonObject().put("urls", server.uri());
        server.login().ifPresent(login -> json.put("username", login.username()).put("credential", login.credential()));
        return json;
    }
}
