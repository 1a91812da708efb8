package io.steadycast.netsim.endpoint.fec;

import io.steadycast.media.wire.Unwrapper;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Confined to its endpoint. Recovers media packets by peeling (modules/rtp_rtcp/source/forward_error_correction.cc@bb9331cf): a parity packet helps when exactly one
 * of the packets that it covers is missing, and what it brought back may help the next. 192 media packets and 48 parity packets are kept.
 */
public final class FecDecoder {
    /** Gets what was recovered, in order of its numbers; the bytes are valid during the call. */
    public interface Output {
        void onRecovered(long nowNs, MemorySegment packet, int lengthBytes);
    }

    /** kMaxTrackedMediaPackets: 4 * 48. */
    static final int MAX_MEDIA = 192;

    /** kMaxFecPackets. */
    static final int MAX_PARITY = 48;

    private static final int MAX_BYTES = Parity.MAX_BYTES;
    /** Bytes of packets that left the window are kept a while for parity that saw them in time. */
    private static final int SLOTS = 512;

    private static final long OLD = 0x3FFF;

    private final FecFormat format;
    private final long mediaSsrc;
    private final Output output;
    private final byte[][] bytes = new byte[SLOTS][];
    private final int[] lengths = new int[SLOTS];
    private final long[] slotSeq = new long[SLOTS];
    private final long[] media = new long[MAX_MEDIA + 1];
    private final Parity[] parity = new Parity[MAX_PARITY + 1];
    private final ArrayDeque<Parity> spare = new ArrayDeque<>();
    private final long[] recoveredSeqs = new long[MAX_PARITY + 1];
    private final Unwrapper paritySeqs = Unwrapper.seq16();
    private int mediaCount;
    private int parityCount;
    private int recoveredCount;
    private long parityPackets;
    private long recoveredPackets;
    private long discarded;

    public FecDecoder(FecFormat format, long mediaSsrc, Output output) {
        this.format = format;
        this.mediaSsrc = mediaSsrc;
        this.output = output;
        Arrays.fill(slotSeq, -1);
    }

    public long parityPackets() {
        return parityPackets;
    }

    public long recoveredPackets() {
        return recoveredPackets;
    }

    /** Parity that was malformed, or that could not do what its header promised. */
    public long discarded() {
        return discarded;
    }

    /** A media packet that came by itself, with those extensions zeroed that are written after encoding. Retransmissions are not for here. */
    public void onMedia(long nowNs, long extSeq, MemorySegment packet, int lengthBytes) {
        resetAfterGap(extSeq);
        if (lengthBytes > MAX_BYTES || !addMedia(extSeq)) {
            return;
        }
        MemorySegment.copy(packet, 0, MemorySegment.ofArray(slot(extSeq)), 0, lengthBytes);
        lengths[(int) (extSeq & (SLOTS - 1))] = lengthBytes;
        cover(extSeq);
        discardOldMedia();
        recover(nowNs);
    }

    /** A parity packet's payload. For ULPFEC its number is one of the media's. */
    public void onParity(long nowNs, int sequenceNumber, MemorySegment segment, long offset, int lengthBytes) {
        parityPackets++;
        long seq = format == FecFormat.ULPFEC ? nearMedia(sequenceNumber) : paritySeqs.unwrap(sequenceNumber);
        if (format == FecFormat.ULPFEC) {
            resetAfterGap(seq);
        }
        discardFarParity(seq);
        int at = parityCount;
        while (at > 0 && parity[at - 1].seq >= seq) {
            at--;
        }
        if (at < parityCount && parity[at].seq == seq) {
            return;
        }
        Parity taken = spare.isEmpty() ? new Parity() : spare.pop();
        if (!taken.read(format, mediaSsrc, segment, offset, lengthBytes)) {
            discarded++;
            spare.push(taken);
            return;
        }
        taken.seq = seq;
        taken.base = nearMedia(taken.baseSeq);
        for (int i = 0; i < mediaCount; i++) {
            taken.onMedia(media[i]);
        }
        System.arraycopy(parity, at, parity, at + 1, parityCount - at);
        parity[at] = taken;
        parityCount++;
        if (parityCount > MAX_PARITY) {
            remove(0);
        }
        recover(nowNs);
    }

    private long nearMedia(int sequenceNumber) {
        long reference = mediaCount > 0 ? media[mediaCount - 1] : 0x10000L | sequenceNumber;
        return Unwrapper.seq16(reference, sequenceNumber);
    }

    private void resetAfterGap(long seq) {
        if (mediaCount == MAX_MEDIA && Math.abs(seq - media[mediaCount - 1]) > MAX_MEDIA) {
            mediaCount = 0;
            while (parityCount > 0) {
                remove(parityCount - 1);
            }
        }
    }

    private void discardFarParity(long seq) {
        while (parityCount > 0 && Math.abs(seq - parity[0].seq) > OLD) {
            remove(0);
        }
    }

    private byte[] slot(long seq) {
        int slot = (int) (seq & (SLOTS - 1));
        byte[] kept = bytes[slot];
        if (kept == null) {
            kept = new byte[MAX_BYTES];
            bytes[slot] = kept;
        }
        slotSeq[slot] = seq;
        return kept;
    }

    /** False if it is there already. */
    private boolean addMedia(long seq) {
        int at = mediaCount;
        while (at > 0 && media[at - 1] >= seq) {
            at--;
        }
        if (at < mediaCount && media[at] == seq) {
            return false;
        }
        System.arraycopy(media, at, media, at + 1, mediaCount - at);
        media[at] = seq;
        mediaCount++;
        return true;
    }

    private void discardOldMedia() {
        if (mediaCount > MAX_MEDIA) {
            System.arraycopy(media, 1, media, 0, --mediaCount);
        }
    }

    private void cover(long seq) {
        for (int i = 0; i < parityCount; i++) {
            parity[i].onMedia(seq);
        }
    }

    private void remove(int index) {
        spare.push(parity[index]);
        System.arraycopy(parity, index + 1, parity, index, parityCount - index - 1);
        parityCount--;
    }

    private void recover(long nowNs) {
        recoveredCount = 0;
        int at = 0;
        while (at < parityCount) {
            Parity candidate = parity[at];
            int missing = candidate.missing();
            if (missing == 1) {
                boolean recovered = peel(candidate);
                remove(at);
                at = recovered ? 0 : at;
            } else if (missing == 0 || isOld(candidate)) {
                remove(at);
            } else {
                at++;
            }
        }
        deliver(nowNs);
    }

    private boolean isOld(Parity candidate) {
        return mediaCount > 0 && Math.abs(media[mediaCount - 1] - candidate.lastCovered()) > OLD;
    }

    private boolean peel(Parity candidate) {
        long seq = candidate.missingSeq();
        int length = Xor.recover(candidate, seq, mediaSsrc, this::covered, slot(seq));
        if (length < 0) {
            discarded++;
            slotSeq[(int) (seq & (SLOTS - 1))] = -1;
            return false;
        }
        lengths[(int) (seq & (SLOTS - 1))] = length;
        addMedia(seq);
        cover(seq);
        discardOldMedia();
        if (recoveredCount < recoveredSeqs.length) {
            recoveredSeqs[recoveredCount++] = seq;
        }
        recoveredPackets++;
        return true;
    }

    /** Where a packet lies and how long it is; -1 if its bytes are gone. */
    private int covered(long seq, Xor.Span into) {
        int slot = (int) (seq & (SLOTS - 1));
        if (slotSeq[slot] != seq) {
            return -1;
        }
        into.bytes = bytes[slot];
        return lengths[slot];
    }

    private void deliver(long nowNs) {
        Arrays.sort(recoveredSeqs, 0, recoveredCount);
        for (int i = 0; i < recoveredCount; i++) {
            int slot = (int) (recoveredSeqs[i] & (SLOTS - 1));
            output.onRecovered(nowNs, MemorySegment.ofArray(bytes[slot]), lengths[slot]);
        }
        recoveredCount = 0;
    }
}
