package io.steadycast.media.engine.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class TrackLogTest {
    private final TrackLog log = new TrackLog(16, 0);
    private final PacketInfo info = new PacketInfo();
    private final PacketView view = new PacketView();
    private final MemorySegment packet = Arena.ofAuto().allocate(2048);

    @Test
    void readsBackEverythingThatWasAppended() {
        info.clear();
        info.extSeq = 70_000;
        info.extTimestamp = (1L << 32) + 5;
        info.arrivalNs = 123_456_789;
        info.setFlags(0xff);
        info.payloadType = 127;
        info.spatialId = 2;
        info.temporalId = 3;
        info.pictureId = 32_767;
        info.tl0PicIdx = 255;
        info.keyIdx = 31;
        info.frameNumber = 65_535;
        info.audioLevel = 127;
        info.payloadOffset = 20;
        info.payloadLength = 1_180;
        info.extension(PassedExtension.DEPENDENCY_DESCRIPTOR, 17, 255);
        packet.asSlice(0, 1_200).fill((byte) 7);
        assertThat(log.append(info, packet, 0, 1_200)).isTrue();

        assertThat(log.read(70_000, view)).isTrue();
        assertThat(view.info).usingRecursiveComparison().isEqualTo(info);
        assertThat(view.rtpLength).isEqualTo(1_200);
        assertThat(view.segment.asSlice(view.rtpOffset, 1_200).mismatch(packet.asSlice(0, 1_200)))
                .isEqualTo(-1);
        assertThat(view.info.extensionOffset(PassedExtension.DEPENDENCY_DESCRIPTOR))
                .isEqualTo(17);
        assertThat(view.info.extensionLength(PassedExtension.DEPENDENCY_DESCRIPTOR))
                .isEqualTo(255);
        assertThat(view.info.has(PassedExtension.AUDIO_LEVEL)).isFalse();
        assertThat(log.stillValid(view)).isTrue();
        assertThat(log.head()).isEqualTo(70_000);
    }

    @Test
    void absentValuesStayAbsent() {
        info.clear();
        info.extSeq = 3;
        log.append(info, packet, 0, 12);
        assertThat(log.read(3, view)).isTrue();
        assertThat(view.info).usingRecursiveComparison().isEqualTo(info);
    }

    @Test
    void numbersThatNeverArrivedAreNotThere() {
        assertThat(log.head()).isEqualTo(-1);
        assertThat(log.read(-1, view)).isFalse();
        assertThat(log.read(0, view)).isFalse();
        append(20);
        assertThat(log.read(19, view)).isFalse();
        assertThat(log.read(20 + 16, view)).isFalse();
        assertThat(log.read(20 - 16, view)).isFalse();
    }

    @Test
    void aLateRepairFillsItsHoleAndLeavesTheHead() {
        append(20);
        append(22);
        assertThat(append(21)).isTrue();
        assertThat(log.head()).isEqualTo(22);
        assertThat(log.read(21, view)).isTrue();
    }

    @Test
    void duplicatesAndPacketsOlderThanTheRingAreRefused() {
        assertThat(append(20)).isTrue();
        assertThat(append(20)).isFalse();
        assertThat(append(36)).isTrue();
        assertThat(append(20)).isFalse();
        assertThat(log.read(36, view)).isTrue();
    }

    @Test
    void aPacketTooLongForASlotIsRefused() {
        info.clear();
        info.extSeq = 1;
        assertThat(log.append(info, packet, 0, TrackLog.MAX_RTP_BYTES + 1)).isFalse();
        assertThat(log.append(info, packet, 0, TrackLog.MAX_RTP_BYTES)).isTrue();
    }

    @Test
    void aReaderThatWasLappedFindsOut() {
        append(20);
        assertThat(log.read(20, view)).isTrue();
        append(36);
        assertThat(log.stillValid(view)).isFalse();
        assertThat(log.read(20, view)).isFalse();
    }

    @Test
    void theYoungestKeyframeIsFoundUntilItLeavesTheRing() {
        assertThat(log.keyframe()).isEqualTo(-1);
        keyframe(20, 1_000);
        append(21);
        keyframe(25, 2_000);
        assertThat(log.keyframe()).isEqualTo(25);
        assertThat(log.keyframeBefore(25)).isEqualTo(20);
        assertThat(log.keyframeBefore(20)).isEqualTo(-1);
        append(40);
        assertThat(log.keyframe()).isEqualTo(25);
        append(41);
        assertThat(log.keyframe()).isEqualTo(-1);
    }

    @Test
    void severalStartsOfOneKeyframeAreOneKeyframe() {
        keyframe(20, 1_000);
        keyframe(19, 1_000);
        keyframe(22, 1_000);
        assertThat(log.keyframe()).isEqualTo(19);
        assertThat(log.keyframeBefore(19)).isEqualTo(-1);
    }

    @Test
    void aKeyframeRepairedLateDoesNotHideAYoungerOne() {
        keyframe(25, 2_000);
        keyframe(20, 1_000);
        assertThat(log.keyframe()).isEqualTo(25);
        assertThat(log.keyframeBefore(25)).isEqualTo(20);
    }

    @Test
    void wishesMerge() {
        log.requestKeyframe();
        log.requestKeyframe();
        assertThat(log.takeKeyframeRequest()).isTrue();
        assertThat(log.takeKeyframeRequest()).isFalse();
    }

    @Test
    void theCaptureClockIsThereAfterTheFirstReport() {
        CaptureClock clock = new CaptureClock();
        assertThat(log.captureClock(clock)).isFalse();
        log.captureClock(1L << 33, 900_000, 42);
        assertThat(log.captureClock(clock)).isTrue();
        assertThat(clock.ntp).isEqualTo(1L << 33);
        assertThat(clock.extTimestamp).isEqualTo(900_000);
        assertThat(clock.arrivalNs).isEqualTo(42);
    }

    private boolean append(long extSeq) {
        info.clear();
        info.extSeq = extSeq;
        packet.set(JAVA_BYTE, 0, (byte) extSeq);
        return log.append(info, packet, 0, 100);
    }

    private void keyframe(long extSeq, long extTimestamp) {
        info.clear();
        info.extSeq = extSeq;
        info.extTimestamp = extTimestamp;
        info.keyframe = true;
        info.startOfFrame = true;
        log.append(info, packet, 0, 100);
    }
}
