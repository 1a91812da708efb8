package io.steadycast.netsim.link;

/**
 * Confined to its link. Conservation holds at every moment: {@code offered + duplicated = sum of all fates + queued + in flight}.
 */
public final class LinkCounters {
    private final long[] byFate = new long[Fate.count()];
    long offered;
    long offeredBytes;
    long duplicated;
    long deliveredBytes;
    long servedBytes;
    long servedAgainBytes;
    long crossOffered;
    long crossServed;
    long crossDropped;
    long crossServedBytes;

    void count(Fate fate) {
        byFate[fate.code()]++;
    }

    public long offered() {
        return offered;
    }

    /** All bytes here count {@code Framing}. */
    public long offeredBytes() {
        return offeredBytes;
    }

    /** Second copies made. */
    public long duplicated() {
        return duplicated;
    }

    public long of(Fate fate) {
        return byFate[fate.code()];
    }

    public long delivered() {
        return of(Fate.DELIVERED);
    }

    public long deliveredBytes() {
        return deliveredBytes;
    }

    /** What the server finished, lost afterwards or not, without cross traffic. */
    public long servedBytes() {
        return servedBytes;
    }

    /** What an ideal code had to add, see {@link Link#idealCode}; {@link #servedBytes} has it too. */
    public long servedAgainBytes() {
        return servedAgainBytes;
    }

    public long dropped() {
        long sum = 0;
        for (long count : byFate) {
            sum += count;
        }
        return sum - delivered();
    }

    public long crossOffered() {
        return crossOffered;
    }

    public long crossServed() {
        return crossServed;
    }

    public long crossServedBytes() {
        return crossServedBytes;
    }

    public long crossDropped() {
        return crossDropped;
    }
}
