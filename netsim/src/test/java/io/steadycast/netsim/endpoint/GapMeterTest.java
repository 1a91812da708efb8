package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Why the picture stood still, by hand: pictures every 40 ms that are held for 100 ms. */
final class GapMeterTest {
    private static final long MS = 1_000_000L;
    private static final long START = 1_000 * MS;

    private final GapMeter meter = new GapMeter();
    private final ReceivedFrame frame = new ReceivedFrame();
    private int picture;

    private GapMeterTest() {
        frame.truth.encoding = 1;
        for (int i = 0; i < 5; i++) {
            next(0);
            meter.onShown(frame, frame.wantedNs);
        }
    }

    /** The next picture but so many; it lay ready for 60 ms. */
    private void next(int missing) {
        picture += 1 + missing;
        frame.truth.captureNs = START + picture * 40L * MS;
        frame.wantedNs = frame.truth.captureNs + 100 * MS;
        frame.continuousNs = frame.wantedNs - 60 * MS;
        frame.keyframe = false;
        frame.waitedNacked = false;
        frame.waitedTemporalId = 0;
    }

    /** Of the only gap, which ends with the picture at hand. */
    private Gap.Why shown(long readyNs) {
        meter.onShown(frame, readyNs);
        GapList gaps = meter.list(readyNs + 50 * MS);
        assertThat(gaps.count()).isOne();
        return gaps.gaps().getFirst().why();
    }

    @Test
    void picturesThatNeverCame() {
        next(5);
        assertThat(shown(frame.wantedNs)).isEqualTo(new Gap.Why(Gap.Cause.MISSING, 5, -60 * MS, 0, 0));
    }

    @Test
    void aDelayThatWasRaised() {
        next(0);
        frame.wantedNs += 200 * MS;
        assertThat(shown(frame.wantedNs)).isEqualTo(new Gap.Why(Gap.Cause.DELAY_RAISED, 0, -260 * MS, 200 * MS, 0));
    }

    @Test
    void aRepairThatCameLate() {
        next(0);
        frame.waitedTemporalId = 1;
        frame.waitedNacked = true;
        frame.continuousNs = frame.wantedNs + 170 * MS;
        assertThat(shown(frame.continuousNs)).isEqualTo(new Gap.Why(Gap.Cause.REPAIR, 0, 170 * MS, 0, 1));
    }

    @Test
    void whatNobodyAskedForAndCameLate() {
        next(0);
        frame.continuousNs = frame.wantedNs + 170 * MS;
        assertThat(shown(frame.continuousNs).cause()).isEqualTo(Gap.Cause.DELIVERY);
    }

    @Test
    void aKeyframeOfTheSameEncodingAndOfAnother() {
        next(4);
        frame.keyframe = true;
        assertThat(shown(frame.wantedNs).cause()).isEqualTo(Gap.Cause.KEYFRAME);
        next(4);
        frame.keyframe = true;
        frame.truth.encoding = 2;
        meter.onShown(frame, frame.wantedNs);
        assertThat(meter.list(frame.wantedNs).gaps().getLast().why().cause()).isEqualTo(Gap.Cause.SWITCH);
    }

    @Test
    void theLastOneIsOpen() {
        next(0);
        long readyNs = frame.wantedNs;
        meter.onShown(frame, readyNs);
        assertThat(meter.list(readyNs + 199 * MS).count()).isZero();
        assertThat(meter.list(readyNs + 200 * MS).gaps()).containsExactly(new Gap(readyNs, 200 * MS, Gap.Why.OPEN));
    }
}
