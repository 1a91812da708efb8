package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Confined to its registry's lock. How rooms change after sessions were made: they go live, end, move, expire. Says what is to be done
 * about it; the doing is {@link RoomEvents}' part, outside the lock.
 */
final class RoomChanges {
    private final RoomTable table;

    RoomChanges(RoomTable table) {
        this.table = table;
    }

    /** What follows from a change: peers to close, viewers to tell, rooms to show anew. */
    record Effects(Map<PeerId, CloseReason> close, Map<String, RejoinReason> rejoin, List<String> rooms) {
        static final Effects NONE = new Effects(Map.of(), Map.of(), List.of());

        static Effects of(String room, Map<String, RejoinReason> rejoin) {
            return new Effects(Map.of(), rejoin, List.of(room));
        }
    }

    /** Viewers of {@code from} to be attached to {@code to}. */
    record Move(PublishSession to, List<PeerId> from) {}

    /** The first media of a publisher came. Viewers of hosts that are away may follow it, unless they asked for theirs by name. */
    Effects live(PeerId peer, long epochMs) {
        Optional<Host> found = publisher(peer).flatMap(table::host);
        if (found.isEmpty() || found.get().live) {
            return Effects.NONE;
        }
        Host host = found.get();
        host.live = true;
        host.liveSinceEpochMs = host.liveSinceEpochMs == 0 ? epochMs : host.liveSinceEpochMs;
        Room room = table.rooms.get(publisher(peer).orElseThrow().room());
        Map<String, RejoinReason> rejoin = new HashMap<>();
        if (room == null) {
            return Effects.NONE;
        }
        for (Host other : room.hosts.values()) {
            if (!other.isPresent()) {
                rejoin.putAll(followers(room, other));
            }
        }
        return Effects.of(room.name, rejoin);
    }

    private Map<String, RejoinReason> followers(Room room, Host host) {
        return table.viewersOf(room, host.publisher).stream()
                .filter(ViewSession::followsRoom)
                .collect(Collectors.toMap(ViewSession::id, _ -> RejoinReason.PUBLISHER_CHANGED));
    }

    /** Takes the viewers that wait for this live publisher; empty if there are none. */
    Optional<Move> takeStranded(PeerId peer) {
        Optional<PublishSession> session = publisher(peer);
        Optional<Host> host = session.flatMap(table::host).filter(found -> found.live && !found.stranded.isEmpty());
        return host.map(found -> {
            List<PeerId> from = List.copyOf(found.stranded);
            found.stranded.clear();
            return new Move(session.orElseThrow(), from);
        });
    }

    /** Who must negotiate again after a move: viewers that the media plane could not carry over, and those whom a new kind passes by. */
    Map<String, RejoinReason> afterMove(Move move, Collection<PeerId> notCarried) {
        Map<String, RejoinReason> rejoin = new HashMap<>();
        for (PeerId peer : notCarried) {
            table.session(peer).ifPresent(viewer -> rejoin.put(viewer.id(), RejoinReason.CODEC_CHANGED));
        }
        Room room = table.rooms.get(move.to().room());
        Optional<Host> host = table.host(move.to());
        if (room != null && host.isPresent()) {
            Set<MediaKind> kinds =
                    host.get().specs.stream().map(PublishedTrackSpec::kind).collect(Collectors.toSet());
            for (ViewSession viewer : table.viewersOf(room, host.get().publisher)) {
                if (viewer.unservedKinds().stream().anyMatch(kinds::contains)) {
                    rejoin.put(viewer.id(), RejoinReason.CODEC_CHANGED);
                }
            }
        }
        return rejoin;
    }

    /** A peer is gone, by whatever cause. Nothing if it was forgotten before. */
    Effects ended(PeerId peer, CloseReason reason, long nowNs) {
        Optional<MediaSession> found = table.session(peer);
        if (found.isEmpty()) {
            table.endedEarly(peer);
            return Effects.NONE;
        }
        MediaSession session = found.get();
        Room room = table.rooms.get(session.room());
        Map<String, RejoinReason> rejoin = new HashMap<>();
        if (room != null && session instanceof PublishSession publisher) {
            table.host(publisher).ifPresent(host -> {
                host.end(peer, nowNs);
                // A host that left on purpose does not come back soon; one that died may be reloading.
                if (reason == CloseReason.REQUESTED && room.isLive()) {
                    rejoin.putAll(followers(room, host));
                }
            });
        } else if (room != null) {
            room.viewers.remove(session.id());
        }
        if (reason == CloseReason.INTERNAL_ERROR) {
            rejoin.put(session.id(), RejoinReason.SERVER);
        }
        table.forget(session);
        return Effects.of(session.room(), rejoin);
    }

    /** Shows a publisher's tracks as they run now; the room if that changed what a viewer should see. */
    Optional<String> tracks(PeerId peer, List<PublishedTrackInfo> now) {
        Optional<PublishSession> session = publisher(peer);
        Optional<Host> host = session.flatMap(table::host);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        boolean changed = TrackDifference.isWorthShowing(host.get().tracks, now);
        if (changed) {
            host.get().tracks = List.copyOf(now);
        }
        return changed ? session.map(PublishSession::room) : Optional.empty();
    }

    List<String> roomNames() {
        return List.copyOf(table.rooms.keySet());
    }

    /** The room that an event of this peer belongs to; empty if it was forgotten before. */
    Optional<String> roomOf(PeerId peer) {
        return table.session(peer).map(MediaSession::room).or(() -> table.pendingRoom(peer));
    }

    List<PeerId> livePublishers(String name) {
        Room room = table.rooms.get(name);
        return room == null
                ? List.of()
                : room.hosts.values().stream()
                        .filter(host -> host.live && host.session != null)
                        .map(host -> Objects.requireNonNull(host.session).peer())
                        .toList();
    }

    /** Ends hosts that have been away for too long, with their viewers, and the room if it has no hosts. */
    Effects expire(String name, long nowNs) {
        Room room = table.rooms.get(name);
        if (room == null) {
            return Effects.NONE;
        }
        Map<PeerId, CloseReason> close = new HashMap<>();
        Map<String, RejoinReason> rejoin = new HashMap<>();
        List<String> changed = new ArrayList<>();
        long lingerNs = table.limits.linger().toNanos();
        for (Host host : List.copyOf(room.hosts.values())) {
            if (host.isPresent() || nowNs - host.absentSinceNs < lingerNs) {
                continue;
            }
            if (room.isLive()) {
                rejoin.putAll(followers(room, host));
            }
            for (ViewSession viewer : table.viewersOf(room, host.publisher)) {
                close.put(viewer.peer(), CloseReason.ROOM_ENDED);
                room.viewers.remove(viewer.id());
                table.forget(viewer);
            }
            room.hosts.remove(host.publisher);
            changed.add(room.name);
        }
        table.removeIfIdle(room);
        return new Effects(close, rejoin, changed);
    }

    private Optional<PublishSession> publisher(PeerId peer) {
        return table.session(peer).filter(PublishSession.class::isInstance).map(PublishSession.class::cast);
    }
}
