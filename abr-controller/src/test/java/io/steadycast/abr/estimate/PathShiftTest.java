package io.steadycast.abr.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** 25 pictures and 50 audio packets a second through a link of a given rate and length, told of every 50 ms. */
final class PathShiftTest {
    private static final long MS = 1_000_000L;
    private static final long STEP_NS = 3_000 * MS;
    private static final long END_NS = 6_000 * MS;
    private static final int PACKET_BYTES = 1_200;
    private static final int AUDIO_BYTES = 120;

    private final PacketGroups groups = new PacketGroups();
    private final PathShift shift = new PathShift(groups);
    private final Random random = new Random(7);

    private interface Link {
        double bps(long nowNs);

        long delayNs(long nowNs);
    }

    private record Seen(long foundNs, long levelNs, long openNs) {}

    private long freeNs;
    private long lastArrivalNs;

    private static Link of(double beforeBps, double afterBps, long beforeMs, long afterMs) {
        return new Link() {
            @Override
            public double bps(long nowNs) {
                return nowNs < STEP_NS ? beforeBps : afterBps;
            }

            @Override
            public long delayNs(long nowNs) {
                return (nowNs < STEP_NS ? beforeMs : afterMs) * MS;
            }
        };
    }

    /** What was found first, and for how long it was left open. */
    private Seen run(Link link, double videoBps, double loss, long queueMs) {
        long foundNs = -1;
        long levelNs = -1;
        long openNs = 0;
        long toldNs = 0;
        for (long nowNs = 0; nowNs < END_NS; nowNs += 5 * MS) {
            if (nowNs % (40 * MS) == 0) {
                int packets = (int) Math.max(1, Math.round(videoBps / 25 / 8 / PACKET_BYTES));
                int bytes = (int) (videoBps / 25 / 8 / packets);
                for (int i = 0; i < packets; i++) {
                    send(nowNs + i * MS, bytes, link, loss, queueMs);
                }
            } else if (nowNs % (20 * MS) == 15 * MS) {
                send(nowNs, AUDIO_BYTES, link, loss, queueMs);
            }
            if (nowNs - toldNs >= 50 * MS) {
                toldNs = nowNs;
                shift.update();
                openNs += shift.open() ? 50 * MS : 0;
                if (shift.found() && foundNs < 0) {
                    foundNs = nowNs;
                    levelNs = shift.levelNs();
                }
            }
        }
        return new Seen(foundNs, levelNs, openNs);
    }

    private void send(long nowNs, int bytes, Link link, double loss, long queueMs) {
        groups.onPacket(nowNs, bytes);
        long waitNs = Math.max(0, freeNs - nowNs);
        if (random.nextDouble() < loss || waitNs > queueMs * MS) {
            groups.onLost(nowNs);
            return;
        }
        freeNs = nowNs + waitNs + (long) (bytes * 8e9 / link.bps(nowNs));
        lastArrivalNs = Math.max(lastArrivalNs, freeNs + link.delayNs(nowNs));
        groups.onReceived(nowNs, lastArrivalNs);
    }

    @Test
    void aLongerWayIsToldFromAQueueWithinATenthOfASecondAndSome() {
        Seen seen = run(of(1e6, 1e6, 50, 150), 400_000, 0, 300);
        assertThat(seen.foundNs()).isBetween(STEP_NS + 80 * MS, STEP_NS + 200 * MS);
        assertThat(seen.levelNs()).isBetween(150 * MS, 156 * MS);
    }

    @Test
    void alsoWhereATenthIsLost() {
        assertThat(run(of(1e6, 1e6, 50, 150), 400_000, 0.1, 300).foundNs()).isBetween(STEP_NS, STEP_NS + 300 * MS);
    }

    @Test
    void aShorterWayIsNone() {
        assertThat(run(of(1e6, 1e6, 150, 50), 400_000, 0, 300)).isEqualTo(new Seen(-1, -1, 0));
    }

    @Test
    void halfOfTheCapacityIsAQueue() {
        Seen seen = run(of(1e6, 300e3, 50, 50), 500_000, 0, 300);
        assertThat(seen.foundNs()).isEqualTo(-1);
        assertThat(seen.openNs()).isLessThanOrEqualTo(50 * MS);
    }

    @Test
    void aFullQueueStandsStillAndIsAQueueAllTheSame() {
        assertThat(run(of(2.5e6, 600e3, 50, 50), 1_300_000, 0.1, 300).foundNs()).isEqualTo(-1);
    }

    @Test
    void theLastTenthOfTheCapacityIsAQueue() {
        Seen seen = run(of(2.5e6, 130e3, 50, 50), 1_300_000, 0, 2_000);
        assertThat(seen.foundNs()).isEqualTo(-1);
        assertThat(seen.openNs()).isLessThanOrEqualTo(100 * MS);
    }

    /** The first packet behind it is the last one before it that waited the whole of it. */
    @Test
    void whatWasHeldForAMomentCameOutOfIt() {
        for (long heldMs : new long[] {100, 200, 300}) {
            PathShiftTest trial = new PathShiftTest();
            Link held = new Link() {
                @Override
                public double bps(long nowNs) {
                    return 5e6;
                }

                @Override
                public long delayNs(long nowNs) {
                    long sinceNs = nowNs - STEP_NS;
                    return 50 * MS + (sinceNs >= 0 && sinceNs < heldMs * MS ? heldMs * MS - sinceNs : 0);
                }
            };
            assertThat(trial.run(held, 400_000, 0, 300).foundNs())
                    .as(heldMs + " ms")
                    .isEqualTo(-1);
        }
    }

    @Test
    void picturesOfAThinPathMakeQueuesOnly() {
        assertThat(run(of(150e3, 150e3, 150, 150), 90_000, 0.05, 600).foundNs()).isEqualTo(-1);
    }

    /** Each packet is a step of 64 ms, and the full queue between them stands still. */
    @Test
    void aThinPathThatIsSentTooMuchIsNoLongerOne() {
        for (int kbps = 140; kbps <= 300; kbps += 40) {
            assertThat(new PathShiftTest()
                            .run(of(150e3, 150e3, 150, 150), kbps * 1e3, 0.05, 300)
                            .foundNs())
                    .as(kbps + " kbps")
                    .isEqualTo(-1);
        }
    }

    /** Somebody else's packets stand in the queue, more of them and less, and we leave nothing of it unused. */
    @Test
    void aFlowThatFillsTheQueueIsNoLongerWay() {
        Link shared = new Link() {
            @Override
            public double bps(long nowNs) {
                return 2e6;
            }

            @Override
            public long delayNs(long nowNs) {
                long cycleNs = nowNs % (2_000 * MS);
                return 50 * MS + (100 + cycleNs / MS / 10) * MS;
            }
        };
        assertThat(run(shared, 400_000, 0.01, 300).foundNs()).isEqualTo(-1);
    }
}
