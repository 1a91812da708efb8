package io.steadycast.media.control;

import io.steadycast.abr.control.Decision;
import io.steadycast.media.control.PeerEntry.Publisher;
import io.steadycast.media.control.PeerEntry.Viewer;
import io.steadycast.media.engine.Answer;
import io.steadycast.media.engine.Shard;
import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.egress.ViewerSpec;
import io.steadycast.media.engine.egress.ViewerStats;
import io.steadycast.media.engine.ingress.PublisherSpec;
import io.steadycast.media.engine.ingress.PublisherStats;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.net.LoopCounters;
import io.steadycast.media.net.LoopHandler;
import io.steadycast.media.net.MediaLoop;
import io.steadycast.media.net.StreamCounters;
import io.steadycast.signaling.plane.Candidate;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.MediaPlaneException.Reason;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.ViewerDecision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any thread. One shard on its loop, as the control plane sees it: work goes over as commands, answers come back as futures. */
public final class ShardHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardHost.class);

    /** Longer only if a loop is stuck. */
    private static final long CALL_TIMEOUT_MS = 5_000;

    private final int index;
    private final MediaLoop loop;
    private final DropCounters drops;
    private final List<Candidate> candidates;
    private final Shard shard;
    private final AtomicInteger load = new AtomicInteger();

    /** Work on the shard's loop that answers. */
    @FunctionalInterface
    interface Query<T> {
        T run(Shard shard, long nowNs);
    }

    ShardHost(MediaLoop loop, List<Candidate> candidates, Shard shard) {
        this.loop = loop;
        this.candidates = List.copyOf(candidates);
        this.shard = shard;
        this.index = shard.index();
        this.drops = shard.drops();
    }

    public int index() {
        return index;
    }

    public DropCounters drops() {
        return drops;
    }

    public LoopCounters loopCounters() {
        return loop.counters();
    }

    public StreamCounters streamCounters() {
        return loop.streamCounters();
    }

    MediaLoop loop() {
        return loop;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    /** Peers that live here. */
    int load() {
        return load.get();
    }

    void arrived() {
        load.incrementAndGet();
    }

    void left() {
        load.decrementAndGet();
    }

    void start() {
        loop.start(new LoopHandler() {
            @Override
            public void onDatagram(long nowNs, Datagram datagram) {
                shard.onDatagram(nowNs, datagram);
            }

            @Override
            public void onDisconnected(long nowNs, Datagram where) {
                shard.onDisconnected(nowNs, where);
            }

            @Override
            public void onTick(long nowNs) {
                shard.onTick(nowNs);
            }

            @Override
            public void drain(long nowNs) {
                shard.drain(nowNs);
            }
        });
    }

    <T> T call(Query<T> work) throws MediaPlaneException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean taken = shard.execute((on, nowNs) -> {
            try {
                answer.complete(work.run(on, nowNs));
            } catch (RuntimeException refused) {
                answer.completeExceptionally(refused);
            }
        });
        if (!taken) {
            throw new MediaPlaneException(Reason.LIMIT_REACHED, "The server is too busy; try again.");
        }
        try {
            return answer.get(CALL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stuck) {
            throw new MediaPlaneException(Reason.INTERNAL, "The media loop did not answer in time.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new MediaPlaneException(Reason.SHUTTING_DOWN, "The server is shutting down.");
        } catch (ExecutionException failed) {
            throw refusal(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /** The engine refuses with the exceptions its methods document; their messages are fit to be shown. */
    private static MediaPlaneException refusal(Throwable cause) {
        Reason reason = cause instanceof IllegalStateException
                ? Reason.LIMIT_REACHED
                : cause instanceof IllegalArgumentException ? Reason.UNSUPPORTED : Reason.INTERNAL;
        MediaPlaneException refusal = new MediaPlaneException(reason, "Refused: " + cause.getMessage());
        refusal.initCause(cause);
        return refusal;
    }

    private static void require(Answer answer) throws MediaPlaneException {
        Reason reason = switch (answer) {
            case OK -> null;
            case NO_SUCH_PEER -> Reason.NO_SUCH_PEER;
            case NO_SUCH_MID, NO_SUCH_TRACK -> Reason.NO_SUCH_TRACK;
            case OTHER_CODEC -> Reason.UNSUPPORTED;
            case LIMIT_REACHED -> Reason.LIMIT_REACHED;
            case INTERNAL_ERROR -> Reason.INTERNAL;
        };
        if (reason != null) {
            throw new MediaPlaneException(reason, "The media server answered " + answer + ".");
        }
    }

    void add(NewPeer made, PublisherSpec spec) throws MediaPlaneException {
        require(call((on, nowNs) -> on.control().addPublisher(nowNs, made.spec(), spec)));
    }

    /** Makes the viewer and shows it its tracks in one command, so that nobody sees it half made. */
    void add(NewPeer made, ViewerSpec spec, Map<String, Source> sources) throws MediaPlaneException {
        require(call((on, nowNs) -> {
            Answer answer = on.control().addViewer(nowNs, made.spec(), spec);
            if (answer == Answer.OK) {
                answer = attach(on, nowNs, made.spec().peerId(), sources);
                if (answer != Answer.OK) {
                    on.control().remove(nowNs, made.spec().peerId(), CloseReason.REMOVED);
                }
            }
            return answer;
        }));
    }

    private static Answer attach(Shard on, long nowNs, long viewer, Map<String, Source> sources) {
        Answer answer = Answer.OK;
        for (Map.Entry<String, Source> one : sources.entrySet()) {
            if (answer == Answer.OK) {
                Source source = one.getValue();
                answer = on.control().attach(nowNs, viewer, one.getKey(), source.track(), source.shard());
            }
        }
        return answer;
    }

    /** Shows these tracks; m-lines that are not named show nothing from now on. */
    void reattach(Viewer viewer, Map<String, Source> sources) throws MediaPlaneException {
        require(call((on, nowNs) -> {
            for (SubscribedTrackSpec track : viewer.tracks()) {
                if (!sources.containsKey(track.mid())) {
                    on.control().detach(nowNs, viewer.id().value(), track.mid());
                }
            }
            return attach(on, nowNs, viewer.id().value(), sources);
        }));
    }

    void selectLayer(Viewer viewer, String mid, LayerChoice choice) throws MediaPlaneException {
        require(call((on, nowNs) -> on.control().selectLayer(nowNs, viewer.id().value(), mid, choice)));
    }

    void supply(Publisher publisher, String mid, int encoding, Supply asked) throws MediaPlaneException {
        require(call((on, nowNs) -> on.control().supply(nowNs, publisher.id().value(), mid, encoding, asked)));
    }

    void restartIce(PeerEntry peer, IceCredentials local, IceCredentials remote) throws MediaPlaneException {
        require(call((on, nowNs) -> on.control().restartIce(peer.id().value(), local, remote)));
    }

    PublisherStats stats(Publisher publisher) throws MediaPlaneException {
        return known(call((on, nowNs) ->
                Optional.ofNullable(on.control().publisherStats(publisher.id().value()))));
    }

    ViewerStats stats(Viewer viewer) throws MediaPlaneException {
        return known(call((on, nowNs) ->
                Optional.ofNullable(on.control().viewerStats(viewer.id().value()))));
    }

    List<ViewerDecision> decisions(Viewer viewer) throws MediaPlaneException {
        Told told = known(call((on, nowNs) -> Optional.ofNullable(
                        on.control().viewer(viewer.id().value()))
                .map(session -> new Told(nowNs, StatsReport.copy(nowNs, session.decisions())))));
        return told.decisions().stream()
                .map(one -> StatsReport.decision(told.nowNs(), one))
                .toList();
    }

    /** What a loop tells of a viewer's controller. */
    private record Told(long nowNs, List<Decision> decisions) {}

    private static <T> T known(Optional<T> found) throws MediaPlaneException {
        return found.orElseThrow(() -> new MediaPlaneException(Reason.NO_SUCH_PEER, "The peer is gone."));
    }

    /** Nobody waits for these: a full queue is counted by the shard, and DTLS repeats itself. */
    void sendDtls(PeerEntry peer, byte[] datagram) {
        shard.execute((on, nowNs) -> on.control().sendDtls(nowNs, peer.id().value(), datagram));
    }

    void srtpReady(PeerEntry peer, SrtpCipherPair ciphers) {
        boolean taken = shard.execute(
                (on, nowNs) -> on.control().srtpReady(nowNs, peer.id().value(), ciphers));
        if (!taken) {
            ciphers.close();
        }
    }

    void remove(PeerEntry peer, CloseReason reason) {
        shard.execute((on, nowNs) -> on.control().remove(nowNs, peer.id().value(), reason));
    }

    /** Waits until all commands so far are done, and what they sent is on its way. */
    void settle() {
        try {
            call((on, nowNs) -> true);
        } catch (MediaPlaneException stuck) {
            LOG.warn("loop {} did not settle: {}", index, stuck.getMessage());
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
