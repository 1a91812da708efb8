package io.steadycast.abr.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 25 pictures of changing size and 50 audio packets a second through a drop-tail queue, asked every 50 ms. */
final class StillDelayTest {
    private static final long MS = 1_000_000L;
    private static final long ONE_WAY_NS = 200 * MS;
    private static final long ROUND_NS = 2 * ONE_WAY_NS;
    private static final int AUDIO_BYTES = 120;
    private static final int PACKET_BYTES = 1_200;
    private static final int SEED = 11;

    private final PacketGroups groups = new PacketGroups();
    private final StillDelay still = new StillDelay(groups);
    private final Random random = new Random(SEED);
    private long freeNs;
    private int asked;
    private int noQueue;

    /** {@code queueMs}: how long the queue can become; {@code standingMs}: how long it is at first. */
    private record Link(double bps, long queueMs, long standingMs, double loss, long jitterMs) {}

    private void run(Link link, double videoBps, int seconds) {
        freeNs = link.standingMs() * MS;
        long lastArrivalNs = 0;
        for (long nowNs = 0; nowNs < seconds * 1_000L * MS; nowNs += 5 * MS) {
            int bytes = 0;
            if (nowNs % (40 * MS) == 0) {
                // Every fourth picture is three times as large as those between.
                bytes = (int) (videoBps / 25 / 8 * (nowNs % (160 * MS) == 0 ? 2 : 2.0 / 3));
            } else if (nowNs % (20 * MS) == 15 * MS) {
                bytes = AUDIO_BYTES;
            }
            for (int left = bytes; left > 0; left -= PACKET_BYTES) {
                lastArrivalNs = send(nowNs, Math.min(left, PACKET_BYTES), link, lastArrivalNs);
            }
            if (nowNs % (50 * MS) == 0 && nowNs > 1_000 * MS) {
                asked++;
                noQueue += still.noQueue(ROUND_NS) ? 1 : 0;
            }
        }
    }

    private long send(long nowNs, int bytes, Link link, long lastArrivalNs) {
        groups.onPacket(nowNs, bytes);
        long waitNs = Math.max(0, freeNs - nowNs);
        if (waitNs > link.queueMs() * MS) {
            groups.onLost(nowNs);
            return lastArrivalNs;
        }
        freeNs = nowNs + waitNs + (long) (bytes * 8e9 / link.bps());
        if (random.nextDouble() < link.loss()) {
            groups.onLost(nowNs);
            return lastArrivalNs;
        }
        long jitterNs = (long) (random.nextDouble() * link.jitterMs() * MS);
        long arrivalNs = Math.max(lastArrivalNs, freeNs + ONE_WAY_NS + jitterNs);
        groups.onReceived(nowNs, arrivalNs);
        return arrivalNs;
    }

    @ParameterizedTest
    @CsvSource({"100000, 0, 0", "100000, 0.1, 0", "400000, 0.1, 0", "100000, 0.1, 3", "60000, 0.3, 0"})
    void whatDoesNotMoveWithWhatIsSentIsNoQueue(double videoBps, double loss, long jitterMs) {
        run(new Link(20e6, 300, 0, loss, jitterMs), videoBps, 20);
        assertThat((double) noQueue / asked).as("of %d, seed %d", asked, SEED).isGreaterThan(0.5);
    }

    @ParameterizedTest
    @CsvSource({"150000, 0", "150000, 0.1", "1000000, 0", "1000000, 0.1", "3000000, 0.2"})
    void aQueueThatIsFedAsFastAsItIsServedIsOne(double bps, double loss) {
        run(new Link(bps, 1_000, 150, loss, 0), bps - 24_000 - 24_000, 20);
        assertThat(noQueue).as("of %d, seed %d", asked, SEED).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "150000, 0, 2",
        "150000, 0.05, 2",
        "150000, 0.05, 1.2",
        "150000, 0.05, 6",
        "600000, 0.1, 3",
        "2000000, 0.3, 2"
    })
    void aQueueThatIsAlwaysFullIsOne(double bps, double loss, double times) {
        run(new Link(bps, 300, 300, loss, 0), times * bps, 20);
        assertThat(noQueue).as("of %d, seed %d", asked, SEED).isZero();
    }

    @Test
    void nothingIsSaidOfWhatIsSentEvenly() {
        for (long nowNs = 0; nowNs < 3_000 * MS; nowNs += 10 * MS) {
            groups.onPacket(nowNs, PACKET_BYTES);
            groups.onReceived(nowNs, nowNs + ONE_WAY_NS);
            assertThat(still.noQueue(ROUND_NS)).isFalse();
        }
    }

    @Test
    void nothingIsSaidOfTooLittle() {
        assertThat(still.noQueue(ROUND_NS)).isFalse();
        for (long nowNs = 0; nowNs < 200 * MS; nowNs += 40 * MS) {
            groups.onPacket(nowNs, PACKET_BYTES * (1 + (int) (nowNs / MS) % 3));
            groups.onReceived(nowNs, nowNs + ONE_WAY_NS);
            assertThat(still.noQueue(ROUND_NS)).isFalse();
        }
    }

    /** TCP that filled a queue to its brim hears of it a round later. */
    @Test
    void whatStandsForLessThanTwoRoundsMayStillBeAQueue() {
        for (long nowNs = 0; nowNs < 600 * MS; nowNs += 40 * MS) {
            groups.onPacket(nowNs, PACKET_BYTES * (1 + 5 * ((int) (nowNs / (40 * MS)) % 2)));
            groups.onReceived(nowNs, nowNs + ONE_WAY_NS);
        }
        assertThat(still.noQueue(200 * MS)).isTrue();
        assertThat(still.noQueue(300 * MS)).isFalse();
    }
}
