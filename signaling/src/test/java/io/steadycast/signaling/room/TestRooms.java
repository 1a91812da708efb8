package io.steadycast.signaling.room;

import io.steadycast.signaling.FakeMediaPlane;
import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.sdp.NegotiationPolicy;
import io.steadycast.signaling.sdp.Negotiator;
import io.steadycast.signaling.sdp.OfferReader;
import io.steadycast.signaling.sdp.PublishPlan;
import io.steadycast.signaling.sdp.SdpParser;
import io.steadycast.signaling.sdp.ViewPlan;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Any thread. Rooms over a {@link FakeMediaPlane} on a clock that stands still until the test turns it, with what listeners hear. */
final class TestRooms implements AutoCloseable, RoomListener {
    static final long SECOND_NS = 1_000_000_000L;

    final FakeMediaPlane plane = new FakeMediaPlane();
    final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 10 * SECOND_NS); // Wraps around during most tests.
    final LinkedBlockingQueue<String> rejoins = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<HeldLayers> holds = new LinkedBlockingQueue<>();
    final RoomRegistry rooms;
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Negotiator negotiator = new Negotiator(NegotiationPolicy.DEFAULT);

    TestRooms(RoomLimits limits) {
        rooms = RoomRegistry.open(
                plane, limits, PausePolicy.DEFAULT, new RoomClock(nowNs::get, () -> 1_700_000_000_000L));
        rooms.listen(this);
    }

    PublishSession publish(String room, Optional<String> publisher, Optional<String> subject) throws Exception {
        PublishPlan plan =
                negotiator.publish(OfferReader.read(SdpParser.parse(TestServer.fixture("chromium-simulcast"))));
        return rooms.publish(new PublishRequest(room, publisher, subject, plan.transport(), plan.tracks()));
    }

    PublishSession publish(String room, String publisher) throws Exception {
        return publish(room, Optional.of(publisher), Optional.empty());
    }

    ViewSession view(String room, Optional<String> publisher) throws Exception {
        HostRef host = rooms.host(room, publisher);
        ViewPlan plan = negotiator.view(
                OfferReader.read(SdpParser.parse(TestServer.fixture("chromium-recvonly"))), host.tracks());
        return rooms.join(new ViewRequest(
                        room,
                        host,
                        publisher.isPresent(),
                        Optional.empty(),
                        plan.transport(),
                        plan.tracks(),
                        plan.unservedKinds()))
                .session();
    }

    ViewSession view(String room) throws Exception {
        return view(room, Optional.empty());
    }

    /** Tells the rooms that media came, and waits until they show it. */
    void live(PublishSession session) throws Exception {
        plane.events().live(session.peer());
        await(() -> rooms.view(session.room()).hosts().stream()
                .anyMatch(host -> host.publisher().equals(session.publisher()) && host.live()));
    }

    void pass(long seconds) {
        nowNs.addAndGet(seconds * SECOND_NS);
        rooms.tick();
    }

    /** Waits until everything that a room was to do so far is done. */
    void settle(String room) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        rooms.afterEvents(room, done::countDown);
        if (!done.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the events of " + room + " did not end within 10 s");
        }
    }

    /** Waits for a state that comes with, or before, something that listeners or the media plane are told. */
    void await(BooleanSupplier state) throws Exception {
        long deadlineNs = System.nanoTime() + 10 * SECOND_NS;
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the state did not come within 10 s; heard " + heard);
            }
            var _ = heard.poll(20, TimeUnit.MILLISECONDS);
        }
    }

    /** The next "session reason". */
    String rejoin() throws Exception {
        String told = rejoins.poll(10, TimeUnit.SECONDS);
        if (told == null) {
            throw new AssertionError("nobody was told to rejoin within 10 s");
        }
        return told;
    }

    @Override
    public void roomChanged(String room) {
        heard.add(room);
    }

    @Override
    public void rejoin(String sessionId, RejoinReason reason) {
        rejoins.add(sessionId + " " + reason.wireName());
    }

    @Override
    public void layersHeld(String sessionId, HeldLayers held) {
        holds.add(held);
        heard.add("held");
    }

    @Override
    public void close() {
        rooms.close();
    }
}
