package io.steadycast.media.control;

import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.config.ServerConfig;
import io.steadycast.media.config.ViewerPolicy;
import io.steadycast.media.control.PeerEntry.Publisher;
import io.steadycast.media.control.PeerEntry.Track;
import io.steadycast.media.control.PeerEntry.Viewer;
import io.steadycast.media.crypto.DtlsEndpoint;
import io.steadycast.media.engine.PeerSpec;
import io.steadycast.media.engine.egress.ViewerMedia;
import io.steadycast.media.engine.egress.ViewerSpec;
import io.steadycast.media.engine.ingress.PublisherMedia;
import io.steadycast.media.engine.ingress.PublisherSpec;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.Fingerprint;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.MediaPlaneException.Reason;
import io.steadycast.signaling.plane.PublishSpec;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import io.steadycast.signaling.plane.SubscribeAnswer;
import io.steadycast.signaling.plane.SubscribeAnswer.SentTrack;
import io.steadycast.signaling.plane.SubscribeSpec;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.TransportAnswer;
import io.steadycast.signaling.plane.TransportOffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Any thread. Makes peers: their tracks and SSRCs, their credentials, and their handshakes. */
public final class PeerFactory {
    private final DtlsEndpoint dtls;
    private final int videoLogSlots;
    private final int audioLogSlots;
    private final ViewerPolicy policy;
    private final Map<ViewerPolicy, ViewerController.Factory> steering = new EnumMap<>(ViewerPolicy.class);
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong lastTrackId = new AtomicLong();

    /** {@code media} tells how large packet logs are, and by which policy viewers are steered. */
    public PeerFactory(DtlsEndpoint dtls, ServerConfig.Media media) {
        this.dtls = dtls;
        videoLogSlots = media.videoLogSlots();
        audioLogSlots = media.audioLogSlots();
        policy = media.policy();
        for (ViewerPolicy one : ViewerPolicy.values()) {
            ViewerController.Factory controllers = one.controllers(media.quality());
            if (controllers != null) {
                steering.put(one, controllers);
            }
        }
    }

    /** For a peer that lives there. */
    IceCredentials credentials(ShardHost host) {
        return IceCredentials.random(random, host.index());
    }

    /** Memory that the packet logs of such a publisher take. */
    long logBytes(PublishSpec spec) {
        long slots = 0;
        for (PublishedTrackSpec track : spec.tracks()) {
            slots += (long) slots(track.kind() == io.steadycast.signaling.plane.MediaKind.VIDEO)
                    * track.encodings().size();
        }
        return slots * TrackLog.SLOT_BYTES;
    }

    private int slots(boolean video) {
        return video ? videoLogSlots : audioLogSlots;
    }

    Publisher publisher(PublishSpec spec, ShardHost host) {
        List<Track> tracks = new ArrayList<>();
        for (PublishedTrackSpec track : spec.tracks()) {
            tracks.add(new Track(
                    track.mid(),
                    track.encodings().stream().map(EncodingSpec::rid).toList(),
                    new TrackSource(
                            lastTrackId.incrementAndGet(),
                            Translation.codec(track.codecs()),
                            track.encodings().size(),
                            slots(track.kind() == io.steadycast.signaling.plane.MediaKind.VIDEO))));
        }
        return new Publisher(spec.peer(), host, tracks, logBytes(spec));
    }

    Viewer viewer(SubscribeSpec spec, ShardHost host) {
        return new Viewer(spec.peer(), host, spec.tracks(), spec.publisher());
    }

    TransportAnswer start(Publisher publisher, PublishSpec spec) throws MediaPlaneException {
        Map<HeaderExtension, Integer> extensions = new EnumMap<>(HeaderExtension.class);
        List<PublisherMedia> media = new ArrayList<>();
        for (PublishedTrackSpec track : spec.tracks()) {
            Translation.extensions(track.extensions(), extensions);
            TrackSource source = publisher.track(track.mid());
            if (source != null) {
                media.add(Translation.published(track, source));
            }
        }
        PublisherSpec engineSpec = new PublisherSpec(cname(), true, extensions, media);
        NewPeer made = newPeer(publisher, spec.transport());
        publisher.host().add(made, engineSpec);
        return begin(made, spec.transport());
    }

    SubscribeAnswer start(Viewer viewer, SubscribeSpec spec, Map<String, Source> sources) throws MediaPlaneException {
        String cname = cname();
        List<SentTrack> sent = new ArrayList<>();
        List<ViewerMedia> media = new ArrayList<>();
        for (SubscribedTrackSpec track : spec.tracks()) {
            SentTrack one = new SentTrack(
                    track.mid(),
                    ssrc(),
                    Translation.hasRtx(track) ? ssrc() : EncodingSpec.UNKNOWN_SSRC,
                    track.hasFec() ? ssrc() : EncodingSpec.UNKNOWN_SSRC,
                    cname,
                    // One stream per host: audio and video in one stream are what browsers play in sync.
                    "host-" + spec.publisher().value() + " "
                            + track.kind().name().toLowerCase(Locale.ROOT) + "-" + track.mid());
            sent.add(one);
            media.add(Translation.viewed(track, one));
        }
        ViewerSpec engineSpec =
                new ViewerSpec(cname, random.nextLong(), media, isSteerable(media) ? steering.get(policy(spec)) : null);
        NewPeer made = newPeer(viewer, spec.transport());
        viewer.host().add(made, engineSpec, sources);
        return new SubscribeAnswer(begin(made, spec.transport()), sent);
    }

    private ViewerPolicy policy(SubscribeSpec spec) throws MediaPlaneException {
        if (spec.policy().isEmpty()) {
            return policy;
        }
        String asked = spec.policy().get();
        return Arrays.stream(ViewerPolicy.values())
                .filter(one -> one.spelling().equals(asked))
                .findFirst()
                .orElseThrow(() ->
                        new MediaPlaneException(Reason.UNSUPPORTED, "There is no viewer policy \"" + asked + "\"."));
    }

    /** Receiver reports alone say too little of a path in too long a time to take layers away by them. */
    private static boolean isSteerable(List<ViewerMedia> media) {
        return media.stream()
                .anyMatch(
                        one -> one.feedback().transportCc() && one.extensions().id(HeaderExtension.TRANSPORT_CC) != 0);
    }

    private NewPeer newPeer(PeerEntry entry, TransportOffer offer) throws MediaPlaneException {
        try {
            return new NewPeer(
                    entry,
                    new PeerSpec(
                            entry.id().value(),
                            credentials(entry.host()),
                            Translation.remote(offer.ice()),
                            new DtlsInbox(DtlsInbox.DEFAULT_LIMIT)));
        } catch (IllegalArgumentException refused) {
            throw new MediaPlaneException(
                    Reason.UNSUPPORTED, "The offer's ICE credentials are not legal: " + refused.getMessage());
        }
    }

    /** The handshake's thread waits from here on: for the peer's ClientHello, or for the peer's first check to send its own. */
    private TransportAnswer begin(NewPeer made, TransportOffer offer) {
        dtls.open(
                Translation.role(offer),
                made.spec().inbox(),
                Translation.fingerprints(offer),
                new HandshakeEvents(made.entry()));
        Fingerprint own =
                new Fingerprint(dtls.fingerprint().hash(), dtls.fingerprint().hex());
        return new TransportAnswer(
                Translation.local(made.spec().local()), own, made.entry().host().candidates());
    }

    /** RFC 3550 section 8.1 forbids 0 to nobody, but the port does; the odds of a collision within one peer do not matter at 2^-32. */
    private long ssrc() {
        return 1 + Integer.toUnsignedLong(random.nextInt()) % 0xffff_fffeL;
    }

    /** RFC 7022 section 4.2: random, and new for each session. */
    private String cname() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
