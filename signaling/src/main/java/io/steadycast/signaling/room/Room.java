package io.steadycast.signaling.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Confined to its registry's lock. One room: hosts in the order they came, and the ids of its viewers' sessions. */
final class Room {
    final String name;
    final Map<String, Host> hosts = new LinkedHashMap<>();
    final Set<String> viewers = new TreeSet<>();
    /** Publishers and viewers that the media plane is being asked to make right now. */
    int pendingPublishers;

    int pendingViewers;

    Room(String name) {
        this.name = name;
    }

    int presentPublishers() {
        return (int) hosts.values().stream().filter(Host::isPresent).count() + pendingPublishers;
    }

    int peers() {
        return presentPublishers() + viewers.size() + pendingViewers;
    }

    boolean isIdle() {
        return hosts.isEmpty() && pendingPublishers == 0;
    }

    boolean isLive() {
        return hosts.values().stream().anyMatch(host -> host.live);
    }

    /** The host that a viewer who names none gets: the first that is live, else the first that has a session. */
    Optional<Host> firstHost() {
        return hosts.values().stream()
                .filter(host -> host.live)
                .findFirst()
                .or(() -> hosts.values().stream().filter(Host::isPresent).findFirst());
    }

    /** The host that a publisher with this id or subject would continue. */
    Optional<Host> sameHost(Optional<String> publisher, Optional<String> subject) {
        Optional<Host> bySubject = hosts.values().stream()
                .filter(host -> subject.isPresent() && host.subject.equals(subject))
                .findFirst();
        return bySubject.or(() -> publisher.map(hosts::get));
    }

    RoomView view() {
        List<RoomView.HostView> present =
                hosts.values().stream().filter(Host::isPresent).map(Host::view).toList();
        long since = hosts.values().stream()
                .filter(host -> host.live)
                .mapToLong(host -> host.liveSinceEpochMs)
                .min()
                .orElse(0);
        return new RoomView(name, isLive(), present, viewers.size(), since);
    }
}
