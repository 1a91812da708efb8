package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.codec.OpusRed;
import io.steadycast.media.wire.codec.OpusToc;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.netsim.endpoint.audio.AudioJitterBuffer;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Confined to its endpoint. An Opus stream, with or without redundancy: numbers and timestamps must rise together, and packets of one host come in its order. */
final class AudioReceiver {
    final Reception reception = new Reception(48_000);
    final SyncMeter sync = new SyncMeter(48_000);
    final AudioJitterBuffer buffer = new AudioJitterBuffer();
    private final ViewerConfig config;
    private final ReceiverReporter reporter;
    private final Complaints complaints;
    private final Unwrapper numbers = Unwrapper.seq16();
    private final Unwrapper timestamps = Unwrapper.timestamp32();
    private final FrameTruth truth = new FrameTruth();
    private final AudioNacks nacks = new AudioNacks();
    private @Nullable AvSync avSync;
    private long lastSeq = -1;
    private long lastTimestamp;
    private long lastFrame;
    private int lastHost;
    private long packets;
    private long taken;
    private long redundantBytes;
    private long fromRedundancy;
    private long fromRetransmission;
    private long late;

    AudioReceiver(ViewerConfig config, ReceiverReporter reporter, Complaints complaints) {
        this.config = config;
        this.reporter = reporter;
        this.complaints = complaints;
    }

    void follow(AvSync newAvSync) {
        avSync = newAvSync;
    }

    long packets() {
        return packets;
    }

    void onPacket(long nowNs, MemorySegment segment, int lengthBytes, long rttNs) {
        int header = RtpHeader.headerBytes(segment, 0, lengthBytes);
        int payload = RtpHeader.payloadBytes(segment, 0, lengthBytes);
        long seq = numbers.unwrap(RtpHeader.sequenceNumber(segment, 0));
        long timestamp = timestamps.unwrap(RtpHeader.timestamp(segment, 0));
        reception.onPacket(nowNs, seq, timestamp);
        if (payload == 0 || header < 0) {
            return;
        }
        boolean again = seq <= lastSeq;
        if (RtpHeader.payloadType(segment, 0) == Negotiated.AUDIO_RED
                && config.repair().audioRed()) {
            onRed(nowNs, segment, header, payload, timestamp);
            return;
        }
        if (!takeBlock(nowNs, segment, header, payload, timestamp, true, again)) {
            return;
        }
        onPrimary(nowNs, seq, timestamp);
        if (config.repair().audioNack()) {
            nacks.onPacket(seq, timestamp);
            reporter.sendAudioNacks(nowNs, nacks.batch(), nacks.collect(buffer.target(), rttNs));
        }
    }

    /** RFC 2198: older blocks first, the primary one last. */
    private void onRed(long nowNs, MemorySegment segment, int header, int payload, long timestamp) {
        int blocks = OpusRed.redundantBlocks(segment, header, payload);
        if (blocks < 0) {
            complaints.add(nowNs, "malformed RED");
            return;
        }
        int primary = OpusRed.blockOffset(segment, header, blocks, blocks);
        redundantBytes += blocks == 0 ? 0 : primary;
        // The primary first: NetEq sees all blocks of a packet at once, and counts the arrival of this one.
        if (takeBlock(nowNs, segment, header + primary, payload - primary, timestamp, true, false)) {
            onPrimary(nowNs, numbers.unwrap(RtpHeader.sequenceNumber(segment, 0)), timestamp);
        }
        for (int block = 0; block < blocks; block++) {
            int at = OpusRed.blockOffset(segment, header, blocks, block);
            int bytes = OpusRed.blockBytes(segment, header, block);
            long before = OpusRed.timestampOffset(segment, header, block);
            if (bytes > 0) {
                takeBlock(nowNs, segment, header + at, bytes, timestamp - before, false, false);
            }
        }
    }

    /** False if it is not what a synthetic host sent although it should be. */
    private boolean takeBlock(
            long nowNs, MemorySegment segment, int offset, int bytes, long timestamp, boolean primary, boolean again) {
        boolean known = truth.read(segment, offset + 1L, bytes - 1);
        if (!known && config.receiver().truth()) {
            complaints.add(nowNs, "audio payload is not what the host sent");
            return false;
        }
        int duration = OpusToc.durationSamples(segment, offset, bytes);
        if (duration <= 0) {
            return false;
        }
        switch (buffer.insert(timestamp, duration, nowNs, known ? truth.captureNs : 0, primary)) {
            case TAKEN -> {
                taken++;
                fromRedundancy += primary ? 0 : 1;
                fromRetransmission += primary && again ? 1 : 0;
            }
            case LATE -> late += primary ? 1 : 0;
            case DUPLICATE -> {}
        }
        return true;
    }

    private void onPrimary(long nowNs, long seq, long timestamp) {
        packets++;
        if (seq > lastSeq) {
            check(nowNs, seq, timestamp);
            lastSeq = seq;
            lastTimestamp = timestamp;
            lastFrame = truth.frame;
            lastHost = truth.host;
            if (avSync != null) {
                avSync.onAudioPacket(nowNs, timestamp);
            }
        }
        sync.onMedia(timestamp, truth.hostClockNs);
    }

    private void check(long nowNs, long seq, long timestamp) {
        if (lastSeq < 0 || !config.receiver().truth()) {
            return;
        }
        if (timestamp <= lastTimestamp) {
            complaints.add(nowNs, "audio timestamp " + timestamp + " follows " + lastTimestamp);
        }
        boolean sameHost = truth.host == lastHost;
        if (sameHost && seq == lastSeq + 1 && truth.frame != lastFrame + 1) {
            complaints.add(nowNs, "audio packet " + truth.frame + " of the host follows " + lastFrame);
        }
    }

    AudioReport report(long nowNs, Distribution offsets) {
        buffer.catchUp(nowNs);
        return new AudioReport(
                taken,
                buffer.played(),
                buffer.concealed(),
                buffer.concealments(),
                redundantBytes,
                fromRedundancy,
                fromRetransmission,
                late,
                Distributions.of(buffer.delaysUs()),
                buffer.targetMs() * 1_000_000L,
                offsets);
    }
}
