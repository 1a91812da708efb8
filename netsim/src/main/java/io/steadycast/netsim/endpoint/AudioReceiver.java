package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;

/** Confined to its endpoint. An Opus stream: numbers and timestamps must rise together, and packets of one host come in its order. */
final class AudioReceiver {
    private final Complaints complaints;
    private final Unwrapper numbers = Unwrapper.seq16();
    private final Unwrapper timestamps = Unwrapper.timestamp32();
    private final FrameTruth truth = new FrameTruth();
    final ReceiverReporter.Reception reception = new ReceiverReporter.Reception();
    final SyncMeter sync = new SyncMeter(48_000);
    private long lastSeq = -1;
    private long lastTimestamp;
    private long lastFrame;
    private int lastHost;
    private long packets;

    AudioReceiver(Complaints complaints) {
        this.complaints = complaints;
    }

    long packets() {
        return packets;
    }

    void onPacket(long nowNs, MemorySegment segment, int lengthBytes) {
        int header = RtpHeader.headerBytes(segment, 0, lengthBytes);
        int payload = RtpHeader.payloadBytes(segment, 0, lengthBytes);
        long seq = numbers.unwrap(RtpHeader.sequenceNumber(segment, 0));
        long timestamp = timestamps.unwrap(RtpHeader.timestamp(segment, 0));
        reception.onPacket(seq);
        if (payload == 0) {
            return;
        }
        if (header < 0 || !truth.read(segment, header + 1L, payload - 1)) {
            complaints.add(nowNs, "audio payload is not what the host sent");
            return;
        }
        packets++;
        if (seq > lastSeq) {
            check(nowNs, seq, timestamp);
            lastSeq = seq;
            lastTimestamp = timestamp;
            lastFrame = truth.frame;
            lastHost = truth.host;
        }
        sync.onMedia(timestamp, truth.hostClockNs);
    }

    private void check(long nowNs, long seq, long timestamp) {
        if (lastSeq < 0) {
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
}
