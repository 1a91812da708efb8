package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.codec.OpusRed;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its shard. Puts older Opus packets in front of each one (RFC 2198), straight out of the log, as many and as far back as the plan says: whoever gets one of
 * them has all. Only what the viewer was sent under its own numbers from the same source is repeated, so that timestamps agree.
 */
final class RedEncoder {
    /** RTP payload, primary and headers included; as libwebrtc bounds its video packets. */
    private static final int MAX_PAYLOAD_BYTES = 1_150;

    private final StreamPlan plan;
    private final SentLog sentLog;
    private final PacketView view = new PacketView();
    private final long[] sourceSeqs = new long[OpusRed.MAX_BLOCKS];
    private final int[] offsets = new int[OpusRed.MAX_BLOCKS];
    private final int[] lengths = new int[OpusRed.MAX_BLOCKS];
    private int blocks;
    private int redundantBytes;

    RedEncoder(StreamPlan plan, SentLog sentLog) {
        this.plan = plan;
        this.sentLog = sentLog;
    }

    /** Of what {@link #choose} chose, headers included. */
    int redundantBytes() {
        return redundantBytes;
    }

    /** Chooses what goes in front of the packet with this number of the viewer's; answers how many blocks. */
    int choose(TrackLog log, long viewerSeq, int timestamp, int primaryBytes) {
        blocks = 0;
        redundantBytes = 1;
        int depth = Math.min(plan.redDepth, OpusRed.MAX_BLOCKS);
        for (int i = 1; i <= depth; i++) {
            int slot = sentLog.find(viewerSeq - (long) i * Math.max(1, plan.redDistance));
            if (slot < 0
                    || (sentLog.state(slot) != SentLog.SENT && sentLog.state(slot) != SentLog.QUEUED)
                    || sentLog.encoding(slot) != log.encoding()
                    || !log.read(sentLog.sourceSeq(slot), view)) {
                continue;
            }
            int length = view.payloadLength() - skipped(view);
            int before = timestamp - sentLog.timestamp(slot);
            boolean fits = redundantBytes + OpusRed.BLOCK_HEADER_BYTES + length + primaryBytes <= MAX_PAYLOAD_BYTES;
            if (before > 0 && before <= OpusRed.MAX_OFFSET && length > 0 && length <= OpusRed.MAX_BLOCK_BYTES && fits) {
                sourceSeqs[blocks] = sentLog.sourceSeq(slot);
                offsets[blocks] = before;
                lengths[blocks] = length;
                blocks++;
                redundantBytes += OpusRed.BLOCK_HEADER_BYTES + length;
            }
        }
        return blocks;
    }

    /** What a publisher repeats itself is repeated by us, or not at all. */
    private static int skipped(PacketView view) {
        return view.info.red
                ? Math.max(0, OpusRed.primaryOffset(view.segment, view.payloadOffset(), view.payloadLength()))
                : 0;
    }

    /** Writes headers and the chosen blocks, the oldest first; answers their length, or -1 if a packet was overwritten meanwhile. */
    int write(MemorySegment target, long offset, TrackLog log, int payloadType) {
        long header = offset;
        long data = offset + (long) blocks * OpusRed.BLOCK_HEADER_BYTES + 1;
        for (int i = blocks - 1; i >= 0; i--) {
            if (!log.read(sourceSeqs[i], view)) {
                return -1;
            }
            OpusRed.putBlock(target, header, payloadType, offsets[i], lengths[i]);
            Bytes.copy(view.segment, view.payloadOffset() + skipped(view), target, data, lengths[i]);
            if (!log.stillValid(view)) {
                return -1;
            }
            header += OpusRed.BLOCK_HEADER_BYTES;
            data += lengths[i];
        }
        OpusRed.putPrimary(target, header, payloadType);
        return redundantBytes;
    }
}
