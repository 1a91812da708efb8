package io.steadycast.netsim.client;

import io.steadycast.netsim.endpoint.SyntheticHost;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Confined to its thread; {@link #stop} from any. A host over the real network, and what it reports. */
public final class PublishRun {
    private final PublishSettings settings;
    private final LiveRuntime runtime = new LiveRuntime();
    private final ProcessCost cost = new ProcessCost();
    private final ClientRun run;
    private @Nullable ObjectNode last;
    private boolean begun;
    private volatile @Nullable LiveSession session;

    public PublishRun(PublishSettings settings) {
        this.settings = settings;
        run = new ClientRun(
                runtime,
                new ClientRun.Settings(
                        settings.whip(), settings.token(), 1, settings.duration(), java.time.Duration.ZERO));
    }

    /** Ends it before its time; the report is made all the same. */
    public void stop() {
        run.stop();
    }

    /** Runs to the end; {@code eachSecond} is given a line of progress. */
    public Outcome run(Consumer<String> eachSecond) throws InterruptedException {
        Failures failures = new Failures();
        try {
            run.run(
                    () -> new PublishRole(settings.host(), settings.format()),
                    sessions -> {
                        session = sessions.getFirst();
                        eachSecond.accept(line(look(sessions.getFirst())));
                    },
                    sessions -> {
                        LiveSession session = sessions.getFirst();
                        ObjectNode node = look(session);
                        begun = node.has("layers");
                        String ended = session.ended();
                        if (ended != null) {
                            failures.add(ended);
                        }
                        last = node;
                    });
        } finally {
            runtime.close();
        }
        int failed = failures.failed();
        run.goodbyes().forEach(failures::add);
        ObjectNode json = SessionJson.object();
        json.put("endpoint", settings.whip().toString());
        json.set("process", cost.json());
        json.set("host", last);
        return new Outcome(json, failures.lines(), 1, begun ? 1 : 0, failed);
    }

    /** Pictures that it has captured, 0 before it was told of in {@code eachSecond}. */
    public long frames() throws InterruptedException {
        LiveSession running = session;
        SyntheticHost host = running != null && running.role() instanceof PublishRole role ? role.host() : null;
        return host == null ? 0 : runtime.loop().ask(host::frames);
    }

    private ObjectNode look(LiveSession session) throws InterruptedException {
        return runtime.loop().ask(() -> {
            ObjectNode node = SessionJson.of(0, session, session.ended());
            LivePeer peer = session.peer();
            SyntheticHost host = session.role() instanceof PublishRole role ? role.host() : null;
            if (peer != null && host != null && peer.connected()) {
                write(node, host);
                node.set("socket", SessionJson.socket(peer.counters()));
            }
            return node;
        });
    }

    private void write(ObjectNode node, SyntheticHost host) {
        node.put("audioPackets", host.audioPackets());
        ArrayNode layers = node.putArray("layers");
        for (int i = 0; i < settings.host().layers().size(); i++) {
            ObjectNode layer = layers.addObject();
            layer.put("rid", settings.host().layers().get(i).rid());
            layer.put("packets", host.packets(i));
        }
        node.put("keyframes", host.keyframes());
        node.put("keyframeRequests", host.keyframeRequests());
        node.put("retransmissions", host.retransmissions());
    }

    private String line(ObjectNode node) {
        return String.format(
                Locale.ROOT,
                "%s  %d packets  %d bytes  %d keyframe requests  %d RTX  %.2f cores",
                node.has("layers") ? "live" : "connecting",
                node.path("socket").path("sentPackets").asLong(0),
                node.path("socket").path("sentBytes").asLong(0),
                node.path("keyframeRequests").asLong(0),
                node.path("retransmissions").asLong(0),
                cost.cores());
    }
}
