package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.room.RoomException.Reason;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its registry's lock. Rooms and sessions, and how sessions come: a place is reserved, the media plane is asked outside the
 * lock, then the session is committed. How they go is {@link RoomChanges}' part.
 */
final class RoomTable {
    final RoomLimits limits;
    final Map<String, Room> rooms = new HashMap<>();
    private final Map<String, MediaSession> sessions = new HashMap<>();
    private final Map<PeerId, MediaSession> peers = new HashMap<>();
    private final Secrets secrets = new Secrets();
    /** Peers that the media plane is being asked for, with their rooms. */
    private final Map<PeerId, String> pending = new HashMap<>();
    /** Those of them that ended before they had a session. */
    private final Set<PeerId> endedEarly = new HashSet<>();

    private boolean closing;

    RoomTable(RoomLimits limits) {
        this.limits = limits;
    }

    /** Takes no more sessions; returns those that are open. */
    Collection<MediaSession> close() {
        closing = true;
        return List.copyOf(sessions.values());
    }

    Optional<MediaSession> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    Optional<MediaSession> session(PeerId peer) {
        return Optional.ofNullable(peers.get(peer));
    }

    Optional<String> pendingRoom(PeerId peer) {
        return Optional.ofNullable(pending.get(peer));
    }

    /** Notes the end of a peer that has no session yet: it must not get one. */
    void endedEarly(PeerId peer) {
        if (pending.containsKey(peer)) {
            endedEarly.add(peer);
        }
    }

    Optional<Host> host(PublishSession session) {
        return Optional.ofNullable(rooms.get(session.room()))
                .map(room -> room.hosts.get(session.publisher()))
                .filter(host -> session.equals(host.session));
    }

    List<ViewSession> viewers() {
        return sessions.values().stream()
                .filter(ViewSession.class::isInstance)
                .map(ViewSession.class::cast)
                .toList();
    }

    List<PublishSession> publishers() {
        return sessions.values().stream()
                .filter(PublishSession.class::isInstance)
                .map(PublishSession.class::cast)
                .toList();
    }

    /** The viewers' sessions of one host. */
    List<ViewSession> viewersOf(Room room, String publisher) {
        return room.viewers.stream()
                .map(sessions::get)
                .filter(ViewSession.class::isInstance)
                .map(ViewSession.class::cast)
                .filter(viewer -> viewer.publisher().equals(publisher))
                .toList();
    }

    HostRef host(String room, Optional<String> publisher) throws RoomException {
        Room found = rooms.get(room);
        Optional<Host> host = found == null
                ? Optional.empty()
                : publisher.isPresent() ? publisher.map(found.hosts::get) : found.firstHost();
        if (host.isEmpty() || host.get().session == null) {
            throw noHost(room, publisher);
        }
        return new HostRef(host.get().publisher, host.get().session.peer(), host.get().specs);
    }

    void reservePublisher(PublishRequest request, PeerId peer) throws RoomException {
        requireOpen();
        Room room = rooms.get(request.room());
        if (room == null && rooms.size() >= limits.maxRooms()) {
            throw new RoomException(
                    Reason.SERVER_FULL, "The server has its " + limits.maxRooms() + " rooms (limits.max-rooms).");
        }
        Optional<Host> same = room == null ? Optional.empty() : room.sameHost(request.publisher(), request.subject());
        if (same.isPresent() && !same.get().subject.equals(request.subject())) {
            throw new RoomException(
                    Reason.PUBLISHER_TAKEN,
                    "The publisher id \"" + same.get().publisher + "\" belongs to another subject in this room.");
        }
        boolean replaces = same.filter(Host::isPresent).isPresent();
        requireSpace(room, replaces ? 1 : 0);
        if (room != null && !replaces && room.presentPublishers() >= limits.maxPublishersPerRoom()) {
            throw new RoomException(
                    Reason.ROOM_FULL,
                    "The room has its " + limits.maxPublishersPerRoom()
                            + " publishers (limits.max-publishers-per-room).");
        }
        rooms.computeIfAbsent(request.room(), Room::new).pendingPublishers++;
        pending.put(peer, request.room());
    }

    /** Gives a reserved place back; false if the peer has ended already. */
    boolean releasePublisher(PeerId peer) {
        Room room = rooms.get(Objects.requireNonNull(pending.remove(peer)));
        if (room != null) {
            room.pendingPublishers--;
            removeIfIdle(room);
        }
        return !endedEarly.remove(peer);
    }

    /** What a committed publisher brought: its session, and the peer of the one that it replaced. */
    record Commit(PublishSession session, Optional<PeerId> replaced) {}

    Commit commitPublisher(PublishRequest request, PeerId peer, IceSession ice, long nowNs) throws RoomException {
        requireAlive(releasePublisher(peer));
        requireOpen();
        Room room = rooms.computeIfAbsent(request.room(), Room::new);
        Host host = room.sameHost(request.publisher(), request.subject()).orElseGet(() -> {
            Host fresh = new Host(request.publisher().orElseGet(secrets::publisherId), request.subject());
            room.hosts.put(fresh.publisher, fresh);
            return fresh;
        });
        PublishSession session =
                new PublishSession(secrets.sessionId(), peer, room.name, host.publisher, ice, new ReentrantLock());
        PublishSession old = host.session;
        if (old != null) {
            forget(old);
            host.end(old.peer(), nowNs);
        }
        host.begin(session, request.tracks());
        remember(session);
        return new Commit(session, Optional.ofNullable(old).map(PublishSession::peer));
    }

    void reserveViewer(ViewRequest request, PeerId peer) throws RoomException {
        requireOpen();
        Room room = rooms.get(request.room());
        Host host = room == null ? null : room.hosts.get(request.host().publisher());
        if (room == null || host == null || host.session == null) {
            throw noHost(request.room(), Optional.empty());
        }
        if (!host.session.peer().equals(request.host().peer())) {
            throw new RoomException(Reason.HOST_CHANGED, "The host began a new session just now; try again.");
        }
        requireSpace(room, 0);
        room.pendingViewers++;
        pending.put(peer, request.room());
    }

    /** Gives a reserved place back; false if the peer has ended already. */
    boolean releaseViewer(PeerId peer) {
        Room room = rooms.get(Objects.requireNonNull(pending.remove(peer)));
        if (room != null) {
            room.pendingViewers--;
        }
        return !endedEarly.remove(peer);
    }

    /** The viewer's session, and whether it must be moved on because its host began anew while the media plane was asked. */
    record CommittedViewer(ViewSession session, boolean isStranded) {}

    CommittedViewer commitViewer(ViewRequest request, PeerId peer, IceSession ice) throws RoomException {
        requireAlive(releaseViewer(peer));
        requireOpen();
        Room room = rooms.get(request.room());
        Host host = room == null ? null : room.hosts.get(request.host().publisher());
        if (room == null || host == null) {
            throw noHost(request.room(), Optional.empty());
        }
        boolean isStranded = host.session == null
                || !host.session.peer().equals(request.host().peer());
        if (isStranded) {
            host.stranded.add(request.host().peer());
        }
        ViewSession session = new ViewSession(secrets.sessionId(), peer, room.name, request, ice);
        room.viewers.add(session.id());
        remember(session);
        return new CommittedViewer(session, isStranded && host.live);
    }

    private void remember(MediaSession session) {
        sessions.put(session.id(), session);
        peers.put(session.peer(), session);
    }

    void forget(MediaSession session) {
        sessions.remove(session.id());
        peers.remove(session.peer());
    }

    void removeIfIdle(Room room) {
        if (room.isIdle()) {
            rooms.remove(room.name);
        }
    }

    private void requireOpen() throws RoomException {
        if (closing) {
            throw new RoomException(Reason.SHUTTING_DOWN, "The server is stopping.");
        }
    }

    private static void requireAlive(boolean isAlive) throws RoomException {
        if (!isAlive) {
            throw new RoomException(Reason.MEDIA_ENDED, "The media session ended while it was being made; try again.");
        }
    }

    private void requireSpace(@Nullable Room room, int leaving) throws RoomException {
        if (peers.size() + pending.size() - leaving >= limits.maxPeers()) {
            throw new RoomException(
                    Reason.SERVER_FULL, "The server has its " + limits.maxPeers() + " peers (limits.max-peers).");
        }
        if (room != null && room.peers() - leaving >= limits.maxPeersPerRoom()) {
            throw new RoomException(
                    Reason.ROOM_FULL,
                    "The room has its " + limits.maxPeersPerRoom() + " peers (limits.max-peers-per-room).");
        }
    }

    private static RoomException noHost(String room, Optional<String> publisher) {
        return new RoomException(
                Reason.NO_HOST,
                publisher.isPresent()
                        ? "Publisher \"" + publisher.get() + "\" is not in room \"" + room + "\"."
                        : "Nobody publishes in room \"" + room + "\" now.");
    }
}
