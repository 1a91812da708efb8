package io.steadycast.signaling.ws;

import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import io.steadycast.signaling.room.RoomView;
import io.steadycast.signaling.room.RoomView.HostView;
import io.steadycast.signaling.room.ViewSession;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Stateless. Rooms and statistics as the pages read them. */
public final class RoomJson {
    /** More than a lobby shows; the most watched come first. */
    private static final int MAX_ROOMS = 500;

    private RoomJson() {}

    /** {@code {"type":"rooms","rooms":[...]}}, of the rooms that the reader may see. */
    public static JsonObject lobby(List<RoomView> rooms, Predicate<String> visible) {
        JsonArray list = new JsonArray();
        rooms.stream()
                .filter(room -> visible.test(room.room()))
                .sorted(Comparator.comparingInt(RoomView::viewers).reversed().thenComparing(RoomView::room))
                .limit(MAX_ROOMS)
                .forEach(room -> list.add(summary(room)));
        return new JsonObject().put("type", "rooms").put("rooms", list);
    }

    private static JsonObject summary(RoomView room) {
        JsonObject json = new JsonObject()
                .put("room", room.room())
                .put("live", room.live())
                .put("hosts", room.hosts().size())
                .put("viewers", room.viewers())
                .put("sinceEpochMs", room.sinceEpochMs());
        Optional<PublishedTrackInfo> video = room.hosts().stream()
                .flatMap(host -> host.tracks().stream())
                .filter(track -> track.kind() == MediaKind.VIDEO)
                .findFirst();
        Optional<LayerInfo> best = video.flatMap(track -> track.layers().stream()
                .filter(layer -> layer.use().isOffered())
                .max(Comparator.comparingInt(LayerInfo::rank)));
        json.put("width", best.map(layer -> layer.size().widthPx()).orElse(0));
        json.put("height", best.map(layer -> layer.size().heightPx()).orElse(0));
        video.ifPresent(track -> json.put("codec", track.codec().encodingName()));
        return json;
    }

    static JsonObject room(RoomView room) {
        JsonArray hosts = new JsonArray();
        room.hosts().forEach(host -> hosts.add(host(host)));
        return new JsonObject()
                .put("type", "room")
                .put("room", room.room())
                .put("live", room.live())
                .put("hosts", hosts)
                .put("viewers", room.viewers());
    }

    private static JsonObject host(HostView host) {
        JsonArray tracks = new JsonArray();
        for (PublishedTrackInfo track : host.tracks()) {
            JsonArray layers = new JsonArray();
            track.layers().forEach(layer -> layers.add(layer(layer)));
            tracks.add(new JsonObject()
                    .put("mid", track.mid())
                    .put("kind", track.kind().name().toLowerCase(Locale.ROOT))
                    .put("codec", track.codec().encodingName())
                    .put("layers", layers));
        }
        return new JsonObject()
                .put("publisher", host.publisher())
                .put("live", host.live())
                .put("sinceEpochMs", host.sinceEpochMs())
                .put("tracks", tracks);
    }

    static JsonObject layer(LayerInfo layer) {
        return new JsonObject()
                .put("rank", layer.rank())
                .put("rid", layer.rid())
                .put("width", layer.size().widthPx())
                .put("height", layer.size().heightPx())
                .put("fps", rounded(layer.framesPerSecond()))
                .put("bps", layer.bitrateBps())
                .put("active", layer.active())
                .put("offered", layer.use().isOffered());
    }

    static JsonObject viewerStats(PeerStats.Viewer stats, ViewSession session) {
        List<String> videoMids = session.videoMids();
        JsonArray tracks = new JsonArray();
        for (PeerStats.SentLayer sent : stats.tracks()) {
            tracks.add(new JsonObject()
                    .put("mid", sent.mid())
                    .put("kind", videoMids.contains(sent.mid()) ? "video" : "audio")
                    .put("layer", sent.rank())
                    .put("temporalLayer", sent.temporalLayer())
                    .put("bps", sent.bitrateBps())
                    .put("packets", sent.packets())
                    .put("retransmissions", sent.retransmissions()));
        }
        return rtt(new JsonObject().put("type", "viewer-stats"), stats.rttMs())
                .put("lossFraction", stats.lossFraction())
                .put("bps", stats.bitrateBps())
                .put("tracks", tracks);
    }

    static JsonObject rtt(JsonObject json, double rttMs) {
        return rttMs < 0 ? json.putNull("rttMs") : json.put("rttMs", rounded(rttMs));
    }

    static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
