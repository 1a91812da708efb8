package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.log.EvenLengths;
import io.steadycast.media.engine.log.HoleJudge;
import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.PassedExtension;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.Rtx;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Confined to its shard. One encoding's packets on their way into its log: numbered, understood, counted; what is missing is noted. */
final class EncodingIntake {
    static final int NO_SSRC = 0;

    /** Losses are published four times a second and shown as those of some seconds. */
    private static final double NEWEST_WEIGHT = 0.1;

    private final int handle;
    private final int encoding;
    private final PublisherMedia media;
    private final TrackLog log;
    private final SequenceTracker sequence = new SequenceTracker();
    private final TimestampTracker timestamps;
    private final FrameReader frames;
    private final PacketInfo info = new PacketInfo();
    private final RateMeter rate = new RateMeter();
    private final LayerMeter layers = new LayerMeter();
    private final HoleJudge judge = new HoleJudge();
    private final RttEstimator rtt;

    private final boolean evenLengths;
    final ReceiveStatistics statistics;
    final NackGenerator nack;
    final KeyframeScheduler keyframes;
    final EncodingSupply supply;

    private boolean hasSource;
    private int ssrc = NO_SSRC;
    private long lastPacketNs = Long.MIN_VALUE;
    private long countedTimestamp = -1;
    private long judgedPackets;
    private long judgedAbandoned;
    private double residualLoss;
    private long pendingReportNtp;
    private long pendingReportTimestamp;
    private long pendingReportArrivalNs = -1;

    EncodingIntake(IngressConfig config, PublisherMedia media, int encoding, int handle, RttEstimator rtt) {
        this.handle = handle;
        this.encoding = encoding;
        this.media = media;
        this.rtt = rtt;
        this.log = media.source().encoding(encoding);
        this.timestamps = new TimestampTracker(media.source().clockRate());
        this.frames = new FrameReader(media.source().codec(), log);
        this.statistics = new ReceiveStatistics(media.source().clockRate());
        this.evenLengths = config.evenLengths();
        this.nack = new NackGenerator(config.repair(), media.feedback().nack());
        this.keyframes = new KeyframeScheduler(config.keyframes());
        this.supply = new EncodingSupply(log.state());
    }

    PublisherMedia media() {
        return media;
    }

    TrackLog log() {
        return log;
    }

    boolean hasSource() {
        return hasSource;
    }

    int ssrc() {
        return ssrc;
    }

    boolean isVideo() {
        return media.source().kind() == MediaKind.VIDEO;
    }

    /** An SSRC was bound to it: the first one, or another one that takes over. */
    void onSource(int newSsrc) {
        if (hasSource && sequence.highest() >= 0) {
            sequence.onNewSource();
            frames.onNewSource();
        }
        hasSource = true;
        ssrc = newSsrc;
    }

    /** A retransmission: the original is restored in place and taken in. */
    long onRetransmission(long nowNs, MemorySegment segment, int lengthBytes, ExtensionScan extensions) {
        if (!hasSource) {
            return DropReason.RTX_UNKNOWN_STREAM.negative();
        }
        int restored = Rtx.restore(segment, 0, lengthBytes, media.payloadTypes().media(), ssrc & 0xffff_ffffL);
        if (restored == Rtx.EMPTY) {
            return DropReason.RTP_PADDING_ONLY.negative();
        }
        if (restored < 0) {
            return DropReason.RTX_MALFORMED.negative();
        }
        long extSeq = sequence.ofRetransmission(RtpHeader.sequenceNumber(segment, Rtx.OSN_BYTES));
        DropReason refusal = refusal(extSeq);
        if (refusal != null) {
            return refusal.negative();
        }
        rtt.onRetransmission(nack.onRepaired(nowNs, extSeq));
        extensions.scan(segment, Rtx.OSN_BYTES, restored);
        info.clear();
        info.extSeq = extSeq;
        info.extTimestamp = timestamps.map(RtpHeader.timestamp(segment, Rtx.OSN_BYTES));
        return take(nowNs, segment, Rtx.OSN_BYTES, restored, extensions);
    }

    /** A packet of its media SSRC. Answers handle and number for the fan-out, or a {@link DropReason} as a negative. */
    long onMedia(long nowNs, MemorySegment segment, int lengthBytes, ExtensionScan extensions) {
        int payloadType = RtpHeader.payloadType(segment, 0);
        if (payloadType != media.payloadTypes().media()
                && payloadType != media.payloadTypes().red()) {
            return DropReason.RTP_UNKNOWN_PAYLOAD_TYPE.negative();
        }
        long newestBefore = sequence.highest();
        long extSeq = sequence.accept(RtpHeader.sequenceNumber(segment, 0));
        DropReason refusal = refusal(extSeq);
        if (refusal != null) {
            return refusal.negative();
        }
        boolean restarted = sequence.restarted();
        if (restarted) {
            onRestart(extSeq);
        }
        long wireTimestamp = RtpHeader.timestamp(segment, 0);
        info.clear();
        info.extSeq = extSeq;
        info.extTimestamp = extSeq > newestBefore
                ? timestamps.accept(nowNs, wireTimestamp, restarted)
                : timestamps.map(wireTimestamp);
        info.red = payloadType == media.payloadTypes().red();
        statistics.onPacket(nowNs, extSeq, info.extTimestamp);
        nack.onPacket(nowNs, extSeq);
        boolean first = newestBefore < 0;
        if (first) {
            applyPendingReport();
        }
        long taken = take(nowNs, segment, 0, lengthBytes, extensions);
        if ((first || restarted) && isVideo() && taken >= 0 && !info.keyframe) {
            keyframes.wish();
        }
        return taken;
    }

    private @Nullable DropReason refusal(long extSeq) {
        if (extSeq < 0) {
            return DropReason.ofNegative(extSeq);
        }
        if (extSeq <= log.head() - log.slots()) {
            return DropReason.RTP_TOO_OLD;
        }
        return log.contains(extSeq) ? DropReason.RTP_DUPLICATE : null;
    }

    private void onRestart(long extSeq) {
        statistics.onRestart(extSeq);
        nack.onRestart(extSeq);
        frames.onNewSource();
    }

    /** Describes the packet at {@code offset}, of which number and timestamp are known, and appends it. */
    private long take(long nowNs, MemorySegment segment, int offset, int lengthBytes, ExtensionScan extensions) {
        int headerBytes = RtpHeader.headerBytes(segment, offset, lengthBytes);
        info.arrivalNs = nowNs;
        info.payloadType = RtpHeader.payloadType(segment, offset);
        info.marker = RtpHeader.marker(segment, offset);
        info.payloadOffset = headerBytes;
        info.payloadLength = RtpHeader.payloadBytes(segment, offset, lengthBytes);
        extensions.describe(info, offset);
        long level = extensions.passed(PassedExtension.AUDIO_LEVEL);
        info.audioLevel = level == HeaderExtensions.NONE ? -1 : ExtensionValues.audioLevel(segment, level);
        info.padding = info.payloadLength == 0;
        if (!info.padding && !frames.read(segment, offset, info)) {
            return DropReason.CODEC_MALFORMED.negative();
        }
        int kept = headerBytes + info.payloadLength;
        info.paddingBytes = evenLengths && isVideo() ? EvenLengths.paddingBytes(headerBytes, info.payloadLength) : 0;
        if (!log.append(info, segment, offset, kept)) {
            return DropReason.RTP_TOO_LARGE.negative();
        }
        account(nowNs, kept);
        return ((long) handle << PublisherSession.SEQ_BITS) | (info.extSeq & PublisherSession.SEQ_MASK);
    }

    private void account(long nowNs, int bytes) {
        boolean newFrame = !info.padding && info.extTimestamp > countedTimestamp;
        if (newFrame) {
            countedTimestamp = info.extTimestamp;
        }
        rate.add(nowNs, bytes, newFrame);
        layers.add(nowNs, info.spatialId, info.temporalId, bytes);
        lastPacketNs = nowNs;
        supply.onPacket(nowNs);
        if (info.keyframe) {
            if (keyframes.onKeyframePacket(nowNs, info.extTimestamp, bytes)) {
                // Whoever wished before this one began has it now.
                log.takeKeyframeRequest();
            }
        } else {
            keyframes.onOtherPacket();
        }
    }

    void onSenderReport(long nowNs, long ntp, long rtpTimestamp) {
        statistics.onSenderReport(nowNs, ntp);
        if (timestamps.started()) {
            log.captureClock(ntp, timestamps.map(rtpTimestamp), nowNs);
        } else {
            pendingReportNtp = ntp;
            pendingReportTimestamp = rtpTimestamp;
            pendingReportArrivalNs = nowNs;
        }
    }

    /** A report that came before the first packet could not be placed on the timestamps' line until now. */
    private void applyPendingReport() {
        if (pendingReportArrivalNs >= 0) {
            log.captureClock(pendingReportNtp, timestamps.map(pendingReportTimestamp), pendingReportArrivalNs);
            pendingReportArrivalNs = -1;
        }
    }

    void onGoodbye() {
        log.state().active(false);
    }

    /** Whether the publisher is to be asked for a keyframe now. */
    boolean keyframeDue(long nowNs) {
        if (supply.isHeld()) {
            log.takeKeyframeRequest();
            nack.clearGivenUp();
            return false;
        }
        if (pictureBroken()) {
            keyframes.urge();
        }
        if (log.takeKeyframeRequest()) {
            keyframes.wish();
        }
        return keyframes.tick(nowNs, rtt.rttNs(), log.bitrateBps());
    }

    /** Whether something was given up without which the picture stays broken, for everybody who sees it now and whoever joins. */
    private boolean pictureBroken() {
        boolean broken = nack.gapEnd() >= 0 && log.keyframe() <= nack.gapEnd();
        for (int i = 0; i < nack.givenUpCount(); i++) {
            broken |= judge.breaksPicture(log, nack.givenUp(i));
        }
        nack.clearGivenUp();
        return broken;
    }

    /** Publishes rates and layers; several times a second. */
    void publish(long nowNs) {
        publishLosses();
        if (supply.keepsRates(nowNs)) {
            return;
        }
        log.state().rates(rate.bitrateBps(nowNs), rate.framesPerSecond(nowNs));
        layers.publish(nowNs, log.state());
        log.state().keyframes(keyframes.periodNs(log.bitrateBps()), keyframes.keyframeBytes());
    }

    private void publishLosses() {
        long missed = nack.abandoned() - judgedAbandoned;
        long expected = statistics.received() - judgedPackets + missed;
        judgedAbandoned = nack.abandoned();
        judgedPackets = statistics.received();
        residualLoss += expected <= 0 ? 0 : NEWEST_WEIGHT * ((double) missed / expected - residualLoss);
        log.state().losses(statistics.fractionLost(), residualLoss);
    }

    void publishLayers() {
        frames.publishLayers();
    }

    /** {@link Long#MIN_VALUE} before the first packet. */
    long lastPacketNs() {
        return lastPacketNs;
    }

    PublisherStats.Encoding stats() {
        return new PublisherStats.Encoding(
                media.mid(),
                media.encodings().get(encoding).rid(),
                media.source().trackId(),
                encoding,
                new PublisherStats.Received(
                        statistics.received(), statistics.lost(), statistics.fractionLost(), statistics.jitterMs()),
                new PublisherStats.Repair(nack.asked(), nack.abandoned(), keyframes.keyframes(), keyframes.requests()));
    }
}
