package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its owner, reused for every message. Writes {@link TransportFeedback} messages from received packets in order of their extended transport-wide
 * sequence numbers; what is left out between two of them is reported as not received.
 *
 * <pre>{@code
 * writer.begin(segment, offset, capacityBytes, baseSeq);
 * while (more && writer.add(seq, arrivalNs)) ...      // false: full, this packet opens the next message
 * int length = writer.finish(senderSsrc, mediaSsrc, feedbackCount);
 * }</pre>
 *
 * <p>Chunks go straight to the buffer, deltas wait in an array until the chunks are complete. Arrival times are rounded to ticks before they are subtracted,
 * so rounding never adds up.
 */
public final class TransportFeedbackWriter {
    /** More would not fit a datagram: every received packet costs at least one byte. */
    public static final int MAX_RECEIVED = 1024;

    private static final int MAX_STATUSES = 0xFFFF;
    /** Two chunks may still be pending, and three bytes of padding follow. */
    private static final int RESERVED_BYTES = 2 * 2 + 3;

    private final short[] deltas = new short[MAX_RECEIVED];
    private final byte[] pending = new byte[TransportFeedback.ONE_BIT_SYMBOLS];

    private MemorySegment segment = MemorySegment.NULL;
    private long start;
    private int capacityBytes;
    private long baseSeq;
    private long nextSeq;
    private long chunkAt;

    private int received;
    private int deltaBytes;
    private long referenceTime;
    private long lastTicks;

    private int pendingSymbols;
    private boolean pendingSame;
    private boolean pendingLarge;

    /** Starts a message that reports from {@code baseSeq} on; packets between it and the first one added count as not received. */
    public void begin(MemorySegment target, long offset, int capacity, long baseSequence) {
        if (capacity < TransportFeedback.HEADER_BYTES + 64) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        segment = target;
        start = offset;
        capacityBytes = capacity;
        baseSeq = baseSequence;
        nextSeq = baseSequence;
        chunkAt = offset + TransportFeedback.HEADER_BYTES;
        received = 0;
        deltaBytes = 0;
        clearPending();
    }

    /**
     * Reports a received packet. False leaves the message as it was: the packet does not fit by size, by number (65,535 apart), or by time (8.2 s apart).
     */
    public boolean add(long sequenceNumber, long arrivalNs) {
        if (sequenceNumber < nextSeq) {
            throw new IllegalArgumentException("sequence number " + sequenceNumber + " after " + (nextSeq - 1));
        }
        long ticks = Math.floorDiv(arrivalNs, TransportFeedback.TICK_NS);
        if (received == 0) {
            referenceTime = Math.floorDiv(ticks, (long) TransportFeedback.TICKS_PER_REFERENCE);
            lastTicks = referenceTime * TransportFeedback.TICKS_PER_REFERENCE;
        }
        long delta = ticks - lastTicks;
        long missing = sequenceNumber - nextSeq;
        if (received == MAX_RECEIVED || delta != (short) delta || !fits(sequenceNumber, missing)) {
            return false;
        }
        addMissing((int) missing);
        boolean small = delta >= 0 && delta <= 0xFF;
        addSymbol(small ? TransportFeedback.SMALL_DELTA : TransportFeedback.LARGE_DELTA);
        deltas[received++] = (short) delta;
        deltaBytes += small ? 1 : 2;
        lastTicks = ticks;
        nextSeq = sequenceNumber + 1;
        return true;
    }

    /** Packets received so far. */
    public int received() {
        return received;
    }

    /** The number after the last one reported: where the next message begins. */
    public long nextSequence() {
        return nextSeq;
    }

    /** Completes the message; answers its length, 0 if no packet was added (there is no message without one). */
    public int finish(long senderSsrc, long mediaSsrc, int feedbackCount) {
        if (received == 0) {
            return 0;
        }
        while (pendingSymbols > 0) {
            emitChunk(true);
        }
        long at = writeDeltas();
        while ((at - start) % 4 != 0) {
            Bytes.putU8(segment, at++, 0);
        }
        int lengthBytes = (int) (at - start);
        RtcpHeader.writeFeedback(segment, start, TransportFeedback.TYPE, lengthBytes, senderSsrc, mediaSsrc);
        Bytes.putU16(segment, start + 12, (int) baseSeq);
        Bytes.putU16(segment, start + 14, (int) (nextSeq - baseSeq));
        Bytes.putU24(segment, start + 16, (int) referenceTime);
        Bytes.putU8(segment, start + 19, feedbackCount);
        return lengthBytes;
    }

    private boolean fits(long sequenceNumber, long missing) {
        if (sequenceNumber + 1 - baseSeq > MAX_STATUSES) {
            return false;
        }
        // Runs for the missing ones, and what their symbols may push out of the pending chunk.
        long newChunkBytes = 2 * (missing / TransportFeedback.MAX_RUN + (missing > 0 ? 2 : 0) + 1);
        return chunkAt - start + newChunkBytes + deltaBytes + 2 + RESERVED_BYTES <= capacityBytes;
    }

    private long writeDeltas() {
        long at = chunkAt;
        for (int i = 0; i < received; i++) {
            int delta = deltas[i];
            if (delta >= 0 && delta <= 0xFF) {
                Bytes.putU8(segment, at++, delta);
            } else {
                Bytes.putU16(segment, at, delta);
                at += 2;
            }
        }
        return at;
    }

    /** One by one until only a run of "not received" is pending, which then grows at once. */
    private void addMissing(int missing) {
        int remaining = missing;
        while (remaining > 0) {
            boolean run = pendingSymbols > 0 && pendingSame && pending[0] == TransportFeedback.NOT_RECEIVED;
            int grow = run ? Math.min(remaining, TransportFeedback.MAX_RUN - pendingSymbols) : 0;
            if (grow > 0) {
                for (int i = pendingSymbols; i < Math.min(pending.length, pendingSymbols + grow); i++) {
                    pending[i] = TransportFeedback.NOT_RECEIVED;
                }
                pendingSymbols += grow;
                remaining -= grow;
            } else {
                addSymbol(TransportFeedback.NOT_RECEIVED);
                remaining--;
            }
        }
    }

    private void addSymbol(int symbol) {
        while (!canTake(symbol)) {
            emitChunk(false);
        }
        if (pendingSymbols < pending.length) {
            pending[pendingSymbols] = (byte) symbol;
        }
        pendingSame = pendingSymbols == 0 || (pendingSame && pending[0] == symbol);
        pendingLarge |= symbol == TransportFeedback.LARGE_DELTA;
        pendingSymbols++;
    }

    /** Whether some single chunk can hold what is pending and this symbol. */
    private boolean canTake(int symbol) {
        if (pendingSymbols < TransportFeedback.TWO_BIT_SYMBOLS) {
            return true;
        }
        boolean oneBit = !pendingLarge && symbol != TransportFeedback.LARGE_DELTA;
        if (oneBit && pendingSymbols < TransportFeedback.ONE_BIT_SYMBOLS) {
            return true;
        }
        return pendingSame && pending[0] == symbol && pendingSymbols < TransportFeedback.MAX_RUN;
    }

    /** Writes the chunk that takes most of what is pending; what it cannot take stays pending. Only the last chunk may be a vector with room left. */
    private void emitChunk(boolean last) {
        if (pendingSame) {
            put(pending[0] << 13 | pendingSymbols);
            clearPending();
        } else if (!pendingLarge
                && (pendingSymbols == TransportFeedback.ONE_BIT_SYMBOLS
                        || (last && pendingSymbols > TransportFeedback.TWO_BIT_SYMBOLS))) {
            put(vector(TransportFeedback.VECTOR_BIT, 1, pendingSymbols));
            clearPending();
        } else {
            int taken = Math.min(pendingSymbols, TransportFeedback.TWO_BIT_SYMBOLS);
            put(vector(TransportFeedback.VECTOR_BIT | TransportFeedback.TWO_BIT_VECTOR_BIT, 2, taken));
            keepPendingFrom(taken);
        }
    }

    private int vector(int head, int bitsPerSymbol, int symbols) {
        int chunk = head;
        int shift = TransportFeedback.ONE_BIT_SYMBOLS;
        for (int i = 0; i < symbols; i++) {
            shift -= bitsPerSymbol;
            chunk |= pending[i] << shift;
        }
        return chunk;
    }

    private void put(int chunk) {
        Bytes.putU16(segment, chunkAt, chunk);
        chunkAt += 2;
    }

    private void keepPendingFrom(int taken) {
        int left = pendingSymbols - taken;
        clearPending();
        for (int i = 0; i < left; i++) {
            int symbol = pending[taken + i];
            pending[i] = (byte) symbol;
            pendingSame = i == 0 || (pendingSame && pending[0] == symbol);
            pendingLarge |= symbol == TransportFeedback.LARGE_DELTA;
        }
        pendingSymbols = left;
    }

    private void clearPending() {
        pendingSymbols = 0;
        pendingSame = true;
        pendingLarge = false;
    }
}
