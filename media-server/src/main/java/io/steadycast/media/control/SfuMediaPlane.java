package io.steadycast.media.control;

import io.steadycast.media.control.PeerEntry.Publisher;
import io.steadycast.media.control.PeerEntry.Viewer;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.LayerChoice;
import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.MediaListener;
import io.steadycast.signaling.plane.MediaPlane;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.MediaPlaneException.Reason;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PublishAnswer;
import io.steadycast.signaling.plane.PublishSpec;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import io.steadycast.signaling.plane.SubscribeAnswer;
import io.steadycast.signaling.plane.SubscribeSpec;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.ViewerDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Any thread. The media plane: finds a shard for each peer, translates between the port's records and the engine's, and waits for the
 * shard to have done the work. What is asked of a peer that ended meanwhile is answered with NO_SUCH_PEER.
 */
public final class SfuMediaPlane implements MediaPlane, AutoCloseable {
    private final Peers peers;
    private final Placement placement;
    private final PeerFactory factory;

    public SfuMediaPlane(Peers peers, Placement placement, PeerFactory factory) {
        this.peers = peers;
        this.placement = placement;
        this.factory = factory;
    }

    @Override
    public void listen(MediaListener listener) {
        peers.listen(listener);
    }

    @Override
    public PublishAnswer publish(PublishSpec spec) throws MediaPlaneException {
        peers.checkRoom(spec.tracks().size(), factory.logBytes(spec));
        Publisher publisher = factory.publisher(spec, placement.forPublisher());
        peers.add(publisher);
        try {
            return new PublishAnswer(factory.start(publisher, spec));
        } catch (MediaPlaneException | RuntimeException failed) {
            peers.forget(publisher);
            throw failed;
        }
    }

    @Override
    public SubscribeAnswer subscribe(SubscribeSpec spec) throws MediaPlaneException {
        peers.checkRoom(spec.tracks().size(), 0);
        Publisher source = peers.publisher(spec.publisher());
        Map<String, Source> sources = new HashMap<>();
        for (SubscribedTrackSpec track : spec.tracks()) {
            sources.put(track.mid(), sourceOf(source, track));
        }
        Viewer viewer = factory.viewer(spec, placement.forViewer());
        peers.add(viewer);
        try {
            return factory.start(viewer, spec, sources);
        } catch (MediaPlaneException | RuntimeException failed) {
            peers.forget(viewer);
            throw failed;
        }
    }

    private static Source sourceOf(Publisher publisher, SubscribedTrackSpec track) throws MediaPlaneException {
        TrackSource source = publisher.track(track.sourceMid());
        if (source == null) {
            throw new MediaPlaneException(
                    Reason.NO_SUCH_TRACK, "The host has no track with mid " + track.sourceMid() + ".");
        }
        if (source.codec() != Translation.codec(track.codecs())) {
            throw new MediaPlaneException(
                    Reason.UNSUPPORTED, "Track " + track.sourceMid() + " is " + source.codec() + ".");
        }
        return new Source(source, publisher.host().index());
    }

    @Override
    public IceParameters restartIce(PeerId peer, IceParameters remote) throws MediaPlaneException {
        PeerEntry entry = peers.any(peer);
        IceCredentials local = factory.credentials(entry.host());
        entry.host().restartIce(entry, local, Translation.remote(remote));
        return Translation.local(local);
    }

    @Override
    public void close(PeerId peer, CloseReason reason) {
        PeerEntry entry = peers.find(peer);
        if (entry != null) {
            entry.closing(reason);
            entry.host().remove(entry, io.steadycast.media.engine.transport.CloseReason.REMOVED);
        }
    }

    @Override
    public void selectLayer(PeerId viewer, String mid, LayerChoice choice) throws MediaPlaneException {
        Viewer entry = peers.viewer(viewer);
        if (!entry.has(mid)) {
            throw new MediaPlaneException(Reason.NO_SUCH_TRACK, "There is no track with mid " + mid + ".");
        }
        entry.host().selectLayer(entry, mid, Translation.layer(choice));
    }

    @Override
    public void holdLayer(PeerId publisher, String mid, String rid, LayerHold hold) throws MediaPlaneException {
        Publisher entry = peers.publisher(publisher);
        int encoding = entry.encoding(mid, rid);
        if (encoding < 0) {
            throw new MediaPlaneException(
                    Reason.NO_SUCH_TRACK, "There is no layer with rid " + rid + " in mid " + mid + ".");
        }
        entry.host().supply(entry, mid, encoding, Translation.supply(hold));
    }

    @Override
    public List<PeerId> movePublisher(PeerId from, PeerId to) throws MediaPlaneException {
        Publisher target = peers.publisher(to);
        List<PeerId> left = new ArrayList<>();
        for (Viewer viewer : peers.viewersOf(from)) {
            Map<String, Source> sources = new HashMap<>();
            boolean takes = match(viewer, target, sources);
            viewer.host().reattach(viewer, takes ? sources : Map.of());
            if (takes) {
                viewer.source(to);
            } else {
                left.add(viewer.id());
            }
        }
        return left;
    }

    /**
     * For each m-line of the viewer the target's next track of the same kind; one that the target lacks stays empty. False if a track is
     * of another codec than was negotiated.
     */
    private static boolean match(Viewer viewer, Publisher target, Map<String, Source> sources) {
        List<TrackSource> free = new ArrayList<>();
        target.tracks().forEach(track -> free.add(track.source()));
        for (SubscribedTrackSpec spec : viewer.tracks()) {
            Codec negotiated = Translation.codec(spec.codecs());
            TrackSource next = null;
            for (TrackSource source : free) {
                if (next == null && source.kind() == negotiated.kind()) {
                    next = source;
                }
            }
            if (next != null) {
                if (next.codec() != negotiated) {
                    return false;
                }
                free.remove(next);
                sources.put(spec.mid(), new Source(next, target.host().index()));
            }
        }
        return true;
    }

    @Override
    public PeerStats stats(PeerId peer) throws MediaPlaneException {
        return switch (peers.any(peer)) {
            case Publisher publisher ->
                StatsReport.publisher(publisher, publisher.host().stats(publisher));
            case Viewer viewer -> StatsReport.viewer(viewer, viewer.host().stats(viewer));
        };
    }

    @Override
    public List<ViewerDecision> decisions(PeerId viewer) throws MediaPlaneException {
        Viewer entry = peers.viewer(viewer);
        return entry.host().decisions(entry);
    }

    @Override
    public List<PublishedTrackInfo> tracks(PeerId publisher) throws MediaPlaneException {
        return StatsReport.tracks(peers.publisher(publisher));
    }

    /** No new peers; all that are there end with SERVER_SHUTDOWN. */
    @Override
    public void close() {
        peers.refuseNewOnes();
        for (PeerEntry entry : peers.all()) {
            close(entry.id(), CloseReason.SERVER_SHUTDOWN);
        }
    }
}
