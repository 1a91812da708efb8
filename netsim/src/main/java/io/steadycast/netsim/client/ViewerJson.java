package io.steadycast.netsim.client;

import io.steadycast.netsim.endpoint.AudioReport;
import io.steadycast.netsim.endpoint.Distribution;
import io.steadycast.netsim.endpoint.FeedbackReport;
import io.steadycast.netsim.endpoint.PacketKind;
import io.steadycast.netsim.endpoint.RepairReport;
import io.steadycast.netsim.endpoint.Traffic;
import io.steadycast.netsim.endpoint.VideoReport;
import io.steadycast.netsim.endpoint.ViewerReport;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stateless. A viewer's report as JSON; {@code docs/netsim/clients.md} explains each field. */
final class ViewerJson {
    private ViewerJson() {}

    static void write(ObjectNode node, SessionTimes times, ViewerReport report) {
        long firstFrame = report.video().firstFrameAfterNs();
        // The endpoint's own clock starts with its transport; a person's starts with the click.
        node.put("firstFrameMs", SessionJson.ms(firstFrame < 0 ? -1 : report.startNs() + firstFrame - times.startNs()));
        node.put("rttMs", SessionJson.ms(report.rttNs()));
        node.set("video", video(report.video()));
        node.set("audio", audio(report.audio()));
        node.set("packets", packets(report));
        node.set("repair", repair(report.repair()));
        node.set("feedback", feedback(report.feedback()));
    }

    private static ObjectNode video(VideoReport video) {
        ObjectNode node = SessionJson.object();
        node.put("rendered", video.rendered());
        node.put("dropped", video.dropped());
        node.put("keyframes", video.keyframes());
        node.put("freezes", video.freezes().count());
        node.put("frozenMs", SessionJson.ms(video.freezes().totalNs()));
        node.put("longestGapMs", SessionJson.ms(video.freezes().longestGapNs()));
        node.set("latency", distribution(video.frameDelay()));
        node.put("layer", layer(video));
        node.put("layerSwitches", video.layerSwitches());
        ArrayNode layers = node.putArray("layers");
        for (VideoReport.LayerTime layer : video.layers()) {
            ObjectNode each = layers.addObject();
            each.put("encoding", layer.encoding());
            each.put("width", layer.widthPx());
            each.put("height", layer.heightPx());
            each.put("frames", layer.frames());
            each.put("shownMs", SessionJson.ms(layer.shownNs()));
        }
        return node;
    }

    /** The encoding that was on the screen for the longest time, -1 if none was. */
    private static int layer(VideoReport video) {
        int best = -1;
        long bestNs = -1;
        for (VideoReport.LayerTime layer : video.layers()) {
            if (layer.shownNs() > bestNs) {
                bestNs = layer.shownNs();
                best = layer.encoding();
            }
        }
        return best;
    }

    private static ObjectNode audio(AudioReport audio) {
        ObjectNode node = SessionJson.object();
        node.put("packets", audio.packets());
        node.put("late", audio.late());
        node.put("concealedShare", audio.concealedShare());
        return node;
    }

    private static ObjectNode packets(ViewerReport report) {
        ObjectNode node = SessionJson.object();
        for (PacketKind kind : PacketKind.values()) {
            traffic(node.putObject(kind.name().toLowerCase(Locale.ROOT)), report.traffic(kind));
        }
        traffic(node.putObject("all"), report.received());
        return node;
    }

    private static void traffic(ObjectNode node, Traffic traffic) {
        node.put("packets", traffic.packets());
        node.put("bytes", traffic.bytes());
    }

    private static ObjectNode repair(RepairReport repair) {
        ObjectNode node = SessionJson.object();
        node.put("expected", repair.expected());
        node.put("lost", repair.lost());
        node.put("recoveredByRtx", repair.byRtx());
        node.put("recoveredByFec", repair.byFec());
        node.put("late", repair.late());
        node.put("never", repair.never());
        node.put("duplicates", repair.duplicates());
        return node;
    }

    private static ObjectNode feedback(FeedbackReport feedback) {
        ObjectNode node = SessionJson.object();
        node.put("nacks", feedback.nackMessages());
        node.put("nackedPackets", feedback.nackedPackets());
        node.put("plis", feedback.plis());
        node.put("transportFeedbacks", feedback.transportFeedbacks());
        return node;
    }

    static ObjectNode distribution(Distribution values) {
        ObjectNode node = SessionJson.object();
        node.put("count", values.count());
        node.put("meanMs", SessionJson.ms(Math.round(values.meanNs())));
        node.put("p50Ms", SessionJson.ms(values.p50Ns()));
        node.put("p95Ms", SessionJson.ms(values.p95Ns()));
        node.put("p99Ms", SessionJson.ms(values.p99Ns()));
        node.put("maxMs", SessionJson.ms(values.maxNs()));
        return node;
    }

    static ObjectNode totals(List<ViewerReport> reports, int wanted, int failed) {
        Traffic received = Traffic.NONE;
        long playing = 0;
        long expected = 0;
        long lost = 0;
        long recovered = 0;
        long late = 0;
        long never = 0;
        long freezes = 0;
        for (ViewerReport report : reports) {
            received = received.plus(report.received());
            playing += report.video().firstFrameAfterNs() >= 0 ? 1 : 0;
            expected += report.repair().expected();
            lost += report.repair().lost();
            recovered += report.repair().byRtx() + report.repair().byFec();
            late += report.repair().late();
            never += report.repair().never();
            freezes += report.video().freezes().count();
        }
        ObjectNode node = SessionJson.object();
        node.put("viewers", wanted);
        node.put("connected", reports.size());
        node.put("playing", playing);
        node.put("failed", failed);
        traffic(node, received);
        node.put("expected", expected);
        node.put("lost", lost);
        node.put("recovered", recovered);
        node.put("late", late);
        node.put("never", never);
        node.put("freezes", freezes);
        return node;
    }
}
