package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Confined to its registry's lock. One publisher of a room, over as many sessions as it takes; stays for a while without one. */
final class Host {
    final String publisher;
    final Optional<String> subject;

    @Nullable
    PublishSession session;

    List<PublishedTrackSpec> specs = List.of();
    List<PublishedTrackInfo> tracks = List.of();
    boolean live;
    long liveSinceEpochMs;
    long absentSinceNs;
    /** Earlier peers of this host, whose viewers wait for the current one to go live. */
    final Set<PeerId> stranded = new LinkedHashSet<>();

    Host(String publisher, Optional<String> subject) {
        this.publisher = publisher;
        this.subject = subject;
    }

    void begin(PublishSession next, List<PublishedTrackSpec> negotiated) {
        session = next;
        specs = negotiated;
        live = false;
        tracks = negotiated.stream()
                .map(spec -> new PublishedTrackInfo(
                        spec.mid(), spec.kind(), spec.codecs().getFirst().codec(), List.of()))
                .toList();
    }

    void end(PeerId peer, long nowNs) {
        session = null;
        live = false;
        absentSinceNs = nowNs;
        stranded.add(peer);
    }

    boolean isPresent() {
        return session != null;
    }

    RoomView.HostView view() {
        return new RoomView.HostView(publisher, live, liveSinceEpochMs, tracks);
    }
}
