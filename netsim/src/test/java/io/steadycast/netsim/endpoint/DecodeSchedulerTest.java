package io.steadycast.netsim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When frames leave the buffer, by hand. */
final class DecodeSchedulerTest implements DecodeScheduler.Output {
    private static final long MS = 1_000_000L;
    private static final long START = 1_000_000 * MS;
    private static final long FIRST = 1L << 33;

    private final FramePool pool = new FramePool();
    private final FrameBuffer buffer = new FrameBuffer(pool);
    private final DecodeScheduler scheduler = new DecodeScheduler(START, buffer, pool, 0, this);
    private final List<Long> decoded = new ArrayList<>();
    private final List<Long> atMs = new ArrayList<>();
    private final List<Long> silencesMs = new ArrayList<>();

    @Override
    public void onDecode(long nowNs, ReceivedFrame frame, long readyNs, long renderNs) {
        decoded.add(frame.id);
        atMs.add((nowNs - START) / MS);
    }

    @Override
    public void onSilence(long nowNs) {
        silencesMs.add((nowNs - START) / MS);
    }

    /** Everything that is due up to then. */
    private void runTo(long ms) {
        while (scheduler.nextTimerAt() <= START + ms * MS) {
            scheduler.run(scheduler.nextTimerAt());
        }
        scheduler.run(START + ms * MS);
    }

    /** A frame of a 25 fps stream that is complete then. */
    private void frame(long ms, long id, long... references) {
        runTo(ms);
        ReceivedFrame frame = pool.take();
        frame.id = id;
        frame.timestamp = FIRST + 3_600 * id;
        frame.keyframe = references.length == 0;
        frame.lastSpatialLayer = true;
        frame.nacked = false;
        frame.sizeBytes = 5_000;
        frame.firstPacketNs = START + ms * MS;
        frame.completeNs = START + ms * MS;
        frame.references = references.length;
        System.arraycopy(references, 0, frame.referenceIds, 0, references.length);
        scheduler.insert(START + ms * MS, frame);
        scheduler.run(START + ms * MS);
    }

    @Test
    void aKeyframeIsDecodedAtOnceAndWhatCameBeforeIsThrownAway() {
        frame(100, 1, 0);
        assertThat(decoded).isEmpty();
        frame(150, 2);
        assertThat(decoded).containsExactly(2L);
        assertThat(atMs).containsExactly(150L);
    }

    @Test
    void framesWaitForTheMinimumPlayoutDelay() {
        scheduler.timing().playoutDelay(400 * MS, 900 * MS);
        frame(100, 0);
        for (int id = 1; id <= 5; id++) {
            frame(100 + 40 * id, id, id - 1);
        }
        runTo(1_000);
        assertThat(decoded).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        // Complete at 140, shown 400 ms later, to be decoded 10 ms before that: at the last tick, of 15.625 ms, until
        // then.
        assertThat(atMs.subList(1, 6)).containsExactly(515L, 562L, 609L, 640L, 687L);
    }

    @Test
    void aLateFrameIsDecodedAsSoonAsItsReferencesAre() {
        scheduler.timing().playoutDelay(100 * MS, 900 * MS);
        frame(100, 0);
        frame(140, 1, 0);
        frame(220, 3, 2);
        runTo(500);
        assertThat(decoded).containsExactly(0L, 1L);
        frame(500, 2, 1);
        runTo(500);
        assertThat(decoded).containsExactly(0L, 1L, 2L, 3L);
        assertThat(atMs.get(2)).isEqualTo(500L);
    }

    @Test
    void aLateFrameWaitsForATickThatComesWithinFiveMilliseconds() {
        frame(100, 0);
        frame(300, 2, 1);
        // The tick is at 515.625.
        frame(512, 1, 0);
        runTo(600);
        assertThat(decoded).containsExactly(0L, 1L, 2L);
        assertThat(atMs.subList(1, 3)).containsExactly(515L, 515L);
    }

    @Test
    void whatIsLateIsPassedOverWhereSomethingNewerCanBeDecoded() {
        frame(100, 0);
        for (int id = 1; id <= 10; id++) {
            frame(100 + 40 * id, id, id - 1);
        }
        runTo(520);
        int before = decoded.size();
        // Both refer to 10 and both are far too late: only the newer one is decoded.
        frame(900, 12, 10);
        assertThat(decoded.subList(before, decoded.size())).containsExactly(12L);
        frame(901, 11, 10);
        runTo(1_000);
        assertThat(decoded).doesNotContain(11L);
    }

    @Test
    void silenceBeforeAKeyframeIsReportedEach200MsAndLaterAfterThreeSeconds() {
        runTo(500);
        assertThat(silencesMs).containsExactly(200L, 400L);
        frame(550, 0);
        runTo(7_000);
        assertThat(silencesMs).containsExactly(200L, 400L, 3_550L, 6_550L);
    }
}
