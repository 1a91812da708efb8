package io.steadycast.netsim.client;

import io.steadycast.netsim.endpoint.SyntheticViewer;
import io.steadycast.netsim.endpoint.ViewerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Confined to its thread; {@link #stop} from any. Viewers over the real network, and what they report. */
public final class WatchRun {
    private final WatchSettings settings;
    private final LiveRuntime runtime = new LiveRuntime();
    private final ProcessCost cost = new ProcessCost();
    private final ClientRun run;
    private final WatchProgress progress = new WatchProgress();
    private List<Seen> seen = List.of();

    /** A viewer as the loop saw it; without a report where it never came so far. */
    private record Seen(
            LiveSession session,
            @Nullable String ended,
            @Nullable ViewerReport report,
            @Nullable ObjectNode socket) {}

    public WatchRun(WatchSettings settings) {
        this.settings = settings;
        run = new ClientRun(
                runtime,
                new ClientRun.Settings(
                        settings.whep(), settings.token(), settings.count(), settings.duration(), settings.ramp()));
    }

    /** Ends it before its time; the report is made all the same. */
    public void stop() {
        run.stop();
    }

    /** Runs to the end; {@code eachSecond} is given a line of progress. */
    public Outcome run(Consumer<String> eachSecond) throws InterruptedException {
        try {
            run.run(
                    WatchRole::new,
                    sessions -> eachSecond.accept(progress.line(reports(sessions), settings.count(), cost.cores())),
                    sessions -> seen = look(sessions));
        } finally {
            runtime.close();
        }
        return outcome();
    }

    private List<ViewerReport> reports(List<LiveSession> sessions) throws InterruptedException {
        List<ViewerReport> reports = new ArrayList<>();
        for (Seen viewer : look(sessions)) {
            if (viewer.report() != null && viewer.ended() == null) {
                reports.add(viewer.report());
            }
        }
        return reports;
    }

    private List<Seen> look(List<LiveSession> sessions) throws InterruptedException {
        return runtime.loop().ask(() -> {
            List<Seen> found = new ArrayList<>();
            for (LiveSession session : sessions) {
                LivePeer peer = session.peer();
                SyntheticViewer viewer = session.role() instanceof WatchRole role ? role.viewer() : null;
                if (peer == null || viewer == null || !peer.connected()) {
                    found.add(new Seen(session, session.ended(), null, null));
                } else {
                    ViewerReport report = viewer.report(runtime.clock().nowNs());
                    found.add(new Seen(session, session.ended(), report, SessionJson.socket(peer.counters())));
                }
            }
            return found;
        });
    }

    private Outcome outcome() {
        Failures failures = new Failures();
        ObjectNode json = SessionJson.object();
        ArrayNode viewers = json.arrayNode();
        List<ViewerReport> reports = new ArrayList<>();
        for (Seen viewer : seen) {
            ObjectNode node = SessionJson.of(viewers.size(), viewer.session(), viewer.ended());
            ViewerReport report = viewer.report();
            if (report != null) {
                reports.add(report);
                ViewerJson.write(node, viewer.session().times(), report);
                node.set("socket", viewer.socket());
            }
            if (viewer.ended() != null) {
                failures.add(viewer.ended());
            }
            viewers.add(node);
        }
        int failed = failures.failed();
        run.goodbyes().forEach(failures::add);
        json.put("endpoint", settings.whep().toString());
        json.set("totals", ViewerJson.totals(reports, seen.size(), failed));
        json.set("process", cost.json());
        json.set("viewers", viewers);
        return new Outcome(json, failures.lines(), seen.size(), reports.size(), failed);
    }
}
