package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.Rtx;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Confined to its endpoint. A video stream with its retransmissions, from packets to decoded frames, and when a keyframe is asked for. */
final class VideoReceiver implements StrictDecoder.Output {
    private static final long MS = 1_000_000L;
    private static final long WAIT_FOR_KEYFRAME_NS = 200 * MS;
    private static final long WAIT_FOR_FRAME_NS = 3_000 * MS;
    private static final long STREAM_ACTIVE_NS = 5_000 * MS;

    final NackRequester nacks = new NackRequester();
    final ReceiverReporter.Reception reception = new ReceiverReporter.Reception();
    final SyncMeter sync = new SyncMeter(90_000);
    final PlayoutMeter playout;
    private final ReceiverReporter reporter;
    private final FrameAssembler assembler;
    private final StrictDecoder decoder;
    private final Unwrapper numbers = Unwrapper.seq16();
    private final Complaints complaints;

    private long lastPacketNs = Long.MIN_VALUE;
    private long lastKeyframePacketNs = Long.MIN_VALUE;
    private long deadlineNs;
    private boolean frameSeen;
    private long retransmissions;
    private @Nullable ReceivedFrame lastDecoded;

    VideoReceiver(long nowNs, ReceiverReporter reporter, Complaints complaints) {
        this.reporter = reporter;
        this.complaints = complaints;
        assembler = new FrameAssembler(complaints);
        decoder = new StrictDecoder(complaints, this);
        playout = new PlayoutMeter(nowNs);
        deadlineNs = nowNs + WAIT_FOR_KEYFRAME_NS;
    }

    StrictDecoder decoder() {
        return decoder;
    }

    long retransmissions() {
        return retransmissions;
    }

    /** The frame on the screen. */
    @Nullable
    ReceivedFrame lastDecoded() {
        return lastDecoded;
    }

    void onPacket(long nowNs, MemorySegment segment, int lengthBytes) {
        long seq = numbers.unwrap(RtpHeader.sequenceNumber(segment, 0));
        reception.onPacket(seq);
        take(nowNs, seq, segment, lengthBytes);
    }

    /** RFC 4588. */
    void onRetransmission(long nowNs, long mediaSsrc, MemorySegment segment, int lengthBytes) {
        int restored = Rtx.restore(segment, 0, lengthBytes, Negotiated.VP8, mediaSsrc);
        if (restored == RtpHeader.MALFORMED) {
            complaints.add(nowNs, "malformed RTX");
        }
        if (restored <= 0) {
            return;
        }
        retransmissions++;
        MemorySegment original = segment.asSlice(Rtx.OSN_BYTES, restored);
        long seq = numbers.unwrap(RtpHeader.sequenceNumber(original, 0));
        take(nowNs, seq, original, restored);
    }

    private void take(long nowNs, long seq, MemorySegment segment, int lengthBytes) {
        lastPacketNs = nowNs;
        boolean gap = nacks.onPacket(seq);
        if (gap) {
            reporter.sendNacks(nowNs, nacks, true);
        }
        if (nacks.takeOverflow()) {
            reporter.sendPli(nowNs);
        }
        ReceivedFrame frame = assembler.onPacket(nowNs, seq, segment, lengthBytes);
        if (assembler.lastWasKeyframe()) {
            lastKeyframePacketNs = nowNs;
        }
        if (frame != null) {
            onFrame(nowNs, frame);
        }
    }

    private void onFrame(long nowNs, ReceivedFrame frame) {
        if (!frameSeen) {
            frameSeen = true;
            if (!frame.keyframe) {
                // rtp_video_stream_receiver2.cc, OnAssembledFrame: the first frame has to be one.
                reporter.sendPli(nowNs);
            }
        }
        ReceivedFrame before = decoder.newestWhole();
        boolean follows = before != null && touches(before.lastSeq, frame.firstSeq);
        decoder.onFrame(nowNs, frame, follows);
    }

    /** Nothing but padding lies between. */
    private boolean touches(long last, long first) {
        for (long seq = last + 1; seq < first; seq++) {
            if (!assembler.isEmpty(seq)) {
                return false;
            }
        }
        return first > last;
    }

    @Override
    public void onDecoded(long nowNs, ReceivedFrame frame) {
        playout.onDecoded(nowNs, frame);
        sync.onMedia(frame.timestamp, frame.truth.hostClockNs);
        nacks.clearUpTo(frame.lastSeq);
        assembler.clearUpTo(frame.lastSeq);
        lastDecoded = frame;
        deadlineNs = nowNs + WAIT_FOR_FRAME_NS;
    }

    /**
     * VideoReceiveStream2's rule: nothing to decode for 200 ms (before a keyframe) or 3 s is a reason to ask for a keyframe, unless the stream is silent or one is
     * just arriving.
     */
    void onTimer(long nowNs) {
        decoder.drain(nowNs);
        if (nacks.pending()) {
            reporter.sendNacks(nowNs, nacks, false);
        }
        if (nowNs < deadlineNs) {
            return;
        }
        deadlineNs = nowNs + (decoder.keyframeNeeded() ? WAIT_FOR_KEYFRAME_NS : WAIT_FOR_FRAME_NS);
        boolean active = lastPacketNs != Long.MIN_VALUE && nowNs - lastPacketNs < STREAM_ACTIVE_NS;
        boolean arriving =
                lastKeyframePacketNs != Long.MIN_VALUE && nowNs - lastKeyframePacketNs < WAIT_FOR_KEYFRAME_NS;
        if (active && !arriving) {
            reporter.sendPli(nowNs);
        }
    }
}
