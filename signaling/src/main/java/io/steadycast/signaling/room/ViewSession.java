package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.LayerChoice;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Any thread. A viewer's session: identity is immutable, layer choices are guarded by {@link #changing}. */
public final class ViewSession implements MediaSession {
    private final String id;
    private final String room;
    private final ViewRequest request;
    private final PeerId peer;
    private final IceSession ice;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, LayerChoice> choices = new HashMap<>();

    ViewSession(String id, PeerId peer, String room, ViewRequest request, IceSession ice) {
        this.id = id;
        this.peer = peer;
        this.room = room;
        this.request = request;
        this.ice = ice;
        for (SubscribedTrackSpec track : request.tracks()) {
            if (track.kind() == MediaKind.VIDEO) {
                choices.put(track.mid(), LayerChoice.DEFAULT);
            }
        }
    }

    /** The mids of its video m-lines, in no order. */
    public List<String> videoMids() {
        return List.copyOf(choices.keySet());
    }

    /** The current choice of a video m-line; the caller holds {@link #changing}. */
    public LayerChoice choice(String mid) {
        return choices.getOrDefault(mid, LayerChoice.DEFAULT);
    }

    /** Notes what the media plane was told; the caller holds {@link #changing}. */
    public void chosen(String mid, LayerChoice choice) {
        choices.replace(mid, choice);
    }

    public String publisher() {
        return request.host().publisher();
    }

    /** By which it asked to be steered, if not by the server's. */
    public Optional<String> policy() {
        return request.policy();
    }

    /** False if the viewer asked for that very publisher. */
    boolean followsRoom() {
        return !request.named();
    }

    Set<MediaKind> unservedKinds() {
        return request.unservedKinds();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public PeerId peer() {
        return peer;
    }

    @Override
    public String room() {
        return room;
    }

    @Override
    public IceSession ice() {
        return ice;
    }

    @Override
    public ReentrantLock changing() {
        return changing;
    }
}
