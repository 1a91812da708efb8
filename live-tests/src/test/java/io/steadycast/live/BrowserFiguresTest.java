package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class BrowserFiguresTest {
    private static BrowserFigures of(String frames) {
        return BrowserFigures.of(JsonMapper.shared().readTree("""
                {"firstFrameMs": 640, "from": 1000, "to": 3000, "frames": [%s],
                 "before": {
                   "video": {"bytesReceived": 70000, "headerBytesReceived": 2000, "retransmittedBytesReceived": 15000, "fecBytesReceived": 15000, "freezeCount": 1},
                   "audio": {"totalSamplesReceived": 96000, "concealedSamples": 9000}},
                 "after": {
                   "video": {"bytesReceived": 200000, "headerBytesReceived": 22000, "retransmittedBytesReceived": 35000, "fecBytesReceived": 25000, "freezeCount": 3},
                   "audio": {"totalSamplesReceived": 192000, "concealedSamples": 9960}}}
                """.formatted(frames)));
    }

    private static String frame(int at, int latencyMs, int height) {
        return "{\"at\":%d,\"latencyMs\":%d,\"height\":%d}".formatted(at, latencyMs, height);
    }

    @Test
    void gapsCountFromTwoHundredMillisecondsOnAlsoAtTheEnds() {
        BrowserFigures seen = of(String.join(
                ",",
                frame(900, 100, 540),
                frame(1_300, 100, 540),
                frame(1_499, 120, 270),
                frame(1_999, 900, 270),
                frame(2_100, -1, 270)));
        // 300 ms to the first picture of the time that counts, 500 between two, 900 to its end; 199 is none.
        assertThat(seen.stallPercent()).isCloseTo(100.0 * (300 + 500 + 900) / 2_000, within(0.001));
        assertThat(seen.stall400Percent()).isCloseTo(100.0 * (500 + 900) / 2_000, within(0.001));
        assertThat(seen.fps()).isEqualTo(2);
        assertThat(seen.harmonicFps())
                .isCloseTo(
                        1_000.0 * 2_000 / (300 * 300 + 199 * 199 + 500 * 500 + 101 * 101 + 900 * 900), within(0.001));
        assertThat(seen.freezes()).as("within the time that counts").isEqualTo(2);
        assertThat(seen.receivedKbps()).isCloseTo(150_000 * 8 / 2_000.0, within(0.001));
        assertThat(seen.height()).isEqualTo((540 + 3 * 270) / 4.0);
        assertThat(seen.delayP95Ms())
                .as("what could not be read does not count")
                .isEqualTo(900);
        assertThat(seen.overheadPercent()).isCloseTo(30, within(0.001));
        assertThat(seen.parityPercent()).isCloseTo(10, within(0.001));
        assertThat(seen.concealedPercent()).isCloseTo(1, within(0.001));
        assertThat(seen.firstFrameMs()).isEqualTo(640);
    }

    @Test
    void nothingSeenIsAllStall() {
        BrowserFigures seen = of("");
        assertThat(seen.stallPercent()).isEqualTo(100);
        assertThat(seen.fps()).isZero();
        assertThat(seen.delayP95Ms()).isNaN();
    }

    @Test
    void whatABrowserDoesNotTellIsNotZero() {
        BrowserFigures seen = BrowserFigures.of(JsonMapper.shared().readTree("""
                {"firstFrameMs": 640, "from": 1000, "to": 3000, "frames": [],
                 "before": {"video": {"bytesReceived": 1000}}, "after": {"video": {"bytesReceived": 2000}}}
                """));
        assertThat(seen.overheadPercent()).isNaN();
        assertThat(seen.freezes()).isNaN();
    }

    @Test
    void targetsAreJudgedByTheirCondition() {
        BrowserFigures seen = of(frame(1_300, 100, 540));
        assertThat(BrowserTargets.judge("T2", seen))
                .anySatisfy(
                        verdict -> assertThat(verdict.toString()).isEqualTo("MISSED stall % <= 0.5, measured 100.00"))
                .anySatisfy(
                        verdict -> assertThat(verdict.toString()).isEqualTo("met    height >= 265, measured 540.00"));
        assertThat(BrowserTargets.judge("ng-4g-lagos:p90", seen)).isEmpty();
    }

    @Test
    void mediansGoFigureByFigure() {
        BrowserFigures none = of("");
        BrowserFigures some = of(frame(1_100, 50, 540) + "," + frame(1_150, 60, 540));
        BrowserFigures median = BrowserFigures.median(List.of(none, some));
        assertThat(median.height()).isEqualTo(270);
        assertThat(median.fps()).isEqualTo(0.5);
    }

    @Test
    void aFirefoxIsJudgedByItsStallAlone() {
        BrowserFigures seen = of(frame(1_500, 150, 540));
        assertThat(BrowserTargets.judgeFirefox("T4", seen))
                .extracting(BrowserTargets.Verdict::figure, BrowserTargets.Verdict::met)
                .containsExactly(tuple("stall %", false));
        assertThat(BrowserTargets.judgeFirefox("T5", seen)).isEmpty();
    }

    @Test
    void aCleanPathHasNoRepairAndNoDelay() {
        assertThat(BrowserTargets.judge("lab-clean:p50", of(frame(1_500, 150, 540))))
                .extracting(BrowserTargets.Verdict::figure, BrowserTargets.Verdict::met)
                .containsExactly(tuple("overhead %", false), tuple("delay P50 ms", false));
    }

    @Test
    void whoSawNoPictureHasNoFirstOne() {
        BrowserFigures seen = BrowserFigures.of(JsonMapper.shared().readTree("""
                {"firstFrameMs": null, "from": 1000, "to": 3000, "frames": [], "before": {}, "after": {}}
                """));
        assertThat(seen.firstFrameMs()).isNaN();
        assertThat(seen.stallPercent()).isEqualTo(100);
    }
}
