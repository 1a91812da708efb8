package io.steadycast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.plane.Codec;
import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.LayerInfo.PictureSize;
import io.steadycast.signaling.plane.LayerUse;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnusedLayersTest {
    private static final long S = 1_000_000_000L;
    private static final List<String> RIDS = List.of("l", "m", "h");

    private final UnusedLayers unused = new UnusedLayers(10 * S);
    /** When each layer was wanted last, in seconds. */
    private final long[] wantedS = {-1_000, -1_000, -1_000};

    private final boolean[] active = {true, true, true};
    /** The page goes on sending, whatever it is asked. */
    private boolean ignores;

    private long nowS = Long.MAX_VALUE / S - 100; // The clock wraps around meanwhile.

    private static long ns(long seconds) {
        return seconds * S;
    }

    /** Time passes; {@code wanted}: the rank that a viewer gets or would get all that time, -1 for none. */
    private void pass(int seconds, int wanted) {
        for (int i = 0; i < seconds; i++) {
            nowS++;
            if (wanted >= 0) {
                wantedS[wanted] = nowS;
            }
            unused.look(ns(nowS), List.of(track()));
        }
    }

    private PublishedTrackInfo track() {
        List<LayerInfo> layers = new ArrayList<>();
        for (int rank = 0; rank < 3; rank++) {
            boolean held = unused.paused().contains(ref(rank)) && !ignores;
            LayerUse use = new LayerUse(
                    active[rank] && !held,
                    held ? LayerHold.UNUSED : LayerHold.NONE,
                    wantedS[rank] < -900 ? LayerUse.NEVER : (nowS - wantedS[rank]) * 1_000);
            layers.add(new LayerInfo(
                    rank,
                    RIDS.get(rank),
                    new PictureSize(240 << rank, 135 << rank),
                    25,
                    use.active() ? 100_000 : 0,
                    use));
        }
        return new PublishedTrackInfo("1", MediaKind.VIDEO, Codec.VP8, layers);
    }

    private static LayerRef ref(int rank) {
        return new LayerRef("1", RIDS.get(rank));
    }

    /** How long it takes until the highest layer is paused while nobody wants it. */
    private int secondsUntilPaused() {
        for (int i = 1; i <= 1_000; i++) {
            pass(1, -1);
            if (unused.paused().contains(ref(2))) {
                return i;
            }
        }
        throw new AssertionError("never paused");
    }

    @Test
    void withoutViewersAllButTheLowestArePaused() {
        pass(9, -1);
        assertThat(unused.paused()).isEmpty();
        pass(3, -1);
        assertThat(unused.paused()).containsExactlyInAnyOrder(ref(1), ref(2));
        pass(600, -1);
        assertThat(unused.paused()).containsExactlyInAnyOrder(ref(1), ref(2));
    }

    @Test
    void whatLiesBelowTheHighestWantedIsKeptForWhoMustGoDown() {
        pass(60, 2);
        assertThat(unused.paused()).isEmpty();
        pass(60, 1);
        assertThat(unused.paused()).containsExactly(ref(2));
        pass(60, 0);
        assertThat(unused.paused()).containsExactlyInAnyOrder(ref(1), ref(2));
    }

    @Test
    void theFirstWishBringsALayerBackWithAllBelowIt() {
        pass(60, -1);
        pass(1, 2);
        assertThat(unused.paused()).isEmpty();
    }

    @Test
    void aWishForTheMiddleLeavesTheHighestPaused() {
        pass(60, -1);
        pass(1, 1);
        assertThat(unused.paused()).containsExactly(ref(2));
    }

    @Test
    void whoeverComesFindsAllLayers() {
        pass(60, -1);
        unused.viewerComes(ns(nowS));
        assertThat(unused.paused()).isEmpty();
        pass(9, 0);
        assertThat(unused.paused()).isEmpty();
    }

    @Test
    void whoAsksAgainAndAgainHasItPausedLaterEachTime() {
        List<Integer> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waits.add(secondsUntilPaused());
            pass(20, -1);
            pass(3, 2);
        }
        assertThat(waits.getFirst()).isBetween(10, 12);
        for (int i = 1; i < waits.size(); i++) {
            int expected = (int) Math.min(10L << i, UnusedLayers.MAX_WAIT_NS / S);
            assertThat(waits.get(i)).as("wait %d of %s", i, waits).isBetween(expected, expected + 3);
        }
    }

    @Test
    void whatWasWatchedForLongIsPausedAsSoonAsAtFirst() {
        pass(60, -1);
        pass(5, 2);
        assertThat(secondsUntilPaused()).isGreaterThan(15);
        pass(70, 2);
        assertThat(secondsUntilPaused()).isBetween(10, 12);
    }

    @Test
    void aLayerThatIsNotSentAnywayIsNotPaused() {
        active[2] = false;
        pass(60, -1);
        assertThat(unused.paused()).containsExactly(ref(1));
        active[2] = true;
        pass(9, -1);
        assertThat(unused.paused()).containsExactly(ref(1));
        pass(3, -1);
        assertThat(unused.paused()).containsExactlyInAnyOrder(ref(1), ref(2));
    }

    @Test
    void aPageThatGoesOnSendingIsAskedLessAndLess() {
        ignores = true;
        int asked = 0;
        boolean before = false;
        for (int i = 0; i < 600; i++) {
            pass(1, -1);
            boolean now = unused.paused().contains(ref(2));
            asked += now && !before ? 1 : 0;
            before = now;
        }
        assertThat(asked).isBetween(2, 6);
    }

    @Test
    void aPageThatRefusesIsLeftAlone() {
        pass(12, -1);
        unused.refused(ns(nowS), ref(2));
        assertThat(unused.paused()).containsExactly(ref(1));
        assertThat(secondsUntilPaused()).isBetween(20, 22);
    }

    @Test
    void aSingleLayerStays() {
        PublishedTrackInfo single = new PublishedTrackInfo(
                "1",
                MediaKind.VIDEO,
                Codec.VP9,
                List.of(new LayerInfo(0, "", new PictureSize(960, 540), 25, 1_000_000, LayerUse.UNWANTED)));
        for (int i = 0; i < 60; i++) {
            unused.look(ns(nowS++), List.of(single));
        }
        assertThat(unused.paused()).isEmpty();
    }
}
