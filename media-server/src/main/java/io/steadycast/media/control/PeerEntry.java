package io.steadycast.media.control;

import io.steadycast.media.engine.log.EncodingState;
import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Any thread. What the control plane remembers of one peer: where it lives and what it is made of. */
abstract sealed class PeerEntry {
    private final PeerId id;
    private final ShardHost host;
    private final AtomicReference<@Nullable CloseReason> closeReason = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    PeerEntry(PeerId id, ShardHost host) {
        this.id = id;
        this.host = host;
    }

    PeerId id() {
        return id;
    }

    ShardHost host() {
        return host;
    }

    /** The first reason counts: what follows is its consequence. */
    void closing(CloseReason reason) {
        closeReason.compareAndSet(null, reason);
    }

    CloseReason closeReason(CloseReason otherwise) {
        CloseReason known = closeReason.get();
        return known == null ? otherwise : known;
    }

    /** True once: the end of a peer is told exactly once, whoever notices it first. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    /** One published m-line; {@code rids} in the order of the source's encodings. */
    record Track(String mid, List<String> rids, TrackSource source) {
        String rid(int encoding) {
            return rids.get(encoding);
        }
    }

    /** Any thread. */
    static final class Publisher extends PeerEntry {
        private final List<Track> tracks;
        private final long logBytes;

        Publisher(PeerId id, ShardHost host, List<Track> tracks, long logBytes) {
            super(id, host);
            this.logBytes = logBytes;
            this.tracks = List.copyOf(tracks);
        }

        List<Track> tracks() {
            return tracks;
        }

        /** -1 if there is no such layer. */
        int encoding(String mid, String rid) {
            for (Track track : tracks) {
                if (track.mid().equals(mid)) {
                    return track.rids().indexOf(rid);
                }
            }
            return -1;
        }

        /** The worst share of packets of any of its encodings that never came, or that had to be asked for again as well. */
        double worstLoss(boolean afterRepair) {
            double worst = 0;
            for (Track track : tracks) {
                for (int i = 0; i < track.source().encodingCount(); i++) {
                    EncodingState state = track.source().encoding(i).state();
                    worst = Math.max(worst, afterRepair ? state.residualLoss() : state.loss());
                }
            }
            return worst;
        }

        /** How many encodings of its video are in this state. */
        int encodings(Supply supply) {
            int count = 0;
            for (Track track : tracks) {
                TrackSource source = track.source();
                for (int i = 0; source.kind() == MediaKind.VIDEO && i < source.encodingCount(); i++) {
                    count += source.encoding(i).state().supply() == supply ? 1 : 0;
                }
            }
            return count;
        }

        /** Memory of the packet logs. */
        long logBytes() {
            return logBytes;
        }

        @Nullable
        TrackSource track(String mid) {
            for (Track track : tracks) {
                if (track.mid().equals(mid)) {
                    return track.source();
                }
            }
            return null;
        }
    }

    /** Any thread. */
    static final class Viewer extends PeerEntry {
        private final List<SubscribedTrackSpec> tracks;
        private final SendRates rates = new SendRates();
        private volatile PeerId source;

        Viewer(PeerId id, ShardHost host, List<SubscribedTrackSpec> tracks, PeerId source) {
            super(id, host);
            this.tracks = List.copyOf(tracks);
            this.source = source;
        }

        List<SubscribedTrackSpec> tracks() {
            return tracks;
        }

        boolean has(String mid) {
            return tracks.stream().anyMatch(track -> track.mid().equals(mid));
        }

        SendRates rates() {
            return rates;
        }

        /** Whose tracks it is sent, or was sent last. */
        PeerId source() {
            return source;
        }

        void source(PeerId publisher) {
            source = publisher;
        }
    }
}
