package io.steadycast.netsim.emulate;

import java.util.concurrent.atomic.AtomicLong;

/** Any thread. Datagrams that the emulator itself lost. None of them is part of the emulated path, so a single one degrades the run. */
public final class HarnessDrops {
    /** The kernel's, because a receive buffer was full. */
    final AtomicLong kernel = new AtomicLong();
    /** All packets were on their way. */
    final AtomicLong noPacket = new AtomicLong();
    /** Longer than {@link Packet#CAPACITY_BYTES}. */
    final AtomicLong tooLong = new AtomicLong();
    /** A client on top of the most there may be. */
    final AtomicLong tooManyClients = new AtomicLong();
    /** The kernel took no more for sending, or gave no socket. */
    final AtomicLong notSent = new AtomicLong();

    /** A moment's counts. */
    public record Counts(long kernel, long noPacket, long tooLong, long tooManyClients, long notSent) {
        public long sum() {
            return kernel + noPacket + tooLong + tooManyClients + notSent;
        }
    }

    Counts counts() {
        return new Counts(kernel.get(), noPacket.get(), tooLong.get(), tooManyClients.get(), notSent.get());
    }
}
