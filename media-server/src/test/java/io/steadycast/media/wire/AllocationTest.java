package io.steadycast.media.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.media.wire.codec.DependencyDescriptorReader;
import io.steadycast.media.wire.codec.FrameInfo;
import io.steadycast.media.wire.codec.H264Payload;
import io.steadycast.media.wire.codec.Vp8Descriptor;
import io.steadycast.media.wire.codec.Vp9Descriptor;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.TransportFeedbackCursor;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.RtpHeaderWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Reading and writing of a packet leaves no garbage once it is compiled. */
class AllocationTest {
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 60_000;
    /** The JIT and the measurement itself may still allocate here and there; one object a packet would be 16 bytes at least. */
    private static final double BYTES_PER_ROUND = 1;

    private final MemorySegment buffer = Arena.ofAuto().allocate(4096);
    private final FrameInfo info = new FrameInfo();
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final RtcpCursor rtcp = new RtcpCursor();
    private final TransportFeedbackCursor feedback = new TransportFeedbackCursor();
    private final TransportFeedbackWriter feedbackWriter = new TransportFeedbackWriter();
    private final DependencyDescriptorReader dependencies = new DependencyDescriptorReader();
    private final Unwrapper unwrapper = Unwrapper.seq16();
    private long sink;

    @Test
    void noGarbagePerPacket() {
        MemorySegment vp8 = nativeCopy("90F0923456271002009D012A80026801001122");
        MemorySegment vp9 = nativeCopy("AA8001000538014000B402800168020054010033");
        MemorySegment h264 = nativeCopy("7800196764001FACD9405005BB0110000003001000000303C0F1831960000468EBECB2");
        MemorySegment dd =
                nativeCopy("c1017280081485214eafffaaaa863cf0430c10c302afc0aaa0063c00430010c002a000a80006000040001"
                        + "d954926e082b04a0941b820ac1282503157f974000ca864330e222222eca8655304224230eca877530077004200ef008601df"
                        + "010d");
        Runnable round = () -> {
            rtpRound();
            rtcpRound();
            sink += Vp8Descriptor.parse(vp8, 0, Segments.size(vp8), info) ? info.pictureId : 0;
            sink += Vp9Descriptor.parse(vp9, 0, Segments.size(vp9), info) ? info.pictureId : 0;
            sink += H264Payload.parse(h264, 0, Segments.size(h264), info) ? info.widthPx : 0;
            sink += dependencies.parse(dd, 0, Segments.size(dd), info) ? info.widthPx : 0;
        };
        repeat(round, WARM_UP);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        repeat(round, MEASURED);
        double perRound = (threads.getCurrentThreadAllocatedBytes() - before) / (double) MEASURED;
        assertThat(sink).isNotZero();
        assertThat(perRound).isLessThan(BYTES_PER_ROUND);
    }

    private void rtpRound() {
        header.begin(buffer, 0, 0xE0, sink, sink, 7);
        header.element16(5, (int) sink);
        header.element24(2, (int) sink);
        int bytes = header.finish();
        long element = HeaderExtensions.find(buffer, 0, bytes, 2);
        sink += ExtensionValues.absSendTime(buffer, element) + RtpHeader.headerBytes(buffer, 0, bytes);
        sink = unwrapper.unwrap(sink & 0xFFFF);
    }

    private void rtcpRound() {
        int length = GenericNack.begin(buffer, 0, 1, 2);
        length = GenericNack.add(buffer, 0, length, 5);
        length = GenericNack.add(buffer, 0, length, 50);
        feedbackWriter.begin(buffer, length, 1200, 100);
        for (int i = 0; i < 40; i += 1 + i % 3) {
            feedbackWriter.add(100 + i, i * 3_000_000L);
        }
        length += feedbackWriter.finish(1, 2, 3);
        rtcp.start(buffer, 0, length);
        rtcp.next();
        for (int i = GenericNack.first(buffer, 0, rtcp.lengthBytes());
                i >= 0;
                i = GenericNack.next(buffer, 0, rtcp.lengthBytes(), i)) {
            sink += GenericNack.lostSequence(buffer, 0, i);
        }
        rtcp.next();
        feedback.start(buffer, rtcp.offset(), rtcp.lengthBytes());
        while (feedback.next()) {
            sink += feedback.deltaTicks();
        }
    }

    private static void repeat(Runnable round, int times) {
        for (int i = 0; i < times; i++) {
            round.run();
        }
    }

    private static MemorySegment nativeCopy(String hex) {
        MemorySegment heap = Segments.hex(hex);
        MemorySegment copy = Arena.ofAuto().allocate(heap.byteSize());
        copy.copyFrom(heap);
        return copy;
    }
}
