package io.steadycast.signaling.ws;

import io.steadycast.signaling.auth.Grant;
import io.steadycast.signaling.room.HeldLayers;
import io.steadycast.signaling.room.RejoinReason;
import io.steadycast.signaling.room.RoomListener;
import io.steadycast.signaling.room.RoomRegistry;
import io.steadycast.signaling.room.RoomView;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Any thread; guarded by itself. Who listens to which room, to the lobby, and for which session. A change is told at once, further
 * changes of the same room within a quarter of a second together.
 */
final class Audience implements RoomListener {
    private static final long MIN_INTERVAL_NS = 250_000_000L;

    private final RoomRegistry rooms;
    private final LongSupplier nanoTime;
    private final Map<String, Listeners> byRoom = new HashMap<>();
    private final Map<String, SocketPeer> bySession = new HashMap<>();
    private final Map<SocketPeer, Grant> lobby = new LinkedHashMap<>();
    private long lobbySentNs;
    private boolean lobbyDirty;

    Audience(RoomRegistry rooms, LongSupplier nanoTime) {
        this.rooms = rooms;
        this.nanoTime = nanoTime;
        this.lobbySentNs = nanoTime.getAsLong() - MIN_INTERVAL_NS;
    }

    private static final class Listeners {
        final Set<SocketPeer> peers = new LinkedHashSet<>();
        long sentNs;
        boolean dirty;
    }

    synchronized void join(String room, SocketPeer peer) {
        byRoom.computeIfAbsent(room, _ -> new Listeners()).peers.add(peer);
        peer.send(RoomJson.room(rooms.view(room)));
    }

    synchronized void joinLobby(SocketPeer peer, Grant grant) {
        lobby.put(peer, grant);
        peer.send(RoomJson.lobby(rooms.views(), grant::covers));
    }

    /** The peer wants to hear what concerns this session. */
    synchronized void bind(String session, SocketPeer peer) {
        bySession.put(session, peer);
    }

    synchronized void unbind(String session, SocketPeer peer) {
        bySession.remove(session, peer);
    }

    synchronized void leave(String room, SocketPeer peer) {
        Listeners listeners = byRoom.get(room);
        if (listeners != null && listeners.peers.remove(peer) && listeners.peers.isEmpty()) {
            byRoom.remove(room);
        }
    }

    synchronized void leaveLobby(SocketPeer peer) {
        lobby.remove(peer);
    }

    @Override
    public synchronized void roomChanged(String room) {
        long nowNs = nanoTime.getAsLong();
        Listeners listeners = byRoom.get(room);
        if (listeners != null) {
            listeners.dirty = true;
            tellRoom(room, listeners, nowNs);
        }
        lobbyDirty = true;
        tellLobby(nowNs);
    }

    @Override
    public synchronized void rejoin(String sessionId, RejoinReason reason) {
        SocketPeer peer = bySession.get(sessionId);
        if (peer != null) {
            peer.send(new JsonObject().put("type", "rejoin").put("reason", reason.wireName()));
        }
    }

    @Override
    public synchronized void layersHeld(String sessionId, HeldLayers held) {
        SocketPeer peer = bySession.get(sessionId);
        if (peer != null) {
            peer.send(UplinkJson.held(held));
        }
    }

    /** Tells what was held back; called every quarter of a second. */
    synchronized void tick() {
        long nowNs = nanoTime.getAsLong();
        byRoom.forEach((room, listeners) -> tellRoom(room, listeners, nowNs));
        tellLobby(nowNs);
    }

    /** Keeps idle connections alive. */
    synchronized void ping() {
        byRoom.values().forEach(listeners -> listeners.peers.forEach(SocketPeer::ping));
        lobby.keySet().forEach(SocketPeer::ping);
    }

    private void tellRoom(String room, Listeners listeners, long nowNs) {
        if (listeners.dirty && nowNs - listeners.sentNs >= MIN_INTERVAL_NS) {
            listeners.dirty = false;
            listeners.sentNs = nowNs;
            String text = RoomJson.room(rooms.view(room)).encode();
            listeners.peers.forEach(peer -> peer.send(text));
        }
    }

    private void tellLobby(long nowNs) {
        if (!lobbyDirty || nowNs - lobbySentNs < MIN_INTERVAL_NS) {
            return;
        }
        lobbyDirty = false;
        lobbySentNs = nowNs;
        if (lobby.isEmpty()) {
            return;
        }
        List<RoomView> views = rooms.views();
        Map<String, String> textByClaim = new HashMap<>();
        lobby.forEach((peer, grant) -> peer.send(textByClaim.computeIfAbsent(
                grant.room(), _ -> RoomJson.lobby(views, grant::covers).encode())));
    }
}
