package io.steadycast.netsim.trace;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The serialized models of the netem-trace library (rattan): {@code {"RepeatedBwPatternConfig": {"pattern": [...], "count": 2}}} and its like for delay and loss. Models
 * that draw random numbers are no traces and are refused by name.
 */
final class NetemTraceFormat {
    private static final String LEGAL = "StaticBwConfig, TraceBwConfig, RepeatedBwPatternConfig, StaticDelayConfig,"
            + " RepeatedDelayPatternConfig, StaticLossConfig, RepeatedLossPatternConfig";
    private static final Range COUNT = new Range(0, 1_000_000, "(0 = for ever)");
    private static final Range PROBABILITY = new Range(0, 1, "");
    private static final Range SECONDS = new Range(0, TraceLimits.MAX_DURATION_NS / 1e9, "s");
    private static final Range NANOS = new Range(0, 999_999_999, "ns");
    private static final Pattern BANDWIDTH =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMG]?)(?:bps|bit/s)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SPAN = Pattern.compile("\\s*(\\d+)\\s*([a-z]+)");
    private static final Map<String, Long> SPAN_NS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", Ns.SECOND),
            Map.entry("sec", Ns.SECOND),
            Map.entry("m", 60 * Ns.SECOND),
            Map.entry("min", 60 * Ns.SECOND),
            Map.entry("h", 3600 * Ns.SECOND));

    private final TraceText text;
    private final Steps.Builder rateBps = new Steps.Builder();
    private final Steps.Builder rttMs = new Steps.Builder();
    private final Steps.Builder lossFraction = new Steps.Builder();
    private final Steps.Builder burstPackets = new Steps.Builder();

    private NetemTraceFormat(TraceText text) {
        this.text = text;
    }

    static Trace read(TraceText text, TraceOptions options) {
        NetemTraceFormat format = new NetemTraceFormat(text);
        format.model("JSON", Json.parse(text));
        TraceBuilder trace =
                new TraceBuilder(text, TraceFormat.NETEM_TRACE, options.directionOr(TraceDirection.UNKNOWN));
        if (format.rateBps.count() > 0) {
            trace.rateBps(format.rateBps.build());
        }
        if (format.rttMs.count() > 0) {
            trace.rttMs(format.rttMs.build()).note("one-way delay taken twice as the round trip");
        }
        if (format.lossFraction.count() > 0) {
            trace.loss(format.lossFraction.build(), format.burstPackets.build());
        }
        return trace.build();
    }

    private void model(String path, Json value) {
        Json.Obj object = JsonFields.of(text, path, value).object();
        if (object.fields().size() != 1) {
            throw text.at(value.line(), path, object.fields().size() + " keys", "one model: " + LEGAL);
        }
        String name = object.fields().keySet().iterator().next();
        Json body = object.fields().values().iterator().next();
        String at = path.equals("JSON") ? name : path + "." + name;
        switch (name) {
            case "RepeatedBwPatternConfig", "RepeatedDelayPatternConfig", "RepeatedLossPatternConfig" ->
                repeated(JsonFields.of(text, at, body));
            case "TraceBwConfig" -> traceBandwidth(at, body);
            case "StaticBwConfig" -> staticBandwidth(JsonFields.of(text, at, body));
            case "StaticDelayConfig" -> staticDelay(JsonFields.of(text, at, body));
            case "StaticLossConfig" -> staticLoss(JsonFields.of(text, at, body));
            default -> throw text.at(value.line(), at, "not a recorded pattern", LEGAL);
        }
    }

    private void repeated(JsonFields fields) {
        List<Json> pattern = fields.array("pattern").items();
        long turns = Math.max(1, (long) fields.numberOr("count", 1, COUNT));
        for (long turn = 0; turn < turns; turn++) {
            for (int i = 0; i < pattern.size(); i++) {
                model(fields.key("pattern[" + i + "]"), pattern.get(i));
            }
            if (turn * pattern.size() > TraceLimits.MAX_SAMPLES) {
                throw text.at(
                        fields.line(), fields.key("count"), turns + "", "up to " + TraceLimits.MAX_SAMPLES + " steps");
            }
        }
    }

    private void traceBandwidth(String path, Json body) {
        for (Json item : JsonFields.array(text, path, body).items()) {
            List<Json> pair = JsonFields.array(text, path, item).items();
            if (pair.size() != 2) {
                throw text.at(item.line(), path, pair.size() + " items", "[duration_ms, [mbps, ...]]");
            }
            long lengthNs = Ns.ofMs(JsonFields.number(text, path + " duration_ms", pair.get(0), Range.DURATION_MS));
            for (Json mbps : JsonFields.array(text, path, pair.get(1)).items()) {
                add(
                        item.line(),
                        rateBps,
                        JsonFields.number(text, path + " mbps", mbps, Range.RATE_MBPS) * 1e6,
                        lengthNs);
            }
        }
    }

    private void staticBandwidth(JsonFields fields) {
        add(fields.line(), rateBps, bandwidthBps(fields), durationNs(fields, "duration"));
    }

    private void staticDelay(JsonFields fields) {
        add(fields.line(), rttMs, 2 * spanNs(fields, "delay") / 1e6, durationNs(fields, "duration"));
    }

    /** {@code loss[k]} is the probability of a loss after k losses in a row; the last one holds for longer runs. */
    private void staticLoss(JsonFields fields) {
        List<Json> items = fields.array("loss").items();
        double[] p = new double[items.size()];
        for (int i = 0; i < p.length; i++) {
            p[i] = JsonFields.number(text, fields.key("loss[" + i + "]"), items.get(i), PROBABILITY);
        }
        double last = p[p.length - 1];
        if (last == 1 && p[0] > 0) {
            throw text.at(fields.line(), fields.key("loss"), "1 at the end", "below 1, otherwise a loss never ends");
        }
        double reach = 1;
        double burst = 1;
        for (int k = 1; k < p.length - 1; k++) {
            reach *= p[k];
            burst += reach;
        }
        burst += p.length == 1 ? last / (1 - last) : reach * last / (1 - last);
        long lengthNs = durationNs(fields, "duration");
        add(fields.line(), lossFraction, p[0] == 0 ? 0 : burst / (burst + 1 / p[0]), lengthNs);
        add(fields.line(), burstPackets, burst, lengthNs);
    }

    private void add(int line, Steps.Builder steps, double value, long lengthNs) {
        steps.add(value, lengthNs);
        if (steps.endNs() > TraceLimits.MAX_DURATION_NS || steps.count() > TraceLimits.MAX_SAMPLES) {
            throw text.at(line, "pattern", "too long", "up to 7 days and " + TraceLimits.MAX_SAMPLES + " steps");
        }
    }

    private double bandwidthBps(JsonFields fields) {
        Json value = fields.field("bw");
        if (value instanceof Json.Leaf leaf && !leaf.number()) {
            Matcher matcher = BANDWIDTH.matcher(leaf.text().strip());
            if (!matcher.matches()) {
                throw text.at(leaf.line(), fields.key("bw"), leaf.text(), "such as 12Mbps");
            }
            double factor = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
                case "K" -> 1e3;
                case "M" -> 1e6;
                case "G" -> 1e9;
                default -> 1;
            };
            Range range = new Range(0, TraceLimits.MAX_RATE_BPS / factor, "");
            return text.number(leaf.line(), fields.key("bw"), matcher.group(1), range) * factor;
        }
        JsonFields bandwidth = fields.fields("bw");
        double gbps = bandwidth.numberOr("gbps", 0, new Range(0, TraceLimits.MAX_RATE_BPS / 1e9, "Gbit/s"));
        return gbps * 1e9 + bandwidth.numberOr("bps", 0, Range.RATE_BPS);
    }

    private long durationNs(JsonFields fields, String name) {
        return fields.has(name) ? spanNs(fields, name) : Ns.SECOND;
    }

    private long spanNs(JsonFields fields, String name) {
        @Nullable Json value = fields.field(name);
        if (value instanceof Json.Leaf leaf && !leaf.number()) {
            return humanNs(leaf, fields.key(name));
        }
        JsonFields span = fields.fields(name);
        return Ns.ofSeconds(span.number("secs", SECONDS)) + (long) span.numberOr("nanos", 0, NANOS);
    }

    private long humanNs(Json.Leaf leaf, String key) {
        Matcher matcher = SPAN.matcher(leaf.text());
        long sumNs = 0;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            Long unitNs = SPAN_NS.get(matcher.group(2));
            if (unitNs == null) {
                break;
            }
            Range range = new Range(0, (double) TraceLimits.MAX_DURATION_NS / unitNs, matcher.group(2));
            sumNs += text.integer(leaf.line(), key, matcher.group(1), range) * unitNs;
            end = matcher.end();
        }
        if (end == 0 || end != leaf.text().length()) {
            throw text.at(leaf.line(), key, leaf.text(), "such as 1s or 1s 200ms");
        }
        return sumNs;
    }
}
