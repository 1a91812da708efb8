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

    private final ViewerConfig config;
    private final Complaints complaints = new Complaints();
    private final EndpointTransport transport;
    private final ReceiverReporter reporter;
    private final AudioReceiver audio;
    private final RtcpCursor cursor = new RtcpCursor();
    private @Nullable VideoReceiver video;
    private long nextTimerNs = Long.MAX_VALUE;
    private long nextFeedbackNs;
    private long nextReportNs;
    private long startedNs;
    private long connectedNs = -1;
    private long largestOffsetNs;
    private long lastReferenceNs;
    private long rttNs = -1;
    private boolean dead;

    public SyntheticViewer(ViewerConfig config, EndpointTransport.Maker transports, long seed) {
        this.config = config;
        SplittableRandom random = new SplittableRandom(seed);
        transport = transports.make(this, random.split());
        reporter = new ReceiverReporter(1 + (random.nextInt() & 0x7FFF_FFFEL), config.ssrcs(), transport);
        audio = new AudioReceiver(complaints);
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
        return receiver().playout;
    }

    private VideoReceiver receiver() {
        VideoReceiver receiver = video;
        if (receiver == null) {
            throw new IllegalStateException("not started");
        }
        return receiver;
    }

    public boolean playing() {
        VideoReceiver receiver = video;
        return receiver != null && receiver.playout.playing();
    }

    /** From its start to the end of its handshake, -1 before. */
    public long connectedAfterNs() {
        return connectedNs < 0 ? -1 : connectedNs - startedNs;
    }

    public long audioPackets() {
        return audio.packets();
    }

    public long retransmissions() {
        return receiver().retransmissions();
    }

    public long nacks() {
        return receiver().nacks.asked();
    }

    public long plis() {
        return reporter.plis();
    }

    /** Picture ids that it passed over. */
    public long skippedFrames() {
        return receiver().decoder().skipped();
    }

    public long transportGaps() {
        return reporter.transportGaps();
    }

    /** Highest extended sequence number of video. */
    public long highestVideoSequence() {
        return receiver().reception.highest();
    }

    /** By DLRR, -1 before. */
    public long rttNs() {
        return rttNs;
    }

    /** Encoding that is on the screen, -1 if none. */
    public int encodingShown() {
        ReceivedFrame frame = receiver().lastDecoded();
        return frame == null ? -1 : frame.truth.encoding;
    }

    public int hostShown() {
        ReceivedFrame frame = receiver().lastDecoded();
        return frame == null ? -1 : frame.truth.host;
    }

    /** Capture to decoding of the last frame. */
    public long delayNs() {
        ReceivedFrame frame = receiver().lastDecoded();
        return frame == null ? -1 : playout().lastFrameNs() - frame.truth.captureNs;
    }

    /** Video after audio, as its receiver would render them; 0 while it is not known. */
    public long syncOffsetNs() {
        SyncMeter sync = receiver().sync;
        return sync.measured() && audio.sync.measured() ? sync.errorNs() - audio.sync.errorNs() : 0;
    }

    public boolean syncMeasured() {
        return receiver().sync.measured() && audio.sync.measured();
    }

    /** Of all moments later than three seconds after the first frame. */
    public long largestOffsetNs() {
        return largestOffsetNs;
    }

    @Override
    public void start(long nowNs, Network network) {
        startedNs = nowNs;
        video = new VideoReceiver(nowNs, reporter, complaints);
        transport.start(nowNs, network);
    }

    /** Without a word. */
    public void die() {
        dead = true;
        transport.stop();
        nextTimerNs = Long.MAX_VALUE;
    }

    /** Bytes that no viewer should send, from its own address. */
    public void sendRaw(long nowNs, byte[] datagram) {
        transport.sendRaw(nowNs, datagram);
    }

    @Override
    public void onConnected(long nowNs) {
        connectedNs = nowNs;
        nextTimerNs = nowNs;
        nextFeedbackNs = nowNs + config.feedbackMs() * MS;
        nextReportNs = nowNs + config.reportMs() / 2 * MS;
    }

    @Override
    public void onDatagram(long nowNs, byte[] datagram) {
        if (!dead) {
            transport.onDatagram(nowNs, datagram);
        }
    }

    @Override
    public long nextTimerAt() {
        return Math.min(nextTimerNs, transport.nextTimerAt());
    }

    @Override
    public void onTimer(long nowNs) {
        transport.onTimer(nowNs);
        if (nowNs < nextTimerNs) {
            return;
        }
        nextTimerNs = nowNs + config.timerMs() * MS;
        VideoReceiver receiver = receiver();
        receiver.onTimer(nowNs);
        trackOffset(nowNs, receiver);
        if (nowNs >= nextFeedbackNs) {
            nextFeedbackNs = nowNs + config.feedbackMs() * MS;
            reporter.sendTransportFeedback(nowNs);
        }
        if (nowNs >= nextReportNs) {
            nextReportNs = nowNs + config.reportMs() * MS;
            lastReferenceNs = nowNs;
            reporter.sendReport(nowNs, audio.reception, audio.sync, receiver.reception, receiver.sync);
        }
    }

    private void trackOffset(long nowNs, VideoReceiver receiver) {
        PlayoutMeter playout = receiver.playout;
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
        long ssrc = RtpHeader.ssrc(packet, 0);
        if (ssrc == config.ssrcs().audio()) {
            audio.onPacket(nowNs, packet, lengthBytes);
        } else if (ssrc == config.ssrcs().video()) {
            receiver().onPacket(nowNs, packet, lengthBytes);
        } else if (ssrc == config.ssrcs().videoRtx()) {
            receiver().onRetransmission(nowNs, config.ssrcs().video(), packet, lengthBytes);
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
            receiver().sync.onSenderReport(nowNs, ntp, timestamp);
        }
    }

    private void onExtendedReport(long nowNs, MemorySegment packet, long offset, int lengthBytes) {
        long block = ExtendedReport.first(packet, offset, lengthBytes);
        while (block != ExtendedReport.NONE) {
            if (ExtendedReport.delayCount(packet, block) > 0) {
                long delay = ExtendedReport.delaySinceLastReceiverReference(packet, block, 0);
                long sampleNs = nowNs - lastReferenceNs - delay * 1_000_000_000L / 65_536;
                if (sampleNs >= 0 && nowNs - lastReferenceNs < config.reportMs() * MS) {
                    rttNs = sampleNs;
                    receiver().nacks.rttNs(Math.max(sampleNs, 5 * MS));
                }
            }
            block = ExtendedReport.next(packet, offset, lengthBytes, block);
        }
    }
}
