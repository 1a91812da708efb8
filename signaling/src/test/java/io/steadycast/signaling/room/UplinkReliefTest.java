package io.steadycast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.LayerInfo.PictureSize;
import io.steadycast.signaling.plane.LayerUse;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PeerStats.UplinkLayer;
import io.steadycast.signaling.room.EncoderReport.Limit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UplinkReliefTest {
    private static final long S = 1_000_000_000L;
    private static final List<String> RIDS = List.of("l", "m", "h");
    private static final long[] MAX_BPS = {150_000, 400_000, 1_200_000};

    private final UplinkRelief relief = new UplinkRelief();
    private final long[] packets = new long[3];
    private final long[] abandoned = new long[3];
    private long nowNs = Long.MAX_VALUE - 30 * S; // Wraps around.
    private @Nullable EncoderReport report;

    private static LayerRef ref(int rank) {
        return new LayerRef("1", RIDS.get(rank));
    }

    private void pass(int seconds, double residualLoss) {
        for (int i = 0; i < seconds; i++) {
            nowNs += S;
            List<UplinkLayer> layers = new ArrayList<>();
            for (int rank = 0; rank < 3; rank++) {
                boolean resting = relief.resting().contains(ref(rank));
                if (!resting) {
                    packets[rank] += Math.round(1_000 * (1 - residualLoss));
                    abandoned[rank] += Math.round(1_000 * residualLoss);
                }
                LayerUse use = new LayerUse(!resting, resting ? LayerHold.UPLINK : LayerHold.NONE, 0);
                LayerInfo info = new LayerInfo(rank, RIDS.get(rank), new PictureSize(240, 135), 25, MAX_BPS[rank], use);
                layers.add(new UplinkLayer(
                        "1",
                        info,
                        new PeerStats.Arrival(packets[rank], 0, 1),
                        new PeerStats.Repair(0, abandoned[rank], 1)));
            }
            relief.look(nowNs, new PeerStats.Publisher(30, 0, layers), report);
        }
    }

    private static EncoderReport report(long availableBps, Limit highest, long highestBps) {
        return new EncoderReport(
                availableBps,
                List.of(
                        new EncoderReport.Layer("l", Limit.NONE, 150_000, MAX_BPS[0]),
                        new EncoderReport.Layer("m", Limit.NONE, 400_000, MAX_BPS[1]),
                        new EncoderReport.Layer("h", highest, highestBps, MAX_BPS[2])));
    }

    private int secondsUntil(boolean resting, double residualLoss) {
        for (int i = 1; i <= 1_000; i++) {
            pass(1, residualLoss);
            if (relief.resting().contains(ref(2)) == resting) {
                return i;
            }
        }
        throw new AssertionError("it never came to that: resting " + relief.resting());
    }

    @Test
    void lossThatRepairMendsIsNoReason() {
        pass(300, 0.015);
        assertThat(relief.resting()).isEmpty();
    }

    @Test
    void lossThatStaysTakesTheHighestLayerThenTheNextNeverTheLowest() {
        pass(40, 0);
        int took = secondsUntil(true, 0.05);
        assertThat(took).isBetween(10, 15);
        assertThat(relief.resting()).containsExactly(ref(2));
        pass(12, 0.05);
        assertThat(relief.resting()).containsExactlyInAnyOrder(ref(1), ref(2));
        pass(10, 0.05);
        assertThat(relief.resting()).doesNotContain(ref(0));
    }

    @Test
    void aBadMomentIsNoReason() {
        pass(40, 0);
        for (int i = 0; i < 20; i++) {
            pass(4, 0.06);
            pass(12, 0);
        }
        assertThat(relief.resting()).isEmpty();
    }

    @Test
    void aStarvedHighestLayerIsGivenUpButNotWhileABrowserMeasuresItsWay() {
        report = report(700_000, Limit.BANDWIDTH, 150_000);
        pass(15, 0);
        assertThat(relief.resting()).isEmpty();
        assertThat(secondsUntil(true, 0)).isBetween(8, 13);
    }

    @Test
    void aBusyComputerIsNotTheUplinksFault() {
        report = report(5_000_000, Limit.CPU, 150_000);
        pass(120, 0);
        assertThat(relief.resting()).isEmpty();
    }

    @Test
    void whatWasGivenUpIsTriedAgainAndLaterAfterEachFailure() {
        pass(40, 0);
        secondsUntil(true, 0.05);
        List<Integer> rests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rests.add(secondsUntil(false, 0));
            secondsUntil(true, 0.05);
        }
        assertThat(rests.getFirst()).isBetween(29, 31);
        for (int i = 1; i < rests.size(); i++) {
            long expected = Math.min(30L << i, UplinkRelief.MAX_REST_NS / S);
            assertThat((long) rests.get(i)).as("rest %d of %s", i, rests).isBetween(expected - 1, expected + 1);
        }
    }

    @Test
    void aBrowserWithRoomForItBringsItBackSooner() {
        pass(40, 0);
        secondsUntil(true, 0.05);
        report = report(3_000_000, Limit.NONE, 0);
        assertThat(secondsUntil(false, 0)).isBetween(9, 16);
    }

    @Test
    void aPageThatRefusesIsNotAskedAtOnceAgain() {
        pass(40, 0);
        secondsUntil(true, 0.05);
        relief.refused(nowNs, ref(2));
        assertThat(relief.resting()).isEmpty();
        assertThat(secondsUntil(true, 0.05)).isGreaterThan(20);
    }
}
