package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.FrameClass;
import org.junit.jupiter.api.Test;

/** When a viewer is believed to see something. */
final class FirstPictureTest {
    private static final long MS = 1_000_000L;
    private static final long FIRST = 100;

    private final SentLog sentLog = new SentLog(64);
    private final FirstPicture picture = new FirstPicture(90_000);
    private long end = FIRST;

    private void send(FrameClass kind) {
        send(kind, 0, 90 * end);
    }

    private void send(FrameClass kind, long ms, long timestamp) {
        picture.onPacket(ms * MS, end, timestamp, kind == FrameClass.KEY);
        int slot = sentLog.reserve(0, end++, 0, 7);
        sentLog.sent(0, slot, 0, false, 0);
        sentLog.frameClass(slot, kind);
    }

    private void arrived(long seq) {
        sentLog.arrived(sentLog.find(seq));
    }

    private boolean shownAt(long ms) {
        picture.onTick(ms * MS, sentLog, end);
        return picture.isShown();
    }

    @Test
    void allOfTheKeyframeHasToArriveAndItsEndToBeKnown() {
        send(FrameClass.KEY, 0, 0);
        send(FrameClass.KEY, 0, 0);
        arrived(FIRST + 1);
        assertThat(shownAt(100)).isFalse();
        arrived(FIRST);
        assertThat(shownAt(200)).as("perhaps the keyframe goes on").isFalse();
        send(FrameClass.T0);
        assertThat(shownAt(205)).isTrue();
    }

    @Test
    void aKeyframeThatIsSentAgainCountsInsteadOfTheLostOne() {
        send(FrameClass.KEY);
        send(FrameClass.T0);
        send(FrameClass.KEY, 500, 90 * end);
        send(FrameClass.T0);
        assertThat(shownAt(600)).isFalse();
        arrived(FIRST + 2);
        assertThat(shownAt(700)).isTrue();
    }

    @Test
    void withoutFeedbackItIsBelievedAfterTwoSeconds() {
        send(FrameClass.KEY);
        send(FrameClass.T0);
        assertThat(shownAt(2_000)).isFalse();
        assertThat(shownAt(2_001)).isTrue();
        picture.reset();
        assertThat(shownAt(9_000)).as("of another source").isFalse();
    }

    @Test
    void aProbeBringsWhatIsMissingOfTheKeyframeInACircle() {
        assertThat(picture.missingAfter(0, sentLog)).isEqualTo(-1);
        send(FrameClass.KEY, 0, 0);
        send(FrameClass.KEY, 0, 0);
        send(FrameClass.KEY, 0, 0);
        send(FrameClass.T0);
        assertThat(picture.missingAfter(0, sentLog)).isEqualTo(FIRST);
        arrived(FIRST);
        shownAt(100);
        assertThat(picture.missingAfter(FIRST, sentLog)).isEqualTo(FIRST + 1);
        assertThat(picture.missingAfter(FIRST + 1, sentLog)).isEqualTo(FIRST + 2);
        assertThat(picture.missingAfter(FIRST + 2, sentLog)).isEqualTo(FIRST + 1);
        arrived(FIRST + 1);
        arrived(FIRST + 2);
        assertThat(shownAt(200)).isTrue();
        assertThat(picture.missingAfter(0, sentLog)).isEqualTo(-1);
    }

    @Test
    void gapsAreCountedFromTheKeyframeThatTheViewerBeginsWith() {
        send(FrameClass.KEY, 0, 9_000);
        send(FrameClass.KEY, 0, 9_000);
        assertThat(picture.gapMs()).isZero();
        send(FrameClass.T0, 5, 9_000 + 28 * 90);
        assertThat(picture.gapMs()).isEqualTo(28);
        send(FrameClass.KEY, 300, 9_000 + 68 * 90);
        assertThat(picture.gapMs())
                .as("the viewer has nothing yet, and begins here")
                .isZero();
        send(FrameClass.T0, 340, 9_000 + 108 * 90);
        assertThat(picture.gapMs()).isEqualTo(40);
        assertThat(picture.clockMs()).isEqualTo(208);
        shownAt(2_001);
        send(FrameClass.KEY, 2_340, 9_000 + 148 * 90);
        assertThat(picture.gapMs()).as("one picture among others").isEqualTo(40);
    }
}
