package io.steadycast.signaling.web;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.auth.Grant;
import io.steadycast.signaling.http.Call;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.steadycast.signaling.room.RoomRegistry;
import io.steadycast.signaling.ws.RoomJson;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.Map;

/** Any thread. Pages, their files, and the small API beside WHIP and WHEP. */
final class PageRoutes {
    private final StaticFiles files = new StaticFiles();
    private final RoomRegistry rooms;
    private final Authenticator auth;

    PageRoutes(RoomRegistry rooms, Authenticator auth) {
        this.rooms = rooms;
        this.auth = auth;
    }

    void mount(Router router, Dispatcher dispatcher) {
        new Resource("/").on(HttpMethod.GET, call -> page(call, "index.html")).mount(router, dispatcher);
        new Resource("/studio/:room")
                .on(HttpMethod.GET, call -> page(call, "studio.html"))
                .mount(router, dispatcher);
        new Resource("/watch/:room")
                .on(HttpMethod.GET, call -> page(call, "watch.html"))
                .mount(router, dispatcher);
        new Resource("/admin")
                .on(HttpMethod.GET, call -> page(call, "admin.html"))
                .mount(router, dispatcher);
        new Resource("/assets/*")
                .on(HttpMethod.GET, call -> files.ours("assets/" + call.path("*"), call.header("if-none-match")))
                .mount(router, dispatcher);
        new Resource("/lib/*")
                .on(HttpMethod.GET, call -> files.webJar(call.path("*"), call.header("if-none-match")))
                .mount(router, dispatcher);
        new Resource("/favicon.ico")
                .on(HttpMethod.GET, call -> files.ours("assets/favicon.svg", call.header("if-none-match")))
                .mount(router, dispatcher);
        new Resource("/api/config").on(HttpMethod.GET, _ -> config()).mount(router, dispatcher);
        new Resource("/api/rooms").on(HttpMethod.GET, this::roomList).mount(router, dispatcher);
        new Resource("/healthz")
                .on(HttpMethod.GET, _ -> Reply.text(200, "text/plain", "ok\n").with("Cache-Control", "no-store"))
                .mount(router, dispatcher);
    }

    private Reply page(Call call, String file) throws ProblemException {
        Reply reply = files.ours(file, call.header("if-none-match"));
        for (Map.Entry<String, String> header :
                ContentPolicy.headers(call.header("host").orElse(null)).entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    private Reply config() {
        JsonObject body = new JsonObject().put("mode", auth.isOpen() ? "open" : "token");
        return Reply.text(200, "application/json", body.encode()).with("Cache-Control", "no-store");
    }

    private Reply roomList(Call call) throws ProblemException {
        Grant grant = auth.authenticate(call.bearer());
        return Reply.text(
                        200,
                        "application/json",
                        RoomJson.lobby(rooms.views(), grant::covers).encode())
                .with("Cache-Control", "no-store");
    }
}
