package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.LayerChoice;
import io.steadycast.signaling.plane.MediaPlane;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PublishSpec;
import io.steadycast.signaling.plane.SubscribeAnswer;
import io.steadycast.signaling.plane.SubscribeSpec;
import io.steadycast.signaling.plane.TransportAnswer;
import io.steadycast.signaling.plane.ViewerDecision;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Any thread; calls that make sessions block. Owns all rooms behind one lock that is never held across a call of the media plane or a
 * listener. What the media plane tells comes through {@link RoomEvents}.
 */
public final class RoomRegistry {
    /** Rates of layers are shown this often (in ticks) where nothing else changed. */
    private static final int TICKS_PER_REFRESH = 2;

    private final MediaPlane plane;
    private final RoomClock clock;
    private final AtomicLong nextPeer = new AtomicLong(1);
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong bindings = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final RoomTable table;
    private final RoomChanges changes;
    private final RoomEvents events;

    private RoomRegistry(MediaPlane plane, RoomLimits limits, PausePolicy pauses, RoomClock clock) {
        this.plane = plane;
        this.clock = clock;
        this.table = new RoomTable(limits);
        this.changes = new RoomChanges(table);
        this.events = new RoomEvents(this, plane, pauses);
    }

    /** An empty registry that listens to {@code plane}. */
    public static RoomRegistry open(MediaPlane plane, RoomLimits limits, PausePolicy pauses, RoomClock clock) {
        RoomRegistry registry = new RoomRegistry(plane, limits, pauses, clock);
        plane.listen(registry.events);
        return registry;
    }

    /** Sets who is told of changes; before the first session. */
    public void listen(RoomListener listener) {
        events.listener(listener);
    }

    /** Makes a publisher's session; it replaces the old one of the same host at once. */
    public PublishSession publish(PublishRequest request) throws RoomException, MediaPlaneException {
        PeerId peer = new PeerId(nextPeer.getAndIncrement());
        try (Held _ = hold()) {
            table.reservePublisher(request, peer);
        }
        TransportAnswer answer;
        try {
            answer = plane.publish(new PublishSpec(peer, request.room(), request.transport(), request.tracks()))
                    .transport();
        } catch (MediaPlaneException | RuntimeException e) {
            try (Held _ = hold()) {
                table.releasePublisher(peer);
            }
            throw e;
        }
        IceSession ice = new IceSession(answer, request.transport().ice());
        RoomTable.Commit commit;
        try (Held _ = hold()) {
            commit = table.commitPublisher(request, peer, ice, clock.nowNs());
        } catch (RoomException e) {
            plane.close(peer, CloseReason.SERVER_SHUTDOWN);
            throw e;
        }
        commit.replaced().ifPresent(old -> plane.close(old, CloseReason.REPLACED));
        events.changedLater(request.room());
        return commit.session();
    }

    /** The host that a viewer of the room gets: the one it names, else the first. */
    public HostRef host(String room, Optional<String> publisher) throws RoomException {
        try (Held _ = hold()) {
            return table.host(room, publisher);
        }
    }

    /** A viewer's session beside the media plane's answer. */
    public record Joined(ViewSession session, SubscribeAnswer answer) {}

    /** Makes a viewer's session. */
    public Joined join(ViewRequest request) throws RoomException, MediaPlaneException {
        PeerId peer = new PeerId(nextPeer.getAndIncrement());
        try (Held _ = hold()) {
            table.reserveViewer(request, peer);
        }
        PeerId publisher = request.host().peer();
        events.viewerComes(request.room(), publisher);
        SubscribeAnswer answer;
        try {
            answer = plane.subscribe(new SubscribeSpec(
                    peer, request.room(), request.policy(), request.transport(), publisher, request.tracks()));
        } catch (MediaPlaneException | RuntimeException e) {
            try (Held _ = hold()) {
                table.releaseViewer(peer);
            }
            throw e;
        }
        IceSession ice = new IceSession(answer.transport(), request.transport().ice());
        RoomTable.CommittedViewer viewer;
        Optional<PeerId> hostPeer;
        try (Held _ = hold()) {
            viewer = table.commitViewer(request, peer, ice);
            hostPeer = viewer.isStranded()
                    ? Optional.of(table.host(
                                    request.room(), Optional.of(request.host().publisher()))
                            .peer())
                    : Optional.empty();
        } catch (RoomException e) {
            plane.close(peer, CloseReason.ROOM_ENDED);
            throw e;
        }
        hostPeer.ifPresent(events::adoptLater);
        events.changedLater(request.room());
        return new Joined(viewer.session(), answer);
    }

    public Optional<MediaSession> session(String id) {
        try (Held _ = hold()) {
            return table.session(id);
        }
    }

    /** Ends a session on its client's wish; false if there is none. */
    public boolean end(String id) {
        Optional<MediaSession> session = session(id);
        session.ifPresent(found -> {
            events.apply(change -> change.ended(found.peer(), CloseReason.REQUESTED, clock.nowNs()));
            plane.close(found.peer(), CloseReason.REQUESTED);
        });
        return session.isPresent();
    }

    /** Carries out a viewer's wish on the video m-line that it names, or on all. */
    public void selectLayer(ViewSession viewer, LayerWish wish) throws MediaPlaneException {
        viewer.changing().lock();
        try {
            for (String mid : wish.mid().map(List::of).orElseGet(viewer::videoMids)) {
                LayerChoice choice = wish.over(viewer.choice(mid));
                plane.selectLayer(viewer.peer(), mid, choice);
                viewer.chosen(mid, choice);
            }
        } finally {
            viewer.changing().unlock();
        }
    }

    /** New credentials of the server for a session whose client restarts ICE. */
    public IceParameters restartIce(MediaSession session, IceParameters remote) throws MediaPlaneException {
        IceParameters local = plane.restartIce(session.peer(), remote);
        session.ice().restarted(local, remote);
        return local;
    }

    public PeerStats stats(MediaSession session) throws MediaPlaneException {
        return plane.stats(session.peer());
    }

    /**
     * A host's page listens for what concerns this session, understands {@link RoomListener#layersHeld}, and sends all layers now. Answers a name of the page for
     * {@link #pageWent}.
     */
    public long pageCame(PublishSession session) {
        long binding = bindings.incrementAndGet();
        events.pageCame(session, binding);
        return binding;
    }

    /** It does not listen any more; all layers are sent again. */
    public void pageWent(PublishSession session, long binding) {
        events.pageWent(session, binding);
    }

    /** A host's page holds these back now, in answer to {@link RoomListener#layersHeld}. */
    public void layersHeld(PublishSession session, long turn, Set<LayerRef> held) {
        events.uplink(session.room(), session.peer(), (uplink, nowNs) -> uplink.acknowledged(nowNs, turn, held));
    }

    /** What a host's page says of its encoder. */
    public void report(PublishSession session, EncoderReport report) {
        events.uplink(session.room(), session.peer(), (uplink, _) -> uplink.report(report));
    }

    /** What was decided for a viewer lately, the oldest first; empty if nobody steers it. */
    public List<ViewerDecision> decisions(ViewSession viewer) throws MediaPlaneException {
        return plane.decisions(viewer.peer());
    }

    /** All viewers that are there. */
    public List<ViewSession> viewers() {
        try (Held _ = hold()) {
            return table.viewers();
        }
    }

    /** All publishers that are there. */
    public List<PublishSession> publishers() {
        try (Held _ = hold()) {
            return table.publishers();
        }
    }

    public RoomView view(String room) {
        try (Held _ = hold()) {
            Room found = table.rooms.get(room);
            return found == null ? RoomView.empty(room) : found.view();
        }
    }

    /** All rooms that have a host. */
    public List<RoomView> views() {
        try (Held _ = hold()) {
            return table.rooms.values().stream()
                    .map(Room::view)
                    .filter(view -> !view.hosts().isEmpty())
                    .toList();
        }
    }

    /** Ends what has been without publisher for too long, and refreshes what is shown of the others. Called about once a second. */
    public void tick() {
        events.tick(ticks.incrementAndGet() % TICKS_PER_REFRESH == 0);
    }

    /** Ends all sessions; their pages are told to come back. */
    public void close() {
        Collection<MediaSession> open;
        try (Held _ = hold()) {
            open = table.close();
        }
        open.forEach(session -> events.rejoin(session.id(), RejoinReason.SERVER));
        events.close();
        open.forEach(session -> plane.close(session.peer(), CloseReason.SERVER_SHUTDOWN));
    }

    /** Runs once everything is done that this room was to do so far; for tests. */
    void afterEvents(String room, Runnable work) {
        events.after(room, work);
    }

    RoomClock clock() {
        return clock;
    }

    <T> T locked(Function<RoomChanges, T> change) {
        try (Held _ = hold()) {
            return change.apply(changes);
        }
    }

    /** The lock as a resource, so that it is released on every way out. */
    private interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private Held hold() {
        lock.lock();
        return lock::unlock;
    }
}
