package io.steadycast.signaling.ws;

import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.http.Names;
import io.steadycast.signaling.room.RoomListener;
import io.steadycast.signaling.room.RoomRegistry;
import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any thread. All WebSockets: {@code /ws/room/{room}} and {@code /ws/lobby}, each with a virtual thread of its own. */
public final class Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final String ROOM_PATH = "/ws/room/";
    private static final String LOBBY_PATH = "/ws/lobby";
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;
    private static final int ACCEPT = 0;
    private static final short GOING_AWAY = 1001;

    private final RoomRegistry rooms;
    private final Authenticator auth;
    private final Audience audience;
    private final int maxSockets;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<SocketPeer> peers = ConcurrentHashMap.newKeySet();

    public Sockets(RoomRegistry rooms, Authenticator auth, int maxSockets, LongSupplier nanoTime) {
        this.rooms = rooms;
        this.auth = auth;
        this.audience = new Audience(rooms, nanoTime);
        this.maxSockets = maxSockets;
    }

    /** What the rooms tell. */
    public RoomListener listener() {
        return audience;
    }

    /** The status to refuse a handshake with, or 0 to accept it. */
    public int refusal(String path) {
        if (!path.equals(LOBBY_PATH) && !path.startsWith(ROOM_PATH)) {
            return NOT_FOUND;
        }
        if (path.startsWith(ROOM_PATH) && !Names.isLegal(path.substring(ROOM_PATH.length()))) {
            return BAD_REQUEST;
        }
        return open.get() >= maxSockets ? UNAVAILABLE : ACCEPT;
    }

    /** Takes an accepted socket; called on its event loop. */
    public void accept(ServerWebSocket socket) {
        SocketPeer peer = new SocketPeer(socket);
        open.incrementAndGet();
        peers.add(peer);
        Thread talk = Thread.ofVirtual().name("socket-" + open.get()).unstarted(() -> talk(socket.path(), peer));
        peer.open(talk::interrupt);
        talk.start();
    }

    /** Tells what was held back; called every quarter of a second. */
    public void tick() {
        audience.tick();
    }

    /** Keeps idle connections alive; called more often than HTTP's idle timeout. */
    public void ping() {
        audience.ping();
    }

    public void close() {
        peers.forEach(peer -> peer.close(GOING_AWAY, "server stops"));
    }

    private void talk(String path, SocketPeer peer) {
        try {
            if (path.equals(LOBBY_PATH)) {
                new LobbyConversation(peer, auth, audience).run();
            } else {
                new Conversation(path.substring(ROOM_PATH.length()), peer, rooms, auth, audience).run();
            }
        } catch (InterruptedException e) {
            LOG.trace("socket closed", e);
        } catch (RuntimeException e) {
            LOG.error("a WebSocket conversation failed", e);
            peer.close((short) 1011, "internal error");
        } finally {
            peers.remove(peer);
            open.decrementAndGet();
        }
    }
}
