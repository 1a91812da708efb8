package io.steadycast.media.engine.log;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * A writer at full speed through a tiny ring laps its readers all the time. Every byte of a packet is a function of its number, so one torn or
 * stale packet that a reader believes is found. This is the jcstress question asked on real threads: it shows that the readers are lapped in
 * mid-copy (else it proves nothing) and that none of them is fooled.
 */
class TrackLogConcurrencyTest {
    private static final int PACKETS = 1_500_000;
    private static final int WORDS = 100;
    private static final int READERS = 2;

    private record Outcome(long whole, long lapped, long fooled, long clocks, long brokenClocks) {}

    @Test
    void lappedReadersAreNeverFooled() throws InterruptedException, ExecutionException {
        TrackLog log = new TrackLog(8, 0);
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                outcomes.add(readers.submit(() -> readAll(log)));
            }
            writeAll(log);
            long whole = 0;
            long lapped = 0;
            for (Future<Outcome> future : outcomes) {
                Outcome outcome = future.get();
                assertThat(outcome.fooled()).isZero();
                assertThat(outcome.brokenClocks()).isZero();
                assertThat(outcome.clocks()).isPositive();
                whole += outcome.whole();
                lapped += outcome.lapped();
            }
            System.out.printf(
                    "%d packets read whole, %d copies dropped because the writer lapped them%n", whole, lapped);
            assertThat(whole).isPositive();
            assertThat(lapped).isPositive();
        }
    }

    private static void writeAll(TrackLog log) {
        MemorySegment packet = Arena.ofAuto().allocate(8L * WORDS);
        PacketInfo info = new PacketInfo();
        for (long seq = 1; seq <= PACKETS; seq++) {
            for (int word = 0; word < WORDS; word++) {
                packet.set(JAVA_LONG_UNALIGNED, 8L * word, seq * 31 + word);
            }
            info.extSeq = seq;
            info.extTimestamp = seq * 3_000;
            info.pictureId = (int) (seq & 0x7fff);
            info.payloadLength = 8 * WORDS;
            log.append(info, packet, 0, 8 * WORDS);
            log.captureClock(seq, seq * 3_000, -seq);
        }
    }

    private static Outcome readAll(TrackLog log) {
        PacketView view = new PacketView();
        CaptureClock clock = new CaptureClock();
        MemorySegment copy = Arena.ofAuto().allocate(8L * WORDS);
        long whole = 0;
        long lapped = 0;
        long fooled = 0;
        long clocks = 0;
        long brokenClocks = 0;
        long head = 0;
        while (head < PACKETS) {
            head = log.head();
            // Seven behind the head: the slot the writer comes to next.
            if (log.read(head - 7, view)) {
                MemorySegment.copy(view.segment, view.rtpOffset, copy, 0, view.rtpLength);
                if (log.stillValid(view)) {
                    whole++;
                    fooled += isWhole(view, copy, head - 7) ? 0 : 1;
                } else {
                    lapped++;
                }
            }
            if (log.captureClock(clock)) {
                clocks++;
                brokenClocks += clock.extTimestamp == clock.ntp * 3_000 && clock.arrivalNs == -clock.ntp ? 0 : 1;
            }
        }
        return new Outcome(whole, lapped, fooled, clocks, brokenClocks);
    }

    private static boolean isWhole(PacketView view, MemorySegment copy, long seq) {
        boolean ok = view.info.extTimestamp == seq * 3_000
                && view.info.pictureId == (seq & 0x7fff)
                && view.rtpLength == 8 * WORDS;
        for (int word = 0; word < WORDS && ok; word++) {
            ok = copy.get(JAVA_LONG_UNALIGNED, 8L * word) == seq * 31 + word;
        }
        return ok;
    }
}
