package io.steadycast.netsim.sim;

import java.util.ArrayDeque;

/** Confined to its simulation. Every datagram of a run as one digest, and the last ones as text. */
public final class EventLog {
    private static final int KEPT = 32;
    private static final long PRIME = 0x100000001B3L;

    private final ArrayDeque<Entry> last = new ArrayDeque<>();
    private long digest = 0xCBF29CE484222325L;
    private long count;

    private record Entry(long atNs, int path, boolean toServer, int lengthBytes) {}

    void add(long nowNs, int path, boolean toServer, byte[] datagram) {
        mix(nowNs);
        mix((long) path << 1 | (toServer ? 1 : 0));
        mix(datagram.length);
        for (int i = 0; i < Math.min(32, datagram.length); i++) {
            mix(datagram[i]);
        }
        count++;
        if (last.size() == KEPT) {
            last.remove();
        }
        last.add(new Entry(nowNs, path, toServer, datagram.length));
    }

    private void mix(long value) {
        digest = (digest ^ value) * PRIME;
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
        return count + " datagrams, digest " + Long.toHexString(digest) + ", last " + last;
    }
}
