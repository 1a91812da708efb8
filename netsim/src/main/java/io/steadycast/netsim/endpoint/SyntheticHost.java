package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtcp.Fir;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.Pli;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import io.steadycast.media.wire.rtcp.SourceDescription;
import io.steadycast.media.wire.rtcp.TransportFeedbackCursor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Confined to its simulation. A browser that publishes: Opus and video as a simulcast (VP8, H.264) or in layers (VP9, AV1), keyframes on request, retransmissions, sender reports by its own clock. */
public final class SyntheticHost implements Endpoint, EndpointTransport.Owner {
    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1_000 * MS;
    private static final int MIN_REACTION_MS = 33;
    private static final int MAX_REACTION_MS = 100;
    private static final int OPUS_BYTES = 80;
    private static final int OPUS_TOC = 0xFC;
    /** A silent frame of 20 ms, padded to the same size (RFC 6716 section 3.2.5: code 3, padding, one frame). */
    private static final byte[] OPUS_SILENCE = {(byte) 0xFF, 0x41, OPUS_BYTES - 5, (byte) 0xFF, (byte) 0xFE};

    /** 80 bytes each 20 ms, and what surrounds them. */
    private static final int AUDIO_BPS = 64_000;

    private static final byte[] CNAME = "host".getBytes(StandardCharsets.US_ASCII);

    private final HostConfig config;
    private final SplittableRandom random;
    private final EndpointTransport transport;
    private final HostStream audio;
    private final VideoEncoder[] encoders;
    private final FrameTruth audioTruth = new FrameTruth();
    private final RtcpCursor cursor = new RtcpCursor();
    private final MemorySegment rtcp = MemorySegment.ofArray(new byte[1500]);
    private final TransportFeedbackCursor feedback = new TransportFeedbackCursor();
    private final SimulcastAllocator allocator;
    private final UplinkEstimator estimator;
    private final PacedSender sender;

    private @Nullable HostClock clock;
    private long nextFrameNs = Long.MAX_VALUE;
    private long nextAudioNs = Long.MAX_VALUE;
    private long nextReportNs = Long.MAX_VALUE;
    private long frames;
    private long keyframeAtNs = Long.MAX_VALUE;
    private long lastKeyframeNs = Long.MIN_VALUE;
    private long requests;
    private long requestedKeyframes;
    private int badPackets;
    private boolean dead;
    private boolean reportsEnabled = true;

    /** @param hostId in every packet's truth */
    public SyntheticHost(HostConfig config, EndpointTransport.Maker transports, int hostId, long seed) {
        this.config = config;
        this.random = new SplittableRandom(seed);
        this.transport = transports.make(this, random.split());
        HostConfig.Start start = config.start();
        int first = random.nextInt(0x10000);
        allocator = new SimulcastAllocator(config.layers());
        estimator = new UplinkEstimator(
                1.2 * allocator.wantedBps() + AUDIO_BPS, !config.sender().adaptive());
        sender = new PacedSender(
                transport,
                estimator,
                config.sender().paced(),
                start.transportSequence() < 0 ? first : start.transportSequence());
        audio = new HostStream(
                new HostStream.Kind(48_000, Negotiated.OPUS, Negotiated.RTX, Negotiated.AUDIO_MID, ""),
                start,
                sender,
                random);
        boolean svc = config.video().svc() && !config.sender().pictures();
        encoders = svc && !config.layers().isEmpty()
                ? new VideoEncoder[] {new SvcEncoder(config, video(start, ""), hostId, random.split())}
                : simulcast(start, hostId);
        audioTruth.host = hostId;
        audioTruth.count = 1;
    }

    private VideoEncoder[] simulcast(HostConfig.Start start, int hostId) {
        VideoEncoder[] made = new VideoEncoder[config.layers().size()];
        for (int i = 0; i < made.length; i++) {
            HostStream stream = video(start, config.layers().get(i).rid());
            made[i] = config.sender().pictures()
                    ? new PictureEncoder(config, i, stream, random.split())
                    : new LayerEncoder(config, i, stream, hostId, random.split());
        }
        return made;
    }

    private HostStream video(HostConfig.Start start, String rid) {
        Codec codec = config.video().codec();
        HostStream.Kind kind = new HostStream.Kind(
                90_000, Negotiated.payloadType(codec), Negotiated.rtxPayloadType(codec), Negotiated.VIDEO_MID, rid);
        return new HostStream(kind, start, sender, random);
    }

    private VideoEncoder encoder(int layer) {
        return encoders[encoders.length == 1 ? 0 : layer];
    }

    public HostConfig config() {
        return config;
    }

    /** PLI and FIR received. */
    public long keyframeRequests() {
        return requests;
    }

    /** Keyframes that were made because somebody asked. */
    public long requestedKeyframes() {
        return requestedKeyframes;
    }

    /** Keyframes of all kinds, counted once for all layers. */
    public long keyframes() {
        return encoders[0].keyframes();
    }

    /** An encoder that is told another rate; from the next picture on, and until its own estimate says otherwise where it follows one. */
    public void bitrateBps(int layer, int bps) {
        encoder(layer).rate(layer, bps);
    }

    /** Pictures captured so far. */
    public long frames() {
        return frames;
    }

    public long packets(int layer) {
        return encoder(layer).packets(layer);
    }

    public long audioPackets() {
        return audio.packets();
    }

    public long retransmissions() {
        long count = 0;
        for (VideoEncoder encoder : encoders) {
            count += encoder.stream().retransmissions();
        }
        return count;
    }

    public int badPackets() {
        return badPackets;
    }

    public boolean connected() {
        return transport.connected();
    }

    @Override
    public void start(long nowNs, Network network) {
        transport.start(nowNs, network);
    }

    /** Without a word, as a laptop whose lid was closed. */
    public void die() {
        transport.stop();
        dead = true;
        nextFrameNs = Long.MAX_VALUE;
        nextAudioNs = Long.MAX_VALUE;
        nextReportNs = Long.MAX_VALUE;
    }

    public void reportsEnabled(boolean on) {
        reportsEnabled = on;
    }

    /** Bytes that no host should send, from its own address. */
    public void sendRaw(long nowNs, byte[] datagram) {
        transport.sendRaw(nowNs, datagram);
    }

    @Override
    public void onConnected(long nowNs) {
        clock = new HostClock(nowNs, config.driftPpm());
        keyframeAtNs = nowNs;
        nextFrameNs = encoders.length == 0 ? Long.MAX_VALUE : nowNs;
        nextAudioNs = nowNs;
        nextReportNs = nowNs + 100 * MS;
    }

    @Override
    public long nextTimerAt() {
        long media = Math.min(nextFrameNs, Math.min(nextAudioNs, nextReportNs));
        return Math.min(Math.min(media, dead ? Long.MAX_VALUE : sender.nextTimerAt()), transport.nextTimerAt());
    }

    @Override
    public void onTimer(long nowNs) {
        transport.onTimer(nowNs);
        HostClock own = clock;
        if (own == null) {
            return;
        }
        sender.run(nowNs);
        if (nowNs >= nextAudioNs) {
            sendAudio(nowNs, own);
        }
        if (nowNs >= nextFrameNs) {
            sendFrame(nowNs, own);
        }
        if (nowNs >= nextReportNs) {
            nextReportNs = nowNs + SECOND_NS;
            if (reportsEnabled) {
                report(nowNs, own);
            }
        }
    }

    private void sendAudio(long nowNs, HostClock own) {
        long packet = audio.packets();
        audioTruth.frame = packet;
        audioTruth.captureNs = nowNs;
        audioTruth.hostClockNs = own.readNs(nowNs);
        long elapsedNs = packet * config.audioPacketMs() * MS;
        int at = audio.begin(packet == 0, audio.timestamp(elapsedNs));
        if (config.sender().pictures()) {
            Bytes.zero(audio.packet(), at, OPUS_BYTES);
            Bytes.putBytes(audio.packet(), at, OPUS_SILENCE);
        } else {
            Bytes.putU8(audio.packet(), at, OPUS_TOC);
            audioTruth.write(audio.packet(), at + 1L);
        }
        audio.send(nowNs, at + OPUS_BYTES);
        nextAudioNs = own.trueNs(elapsedNs + config.audioPacketMs() * MS);
    }

    private void sendFrame(long nowNs, HostClock own) {
        int every = config.video().keyframeEveryMs();
        boolean periodic = every > 0 && nowNs - lastKeyframeNs >= every * MS;
        boolean asked = keyframeAtNs <= nowNs;
        if (asked) {
            keyframeAtNs = Long.MAX_VALUE;
            requestedKeyframes += frames > 0 ? 1 : 0;
        }
        boolean keyframe = asked || periodic;
        if (keyframe) {
            lastKeyframeNs = nowNs;
        }
        for (VideoEncoder encoder : encoders) {
            // libvpx makes all streams of a simulcast keyframes together (libvpx_vp8_encoder.cc).
            encoder.encode(nowNs, own, keyframe);
        }
        frames++;
        nextFrameNs = own.trueNs(frames * SECOND_NS / config.video().framesPerSecond());
    }

    private void report(long nowNs, HostClock own) {
        int length = report(nowNs, own, audio, 0);
        for (VideoEncoder encoder : encoders) {
            length += report(nowNs, own, encoder.stream(), length);
        }
        transport.sendRtcp(nowNs, rtcp, length);
    }

    private int report(long nowNs, HostClock own, HostStream stream, int at) {
        if (stream.packets() == 0) {
            return 0;
        }
        int length = SenderReport.begin(rtcp, at, stream.ssrc, 0);
        long timestamp = stream.timestamp(own.elapsedNs(nowNs)) & 0xFFFF_FFFFL;
        SenderReport.writeInfo(
                rtcp, at, HostClock.ntpOf(own.readNs(nowNs)), timestamp, stream.packets(), stream.bytes());
        return length + SourceDescription.write(rtcp, (long) at + length, stream.ssrc, CNAME);
    }

    @Override
    public void onArrival(long nowNs, int datagramBytes) {}

    @Override
    public void onRtp(long nowNs, MemorySegment packet, int lengthBytes) {
        badPackets++;
    }

    @Override
    public void onBadPacket(long nowNs, String what) {
        badPackets++;
    }

    @Override
    public void onRtcp(long nowNs, MemorySegment packet, int lengthBytes) {
        if (!cursor.start(packet, 0, lengthBytes)) {
            badPackets++;
            return;
        }
        while (cursor.next()) {
            int format = cursor.count();
            if (cursor.type() == RtcpHeader.TRANSPORT_FEEDBACK && format == RtcpHeader.FMT_NACK) {
                onNack(nowNs, packet);
            } else if (cursor.type() == RtcpHeader.TRANSPORT_FEEDBACK && format == RtcpHeader.FMT_TRANSPORT_CC) {
                onTransportFeedback(nowNs, packet);
            } else if (cursor.type() == RtcpHeader.PAYLOAD_FEEDBACK && isKeyframeRequest(packet, format)) {
                onKeyframeRequest(nowNs);
            }
        }
    }

    private boolean isKeyframeRequest(MemorySegment packet, int format) {
        return (format == RtcpHeader.FMT_PLI && Pli.valid(packet, cursor.offset(), cursor.lengthBytes()))
                || (format == RtcpHeader.FMT_FIR && Fir.valid(packet, cursor.offset(), cursor.lengthBytes()));
    }

    private void onTransportFeedback(long nowNs, MemorySegment packet) {
        if (!config.sender().adaptive() || !feedback.start(packet, cursor.offset(), cursor.lengthBytes())) {
            return;
        }
        estimator.onFeedback(nowNs, feedback);
        allocator.allocate((long) estimator.rateBps() - AUDIO_BPS);
        for (int i = 0; i < config.layers().size(); i++) {
            if (encoder(i).rate(i, allocator.rateBps(i))) {
                // A stream that is turned on begins with a keyframe (libvpx_vp8_encoder.cc, SetRates).
                keyframeAtNs = Math.min(keyframeAtNs, nowNs);
            }
        }
    }

    /** What it believes that its uplink carries. */
    public double estimateBps() {
        return estimator.rateBps();
    }

    /** Whether this layer is being sent. */
    public boolean layerActive(int layer) {
        return encoder(layer).active(layer);
    }

    /** An encoder needs a frame or three until the wish comes out. */
    private void onKeyframeRequest(long nowNs) {
        requests++;
        if (keyframeAtNs == Long.MAX_VALUE) {
            keyframeAtNs = nowNs + random.nextInt(MIN_REACTION_MS, MAX_REACTION_MS + 1) * MS;
        }
    }

    private void onNack(long nowNs, MemorySegment packet) {
        if (!GenericNack.valid(packet, cursor.offset(), cursor.lengthBytes())) {
            return;
        }
        long ssrc = GenericNack.mediaSsrc(packet, cursor.offset());
        for (VideoEncoder encoder : encoders) {
            if (encoder.stream().ssrc != ssrc) {
                continue;
            }
            int slot = GenericNack.first(packet, cursor.offset(), cursor.lengthBytes());
            while (slot != GenericNack.NONE) {
                int lost = GenericNack.lostSequence(packet, cursor.offset(), slot);
                encoder.stream().retransmit(nowNs, lost);
                slot = GenericNack.next(packet, cursor.offset(), cursor.lengthBytes(), slot);
            }
        }
    }
}
