package io.steadycast.media.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Any thread. Counts open connections, in all and by where they come from; bounded by the first. An IPv6 /64 is one place: whoever has one address of it has all. */
final class TcpQuota {
    private final int limit;
    private final int limitPerPlace;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Long, Integer> places = new ConcurrentHashMap<>();

    TcpQuota(int limit, int limitPerPlace) {
        this.limit = limit;
        this.limitPerPlace = limitPerPlace;
    }

    int open() {
        return open.get();
    }

    /** False: one more is too many. Else {@link #release} has to follow, once. */
    boolean take(InetAddress from) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return false;
        }
        if (places.merge(place(from), 1, Integer::sum) > limitPerPlace) {
            release(from);
            return false;
        }
        return true;
    }

    void release(InetAddress from) {
        open.decrementAndGet();
        places.computeIfPresent(place(from), (_, count) -> count > 1 ? Integer.valueOf(count - 1) : null);
    }

    /** IPv4 addresses have their upper half empty, and global IPv6 addresses do not. */
    private static long place(InetAddress from) {
        byte[] address = from.getAddress();
        return address.length == 4
                ? Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt())
                : ByteBuffer.wrap(address).getLong();
    }
}
