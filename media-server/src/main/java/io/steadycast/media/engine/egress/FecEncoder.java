package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.fec.FecMasks;
import io.steadycast.media.wire.fec.FlexFec;
import io.steadycast.media.wire.fec.Xor;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its shard. Builds FlexFEC parity over one subscription's packets as they leave: rewritten, with their header, before encryption. What differs between
 * the bytes here and those that a receiver has when it undoes this is zeroed on both sides: libwebrtc's receiver zeroes transport-wide number, absolute send time
 * and transmission offset (rtp_packet.cc, ZeroMutableExtensions).
 *
 * <p>A block is the packets of some frames in a row; a packet counts with its class's share, and a class without a share is not in the block at all. A block that
 * did not earn a whole parity packet goes on with the next frames, so that small frames share one.
 */
final class FecEncoder {
    /** libwebrtc takes parity over at most so many packets (flexfec_03_header_reader_writer.cc). */
    static final int MAX_BLOCK = FecMasks.MAX_MEDIA;

    static final int MAX_PARITY = FecMasks.MAX_PARITY;

    /** What waits for the pacer: the largest block's, and some of the one before. */
    private static final int READY = MAX_PARITY + 16;

    /** A block grows to so many times its frames before it ends without parity. */
    private static final int MAX_STRETCH = 4;

    /** Nor does it wait for frames any longer than this: parity is of use while its packets are. */
    private static final long MAX_AGE_NS = 300_000_000L;

    private static final int SLOT_BYTES = 1_536;
    private static final int NONE = -1;

    /** A block that ends early gets its parity rounded, not cut: on the average the share stays what it is. */
    private static final double ROUNDING = 0.5;

    private final ViewerMedia media;
    private final StreamPlan plan;
    private final FecMasks masks = new FecMasks();
    private final MemorySegment packets = Arena.ofAuto().allocate((MAX_BLOCK + 1L) * SLOT_BYTES, 8);
    private final MemorySegment ready = Arena.ofAuto().allocate((long) READY * SLOT_BYTES, 8);
    private final int[] lengths = new int[MAX_BLOCK + 1];
    private final long[] seqs = new long[MAX_BLOCK];
    private final long[] rows = new long[MAX_PARITY];
    private final int[] readyBytes = new int[READY];
    private final ParityLedger ledger = new ParityLedger();
    private long nextSeq;
    private long beganNs;
    private int count;
    private int frames;
    private int minParity;
    private double earned;
    private double carry;
    private int readyHead;
    private int readyCount;
    private long overflowed;

    FecEncoder(ViewerMedia media, StreamPlan plan, long firstSeq) {
        this.media = media;
        this.plan = plan;
        nextSeq = firstSeq;
    }

    ParityLedger ledger() {
        return ledger;
    }

    /** The number of the parity packet that leaves next. */
    long nextSeq() {
        return nextSeq;
    }

    /** A packet is about to leave: its first bytes stand in {@code start} from offset 0, the rest in {@code rest}. */
    void stage(MemorySegment start, int startBytes, PayloadSlice rest) {
        long slot = (long) count * SLOT_BYTES;
        int length = startBytes + rest.length;
        if (length > SLOT_BYTES) {
            lengths[count] = NONE;
            return;
        }
        Bytes.copy(start, 0, packets, slot, startBytes);
        Bytes.copy(rest.segment, rest.offset, packets, slot + startBytes, rest.length);
        lengths[count] = length;
    }

    /** The staged packet left. */
    void commit(long nowNs, long extSeq, FrameClass kind, boolean endOfFrame) {
        double share = plan.protection(kind).parityShare;
        if (share > 0 && lengths[count] != NONE) {
            if (count > 0 && spanWith(extSeq) > FlexFec.MAX_SPAN) {
                int staged = count;
                close(Integer.MAX_VALUE);
                Bytes.copy(packets, (long) staged * SLOT_BYTES, packets, 0, lengths[staged]);
                lengths[0] = lengths[staged];
            }
            zeroMutable((long) count * SLOT_BYTES, lengths[count]);
            beganNs = count == 0 ? nowNs : beganNs;
            seqs[count++] = extSeq;
            earned += share;
            minParity = Math.max(minParity, plan.protection(kind).minParity);
        }
        frames += endOfFrame ? 1 : 0;
        if (count == MAX_BLOCK) {
            close(Integer.MAX_VALUE);
        } else if (endOfFrame && frames >= plan.blockFrames) {
            close(frames);
        }
    }

    private long spanWith(long extSeq) {
        long first = extSeq;
        long last = extSeq;
        for (int i = 0; i < count; i++) {
            first = Math.min(first, seqs[i]);
            last = Math.max(last, seqs[i]);
        }
        return last - first + 1;
    }

    private void zeroMutable(long offset, int length) {
        zero(offset, length, media.extensions().id(HeaderExtension.TRANSPORT_CC));
        zero(offset, length, media.extensions().id(HeaderExtension.ABS_SEND_TIME));
        zero(offset, length, media.extensions().id(HeaderExtension.TRANSMISSION_OFFSET));
    }

    private void zero(long offset, int length, int id) {
        long element = id == 0 ? HeaderExtensions.NONE : HeaderExtensions.find(packets, offset, length, id);
        if (element != HeaderExtensions.NONE) {
            Bytes.zero(packets, HeaderExtensions.dataOffset(element), HeaderExtensions.dataBytes(element));
        }
    }

    /** Ends a block that waits for frames in vain. */
    void onTick(long nowNs) {
        if (count > 0 && nowNs - beganNs > MAX_AGE_NS) {
            finish();
        }
    }

    /** Ends the block, whatever it has; nothing more of it waits for what may never come. */
    void finish() {
        if (count > 0) {
            carry += ROUNDING;
            close(Integer.MAX_VALUE);
            carry -= ROUNDING;
        }
    }

    private void close(int framesSoFar) {
        int parity = (int) (earned + carry);
        if (count > 0 && earned > 0) {
            parity = Math.max(parity, minParity);
        }
        if (parity == 0 && count > 0 && framesSoFar < MAX_STRETCH * plan.blockFrames) {
            return;
        }
        parity = Math.min(parity, MAX_PARITY);
        if (count > 0 && parity > 0) {
            masks.fill(count, parity, plan.interleaved, rows);
            ledger.open(seqs, count, nextSeq + readyCount);
            for (int i = 0; i < parity; i++) {
                build(rows[i]);
            }
        }
        carry = Math.clamp(earned + carry - parity, 0, 1);
        count = 0;
        frames = 0;
        earned = 0;
        minParity = 0;
    }

    private void build(long row) {
        if (readyCount == READY) {
            overflowed++;
            return;
        }
        int slot = (readyHead + readyCount) % READY;
        long base = Long.MAX_VALUE;
        int longest = 0;
        for (long left = row; left != 0; left &= left - 1) {
            int index = Long.numberOfTrailingZeros(left);
            base = Math.min(base, seqs[index]);
            longest = Math.max(longest, lengths[index]);
        }
        long low = 0;
        long high = 0;
        for (long left = row; left != 0; left &= left - 1) {
            int offset = (int) (seqs[Long.numberOfTrailingZeros(left)] - base);
            if (offset < Long.SIZE) {
                low |= 1L << offset;
            } else {
                high |= 1L << (offset - Long.SIZE);
            }
        }
        long at = (long) slot * SLOT_BYTES;
        int headerBytes = FlexFec.writeMask(ready, at, media.ssrcs().media(), (int) base & 0xFFFF, low, high);
        int length = headerBytes + longest - FlexFec.PROTECTED_FROM;
        if (length > SLOT_BYTES) {
            overflowed++;
            return;
        }
        FlexFec.clearRecovery(ready, at);
        Bytes.zero(ready, at + headerBytes, length - headerBytes);
        for (long left = row; left != 0; left &= left - 1) {
            int index = Long.numberOfTrailingZeros(left);
            add(at, headerBytes, index);
        }
        readyBytes[slot] = length;
        readyCount++;
        ledger.addRow(row);
    }

    private void add(long at, int headerBytes, int index) {
        long packet = (long) index * SLOT_BYTES;
        FlexFec.addRecovery(ready, at, packets, packet, lengths[index]);
        Xor.into(
                ready,
                at + headerBytes,
                packets,
                packet + FlexFec.PROTECTED_FROM,
                lengths[index] - FlexFec.PROTECTED_FROM);
    }

    boolean isReady() {
        return readyCount > 0;
    }

    /** Of parity that found no room. */
    long overflowed() {
        return overflowed;
    }

    /** Writes the oldest parity packet's payload and forgets it; answers its length. */
    int copyParity(MemorySegment target, long offset) {
        int length = readyBytes[readyHead];
        Bytes.copy(ready, (long) readyHead * SLOT_BYTES, target, offset, length);
        readyHead = (readyHead + 1) % READY;
        readyCount--;
        nextSeq++;
        return length;
    }

    /** The stream goes on elsewhere. */
    void clear() {
        count = 0;
        frames = 0;
        earned = 0;
        carry = 0;
        minParity = 0;
        readyCount = 0;
        ledger.clear();
    }
}
