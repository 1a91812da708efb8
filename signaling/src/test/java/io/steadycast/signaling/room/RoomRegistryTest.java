package io.steadycast.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.room.RoomException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoomRegistryTest {
    private TestRooms test = new TestRooms(RoomLimits.DEFAULT);

    @AfterEach
    void stop() {
        test.close();
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RoomException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void aRoomEndsThirtySecondsAfterItsLastHost() throws Exception {
        PublishSession host = test.publish("shop", "anna");
        ViewSession viewer = test.view("shop");
        ViewSession other = test.view("shop");
        assertThat(test.rooms.end(host.id())).isTrue();
        test.nowNs.addAndGet(-1);
        test.pass(30);
        // What comes after the tick in the room's order shows that the tick is done.
        test.plane.close(other.peer(), CloseReason.CONSENT_EXPIRED);
        test.await(() -> test.rooms.view("shop").viewers() == 1);
        assertThat(test.rooms.session(viewer.id())).isPresent();
        refused(Reason.NO_HOST, () -> test.rooms.host("shop", Optional.empty()));
        test.nowNs.addAndGet(1);
        test.rooms.tick();
        test.await(() -> test.plane.closed.containsKey(viewer.peer()));
        assertThat(test.plane.closed).containsEntry(viewer.peer(), CloseReason.ROOM_ENDED);
        assertThat(test.rooms.session(viewer.id())).isEmpty();
        assertThat(test.rooms.view("shop").viewers()).isZero();
    }

    @Test
    void aHostThatIsBackInTimeKeepsItsViewers() throws Exception {
        PublishSession before = test.publish("shop", "anna");
        test.live(before);
        ViewSession viewer = test.view("shop");
        test.plane.close(before.peer(), CloseReason.CONSENT_EXPIRED);
        test.await(() -> !test.rooms.view("shop").live());
        test.pass(29);
        PublishSession after = test.publish("shop", "anna");
        assertThat(after.publisher()).isEqualTo("anna");
        test.live(after);
        test.await(() -> test.plane.calls.contains("move " + before.peer() + " -> " + after.peer()));
        test.pass(60);
        test.pass(60);
        assertThat(test.rooms.session(viewer.id())).isPresent();
        assertThat(test.rooms.view("shop").hosts()).hasSize(1);
        assertThat(test.rejoins).isEmpty();
    }

    @Test
    void viewersGetTheFirstHostUnlessTheyNameOne() throws Exception {
        PublishSession anna = test.publish("shop", "anna");
        PublishSession ben = test.publish("shop", "ben");
        assertThat(test.rooms.host("shop", Optional.empty()).publisher()).isEqualTo("anna");
        test.live(ben);
        assertThat(test.rooms.host("shop", Optional.empty()).publisher()).isEqualTo("ben");
        test.live(anna);
        assertThat(test.rooms.host("shop", Optional.empty()).publisher()).isEqualTo("anna");
        assertThat(test.rooms.host("shop", Optional.of("ben")).peer()).isEqualTo(ben.peer());
        refused(Reason.NO_HOST, () -> test.rooms.host("shop", Optional.of("carl")));
    }

    @Test
    void whoLosesItsHostFollowsTheRoomUnlessItNamedThatHost() throws Exception {
        PublishSession anna = test.publish("shop", "anna");
        test.live(anna);
        ViewSession follows = test.view("shop");
        ViewSession named = test.view("shop", Optional.of("anna"));
        PublishSession ben = test.publish("shop", "ben");
        test.live(ben);
        assertThat(test.rejoins).isEmpty();
        test.rooms.end(anna.id());
        assertThat(test.rejoin()).isEqualTo(follows.id() + " publisher-changed");
        // The page joins again, as it was told, and gets the co-host.
        assertThat(test.view("shop").publisher()).isEqualTo("ben");
        assertThat(test.rooms.session(named.id())).isPresent();
        assertThat(test.rejoins).isEmpty();
    }

    @Test
    void aHostThatDiedIsFollowedByTheNextThatGoesLive() throws Exception {
        PublishSession anna = test.publish("shop", "anna");
        test.live(anna);
        ViewSession viewer = test.view("shop");
        test.plane.close(anna.peer(), CloseReason.CONSENT_EXPIRED);
        test.await(() -> !test.rooms.view("shop").live());
        test.live(test.publish("shop", "ben"));
        assertThat(test.rejoin()).isEqualTo(viewer.id() + " publisher-changed");
    }

    @Test
    void theSameSubjectIsTheSameHost() throws Exception {
        PublishSession first = test.publish("shop", Optional.empty(), Optional.of("anna"));
        PublishSession second = test.publish("shop", Optional.of("studio-2"), Optional.of("anna"));
        assertThat(second.publisher()).isEqualTo(first.publisher());
        assertThat(test.plane.closed).containsEntry(first.peer(), CloseReason.REPLACED);
        refused(Reason.PUBLISHER_TAKEN, () -> test.publish("shop", Optional.of(first.publisher()), Optional.of("ben")));
        refused(Reason.PUBLISHER_TAKEN, () -> test.publish("shop", Optional.of(first.publisher()), Optional.empty()));
        assertThat(test.publish("other", Optional.of(first.publisher()), Optional.of("ben"))
                        .publisher())
                .isEqualTo(first.publisher());
        assertThat(test.rooms.view("shop").hosts()).hasSize(1);
        assertThat(test.rooms.session(first.id())).isEmpty();
    }

    @Test
    void limitsCountWhatIsThereAndWhatIsBeingMade() throws Exception {
        test.close();
        test = new TestRooms(new RoomLimits(2, 5, 4, 2, Duration.ofSeconds(30)));
        test.publish("a", "anna");
        test.publish("a", "ben");
        refused(Reason.ROOM_FULL, () -> test.publish("a", "carl"));
        test.publish("a", "anna");
        ViewSession viewer = test.view("a");
        test.view("a");
        refused(Reason.ROOM_FULL, () -> test.view("a"));
        test.publish("b", "dora");
        refused(Reason.SERVER_FULL, () -> test.publish("c", "emil"));
        refused(Reason.SERVER_FULL, () -> test.view("b"));
        // A host that replaces itself needs no further place.
        test.publish("b", "dora");
        test.rooms.end(viewer.id());
        test.view("b");
        refused(Reason.SERVER_FULL, () -> test.view("b"));
    }

    @Test
    void whatTheMediaPlaneRefusesTakesNoPlace() throws Exception {
        test.close();
        test = new TestRooms(new RoomLimits(1, 2, 2, 1, Duration.ofSeconds(30)));
        PublishSession host = test.publish("a", "anna");
        test.plane.refuse(MediaPlaneException.Reason.LIMIT_REACHED);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> test.view("a")).isInstanceOf(MediaPlaneException.class);
        }
        test.rooms.end(host.id());
        test.pass(31);
        test.await(() -> roomIsGone("b"));
    }

    /** Whether another room has a place again: the refusal is the media plane's then, not the rooms'. */
    private boolean roomIsGone(String other) {
        try {
            test.publish(other, "ben");
            return false;
        } catch (MediaPlaneException e) {
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void aPeerThatEndsWhileItIsMadeGetsNoSession() throws Exception {
        test.plane.endsEarly.set(true);
        assertThatThrownBy(() -> {
                    while (true) {
                        // The event takes its own way; if it was slower than the session, the session ends by it.
                        PublishSession made = test.publish("shop", "anna");
                        test.await(() -> test.rooms.session(made.id()).isEmpty());
                        test.plane.endsEarly.set(true);
                    }
                })
                .isInstanceOfSatisfying(
                        RoomException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MEDIA_ENDED));
        assertThat(test.rooms.view("shop").hosts()).isEmpty();
    }

    @Test
    void aMoveThatHangsHoldsUpNoOtherRoom() throws Exception {
        PublishSession before = test.publish("stuck", "anna");
        test.live(before);
        test.view("stuck");
        PublishSession after = test.publish("stuck", "anna");
        CountDownLatch latch = new CountDownLatch(1);
        test.plane.stuckMoves.put(after.peer(), latch);
        test.plane.events().live(after.peer());
        test.await(() -> test.plane.calls.contains("move " + before.peer() + " -> " + after.peer()));

        PublishSession other = test.publish("other", "ben");
        test.live(other);
        ViewSession viewer = test.view("other");
        test.rooms.end(other.id());
        test.pass(31);
        test.await(() -> test.plane.closed.containsKey(viewer.peer()));
        // Ticks of the room that hangs do not pile up, and it goes on where it was.
        test.plane.close(after.peer(), CloseReason.CONSENT_EXPIRED);
        assertThat(test.rooms.view("stuck").live()).isTrue();
        latch.countDown();
        test.await(() -> !test.rooms.view("stuck").live());
    }

    @Test
    void anEndByOurOwnFaultIsToldToThePage() throws Exception {
        PublishSession host = test.publish("shop", "anna");
        ViewSession viewer = test.view("shop");
        test.plane.close(viewer.peer(), CloseReason.INTERNAL_ERROR);
        assertThat(test.rejoin()).isEqualTo(viewer.id() + " server");
        test.plane.close(host.peer(), CloseReason.INTERNAL_ERROR);
        assertThat(test.rejoin()).isEqualTo(host.id() + " server");
    }

    @Test
    void closingTellsEverybodyAndTakesNobodyMore() throws Exception {
        PublishSession host = test.publish("shop", "anna");
        ViewSession viewer = test.view("shop");
        test.rooms.close();
        assertThat(test.rejoins).containsExactlyInAnyOrder(host.id() + " server", viewer.id() + " server");
        assertThat(test.plane.closed)
                .containsEntry(host.peer(), CloseReason.SERVER_SHUTDOWN)
                .containsEntry(viewer.peer(), CloseReason.SERVER_SHUTDOWN);
        refused(Reason.SHUTTING_DOWN, () -> test.publish("shop", "ben"));
        refused(Reason.SHUTTING_DOWN, () -> test.view("shop"));
    }
}
