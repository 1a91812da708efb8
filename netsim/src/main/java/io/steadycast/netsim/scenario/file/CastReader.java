package io.steadycast.netsim.scenario.file;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.scenario.Ladder;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pure. Hosts, and viewers by mixes of paths. */
final class CastReader {
    private static final long MS = 1_000_000L;
    private static final int MAX_VIEWERS = 10_000;
    private static final int MAX_KBPS = 1_000_000;

    private final Paths paths;

    CastReader(Paths paths) {
        this.paths = paths;
    }

    Scenario.Cast read(Fields fields) {
        List<Scenario.Host> hosts = new ArrayList<>();
        for (Fields host : fields.objects("hosts")) {
            hosts.add(host(host, hosts.size()));
        }
        if (hosts.isEmpty()) {
            hosts.add(new Scenario.Host("host", Ladder.BROWSER, Conditions.LAB));
        }
        List<Scenario.Viewer> viewers = new ArrayList<>();
        if (!fields.has("viewers")) {
            fields.missing("viewers", "{ count = 10, mix = [ { profile = NAME, share = 100% } ] }");
        }
        for (Fields group : fields.objects("viewers")) {
            group(group, hosts, viewers);
        }
        return new Scenario.Cast(hosts, viewers, null);
    }

    private Scenario.Host host(Fields fields, int index) {
        String name = fields.text("name", "host-" + (index + 1));
        Ladder ladder = ladder(fields);
        PathChoice uplink = fields.has("uplink") ? path(fields, "uplink") : Conditions.LAB;
        fields.end();
        return new Scenario.Host(name, ladder, uplink);
    }

    private static Ladder ladder(Fields fields) {
        Ladder base = Ladder.BROWSER;
        if (fields.has("ladder")) {
            String name = fields.text("ladder", "");
            Ladder named = Ladder.byName(name);
            if (named == null) {
                String legal = String.join(
                        ", ", Ladder.all().stream().map(Ladder::name).toList());
                fields.problem("ladder", "'" + name + "' (legal: " + legal + ")");
            } else {
                base = named;
            }
        }
        String codec = fields.text("codec", base.codec()).toLowerCase(Locale.ROOT);
        if (!Ladder.CODECS.contains(codec)) {
            fields.problem("codec", "'" + codec + "' (legal: " + String.join(", ", Ladder.CODECS) + ")");
            codec = base.codec();
        }
        int fps = fields.integer("fps", base.framesPerSecond(), 1, 120);
        int temporal = fields.integer("temporal-layers", base.withCodec(codec).temporalLayers(), 1, 3);
        if (codec.equals("h264") && temporal != 1) {
            fields.problem("temporal-layers", "'" + temporal + "' (legal: 1 for h264)");
        } else if (temporal == 2) {
            fields.problem("temporal-layers", "'2' (legal: 1 or 3)");
        }
        List<Ladder.Layer> layers = new ArrayList<>();
        for (Fields layer : fields.objects("layers")) {
            layers.add(new Ladder.Layer(
                    layer.integer("width", 640, 16, 8192),
                    layer.integer("height", 360, 16, 8192),
                    layer.integer("kbps", 500, 10, 100_000)));
            layer.end();
        }
        if (layers.size() > 3) {
            fields.problem("layers", layers.size() + " layers (legal: 1 to 3)");
        }
        boolean own = !layers.isEmpty();
        return new Ladder(
                own ? "own" : base.name(), codec, fps, temporal, own ? layers : base.layers(), base.continuous());
    }

    private void group(Fields fields, List<Scenario.Host> hosts, List<Scenario.Viewer> viewers) {
        int count = fields.integer("count", 1, 1, MAX_VIEWERS);
        String hostName = fields.text("host", hosts.getFirst().name());
        int host = hosts.stream().map(Scenario.Host::name).toList().indexOf(hostName);
        if (host < 0) {
            fields.problem(
                    "host",
                    "'" + hostName + "' (legal: "
                            + String.join(
                                    ", ",
                                    hosts.stream().map(Scenario.Host::name).toList()) + ")");
        }
        long joinNs = fields.durationNs("join-at", 0, 0, 24 * 3600_000L * MS);
        long spreadNs = fields.durationNs("join-over", 0, 0, 24 * 3600_000L * MS);
        List<PathChoice> chosen = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        mix(fields, chosen, shares);
        fields.end();
        if (chosen.isEmpty()) {
            return;
        }
        int[] counts = Shares.split(
                count, shares.stream().mapToDouble(Double::doubleValue).toArray());
        int made = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int k = 0; k < counts[i]; k++) {
                long at = joinNs + (count == 1 ? 0 : spreadNs * made++ / (count - 1));
                viewers.add(new Scenario.Viewer(Math.max(0, host), chosen.get(i), Scenario.Stay.from(at)));
            }
        }
    }

    private void mix(Fields fields, List<PathChoice> chosen, List<Double> shares) {
        double sum = 0;
        for (Fields part : fields.objects("mix")) {
            double share = part.share("share", 1);
            sum += share;
            shares.add(share);
            chosen.add(choice(part));
            part.end();
        }
        if (!chosen.isEmpty() && Math.abs(sum - 1) > 1e-6) {
            fields.problem("mix", "shares sum to " + Units.plain(100 * sum) + " % (legal: 100 %)");
        }
        boolean own = fields.has("profile") || fields.has("trace") || fields.has("path");
        if (own == !chosen.isEmpty()) {
            fields.problem("mix", "one of mix, profile, trace and path is needed");
        } else if (own) {
            chosen.add(choice(fields));
            shares.add(1.0);
        }
    }

    private PathChoice choice(Fields fields) {
        boolean profile = fields.has("profile");
        boolean trace = fields.has("trace");
        if (trace) {
            return named(fields, "trace");
        }
        return profile ? named(fields, "profile") : path(fields, "path");
    }

    /** A profile's name, or a path described right there. */
    private PathChoice path(Fields fields, String key) {
        if (!fields.has(key)) {
            fields.missing(key, "a profile, a trace or a path");
            return Conditions.LAB;
        }
        if (fields.isText(key)) {
            return named(fields, key);
        }
        Fields inline = fields.object(key);
        return inline == null ? Conditions.LAB : inline(inline);
    }

    private PathChoice named(Fields fields, String key) {
        String name = fields.text(key, "");
        try {
            return key.equals("trace") ? paths.trace(name) : paths.profile(name);
        } catch (BadInput wrong) {
            fields.problem(key, String.join("; ", wrong.problems()));
            return Conditions.LAB;
        }
    }

    private static PathChoice inline(Fields fields) {
        long rttNs = fields.durationNs("rtt", 0, 0, 20_000 * MS);
        int downKbps = fields.integer("down-kbps", 0, 0, MAX_KBPS);
        int upKbps = fields.integer("up-kbps", 0, 0, MAX_KBPS);
        double loss = fields.share("loss", 0);
        double upLoss = fields.share("up-loss", 0);
        long burstNs = fields.durationNs("burst", 0, 0, 10_000 * MS);
        long queueNs = fields.durationNs("queue", 300 * MS, 0, 60_000 * MS);
        String label = fields.text("label", "");
        fields.end();
        Conditions.Simple simple = new Conditions.Simple(
                rttNs / MS, downKbps, upKbps, new Conditions.Losses(loss, upLoss, burstNs), queueNs / MS);
        return new PathChoice(label.isEmpty() ? simple.label() : label, simple.spec());
    }
}
