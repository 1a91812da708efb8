package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its endpoint. A video stream with its repairs, from packets to decoded frames, and when a keyframe is asked for
 * (video/rtp_video_stream_receiver2.cc, video_receive_stream2.cc@bb9331cf).
 */
final class VideoReceiver implements PacketBuffer.Output, FrameStash.Output, DecodeScheduler.Output {
    private static final long MS = 1_000_000L;
    private static final long STREAM_ACTIVE_NS = 5_000 * MS;
    private static final long STRUCTURE_REQUEST_NS = 1_000 * MS;

    final NackRequester nacks;
    final Reception reception = new Reception(90_000);
    final SyncMeter sync = new SyncMeter(90_000);
    final RepairLog repairs = new RepairLog();
    final LayerMeter layers = new LayerMeter();
    final PlayoutMeter playout;
    final PlayoutDelays delays;
    final DecodeScheduler scheduler;
    private final ViewerConfig config;
    private final ReceiverReporter reporter;
    private final Complaints complaints;
    private final VideoParser parser;
    private final PacketBuffer packets;
    private final FramePool pool = new FramePool();
    private final FrameBuffer buffer = new FrameBuffer(pool);
    private final FrameStash stash;
    private final StrictDecoder decoder;
    private final Unwrapper numbers = Unwrapper.seq16();
    private @Nullable AvSync avSync;
    private long lastPacketNs = Long.MIN_VALUE;
    private long lastKeyframePacketNs = Long.MIN_VALUE;
    private long keyframeTimestamp = -1;
    private long nextStructureRequestNs = Long.MIN_VALUE;
    private boolean frameSeen;
    private long droppedBefore;

    VideoReceiver(long nowNs, ViewerConfig config, ReceiverReporter reporter, Complaints complaints) {
        this.config = config;
        this.reporter = reporter;
        this.complaints = complaints;
        Codec codec = config.receiver().codec();
        nacks = new NackRequester(nowNs);
        parser = new VideoParser(codec);
        packets = new PacketBuffer(this, codec != Codec.H264);
        stash = new FrameStash(references(codec), pool, this);
        decoder = new StrictDecoder(complaints, codec == Codec.VP8);
        playout = new PlayoutMeter(nowNs);
        scheduler = new DecodeScheduler(nowNs, buffer, pool, config.receiver().decodeMs() * MS, this);
        delays = new PlayoutDelays(scheduler.timing());
    }

    private static ReferenceFinder references(Codec codec) {
        return switch (codec) {
            case VP8 -> new Vp8References();
            case H264 -> new SequenceReferences();
            case VP9, AV1, OPUS -> new DescriptorReferences();
        };
    }

    /** Lip synchronisation wants to know what is on the screen. */
    void follow(AvSync newAvSync) {
        avSync = newAvSync;
    }

    StrictDecoder decoder() {
        return decoder;
    }

    /** Frames that were whole and never decoded, from the first decoded one on. */
    long dropped() {
        return buffer.dropped() - droppedBefore;
    }

    /** A packet of the media SSRC, as it came: its number counts in reports, whatever is inside. */
    long count(long nowNs, MemorySegment segment) {
        long seq = numbers.unwrap(RtpHeader.sequenceNumber(segment, 0));
        reception.onPacket(nowNs, seq, RtpHeader.timestamp(segment, 0));
        repairs.onPacket(seq, RepairLog.Way.MEDIA);
        return seq;
    }

    void onMedia(long nowNs, long seq, MemorySegment segment, int lengthBytes) {
        take(nowNs, seq, segment, lengthBytes, false);
        scheduler.run(nowNs);
    }

    /** What parity or a retransmission brought back. */
    void onRepaired(long nowNs, RepairLog.Way way, MemorySegment segment, int lengthBytes) {
        long seq = numbers.unwrap(RtpHeader.sequenceNumber(segment, 0));
        repairs.onPacket(seq, way);
        take(nowNs, seq, segment, lengthBytes, true);
        scheduler.run(nowNs);
    }

    /** A number that carries no media: padding, or parity in the media's sequence space. */
    void onEmpty(long nowNs, long seq) {
        stash.onPadding(nowNs, seq);
        packets.insertPadding(nowNs, seq);
        if (config.repair().nack()) {
            nacks.onPacket(seq, false);
            askForNew(nowNs);
        }
    }

    private void take(long nowNs, long seq, MemorySegment segment, int lengthBytes, boolean recovered) {
        VideoPacket packet = packets.next();
        VideoParser.Outcome outcome = parser.parse(segment, lengthBytes, packet);
        if (outcome == VideoParser.Outcome.MALFORMED) {
            complaints.add(nowNs, "malformed payload at seq " + seq);
            return;
        }
        if (outcome == VideoParser.Outcome.PADDING) {
            onEmpty(nowNs, seq);
            return;
        }
        if (!parser.truthFound() && config.receiver().truth()) {
            complaints.add(nowNs, "payload is not what the host sent");
            return;
        }
        packet.nacks = config.repair().nack() ? nacks.onPacket(seq, recovered) : -1;
        packet.arrivalNs = nowNs;
        if (!recovered) {
            noteTimes(nowNs, packet);
        }
        askForNew(nowNs);
        if (outcome == VideoParser.Outcome.UNKNOWN_STRUCTURE) {
            if (nowNs >= nextStructureRequestNs) {
                nextStructureRequestNs = nowNs + STRUCTURE_REQUEST_NS;
                reporter.sendPli(nowNs);
            }
            return;
        }
        if (!packets.insert(nowNs, seq)) {
            reporter.sendPli(nowNs);
        }
    }

    private void noteTimes(long nowNs, VideoPacket packet) {
        lastPacketNs = nowNs;
        if (packet.keyframe || packet.timestamp == keyframeTimestamp) {
            keyframeTimestamp = packet.timestamp;
            lastKeyframePacketNs = nowNs;
        }
        if (avSync != null) {
            avSync.onVideoPacket(nowNs, packet.timestamp);
        }
    }

    private void askForNew(long nowNs) {
        if (!config.repair().nack()) {
            return;
        }
        int count = nacks.collectNew(nowNs);
        if (nacks.takeOverflow()) {
            reporter.sendPli(nowNs);
        } else if (count > 0) {
            reporter.sendNacks(nowNs, nacks.batch(), count);
        }
    }

    @Override
    public void onWhole(long nowNs, long firstSeq, long lastSeq) {
        ReceivedFrame frame = pool.take();
        VideoPacket head = packets.packet(firstSeq);
        frame.firstSeq = firstSeq;
        frame.lastSeq = lastSeq;
        frame.timestamp = head.timestamp;
        frame.id = head.pictureId;
        frame.pictureId = head.pictureId;
        frame.tl0PicIdx = head.tl0PicIdx;
        frame.temporalId = head.temporalId;
        frame.spatialId = head.spatialId;
        frame.layerSync = head.layerSync;
        frame.keyframe = head.keyframe;
        frame.widthPx = head.widthPx;
        frame.heightPx = head.heightPx;
        frame.playoutDelay = head.playoutDelay;
        frame.truth.copyFrom(head.truth);
        frame.references = head.references;
        System.arraycopy(head.referenceIds, 0, frame.referenceIds, 0, head.references);
        gather(nowNs, frame, head);
        if (!frameSeen) {
            frameSeen = true;
            if (!frame.keyframe) {
                // OnAssembledFrame: the first frame has to be one.
                reporter.sendPli(nowNs);
            }
        }
        decoder.onWhole(nowNs, frame, touches(decoder.newestWholeSeq(), firstSeq));
        stash.onFrame(nowNs, frame);
    }

    /** What all packets of a frame tell together. */
    private void gather(long nowNs, ReceivedFrame frame, VideoPacket head) {
        frame.sizeBytes = 0;
        frame.nacked = false;
        frame.firstPacketNs = Long.MAX_VALUE;
        frame.completeNs = Long.MIN_VALUE;
        frame.lastSpatialLayer = packets.packet(frame.lastSeq).marker;
        for (long seq = frame.firstSeq; seq <= frame.lastSeq; seq++) {
            VideoPacket part = packets.packet(seq);
            frame.sizeBytes += part.sizeBytes;
            frame.nacked |= part.nacks > 0;
            frame.firstPacketNs = Math.min(frame.firstPacketNs, part.arrivalNs);
            frame.completeNs = Math.max(frame.completeNs, part.arrivalNs);
            if (config.receiver().truth()) {
                FrameCheck.part(nowNs, complaints, frame, head, part);
            }
        }
    }

    /** Nothing but padding lies between. */
    private boolean touches(long last, long first) {
        if (last < 0 || first <= last || first - last > 1_000) {
            return false;
        }
        for (long seq = last + 1; seq < first; seq++) {
            if (!packets.isPadding(seq)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onReferenced(long nowNs, ReceivedFrame frame) {
        delays.onFrame(frame.playoutDelay);
        if (!scheduler.insert(nowNs, frame)) {
            pool.give(frame);
        }
        long continuous = buffer.lastContinuousSeq();
        if (continuous >= 0) {
            nacks.clearUpTo(continuous);
        }
    }

    @Override
    public void onDecode(long nowNs, ReceivedFrame frame, long readyNs, long renderNs) {
        droppedBefore = decoder.decoded() == 0 ? buffer.dropped() : droppedBefore;
        decoder.decode(nowNs, frame);
        playout.onDecoded(frame, readyNs, renderNs, scheduler.jitterBufferNs());
        if (frame.lastSpatialLayer) {
            layers.onShown(readyNs, frame);
        }
        sync.onMedia(frame.timestamp, frame.truth.hostClockNs);
        repairs.onDecodedUpTo(frame.lastSeq);
        packets.clearTo(frame.lastSeq);
        stash.clearTo(frame.lastSeq);
        if (avSync != null) {
            avSync.onShown(renderNs - frame.truth.captureNs);
        }
    }

    /** VideoReceiveStream2::OnDecodableFrameTimeout: unless the stream is silent or a keyframe is just arriving. */
    @Override
    public void onSilence(long nowNs) {
        boolean active = lastPacketNs != Long.MIN_VALUE && nowNs - lastPacketNs < STREAM_ACTIVE_NS;
        boolean arriving = lastKeyframePacketNs != Long.MIN_VALUE
                && nowNs - lastKeyframePacketNs < DecodeScheduler.WAIT_FOR_KEYFRAME_NS;
        if (!active) {
            playout.onInactive();
        } else if (!arriving) {
            reporter.sendPli(nowNs);
        }
    }

    void rtt(long rttNs) {
        nacks.rttNs(rttNs);
        scheduler.rtt(rttNs);
    }

    long nextTimerAt() {
        return Math.min(nacks.nextLookNs(), scheduler.nextTimerAt());
    }

    void onTimer(long nowNs) {
        if (nowNs >= nacks.nextLookNs()) {
            int count = nacks.collectRepeats(nowNs);
            if (count > 0) {
                reporter.sendNacks(nowNs, nacks.batch(), count);
            }
        }
        if (nowNs >= scheduler.nextTimerAt()) {
            scheduler.run(nowNs);
        }
    }
}
