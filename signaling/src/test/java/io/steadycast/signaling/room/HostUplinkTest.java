package io.steadycast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.plane.Codec;
import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.LayerInfo.PictureSize;
import io.steadycast.signaling.plane.LayerUse;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PeerStats.UplinkLayer;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rooms do about layers, with a media plane that has none. */
final class HostUplinkTest {
    private static final LayerRef HIGH = new LayerRef("1", "h");

    private final TestRooms test = new TestRooms(RoomLimits.DEFAULT);

    @AfterEach
    void stop() {
        test.close();
    }

    private void layers(PublishSession host, long unwantedMs) {
        LayerInfo low =
                new LayerInfo(0, "l", new PictureSize(240, 135), 25, 150_000, new LayerUse(true, LayerHold.NONE, 0));
        LayerInfo high = new LayerInfo(
                1, "h", new PictureSize(480, 270), 25, 400_000, new LayerUse(true, LayerHold.NONE, unwantedMs));
        test.plane.tracks.put(
                host.peer(), List.of(new PublishedTrackInfo("1", MediaKind.VIDEO, Codec.VP8, List.of(low, high))));
        uplink(host, 0);
    }

    private void uplink(PublishSession host, long abandoned) {
        LayerInfo high = Objects.requireNonNull(test.plane.tracks.get(host.peer()))
                .getFirst()
                .layers()
                .getLast();
        test.plane.stats.put(
                host.peer(),
                new PeerStats.Publisher(
                        20,
                        0,
                        List.of(new UplinkLayer(
                                "1",
                                high,
                                new PeerStats.Arrival(10 * abandoned, 0, 1),
                                new PeerStats.Repair(0, abandoned, 1)))));
    }

    private HeldLayers told() throws Exception {
        HeldLayers told = test.holds.poll(10, TimeUnit.SECONDS);
        if (told == null) {
            throw new AssertionError("the page was told nothing within 10 s; calls " + test.plane.calls);
        }
        return told;
    }

    private PublishSession live() throws Exception {
        PublishSession host = test.publish("shop", "anna");
        layers(host, LayerUse.NEVER);
        test.live(host);
        return host;
    }

    /** Seconds pass one by one, each with all that follows of it. */
    private void pass(int seconds) throws Exception {
        for (int i = 0; i < seconds; i++) {
            test.pass(1);
            test.settle("shop");
        }
    }

    @Test
    void aPageThatListensIsToldAndTheMediaPlaneBeforeIt() throws Exception {
        PublishSession host = live();
        test.rooms.pageCame(host);
        pass(12);
        assertThat(told()).isEqualTo(new HeldLayers(1, Map.of(HIGH, LayerHold.UNUSED)));
        assertThat(test.plane.calls).contains("hold " + host.peer() + " 1/h UNUSED");
    }

    @Test
    void whoNeverSaidThatItListensIsLeftAlone() throws Exception {
        PublishSession host = live();
        pass(30);
        assertThat(test.holds).isEmpty();
        assertThat(test.plane.calls).noneMatch(call -> call.startsWith("hold"));
        assertThat(host.publisher()).isEqualTo("anna");
    }

    @Test
    void aViewerThatComesHasAllSentAgainBeforeItIsConnected() throws Exception {
        PublishSession host = live();
        test.rooms.pageCame(host);
        pass(12);
        told();
        test.view("shop");
        assertThat(told()).isEqualTo(new HeldLayers(2, Map.of()));
        test.settle("shop");
        assertThat(test.plane.calls).contains("hold " + host.peer() + " 1/h NONE");
    }

    @Test
    void theFirstWishIsToldAtOnce() throws Exception {
        PublishSession host = live();
        test.rooms.pageCame(host);
        pass(12);
        told();
        test.nowNs.addAndGet(TestRooms.SECOND_NS);
        layers(host, 0);
        test.plane.events().layersChanged(host.peer());
        assertThat(told().held()).isEmpty();
    }

    @Test
    void aPageThatDoesNotDoItIsBelieved() throws Exception {
        PublishSession host = live();
        test.rooms.pageCame(host);
        pass(12);
        HeldLayers asked = told();
        test.rooms.layersHeld(host, asked.turn() - 1, Set.of());
        test.settle("shop");
        assertThat(test.holds).as("an answer to something older").isEmpty();
        test.rooms.layersHeld(host, asked.turn(), Set.of());
        assertThat(told().held()).isEmpty();
        test.settle("shop");
        assertThat(test.plane.calls.getLast()).isEqualTo("hold " + host.peer() + " 1/h NONE");
    }

    @Test
    void aPageThatGoesHasEverythingSentAgainUnlessAnotherOneCame() throws Exception {
        PublishSession host = live();
        long first = test.rooms.pageCame(host);
        pass(12);
        told();
        long second = test.rooms.pageCame(host);
        test.settle("shop");
        assertThat(test.plane.calls.getLast()).isEqualTo("hold " + host.peer() + " 1/h NONE");
        test.rooms.pageWent(host, first);
        pass(12);
        assertThat(told().held()).containsKey(HIGH);
        test.rooms.pageWent(host, second);
        test.settle("shop");
        assertThat(test.plane.calls.getLast()).isEqualTo("hold " + host.peer() + " 1/h NONE");
        pass(30);
        assertThat(test.holds).isEmpty();
    }

    @Test
    void viewersMoveOnBeforeALayerIsTakenFromThem() throws Exception {
        PublishSession host = live();
        layers(host, 0);
        test.rooms.pageCame(host);
        long abandoned = 0;
        String withdrawn = "hold " + host.peer() + " 1/h UPLINK";
        for (int i = 0; i < 60 && !test.plane.calls.contains(withdrawn); i++) {
            uplink(host, abandoned += 100);
            pass(1);
        }
        assertThat(test.plane.calls).contains(withdrawn);
        assertThat(test.holds).isEmpty();
        pass(1);
        assertThat(told().held()).isEqualTo(Map.of(HIGH, LayerHold.UPLINK));
    }
}
