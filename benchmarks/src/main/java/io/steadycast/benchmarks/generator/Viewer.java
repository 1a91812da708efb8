package io.steadycast.benchmarks.generator;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.ReportBlock;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the generator's loop. Takes one host's audio and video: for each packet the header, the transport-wide number and the time it took; transport-wide
 * feedback every 50 ms and receiver reports every second, as libwebrtc sends them at this rate. It asks for nothing again: what is lost counts as lost.
 */
final class Viewer implements Role {
    /** One packet in so many is opened. */
    private static final int OPENED_EVERY = 4096;

    private static final int TICKS_PER_REPORT = 20;
    private static final long SECOND_NS = 1_000_000_000L;

    private final GeneratorLoop loop;
    private final Publisher publisher;
    private final RemoteEnd remote;
    private final InStream audio;
    private final InStream video;
    private final FeedbackLog feedback = new FeedbackLog();
    private final long localSsrc;
    private long reportNtp;
    private long reportAtNs;
    private int ticks;
    private long others;
    private long misaligned;

    Viewer(GeneratorLoop loop, Publisher publisher, RemoteEnd remote, int id) {
        this.loop = loop;
        this.publisher = publisher;
        this.remote = remote;
        this.localSsrc = 0x10000L + id;
        this.audio = new InStream(publisher.audio);
        this.video = new InStream(publisher.video);
    }

    Publisher publisher() {
        return publisher;
    }

    /** Audio and video come, and their frames are known. */
    boolean aligned() {
        return audio.aligned() && video.aligned();
    }

    /** Packets of neither stream: probes, parity, repeats. */
    long others() {
        return others;
    }

    /** Opened packets that were not of the frame that their header told. */
    long misaligned() {
        return misaligned;
    }

    @Override
    public void onRtp(Session session, Datagram packet, long arrivedNs) {
        MemorySegment bytes = packet.buffer;
        if (packet.length < RtpHeader.FIXED_BYTES) {
            return;
        }
        if (remote.transportCcId() > 0) {
            note(session, packet, arrivedNs);
        }
        InStream stream = stream((int) RtpHeader.ssrc(bytes, 0));
        if (stream == null) {
            others++;
            return;
        }
        boolean isNew = stream.onSeq(RtpHeader.sequenceNumber(bytes, 0));
        int timestamp = (int) RtpHeader.timestamp(bytes, 0);
        if (!stream.aligned() || stream.packets() % OPENED_EVERY == 0) {
            open(session, stream, packet, timestamp);
        }
        Window window = loop.window();
        int frame = window == null || !stream.aligned() ? -1 : stream.frame(timestamp);
        if (window == null || frame < 0) {
            return;
        }
        long sentNs = stream.source.sentAtNs(frame);
        if (!window.covers(sentNs)) {
            return;
        }
        if (isNew) {
            window.onDelivered(arrivedNs - sentNs);
        } else {
            window.onRepeated();
        }
    }

    private @Nullable InStream stream(int ssrc) {
        if (ssrc == remote.videoSsrc()) {
            return video;
        }
        return ssrc == remote.audioSsrc() ? audio : null;
    }

    private void note(Session session, Datagram packet, long arrivedNs) {
        long element = HeaderExtensions.find(packet.buffer, 0, packet.length, remote.transportCcId());
        if (element != HeaderExtensions.NONE && HeaderExtensions.dataBytes(element) == 2) {
            if (feedback.full()) {
                sendFeedback(session);
            }
            feedback.onPacket(Bytes.u16(packet.buffer, HeaderExtensions.dataOffset(element)), arrivedNs);
        }
    }

    private void open(Session session, InStream stream, Datagram packet, int timestamp) {
        if (!session.open(packet)) {
            return;
        }
        int padding = RtpHeader.padding(packet.buffer, 0) ? RtpHeader.paddingBytes(packet.buffer, 0, packet.length) : 0;
        int end = packet.length - padding;
        int headerBytes = RtpHeader.headerBytes(packet.buffer, 0, packet.length);
        if (headerBytes < 0 || end - headerBytes < Publisher.TRAILER_BYTES) {
            return;
        }
        int from = (int) Bytes.u32(packet.buffer, end - Publisher.TRAILER_BYTES);
        int frame = (int) Bytes.u32(packet.buffer, end - Publisher.TRAILER_BYTES + 4);
        if (from != publisher.id() || !stream.align(timestamp, frame)) {
            misaligned++;
        }
    }

    @Override
    public void onRtcp(Session session, Datagram compound, long arrivedNs) {
        RtcpCursor cursor = loop.cursor;
        cursor.start(compound.buffer, 0, compound.length);
        while (cursor.next()) {
            if (cursor.type() == RtcpHeader.SENDER_REPORT
                    && SenderReport.valid(cursor.segment(), cursor.offset(), cursor.lengthBytes())
                    && (int) SenderReport.senderSsrc(cursor.segment(), cursor.offset()) == remote.videoSsrc()) {
                reportNtp = SenderReport.ntp(cursor.segment(), cursor.offset()) >>> 16 & 0xFFFF_FFFFL;
                reportAtNs = arrivedNs;
            }
        }
    }

    @Override
    public void onTick(Session session, long nowNs) {
        sendFeedback(session);
        if (ticks++ % TICKS_PER_REPORT == 0 && video.packets() > 0) {
            sendReport(session);
        }
    }

    private void sendFeedback(Session session) {
        TransportFeedbackWriter writer = loop.feedbackWriter;
        MemorySegment out = session.claim().buffer;
        int length = feedback.write(writer, out, localSsrc, Integer.toUnsignedLong(remote.videoSsrc()));
        if (length > 0) {
            session.sendRtcp(length);
        }
    }

    private void sendReport(Session session) {
        MemorySegment out = session.claim().buffer;
        int length = ReceiverReport.begin(out, 0, localSsrc, 2);
        block(out, ReceiverReport.blockOffset(0, 0), remote.audioSsrc(), audio, false);
        block(out, ReceiverReport.blockOffset(0, 1), remote.videoSsrc(), video, reportNtp != 0);
        session.sendRtcp(length);
    }

    private void block(MemorySegment out, long at, int ssrc, InStream stream, boolean reported) {
        ReportBlock.writeLoss(out, at, Integer.toUnsignedLong(ssrc), 0, 0);
        // In units of 1/65536 s (RFC 3550 section 6.4.1).
        long delay = reported ? ((loop.realtimeNs() - reportAtNs) << 16) / SECOND_NS : 0;
        ReportBlock.writeReception(out, at, stream.highestSeq(), 0, reported ? reportNtp : 0, delay);
    }
}
