package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its owner, reused for every message. Walks the packets that a {@link TransportFeedback} message reports, in order of their transport-wide
 * sequence numbers, received or not.
 *
 * <p>{@link #start} walks the chunks once to find where the deltas begin and whether all of them are there, so that no half of a message is ever believed.
 */
public final class TransportFeedbackCursor {
    private MemorySegment segment = MemorySegment.NULL;
    private long offset;
    private int statusCount;
    private int index;

    private long chunkAt;
    private int chunk;
    private int symbolsInChunk;
    private int symbolIndex;

    private long deltaAt;
    private int symbol;
    private int deltaTicks;
    private long ticks;

    /** Stands before the first packet; false if the message is malformed, then {@link #next} answers false too. */
    public boolean start(MemorySegment source, long packetOffset, int packetBytes) {
        segment = source;
        offset = packetOffset;
        statusCount = 0;
        index = -1;
        chunkAt = packetOffset + TransportFeedback.HEADER_BYTES;
        symbolsInChunk = 0;
        symbolIndex = 0;
        symbol = TransportFeedback.NOT_RECEIVED;
        deltaTicks = 0;
        ticks = 0;
        if (packetBytes < TransportFeedback.HEADER_BYTES + 2) {
            return false;
        }
        int count = TransportFeedback.statusCount(source, packetOffset);
        if (count == 0 || !deltasFit(count, packetOffset + packetBytes)) {
            return false;
        }
        statusCount = count;
        return true;
    }

    public boolean next() {
        if (index + 1 >= statusCount) {
            return false;
        }
        index++;
        while (symbolIndex == symbolsInChunk) {
            loadChunk();
        }
        symbol = TransportFeedback.symbol(chunk, symbolIndex++);
        if (symbol == TransportFeedback.SMALL_DELTA) {
            deltaTicks = Bytes.u8(segment, deltaAt);
            deltaAt += 1;
        } else if (symbol == TransportFeedback.LARGE_DELTA) {
            deltaTicks = (short) Bytes.u16(segment, deltaAt);
            deltaAt += 2;
        } else {
            deltaTicks = 0;
        }
        ticks += deltaTicks;
        return true;
    }

    /** Packets reported on, received or not. */
    public int statusCount() {
        return statusCount;
    }

    public int baseSequence() {
        return TransportFeedback.baseSequence(segment, offset);
    }

    /** 24 bits, in units of 64 ms; to be unwrapped by the reader of all messages. */
    public int referenceTime() {
        return TransportFeedback.referenceTime(segment, offset);
    }

    /** Counts messages modulo 256: a gap is lost feedback. */
    public int feedbackCount() {
        return TransportFeedback.feedbackCount(segment, offset);
    }

    /** The current packet, 16 bits. */
    public int sequenceNumber() {
        return (baseSequence() + index) & 0xFFFF;
    }

    /** Distance of the current packet from {@link #baseSequence}. */
    public int index() {
        return index;
    }

    public boolean received() {
        return symbol != TransportFeedback.NOT_RECEIVED;
    }

    /** From the received packet before, or from the reference time, in units of 250 us; 0 if not received. */
    public int deltaTicks() {
        return deltaTicks;
    }

    /** Arrival after this message's reference time, in units of 250 us; may be negative. Only if {@link #received}. */
    public long ticksAfterReference() {
        return ticks;
    }

    /** Arrival on the receiver's clock, given the unwrapped {@link #referenceTime}. Only if {@link #received}. */
    public long arrivalNs(long unwrappedReferenceTime) {
        return (unwrappedReferenceTime * TransportFeedback.TICKS_PER_REFERENCE + ticks) * TransportFeedback.TICK_NS;
    }

    private void loadChunk() {
        chunk = Bytes.u16(segment, chunkAt);
        chunkAt += 2;
        symbolsInChunk = TransportFeedback.symbolsIn(chunk);
        symbolIndex = 0;
    }

    private boolean deltasFit(int count, long end) {
        long at = offset + TransportFeedback.HEADER_BYTES;
        long deltaBytes = 0;
        int remaining = count;
        while (remaining > 0) {
            if (at + 2 > end) {
                return false;
            }
            int next = Bytes.u16(segment, at);
            at += 2;
            int symbols = Math.min(remaining, TransportFeedback.symbolsIn(next));
            int bytes = deltaBytes(next, symbols);
            if (bytes < 0) {
                return false;
            }
            deltaBytes += bytes;
            remaining -= symbols;
        }
        deltaAt = at;
        return at + deltaBytes <= end;
    }

    /** A symbol's value is the size of its delta; 3 is reserved: -1. */
    private static int deltaBytes(int chunk, int symbols) {
        if (!TransportFeedback.isVector(chunk)) {
            int symbol = TransportFeedback.symbol(chunk, 0);
            return symbol > TransportFeedback.LARGE_DELTA ? -1 : symbol * symbols;
        }
        int bytes = 0;
        for (int i = 0; i < symbols; i++) {
            int symbol = TransportFeedback.symbol(chunk, i);
            if (symbol > TransportFeedback.LARGE_DELTA) {
                return -1;
            }
            bytes += symbol;
        }
        return bytes;
    }
}
