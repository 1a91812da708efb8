package io.steadycast.netsim.sim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Confined to its simulation. Every datagram of a run as one digest, and the last ones as text. */
public final class EventLog {
    private static final int KEPT = 32;
    private static final int DIGESTED_BYTES = 32;
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] lastAtNs = new long[KEPT];
    private final int[] lastPath = new int[KEPT];
    private final int[] lastBytes = new int[KEPT];
    private long digest = 0xCBF29CE484222325L;
    private long count;

    void add(long nowNs, int path, boolean toServer, byte[] datagram) {
        mix(nowNs);
        int way = (path << 1) | (toServer ? 1 : 0);
        mix(((long) way << 32) | datagram.length);
        int end = Math.min(DIGESTED_BYTES, datagram.length);
        int at = 0;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            mix((long) LONGS.get(datagram, at));
        }
        for (; at < end; at++) {
            mix(datagram[at]);
        }
        int place = (int) (count++ % KEPT);
        lastAtNs[place] = nowNs;
        lastPath[place] = way;
        lastBytes[place] = datagram.length;
    }

    private void mix(long value) {
        digest = (digest ^ value) * PRIME;
        digest ^= digest >>> 29;
    }

    /** The same for the same events, in the same order, at the same times, with the same bytes. */
    public long digest() {
        return digest;
    }

    public long count() {
        return count;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(count)
                .append(" datagrams, digest ")
                .append(Long.toHexString(digest))
                .append(", last");
        for (long i = Math.max(0, count - KEPT); i < count; i++) {
            int place = (int) (i % KEPT);
            text.append(' ').append(lastAtNs[place]).append(" ns path ").append(lastPath[place] >> 1);
            text.append((lastPath[place] & 1) == 1 ? " up " : " down ")
                    .append(lastBytes[place])
                    .append(" B;");
        }
        return text.toString();
    }
}
