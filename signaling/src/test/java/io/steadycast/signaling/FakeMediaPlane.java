package io.steadycast.signaling;

import io.steadycast.signaling.plane.Candidate;
import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.CodecParameters;
import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.Fingerprint;
import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.LayerChoice;
import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.MediaListener;
import io.steadycast.signaling.plane.MediaPlane;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PublishAnswer;
import io.steadycast.signaling.plane.PublishSpec;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import io.steadycast.signaling.plane.SubscribeAnswer;
import io.steadycast.signaling.plane.SubscribeAnswer.SentTrack;
import io.steadycast.signaling.plane.SubscribeSpec;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.TransportAnswer;
import io.steadycast.signaling.plane.ViewerDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Any thread. A media plane without media: records what it is asked, and tells events when a test says so. */
public final class FakeMediaPlane implements MediaPlane {
    public static final Fingerprint FINGERPRINT = new Fingerprint("sha-256", "AB:".repeat(31) + "AB");

    public final List<PublishSpec> published = new CopyOnWriteArrayList<>();
    public final List<SubscribeSpec> subscribed = new CopyOnWriteArrayList<>();
    public final Map<PeerId, CloseReason> closed = new ConcurrentHashMap<>();
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public final List<PeerId> cannotMove = new CopyOnWriteArrayList<>();
    public final Map<PeerId, List<PublishedTrackInfo>> tracks = new ConcurrentHashMap<>();
    public final Map<PeerId, PeerStats> stats = new ConcurrentHashMap<>();
    public final List<ViewerDecision> decisions = new CopyOnWriteArrayList<>();
    /** Moves to such a peer wait until the test opens the latch. */
    public final Map<PeerId, CountDownLatch> stuckMoves = new ConcurrentHashMap<>();
    /** The next peer that is made ends before its maker hears of it. */
    public final AtomicBoolean endsEarly = new AtomicBoolean();

    private final AtomicInteger drawn = new AtomicInteger();
    private volatile @Nullable MediaListener listener;
    private volatile MediaPlaneException.@Nullable Reason refusal;

    public MediaListener events() {
        return Objects.requireNonNull(listener);
    }

    /** From now on every call that makes something is refused. */
    public void refuse(MediaPlaneException.Reason reason) {
        refusal = reason;
    }

    public PeerId lastPublisher() {
        return published.getLast().peer();
    }

    public PeerId lastViewer() {
        return subscribed.getLast().peer();
    }

    @Override
    public PublishAnswer publish(PublishSpec spec) throws MediaPlaneException {
        refuseIfTold();
        published.add(spec);
        endEarlyIfTold(spec.peer());
        return new PublishAnswer(transport());
    }

    @Override
    public SubscribeAnswer subscribe(SubscribeSpec spec) throws MediaPlaneException {
        refuseIfTold();
        if (closed.containsKey(spec.publisher())) {
            throw new MediaPlaneException(MediaPlaneException.Reason.NO_SUCH_PEER, spec.publisher() + " has ended");
        }
        subscribed.add(spec);
        endEarlyIfTold(spec.peer());
        List<SentTrack> sent = new ArrayList<>();
        for (SubscribedTrackSpec track : spec.tracks()) {
            long ssrc = 1_000L + drawn.incrementAndGet();
            boolean hasRtx = track.codecs().stream().anyMatch(CodecParameters::hasRtx);
            long rtx = hasRtx ? ssrc + 100_000 : EncodingSpec.UNKNOWN_SSRC;
            long fec = track.hasFec() ? ssrc + 200_000 : EncodingSpec.UNKNOWN_SSRC;
            sent.add(new SentTrack(track.mid(), ssrc, rtx, fec, "steadycast", "room " + track.sourceMid()));
        }
        return new SubscribeAnswer(transport(), sent);
    }

    @Override
    public IceParameters restartIce(PeerId peer, IceParameters remote) throws MediaPlaneException {
        refuseIfTold();
        calls.add("restartIce " + peer + " " + remote.ufrag());
        return ice();
    }

    @Override
    public void close(PeerId peer, CloseReason reason) {
        if (closed.putIfAbsent(peer, reason) == null) {
            events().closed(peer, reason);
        }
    }

    @Override
    public void selectLayer(PeerId viewer, String mid, LayerChoice choice) throws MediaPlaneException {
        refuseIfTold();
        calls.add("selectLayer " + viewer + " " + mid + " rank=" + choice.rank() + " temporal="
                + choice.maxTemporalLayer() + " paused=" + choice.paused());
    }

    @Override
    public void holdLayer(PeerId publisher, String mid, String rid, LayerHold hold) {
        calls.add("hold " + publisher + " " + mid + "/" + rid + " " + hold);
    }

    @Override
    public List<PeerId> movePublisher(PeerId from, PeerId to) {
        calls.add("move " + from + " -> " + to);
        CountDownLatch stuck = stuckMoves.get(to);
        if (stuck != null) {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return List.copyOf(cannotMove);
    }

    @Override
    public PeerStats stats(PeerId peer) throws MediaPlaneException {
        PeerStats known = stats.get(peer);
        if (known == null) {
            throw new MediaPlaneException(MediaPlaneException.Reason.NO_SUCH_PEER, peer + " is unknown");
        }
        return known;
    }

    @Override
    public List<ViewerDecision> decisions(PeerId viewer) throws MediaPlaneException {
        stats(viewer);
        return decisions;
    }

    @Override
    public List<PublishedTrackInfo> tracks(PeerId publisher) throws MediaPlaneException {
        List<PublishedTrackInfo> known = tracks.get(publisher);
        if (known == null) {
            throw new MediaPlaneException(MediaPlaneException.Reason.NO_SUCH_PEER, publisher + " is unknown");
        }
        return known;
    }

    @Override
    public void listen(MediaListener told) {
        listener = told;
    }

    private TransportAnswer transport() {
        return new TransportAnswer(
                ice(),
                FINGERPRINT,
                List.of(
                        new Candidate(
                                "1", Candidate.Protocol.UDP, 2_130_706_431L, "127.0.0.1", 10_001, Candidate.Type.HOST),
                        new Candidate(
                                "2", Candidate.Protocol.UDP, 2_130_706_430L, "::1", 10_001, Candidate.Type.HOST)));
    }

    private IceParameters ice() {
        return new IceParameters("server" + drawn.incrementAndGet(), "serverpasswordserverpass");
    }

    private void endEarlyIfTold(PeerId peer) {
        if (endsEarly.compareAndSet(true, false)) {
            close(peer, CloseReason.INTERNAL_ERROR);
        }
    }

    private void refuseIfTold() throws MediaPlaneException {
        MediaPlaneException.Reason reason = refusal;
        if (reason != null) {
            throw new MediaPlaneException(reason, "refused by the test");
        }
    }
}
