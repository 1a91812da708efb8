package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Confined to its simulation. A browser that watches one host: it complains about everything that a real one would stumble over. */
public final class SyntheticViewer implements Endpoint, EndpointTransport.Owner {
    private static final long MS = 1_000_000L;
    private static final long SETTLE_NS = 3_000 * MS;
    private static final long SYNC_NS = 1_000 * MS;

    private final ViewerConfig config;
    private final Complaints complaints = new Complaints();
    private final EndpointTransport transport;
    private final ReceiverReporter reporter;
    private final AudioReceiver audio;
    private final RtcpCursor cursor = new RtcpCursor();
    private final SplittableRandom random;
    private final TrafficMeter traffic = new TrafficMeter();
    private final RttWindow rtts = new RttWindow();
    private @Nullable Streams streams;
    private long nextFeedbackNs = Long.MAX_VALUE;
    private long nextReportNs = Long.MAX_VALUE;
    private long nextSyncNs = Long.MAX_VALUE;
    private long startedNs;
    private long connectedNs = -1;
    private long largestOffsetNs;
    private long lastReferenceNs;
    private long rttNs = -1;
    private boolean dead;

    /** What begins when it starts. */
    private record Streams(VideoReceiver video, VideoRepair repair, AvSync sync, SeriesRecorder series) {}

    public SyntheticViewer(ViewerConfig config, EndpointTransport.Maker transports, long seed) {
        this.config = config;
        random = new SplittableRandom(seed);
        transport = transports.make(this, random.split());
        reporter = new ReceiverReporter(1 + (random.nextInt() & 0x7FFF_FFFEL), config, transport);
        audio = new AudioReceiver(config, reporter, complaints);
    }

    public Complaints complaints() {
        return complaints;
    }

    /**
     * How its pictures play out.
     *
     * @throws IllegalStateException before {@link #start}
     */
    public PlayoutMeter playout() {
        return video().playout;
    }

    private Streams streams() {
        Streams begun = streams;
        if (begun == null) {
            throw new IllegalStateException("not started");
        }
        return begun;
    }

    private VideoReceiver video() {
        return streams().video();
    }

    public boolean playing() {
        return streams != null && playout().playing();
    }

    /** From its start to the end of its handshake, -1 before. */
    public long connectedAfterNs() {
        return connectedNs < 0 ? -1 : connectedNs - startedNs;
    }

    public long audioPackets() {
        return audio.packets();
    }

    public long retransmissions() {
        return streams().repair().retransmissions();
    }

    public long nacks() {
        return video().nacks.asked();
    }

    public long plis() {
        return reporter.plis();
    }

    /** Pictures that never came whole. */
    public long skippedFrames() {
        return video().decoder().skipped() - video().dropped();
    }

    /** Pictures that came whole, but too late to be decoded. */
    public long lateFrames() {
        return video().dropped();
    }

    public long transportGaps() {
        return reporter.transportGaps();
    }

    /** Highest extended sequence number of video. */
    public long highestVideoSequence() {
        return video().reception.highest();
    }

    /** By DLRR, -1 before. */
    public long rttNs() {
        return rttNs;
    }

    /** Encoding that is on the screen, -1 if none. */
    public int encodingShown() {
        return video().layers.encoding();
    }

    public int hostShown() {
        return video().layers.host();
    }

    /** Capture to screen of the last frame. */
    public long delayNs() {
        return playout().lastDelayNs();
    }

    /** Video after audio, as its receiver would render them; 0 while it is not known. */
    public long syncOffsetNs() {
        SyncMeter sync = video().sync;
        return sync.measured() && audio.sync.measured() ? sync.errorNs() - audio.sync.errorNs() : 0;
    }

    public boolean syncMeasured() {
        return video().sync.measured() && audio.sync.measured();
    }

    /** Of all moments later than three seconds after the first frame. */
    public long largestOffsetNs() {
        return largestOffsetNs;
    }

    /** Everything that it received, saw and heard up to now. */
    public ViewerReport report(long nowNs) {
        Streams begun = streams();
        begun.series().catchUp(nowNs);
        return ViewerReports.of(nowNs, this, begun.video(), begun.repair());
    }

    AudioReport audioReport(long nowNs) {
        return audio.report(nowNs, Distributions.of(streams().sync().offsetsUs()));
    }

    FeedbackReport feedbackReport() {
        return reporter.report(nacks());
    }

    TrafficMeter traffic() {
        return traffic;
    }

    ViewerSeries series() {
        return streams().series().series();
    }

    long startedNs() {
        return startedNs;
    }

    @Override
    public void start(long nowNs, Network network) {
        startedNs = nowNs;
        VideoReceiver video = new VideoReceiver(nowNs, config, reporter, complaints);
        AvSync sync = new AvSync(
                new AvSync.Streams(audio.sync, audio.buffer, video.sync, video.scheduler.timing()), video.delays);
        video.follow(sync);
        audio.follow(sync);
        SeriesRecorder series =
                new SeriesRecorder(values -> ViewerReports.sample(values, video, audio.buffer, traffic));
        series.start(nowNs);
        streams = new Streams(video, new VideoRepair(config, video, complaints), sync, series);
        transport.start(nowNs, network);
    }

    /** Without a word. */
    public void die() {
        dead = true;
        transport.stop();
    }

    /** Bytes that no viewer should send, from its own address. */
    public void sendRaw(long nowNs, byte[] datagram) {
        transport.sendRaw(nowNs, datagram);
    }

    @Override
    public void onConnected(long nowNs) {
        connectedNs = nowNs;
        nextFeedbackNs = nowNs + config.receiver().feedbackMs() * MS;
        nextReportNs = nowNs + config.receiver().reportMs() / 2 * MS;
        nextSyncNs = nowNs + SYNC_NS;
    }

    @Override
    public void onArrival(long nowNs, int datagramBytes) {
        streams().series().catchUp(nowNs);
        traffic.begin(datagramBytes);
    }

    @Override
    public long nextTimerAt() {
        if (dead) {
            return Long.MAX_VALUE;
        }
        long media = connectedNs < 0 ? Long.MAX_VALUE : video().nextTimerAt();
        long reports = Math.min(nextFeedbackNs, Math.min(nextReportNs, nextSyncNs));
        return Math.min(Math.min(media, reports), transport.nextTimerAt());
    }

    @Override
    public void onTimer(long nowNs) {
        if (dead) {
            return;
        }
        transport.onTimer(nowNs);
        if (connectedNs < 0) {
            return;
        }
        Streams begun = streams();
        begun.series().catchUp(nowNs);
        begun.video().onTimer(nowNs);
        if (nowNs >= nextFeedbackNs) {
            nextFeedbackNs = nowNs + config.receiver().feedbackMs() * MS;
            reporter.sendTransportFeedback(nowNs);
            trackOffset(nowNs, begun.video().playout);
        }
        if (nowNs >= nextReportNs) {
            report(nowNs, begun.video());
        }
        if (nowNs >= nextSyncNs) {
            nextSyncNs = nowNs + SYNC_NS;
            audio.buffer.catchUp(nowNs);
            begun.sync().update();
        }
    }

    /** rtcp_sender.cc: between half and one and a half times the interval. */
    private void report(long nowNs, VideoReceiver video) {
        int intervalMs = config.receiver().reportMs();
        nextReportNs = nowNs + random.nextLong(intervalMs / 2, intervalMs * 3L / 2) * MS;
        lastReferenceNs = nowNs;
        reporter.sendReport(nowNs, audio.reception, audio.sync, video.reception, video.sync);
    }

    private void trackOffset(long nowNs, PlayoutMeter playout) {
        boolean settled = playout.playing() && nowNs - startedNs - playout.firstFrameAfterNs() > SETTLE_NS;
        if (settled && syncMeasured()) {
            largestOffsetNs = Math.max(largestOffsetNs, Math.abs(syncOffsetNs()));
        }
    }

    @Override
    public void onRtp(long nowNs, MemorySegment packet, int lengthBytes) {
        long element = HeaderExtensions.find(packet, 0, lengthBytes, Negotiated.TRANSPORT_CC_ID);
        int number = element == HeaderExtensions.NONE
                ? ExtensionValues.ABSENT
                : ExtensionValues.transportSequence(packet, element);
        if (number == ExtensionValues.ABSENT) {
            complaints.add(nowNs, "a packet without transport-wide number");
        } else {
            reporter.onTransportSequence(nowNs, number);
        }
        ViewerConfig.Ssrcs ssrcs = config.ssrcs();
        long ssrc = RtpHeader.ssrc(packet, 0);
        if (ssrc == ssrcs.audio()) {
            traffic.end(PacketKind.AUDIO);
            audio.onPacket(nowNs, packet, lengthBytes, rttNs);
        } else if (ssrc == ssrcs.video()) {
            traffic.end(streams().repair().onMedia(nowNs, packet, lengthBytes));
        } else if (ssrc == ssrcs.videoRtx()) {
            traffic.end(streams().repair().onRetransmission(nowNs, packet, lengthBytes));
        } else if (ssrc == ssrcs.videoFec() && config.repair().fec() == ViewerConfig.Fec.FLEXFEC) {
            traffic.end(PacketKind.FEC);
            streams().repair().onParity(nowNs, packet, lengthBytes);
        } else {
            complaints.add(nowNs, "unknown SSRC " + ssrc);
        }
    }

    @Override
    public void onBadPacket(long nowNs, String what) {
        complaints.add(nowNs, "cannot open " + what);
    }

    @Override
    public void onRtcp(long nowNs, MemorySegment packet, int lengthBytes) {
        traffic.end(PacketKind.RTCP);
        if (!cursor.start(packet, 0, lengthBytes)) {
            complaints.add(nowNs, "malformed RTCP");
            return;
        }
        while (cursor.next()) {
            if (cursor.type() == RtcpHeader.SENDER_REPORT
                    && SenderReport.valid(packet, cursor.offset(), cursor.lengthBytes())) {
                onSenderReport(nowNs, packet, cursor.offset());
            } else if (cursor.type() == RtcpHeader.EXTENDED_REPORT) {
                onExtendedReport(nowNs, packet, cursor.offset(), cursor.lengthBytes());
            }
        }
    }

    private void onSenderReport(long nowNs, MemorySegment packet, long offset) {
        long ssrc = SenderReport.senderSsrc(packet, offset);
        long ntp = SenderReport.ntp(packet, offset);
        long timestamp = SenderReport.rtpTimestamp(packet, offset);
        if (ssrc == config.ssrcs().audio()) {
            audio.sync.onSenderReport(nowNs, ntp, timestamp);
        } else if (ssrc == config.ssrcs().video()) {
            video().sync.onSenderReport(nowNs, ntp, timestamp);
        }
    }

    private void onExtendedReport(long nowNs, MemorySegment packet, long offset, int lengthBytes) {
        long block = ExtendedReport.first(packet, offset, lengthBytes);
        while (block != ExtendedReport.NONE) {
            if (ExtendedReport.delayCount(packet, block) > 0) {
                long delay = ExtendedReport.delaySinceLastReceiverReference(packet, block, 0);
                long sampleNs = nowNs - lastReferenceNs - delay * 1_000_000_000L / 65_536;
                if (sampleNs >= 0
                        && nowNs - lastReferenceNs < 2L * config.receiver().reportMs() * MS) {
                    rttNs = sampleNs;
                    video().rtt(rtts.add(nowNs, sampleNs));
                }
            }
            block = ExtendedReport.next(packet, offset, lengthBytes, block);
        }
    }
}
