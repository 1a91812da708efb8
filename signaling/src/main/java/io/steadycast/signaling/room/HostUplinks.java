package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.MediaPlane;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.PeerId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any thread for different rooms; calls for one room come in its order. The publishers whose pages listen. A publisher without one, such as any foreign WHIP client, is
 * not here and is asked nothing.
 */
final class HostUplinks {
    private static final Logger LOG = LoggerFactory.getLogger(HostUplinks.class);

    private final MediaPlane plane;
    private final PausePolicy policy;
    private final RoomClock clock;
    private final HostUplink.Page page;
    private final Map<PeerId, Bound> byPeer = new ConcurrentHashMap<>();

    private record Bound(long binding, HostUplink uplink) {}

    /** What is done about one publisher. */
    interface Work {
        void run(HostUplink uplink, long nowNs) throws MediaPlaneException;
    }

    HostUplinks(MediaPlane plane, PausePolicy policy, RoomClock clock, HostUplink.Page page) {
        this.plane = plane;
        this.policy = policy;
        this.clock = clock;
        this.page = page;
    }

    /** A page says that it is this session's, and sends everything now. {@code binding} names the page. */
    void pageCame(PublishSession session, long binding) {
        on(session.peer(), (uplink, _) -> uplink.end());
        byPeer.put(session.peer(), new Bound(binding, new HostUplink(session, plane, policy, page)));
    }

    /** Nothing if another page came meanwhile. */
    void pageWent(PublishSession session, long binding) {
        Bound bound = byPeer.get(session.peer());
        if (bound != null && bound.binding() == binding) {
            on(session.peer(), (uplink, _) -> uplink.end());
            byPeer.remove(session.peer(), bound);
        }
    }

    void ended(PeerId peer) {
        byPeer.remove(peer);
    }

    void on(PeerId peer, Work work) {
        Bound bound = byPeer.get(peer);
        if (bound == null) {
            return;
        }
        try {
            work.run(bound.uplink(), clock.nowNs());
        } catch (MediaPlaneException e) {
            // Ended meanwhile; its end is an event of its own.
            LOG.debug("the uplink of {} could not be steered: {}", peer, e.getMessage());
        }
    }
}
