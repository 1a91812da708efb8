package io.steadycast.media.engine;

import io.steadycast.media.engine.egress.ExtensionIds;
import io.steadycast.media.engine.egress.ViewerMedia;
import io.steadycast.media.engine.egress.ViewerSpec;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.transport.NullCipher;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A viewer of one VP8 track that notes what comes. */
final class RigViewer extends RigPeer {
    static final int PT = 100;
    static final int RTX_PT = 101;
    private static final long SSRC = 77;

    final List<Long> numbers = new ArrayList<>();
    /** Runs inside the engine's send, so that what it throws is a failure of the engine for this viewer. */
    Runnable onPacket = () -> {};

    int packets;
    int retransmissions;
    int reports;
    long firstPacketNs = -1;
    private final Unwrapper unwrapper = Unwrapper.seq16();

    RigViewer(EngineRig rig, int shard, long peerId) {
        super(rig, shard, peerId);
        ViewerMedia media = new ViewerMedia(
                "v",
                Codec.VP8,
                new ViewerMedia.PayloadTypes(PT, RTX_PT, -1),
                new ViewerMedia.Ssrcs(SSRC, SSRC + 1),
                ExtensionIds.none(),
                new ViewerMedia.FeedbackFlags(true, true, false));
        rig.command(shard, (s, now) -> {
            ViewerSpec spec = new ViewerSpec("server", 5, List.of(media));
            if (s.control().addViewer(now, spec(), spec) != Answer.OK) {
                throw new AssertionError("viewer refused");
            }
        });
        step(rig.nowNs);
        rig.command(
                shard,
                (s, now) -> s.control().srtpReady(now, peerId, new SrtpCipherPair(new NullCipher(), new NullCipher())));
    }

    Answer watch(RigHost host) {
        Answer[] answer = new Answer[1];
        rig.command(
                shard.index(),
                (s, now) -> answer[0] = s.control().attach(now, peerId, "v", host.source, host.shard.index()));
        return answer[0];
    }

    @Override
    void onRtp(long nowNs, MemorySegment segment, int lengthBytes) {
        onPacket.run();
        if (RtpHeader.ssrc(segment, 0) != SSRC) {
            retransmissions++;
            return;
        }
        if (firstPacketNs < 0) {
            firstPacketNs = nowNs;
        }
        packets++;
        numbers.add(unwrapper.unwrap(RtpHeader.sequenceNumber(segment, 0)));
    }

    @Override
    void onRtcp(long nowNs, MemorySegment segment, int lengthBytes) {
        reports++;
    }

    /** Numbers without a hole and without a repeat, in whatever order they came. */
    boolean contiguous() {
        List<Long> sorted = numbers.stream().sorted().toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i) != sorted.get(i - 1) + 1) {
                return false;
            }
        }
        return !sorted.isEmpty();
    }
}
