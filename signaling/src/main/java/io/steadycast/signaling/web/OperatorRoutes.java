package io.steadycast.signaling.web;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.auth.Role;
import io.steadycast.signaling.http.Call;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.function.Supplier;

/** Any thread. Texts for operators, such as metrics: in open mode for loopback, else for tokens of the role operate for all rooms. */
final class OperatorRoutes {
    private static final String ALL_ROOMS = "*";
    /** The exposition format of Prometheus, which is plain text to everybody else. */
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Authenticator auth;
    private final Map<String, Supplier<String>> reports;

    OperatorRoutes(Authenticator auth, Map<String, Supplier<String>> reports) {
        this.auth = auth;
        this.reports = Map.copyOf(reports);
    }

    void mount(Router router, Dispatcher dispatcher) {
        reports.forEach((path, report) -> new Resource(path)
                .on(HttpMethod.GET, call -> answer(call, report))
                .mount(router, dispatcher));
    }

    private Reply answer(Call call, Supplier<String> report) throws ProblemException {
        auth.require(call.bearer(), ALL_ROOMS, Role.OPERATE);
        return Reply.text(200, CONTENT_TYPE, report.get()).with("Cache-Control", "no-store");
    }
}
