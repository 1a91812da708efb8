package io.steadycast.media.engine;

import io.steadycast.media.engine.egress.ExtensionIds;
import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.egress.ViewerMedia;
import io.steadycast.media.engine.egress.ViewerSpec;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.transport.NullCipher;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.Pli;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A viewer of one video track of any codec that keeps what comes. */
final class CodecViewer extends RigPeer {
    private static final int DESCRIPTOR = 7;
    private static final long SSRC = 77;

    /** One packet, numbers extended. */
    @SuppressWarnings("ArrayRecordComponent") // test data
    record Received(
            long atNs, long seq, long timestamp, boolean marker, byte[] payload, byte @Nullable [] descriptor) {}

    final TreeMap<Long, Received> media = new TreeMap<>();
    final List<Received> retransmissions = new ArrayList<>();
    private final Unwrapper numbers = Unwrapper.seq16();
    private final Unwrapper timestamps = Unwrapper.timestamp32();

    CodecViewer(EngineRig rig, int shard, long peerId, Codec codec) {
        super(rig, shard, peerId);
        ViewerMedia video = new ViewerMedia(
                "v",
                codec,
                new ViewerMedia.PayloadTypes(100, 101, -1),
                new ViewerMedia.Ssrcs(SSRC, SSRC + 1),
                ExtensionIds.of(Map.of(HeaderExtension.DEPENDENCY_DESCRIPTOR, DESCRIPTOR)),
                new ViewerMedia.FeedbackFlags(true, true, false));
        rig.command(shard, (s, now) -> {
            if (s.control().addViewer(now, spec(), new ViewerSpec("server", 5, List.of(video))) != Answer.OK) {
                throw new AssertionError("viewer refused");
            }
        });
        step(rig.nowNs);
        rig.command(
                shard,
                (s, now) -> s.control().srtpReady(now, peerId, new SrtpCipherPair(new NullCipher(), new NullCipher())));
    }

    void watch(CodecHost host) {
        rig.command(shard.index(), (s, now) -> s.control().attach(now, peerId, "v", host.source, host.shard.index()));
    }

    void choose(LayerChoice choice) {
        rig.command(shard.index(), (s, now) -> s.control().selectLayer(now, peerId, "v", choice));
    }

    void pli() {
        sendRtcp(rig.nowNs, Pli.write(datagram.buffer, 0, 1, SSRC));
    }

    void nack(long seq) {
        sendRtcp(rig.nowNs, GenericNack.write(datagram.buffer, 0, 1, SSRC, new long[] {seq & 0xFFFF}, 1));
    }

    @Override
    void onRtp(long nowNs, MemorySegment segment, int lengthBytes) {
        boolean isMedia = RtpHeader.ssrc(segment, 0) == SSRC;
        int wire = RtpHeader.sequenceNumber(segment, 0);
        long element = HeaderExtensions.find(segment, 0, lengthBytes, DESCRIPTOR);
        int header = RtpHeader.headerBytes(segment, 0, lengthBytes);
        Received packet = new Received(
                nowNs,
                isMedia ? numbers.unwrap(wire) : wire,
                timestamps.unwrap(RtpHeader.timestamp(segment, 0)),
                RtpHeader.marker(segment, 0),
                bytes(segment, header, RtpHeader.payloadBytes(segment, 0, lengthBytes)),
                element == HeaderExtensions.NONE
                        ? null
                        : bytes(segment, HeaderExtensions.dataOffset(element), HeaderExtensions.dataBytes(element)));
        if (!isMedia) {
            retransmissions.add(packet);
        } else if (media.put(packet.seq(), packet) != null) {
            throw new AssertionError("number sent twice: " + packet.seq());
        }
    }

    private static byte[] bytes(MemorySegment segment, long offset, int length) {
        return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** The numbers below the highest that never came. */
    List<Long> holes() {
        List<Long> holes = new ArrayList<>();
        for (long seq = media.firstKey(); seq < media.lastKey(); seq++) {
            if (!media.containsKey(seq)) {
                holes.add(seq);
            }
        }
        return holes;
    }

    /** Packets of one picture after the other, since a moment. */
    List<List<Received>> pictures(long sinceNs) {
        TreeMap<Long, List<Received>> byTime = new TreeMap<>();
        for (Received packet : media.values()) {
            if (packet.atNs() >= sinceNs) {
                byTime.computeIfAbsent(packet.timestamp(), t -> new ArrayList<>())
                        .add(packet);
            }
        }
        return List.copyOf(byTime.values());
    }
}
