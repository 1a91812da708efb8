package io.steadycast.media.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.FrameClass;
import org.junit.jupiter.api.Test;

/** When a viewer is believed to see something. */
final class FirstPictureTest {
    private static final long MS = 1_000_000L;
    private static final long FIRST = 100;

    private final SentLog sentLog = new SentLog(64);
    private final FirstPicture picture = new FirstPicture();
    private long end = FIRST;

    private void send(FrameClass kind) {
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
        picture.onBegin(0, FIRST);
        send(FrameClass.KEY);
        send(FrameClass.KEY);
        arrived(FIRST + 1);
        assertThat(shownAt(100)).isFalse();
        arrived(FIRST);
        assertThat(shownAt(200)).as("perhaps the keyframe goes on").isFalse();
        send(FrameClass.T0);
        assertThat(shownAt(205)).isTrue();
    }

    @Test
    void aKeyframeThatIsSentAgainCountsInsteadOfTheLostOne() {
        picture.onBegin(0, FIRST);
        send(FrameClass.KEY);
        send(FrameClass.T0);
        picture.onBegin(500 * MS, end);
        send(FrameClass.KEY);
        send(FrameClass.T0);
        assertThat(shownAt(600)).isFalse();
        arrived(FIRST + 2);
        assertThat(shownAt(700)).isTrue();
    }

    @Test
    void withoutFeedbackItIsBelievedAfterTwoSeconds() {
        picture.onBegin(0, FIRST);
        send(FrameClass.KEY);
        send(FrameClass.T0);
        assertThat(shownAt(2_000)).isFalse();
        assertThat(shownAt(2_001)).isTrue();
        picture.reset();
        assertThat(shownAt(9_000)).as("of another source").isFalse();
    }
}
