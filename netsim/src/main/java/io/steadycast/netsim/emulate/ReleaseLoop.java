package io.steadycast.netsim.emulate;

import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Confined to the release thread, but for {@link #wake} and {@link #execute}. Puts arrivals onto their paths with the time at which they came, and sends what a path lets
 * out at the moment it says. Those moments follow from arrival stamps alone, never from the time of sending, so that being late once makes nothing else late.
 */
final class ReleaseLoop implements AutoCloseable {
    /** Before this much of a wait is left the thread sleeps, then it spins: a sleep ends up to 100 us late. */
    private static final long SPIN_NS = 120_000L;

    private static final long LONGEST_SLEEP_NS = 50_000_000L;
    private static final long HOUSEKEEPING_NS = 1_000_000_000L;
    private static final int MAX_ADMITTED = 256;
    private static final int MAX_COMMANDS = 256;

    private final PacketRings rings;
    private final Clients clients;
    private final boolean spin;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread thread;
    private long housekeepingNs;
    private volatile Urgency urgency = Urgency.ORDINARY;
    private volatile boolean sleeping;
    private volatile boolean open = true;

    ReleaseLoop(PacketRings rings, Clients clients, boolean spin) {
        this.rings = rings;
        this.clients = clients;
        this.spin = spin;
        this.thread = Thread.ofPlatform().daemon().name("emulate-release").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Any thread, after it put something into a queue of this one's. */
    void wake() {
        VarHandle.fullFence();
        if (sleeping) {
            LockSupport.unpark(thread);
        }
    }

    Urgency urgency() {
        return urgency;
    }

    /** Any thread. False: too many commands wait. */
    boolean execute(Runnable command) {
        if (!open || waiting.get() >= MAX_COMMANDS) {
            return false;
        }
        waiting.incrementAndGet();
        commands.add(command);
        wake();
        return true;
    }

    private void run() {
        // Who never sleeps must not keep everybody else from a core.
        urgency = spin ? Urgency.ORDINARY : Urgency.raise();
        housekeepingNs = System.nanoTime();
        while (open) {
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                waiting.decrementAndGet();
                command.run();
            }
            admit();
            long nowNs = System.nanoTime();
            if (nowNs - housekeepingNs > HOUSEKEEPING_NS) {
                housekeepingNs = nowNs;
                clients.expire(nowNs);
            }
            pause(clients.release(nowNs));
        }
        clients.close();
    }

    private void admit() {
        for (int i = 0; i < MAX_ADMITTED; i++) {
            Packet packet = rings.pollArrival();
            if (packet == null) {
                return;
            }
            clients.admit(packet);
        }
    }

    /** Until {@code dueNs}, or until there is something else to do. */
    private void pause(long dueNs) {
        while (idle()) {
            long leftNs = dueNs == Long.MAX_VALUE ? Long.MAX_VALUE : dueNs - System.nanoTime();
            if (leftNs <= 0) {
                return;
            }
            if (spin || leftNs <= SPIN_NS) {
                Thread.onSpinWait();
            } else {
                sleeping = true;
                VarHandle.fullFence();
                if (idle()) {
                    LockSupport.parkNanos(this, Math.min(leftNs - SPIN_NS, LONGEST_SLEEP_NS));
                }
                sleeping = false;
                if (leftNs > LONGEST_SLEEP_NS) {
                    return;
                }
            }
        }
    }

    private boolean idle() {
        return open && !rings.hasArrivals() && commands.isEmpty();
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
