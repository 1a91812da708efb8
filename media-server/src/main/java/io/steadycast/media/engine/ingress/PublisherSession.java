package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.ingress.StreamTable.Stream;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PeerTransport;
import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Confined to its shard. One publisher's media from decrypted packets to its tracks' logs, and the RTCP that goes back to it. */
public final class PublisherSession {
    /** Of {@link #onRtp}'s answer: extended sequence number below, media and encoding above. */
    public static final int SEQ_BITS = 40;

    public static final long SEQ_MASK = (1L << SEQ_BITS) - 1;

    private static final int ENCODING_BITS = 3;
    private static final long PUBLISH_NS = 250_000_000L;
    private static final int PUBLISHES_PER_LAYER_WINDOW = 8;

    private final IngressConfig config;
    private final PublisherSpec spec;
    private final PeerTransport transport;
    private final DropCounters drops;
    private final ExtensionScan extensions;
    private final StreamTable streams;
    private final StreamBinder binder;
    private final EncodingIntake[][] bySection;
    private final EncodingIntake[] encodings;
    private final EncodingActivity activity;
    private final TransportFeedbackRecorder feedback = new TransportFeedbackRecorder();
    private final RttEstimator rtt = new RttEstimator();
    private final RtcpIntake intake;
    private final RtcpBatch batch;
    private final PublisherReports reports;

    private long nextReportNs = Long.MIN_VALUE;
    private long nextFeedbackNs = Long.MIN_VALUE;
    private long nextPublishNs = Long.MIN_VALUE;
    private int publishes;
    private boolean live;
    private boolean layersChanged;

    /** @param localSsrc of our reports, unsigned 32 bits */
    public PublisherSession(
            IngressConfig config, PublisherSpec spec, PeerTransport transport, DropCounters drops, long localSsrc) {
        this.config = config;
        this.spec = spec;
        this.transport = transport;
        this.drops = drops;
        this.extensions = new ExtensionScan(spec.extensions());
        this.bySection = new EncodingIntake[spec.media().size()][];
        List<EncodingIntake> all = new ArrayList<>();
        for (int i = 0; i < bySection.length; i++) {
            PublisherMedia media = spec.media().get(i);
            bySection[i] = new EncodingIntake[media.encodings().size()];
            for (int j = 0; j < bySection[i].length; j++) {
                bySection[i][j] = new EncodingIntake(config, media, j, (i << ENCODING_BITS) | j, rtt);
                all.add(bySection[i][j]);
            }
        }
        this.encodings = all.toArray(new EncodingIntake[0]);
        this.streams = new StreamTable(config.maxSsrcs());
        this.binder = new StreamBinder(spec, bySection, streams);
        this.activity = new EncodingActivity(spec, bySection, config.silenceNs());
        this.intake = new RtcpIntake(encodings, rtt, drops, localSsrc);
        this.batch = new RtcpBatch(transport, localSsrc, spec.reducedSize());
        this.reports = new PublisherReports(spec, encodings, batch, localSsrc);
    }

    /** Which of {@link #track} a positive answer of {@link #onRtp} belongs to. */
    public static int mediaIndex(long published) {
        return (int) (published >>> (SEQ_BITS + ENCODING_BITS));
    }

    /** Which of the track's encodings. */
    public static int encoding(long published) {
        return (int) (published >>> SEQ_BITS) & ((1 << ENCODING_BITS) - 1);
    }

    public static long extSeq(long published) {
        return published & SEQ_MASK;
    }

    public int mediaCount() {
        return spec.media().size();
    }

    public TrackSource track(int mediaIndex) {
        return spec.media().get(mediaIndex).source();
    }

    /**
     * A protected RTP packet. Answers what was published, for the fan-out, or a counted {@link DropReason} as a negative.
     */
    public long onRtp(long nowNs, Datagram d) {
        int lengthBytes = transport.unprotectRtp(d);
        if (lengthBytes < 0) {
            return lengthBytes;
        }
        long published = take(nowNs, d.buffer, lengthBytes);
        if (published < 0) {
            drops.count(DropReason.ofNegative(published));
        } else {
            live = true;
        }
        return published;
    }

    /** The packet in the clear. */
    long take(long nowNs, MemorySegment segment, int lengthBytes) {
        if (RtpHeader.headerBytes(segment, 0, lengthBytes) < 0) {
            return DropReason.RTP_MALFORMED.negative();
        }
        extensions.scan(segment, 0, lengthBytes);
        int transportSeq = ExtensionValues.transportSequence(segment, extensions.element(ExtensionScan.TRANSPORT_CC));
        if (transportSeq != ExtensionValues.ABSENT) {
            feedback.onPacket(nowNs, transportSeq);
        }
        int ssrc = (int) RtpHeader.ssrc(segment, 0);
        Stream stream = streams.find(ssrc);
        if (stream == null) {
            stream = binder.bind(segment, ssrc, RtpHeader.payloadType(segment, 0), extensions);
            if (stream == null) {
                return binder.refusal().negative();
            }
        }
        return stream.retransmission()
                ? stream.encoding().onRetransmission(nowNs, segment, lengthBytes, extensions)
                : stream.encoding().onMedia(nowNs, segment, lengthBytes, extensions);
    }

    /** A protected RTCP compound. */
    public void onRtcp(long nowNs, Datagram d) {
        int lengthBytes = transport.unprotectRtcp(d);
        if (lengthBytes >= 0) {
            intake.onRtcp(nowNs, d.buffer, lengthBytes);
        }
    }

    /** Sends what is due, and publishes what readers see of the encodings. */
    public void onTick(long nowNs) {
        for (EncodingIntake encoding : encodings) {
            encoding.log().settled(encoding.nack.settled());
            layersChanged |= encoding.supply.onTick(nowNs);
        }
        if (nowNs >= nextPublishNs) {
            nextPublishNs = nowNs + PUBLISH_NS;
            publish(nowNs);
        }
        if (!transport.ready()) {
            return;
        }
        if (nowNs >= nextReportNs) {
            // RFC 3550 section 6.2 would spread reports at random; one sender and one receiver need no such care.
            nextReportNs = nowNs + config.reporting().reportNs();
            reports.report(nowNs, intake, config.reporting().rembBps());
        }
        reports.nacks(nowNs, rtt.rttNs());
        for (int i = 0; i < encodings.length; i++) {
            if (encodings[i].hasSource() && encodings[i].isVideo() && encodings[i].keyframeDue(nowNs)) {
                reports.keyframeRequest(i);
            }
        }
        if (nowNs >= nextFeedbackNs && feedback.pending()) {
            nextFeedbackNs = nowNs + config.reporting().feedbackNs();
            reports.transportFeedback(feedback);
        }
        batch.flush();
    }

    private void publish(long nowNs) {
        for (EncodingIntake encoding : encodings) {
            encoding.publish(nowNs);
        }
        if (++publishes % PUBLISHES_PER_LAYER_WINDOW == 0) {
            for (EncodingIntake encoding : encodings) {
                encoding.publishLayers();
            }
        }
        layersChanged |= activity.update(nowNs);
    }

    /**
     * The publisher is being asked for this.
     *
     * @param encoding of the m-section, in the order of the description
     * @return false if there is no such encoding
     */
    public boolean supply(long nowNs, String mid, int encoding, Supply asked) {
        for (int i = 0; i < bySection.length; i++) {
            if (spec.media().get(i).mid().equals(mid) && encoding < bySection[i].length) {
                bySection[i][encoding].supply.ask(nowNs, asked);
                layersChanged = true;
                return true;
            }
        }
        return false;
    }

    /** Whether the first packet was accepted. */
    public boolean live() {
        return live;
    }

    /** Whether sizes, ranks or activity of layers changed since the last call, or a viewer began to wish for one that is paused. */
    public boolean takeLayersChanged() {
        boolean taken = layersChanged;
        layersChanged = false;
        return taken;
    }

    public long rttNs() {
        return rtt.known() ? rtt.rttNs() : -1;
    }

    public PublisherStats stats() {
        List<PublisherStats.Encoding> snapshot = new ArrayList<>();
        for (EncodingIntake encoding : encodings) {
            snapshot.add(encoding.stats());
        }
        return new PublisherStats(rtt.known() ? rtt.rttNs() / 1e6 : -1, snapshot);
    }
}
