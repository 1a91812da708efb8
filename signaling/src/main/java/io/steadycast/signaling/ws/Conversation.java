package io.steadycast.signaling.ws;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.auth.Role;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.room.MediaSession;
import io.steadycast.signaling.room.PublishSession;
import io.steadycast.signaling.room.RoomRegistry;
import io.steadycast.signaling.room.ViewSession;
import io.steadycast.signaling.whip.LayerWishReader;
import io.steadycast.signaling.whip.Refusals;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its virtual thread. The talk with one page in one room, as plain blocking code: hello first, then layer choices from the
 * page and once a second statistics to it.
 */
final class Conversation {
    private static final long HELLO_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long STATS_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int BURST = 20;
    private static final long NS_PER_MESSAGE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Set<String> LAYER_ENVELOPE = Set.of("type", "session");
    private static final short INVALID_DATA = 1007;
    private static final short POLICY = 1008;

    private final String room;
    private final SocketPeer peer;
    private final RoomRegistry rooms;
    private final Authenticator auth;
    private final Audience audience;
    private @Nullable Role role;
    private @Nullable String session;
    private @Nullable PublishSession uplink;
    private long binding;
    private long paidUntilNs;

    Conversation(String room, SocketPeer peer, RoomRegistry rooms, Authenticator auth, Audience audience) {
        this.room = room;
        this.peer = peer;
        this.rooms = rooms;
        this.auth = auth;
        this.audience = audience;
    }

    /** Runs until the socket closes, which interrupts it, or the page breaks the rules. */
    void run() throws InterruptedException {
        try {
            String first = peer.poll(HELLO_NS);
            if (first == null) {
                refuse("hello", "The first message must be a hello, within 5 s.", POLICY);
                return;
            }
            long statsDueNs = System.nanoTime() + STATS_NS;
            boolean goOn = message(first);
            while (goOn) {
                String text = peer.poll(Math.max(statsDueNs - System.nanoTime(), 0));
                if (text != null) {
                    goOn = message(text);
                }
                if (System.nanoTime() - statsDueNs >= 0) {
                    statsDueNs += STATS_NS;
                    statistics();
                }
            }
        } finally {
            unbind();
            audience.leave(room, peer);
        }
    }

    /** Handles one message; false if the conversation is over. */
    private boolean message(String text) {
        long nowNs = System.nanoTime();
        paidUntilNs = Math.max(paidUntilNs, nowNs - BURST * NS_PER_MESSAGE) + NS_PER_MESSAGE;
        if (paidUntilNs > nowNs) {
            return refuse("rate", "At most 5 messages a second.", POLICY);
        }
        JsonObject json;
        try {
            json = new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            return refuse("json", "A message must be a JSON object.", INVALID_DATA);
        }
        String type = String.valueOf(json.getValue("type"));
        if (role == null && !type.equals("hello")) {
            return refuse("hello", "The first message must be a hello.", POLICY);
        }
        switch (type) {
            case "hello" -> {
                return hello(json);
            }
            case "layer" -> layer(json);
            case "held" -> held(json);
            case "encoder" -> encoder(json);
            default -> peer.sendError("type", "\"type\" must be hello, layer, held or encoder.");
        }
        return true;
    }

    private boolean hello(JsonObject json) {
        Role wanted;
        switch (String.valueOf(json.getValue("role"))) {
            case "view" -> wanted = Role.VIEW;
            case "publish" -> wanted = Role.PUBLISH;
            default -> {
                return refuse("role", "\"role\" must be view or publish.", POLICY);
            }
        }
        Optional<String> token = json.getValue("token") instanceof String text ? Optional.of(text) : Optional.empty();
        try {
            auth.require(token, room, wanted);
        } catch (ProblemException e) {
            return refuse(e.type(), e.detail(), POLICY);
        }
        boolean isFirst = role == null;
        role = wanted;
        unbind();
        if (json.getValue("session") instanceof String id) {
            Optional<MediaSession> found = find(id);
            if (found.isPresent()) {
                session = id;
                audience.bind(id, peer);
                listen(json, found.get());
            } else {
                peer.sendError("no-session", "This session does not exist, or has ended.");
            }
        }
        if (isFirst) {
            audience.join(room, peer);
        }
        return true;
    }

    /** A host's page that says so may be asked to hold layers back. */
    private void listen(JsonObject hello, MediaSession found) {
        if (found instanceof PublishSession publisher && Boolean.TRUE.equals(hello.getValue("holdsLayers"))) {
            uplink = publisher;
            binding = rooms.pageCame(publisher);
        }
    }

    private void unbind() {
        PublishSession listening = uplink;
        if (listening != null) {
            rooms.pageWent(listening, binding);
            uplink = null;
        }
        if (session != null) {
            audience.unbind(session, peer);
            session = null;
        }
    }

    private void held(JsonObject json) {
        fromHost(json, publisher -> rooms.layersHeld(publisher, UplinkJson.turn(json), UplinkJson.answer(json)));
    }

    private void encoder(JsonObject json) {
        fromHost(json, publisher -> rooms.report(publisher, UplinkJson.report(json)));
    }

    /** What a host's page says of its own session. */
    private interface Word {
        void of(PublishSession publisher) throws ProblemException;
    }

    private void fromHost(JsonObject json, Word word) {
        PublishSession publisher = uplink;
        if (publisher == null || !publisher.id().equals(json.getValue("session"))) {
            return; // It speaks of a session that has just ended or been replaced.
        }
        try {
            word.of(publisher);
        } catch (ProblemException e) {
            peer.sendError(e.type(), e.detail());
        }
    }

    /** The page's own session: of this room, and of the kind that its role makes. */
    private Optional<MediaSession> find(String id) {
        return rooms.session(id)
                .filter(found -> found.room().equals(room))
                .filter(found -> (found instanceof PublishSession) == (role == Role.PUBLISH));
    }

    private void layer(JsonObject json) {
        Optional<MediaSession> found = json.getValue("session") instanceof String id ? find(id) : Optional.empty();
        if (found.isPresent() && found.get() instanceof ViewSession viewer) {
            try {
                rooms.selectLayer(viewer, LayerWishReader.read(json, viewer, LAYER_ENVELOPE));
            } catch (ProblemException e) {
                peer.sendError(e.type(), e.detail());
            } catch (MediaPlaneException e) {
                peer.sendError(Refusals.of(e).type(), String.valueOf(e.getMessage()));
            }
        } else {
            peer.sendError("no-session", "\"session\" must be the id of a viewing session in this room.");
        }
    }

    private void statistics() {
        Optional<MediaSession> found = session == null ? Optional.empty() : find(session);
        if (found.isEmpty()) {
            return;
        }
        try {
            switch (rooms.stats(found.get())) {
                case PeerStats.Publisher figures -> peer.send(UplinkJson.uplink(figures));
                case PeerStats.Viewer downlink -> {
                    if (found.get() instanceof ViewSession viewer) {
                        peer.send(RoomJson.viewerStats(downlink, viewer));
                    }
                }
            }
        } catch (MediaPlaneException e) {
            // The session ends just now; the page hears of that from its own connection.
            unbind();
        }
    }

    private boolean refuse(String code, String detail, short closeCode) {
        peer.sendError(code, detail);
        peer.close(closeCode, code);
        return false;
    }
}
