package io.steadycast.netsim.endpoint;

/** Any thread. What is whole by its headers must be whole in truth as well. */
final class FrameCheck {
    private FrameCheck() {}

    static void part(long nowNs, Complaints complaints, ReceivedFrame frame, VideoPacket head, VideoPacket part) {
        FrameTruth truth = part.truth;
        FrameTruth whole = head.truth;
        if (truth.frame != whole.frame
                || truth.encoding != whole.encoding
                || truth.host != whole.host
                || truth.index != part.seq - frame.firstSeq
                || truth.count != frame.lastSeq - frame.firstSeq + 1) {
            complaints.add(
                    nowNs,
                    "seq %d in frame [%d, %d] holds packet %d/%d of frame %d, encoding %d (head: frame %d, encoding %d)"
                            .formatted(
                                    part.seq,
                                    frame.firstSeq,
                                    frame.lastSeq,
                                    truth.index,
                                    truth.count,
                                    truth.frame,
                                    truth.encoding,
                                    whole.frame,
                                    whole.encoding));
        }
        // On the wire: eight bits of TL0PICIDX do not say which cycle a packet belongs to that was repaired late.
        if ((part.pictureId - head.pictureId & 0x7FFF) != 0
                || (part.tl0PicIdx - head.tl0PicIdx & 0xFF) != 0
                || part.temporalId != head.temporalId) {
            complaints.add(nowNs, "picture numbers differ inside the frame at seq " + part.seq);
        }
    }
}
