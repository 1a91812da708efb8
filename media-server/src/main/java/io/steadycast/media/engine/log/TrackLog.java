package io.steadycast.media.engine.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * One writer (the publisher's shard), any number of readers (any shard). The ring of one encoding's packets, indexed by extended sequence
 * number: it serves fan-out, retransmission and the GOP cache alike. A slot dies by being overwritten.
 *
 * <p>Each slot is a seqlock whose version names its packet: {@code 2 * extSeq + 1} while it is written, {@code 2 * extSeq + 2} when it is
 * published, 0 when it was never used. Versions of a slot only rise (a number is written once, an older one never replaces a younger one), so
 * a reader that sees the same even version before and after its reads has read one whole packet; there is no ABA. The orderings that carry this:
 * <ul>
 *   <li>writer: store odd version; storeStoreFence; plain stores of the slot; store-release of the even version. Whoever sees any of the new
 *       bytes and then fences cannot still see the old version.
 *   <li>reader: load-acquire of the version; plain loads; loadLoadFence; opaque load of the version. Torn bytes may be read in between, they are
 *       never believed.
 * </ul>
 *
 * <p>The memory is freed by the garbage collector when nobody refers to the log: a reader on another shard may hold a {@link PacketView} for as
 * long as it likes, so there is no moment at which an owner could free it by hand. It counts against -XX:MaxDirectMemorySize.
 */
public final class TrackLog {
    public static final int VIDEO_SLOTS = 2048;
    public static final int AUDIO_SLOTS = 512;

    /** An RTP packet that does not fit is none that came through an Ethernet MTU. */
    public static final int MAX_RTP_BYTES = 1504;

    private static final int VERSION = 0;
    private static final int EXT_TIMESTAMP = 8;
    private static final int ARRIVAL = 16;
    private static final int FLAGS = 24;
    private static final int SPATIAL_ID = 28;
    private static final int TEMPORAL_ID = 29;
    private static final int AUDIO_LEVEL = 30;
    private static final int PAYLOAD_TYPE = 31;
    private static final int PICTURE_ID = 32;
    private static final int TL0_PIC_IDX = 36;
    private static final int KEY_IDX = 40;
    private static final int FRAME_NUMBER = 44;
    private static final int PAYLOAD_OFFSET = 48;
    private static final int PAYLOAD_LENGTH = 52;
    private static final int RTP_LENGTH = 56;
    private static final int EXTENSIONS = 64;
    private static final int RTP = 96;
    public static final int SLOT_BYTES = RTP + MAX_RTP_BYTES;

    private static final VarHandle VERSIONS = JAVA_LONG.varHandle();

    private final int encoding;
    private final int mask;
    private final MemorySegment slab;
    private final Keyframes keyframes = new Keyframes();
    private final EncodingState state;
    private final SharedCaptureClock captureClock = new SharedCaptureClock();
    private volatile long head = -1;
    private volatile long settled = -1;

    public TrackLog(int slots, int encoding) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots must be a power of two: " + slots);
        }
        if (EXTENSIONS + 4 * PassedExtension.COUNT > RTP) {
            throw new AssertionError("slot header too small");
        }
        this.encoding = encoding;
        this.mask = slots - 1;
        this.slab = Arena.ofAuto().allocate((long) slots * SLOT_BYTES, 64);
        this.state = new EncodingState(encoding);
    }

    /** Its index in {@link TrackSource#encoding}. */
    public int encoding() {
        return encoding;
    }

    public int slots() {
        return mask + 1;
    }

    /**
     * Writer only. Stores the packet and then publishes it.
     *
     * @param info with {@code extSeq}, {@code extTimestamp} and {@code arrivalNs}
     * @return false if this number is already there, is too old for the ring, or the packet is too long for a slot; nothing is stored then
     */
    public boolean append(PacketInfo info, MemorySegment source, long offset, int lengthBytes) {
        long extSeq = info.extSeq;
        long slot = slotOffset(extSeq);
        long version = 2 * extSeq + 2;
        if (extSeq < 0
                || lengthBytes + info.paddingBytes > MAX_RTP_BYTES
                || slab.get(JAVA_LONG, slot + VERSION) >= version) {
            return false;
        }
        VERSIONS.setOpaque(slab, slot + VERSION, version - 1);
        VarHandle.storeStoreFence();
        writeHeader(slot, info, lengthBytes);
        MemorySegment.copy(source, offset, slab, slot + RTP, lengthBytes);
        if (info.paddingBytes > 0) {
            EvenLengths.write(slab, slot + RTP + lengthBytes, info.paddingBytes);
        }
        VERSIONS.setRelease(slab, slot + VERSION, version);
        if (info.keyframe && info.startOfFrame) {
            keyframes.add(extSeq, info.extTimestamp);
        }
        if (extSeq > head) {
            head = extSeq;
        }
        return true;
    }

    private void writeHeader(long slot, PacketInfo info, int lengthBytes) {
        slab.set(JAVA_LONG, slot + EXT_TIMESTAMP, info.extTimestamp);
        slab.set(JAVA_LONG, slot + ARRIVAL, info.arrivalNs);
        slab.set(JAVA_INT, slot + FLAGS, info.flags());
        slab.set(JAVA_BYTE, slot + SPATIAL_ID, (byte) info.spatialId);
        slab.set(JAVA_BYTE, slot + TEMPORAL_ID, (byte) info.temporalId);
        slab.set(JAVA_BYTE, slot + AUDIO_LEVEL, (byte) info.audioLevel);
        slab.set(JAVA_BYTE, slot + PAYLOAD_TYPE, (byte) info.payloadType);
        slab.set(JAVA_INT, slot + PICTURE_ID, info.pictureId);
        slab.set(JAVA_INT, slot + TL0_PIC_IDX, info.tl0PicIdx);
        slab.set(JAVA_INT, slot + KEY_IDX, info.keyIdx);
        slab.set(JAVA_INT, slot + FRAME_NUMBER, info.frameNumber);
        slab.set(JAVA_INT, slot + PAYLOAD_OFFSET, info.payloadOffset);
        slab.set(JAVA_INT, slot + PAYLOAD_LENGTH, info.payloadLength);
        slab.set(JAVA_INT, slot + RTP_LENGTH, lengthBytes);
        for (int i = 0; i < PassedExtension.COUNT; i++) {
            slab.set(JAVA_INT, slot + EXTENSIONS + 4L * i, info.packedExtension(i));
        }
    }

    /** Any reader. Metadata and where the bytes lie; false: it never arrived or is overwritten. */
    public boolean read(long extSeq, PacketView into) {
        if (extSeq < 0) {
            return false;
        }
        long slot = slotOffset(extSeq);
        long version = 2 * extSeq + 2;
        if ((long) VERSIONS.getAcquire(slab, slot + VERSION) != version) {
            return false;
        }
        readHeader(slot, into.info);
        into.info.extSeq = extSeq;
        into.segment = slab;
        into.rtpOffset = slot + RTP;
        into.rtpLength = slab.get(JAVA_INT, slot + RTP_LENGTH);
        into.slotOffset = slot;
        into.version = version;
        return stillValid(into);
    }

    private void readHeader(long slot, PacketInfo info) {
        info.extTimestamp = slab.get(JAVA_LONG, slot + EXT_TIMESTAMP);
        info.arrivalNs = slab.get(JAVA_LONG, slot + ARRIVAL);
        info.setFlags(slab.get(JAVA_INT, slot + FLAGS));
        info.spatialId = slab.get(JAVA_BYTE, slot + SPATIAL_ID);
        info.temporalId = slab.get(JAVA_BYTE, slot + TEMPORAL_ID);
        info.audioLevel = slab.get(JAVA_BYTE, slot + AUDIO_LEVEL);
        info.payloadType = slab.get(JAVA_BYTE, slot + PAYLOAD_TYPE);
        info.pictureId = slab.get(JAVA_INT, slot + PICTURE_ID);
        info.tl0PicIdx = slab.get(JAVA_INT, slot + TL0_PIC_IDX);
        info.keyIdx = slab.get(JAVA_INT, slot + KEY_IDX);
        info.frameNumber = slab.get(JAVA_INT, slot + FRAME_NUMBER);
        info.payloadOffset = slab.get(JAVA_INT, slot + PAYLOAD_OFFSET);
        info.payloadLength = slab.get(JAVA_INT, slot + PAYLOAD_LENGTH);
        for (int i = 0; i < PassedExtension.COUNT; i++) {
            info.packedExtension(i, slab.get(JAVA_INT, slot + EXTENSIONS + 4L * i));
        }
    }

    /** Any reader, after it copied the bytes out: true if they were this packet's all the while. False: lapped, the copy is rubbish. */
    public boolean stillValid(PacketView view) {
        VarHandle.loadLoadFence();
        return (long) VERSIONS.getOpaque(slab, view.slotOffset + VERSION) == view.version;
    }

    /** Writer only. */
    public boolean contains(long extSeq) {
        return extSeq >= 0 && slab.get(JAVA_LONG, slotOffset(extSeq) + VERSION) == 2 * extSeq + 2;
    }

    /** Writer only. Extended timestamp of a packet in the ring, -1 if it is not there. */
    public long timestampOf(long extSeq) {
        return contains(extSeq) ? slab.get(JAVA_LONG, slotOffset(extSeq) + EXT_TIMESTAMP) : -1;
    }

    /** Writer only. Whether a packet in the ring was known to be of a keyframe when it came. */
    public boolean isKeyframe(long extSeq) {
        return contains(extSeq) && PacketInfo.isKeyframe(slab.get(JAVA_INT, slotOffset(extSeq) + FLAGS));
    }

    /** Highest extended sequence number published, -1 before the first. */
    public long head() {
        return head;
    }

    /** First packet of the youngest keyframe that has begun to arrive, -1 if there is none in the ring. */
    public long keyframe() {
        return keyframes.youngestIn(head - mask, Long.MAX_VALUE);
    }

    /** First packet of the youngest keyframe that begins before {@code extSeq}, -1 if there is none in the ring. The log remembers eight. */
    public long keyframeBefore(long extSeq) {
        return keyframes.youngestIn(head - mask, extSeq);
    }

    /** Up to here nothing more will arrive: every number is there, or its repair was given up. Holes above may still be filled. */
    public long settled() {
        return settled;
    }

    /** Writer only. */
    public void settled(long extSeq) {
        if (extSeq > settled) {
            settled = extSeq;
        }
    }

    /** Any thread. Wishes merge by themselves; the writer's scheduler decides when the publisher is asked. */
    public void requestKeyframe() {
        state.requestKeyframe();
    }

    /** Writer only. */
    public boolean takeKeyframeRequest() {
        return state.takeKeyframeRequest();
    }

    /** Any reader. False before the first sender report. */
    public boolean captureClock(CaptureClock into) {
        return captureClock.read(into);
    }

    /** Writer only. */
    public void captureClock(long ntp, long extTimestamp, long arrivalNs) {
        captureClock.write(ntp, extTimestamp, arrivalNs);
    }

    /** What the writer publishes about the encoding as a whole. */
    public EncodingState state() {
        return state;
    }

    /** 0 = lowest quality. Starts as the order of the description and is re-ranked when resolutions become known. */
    public int rank() {
        return state.rank();
    }

    public int widthPx() {
        return state.widthPx();
    }

    public int heightPx() {
        return state.heightPx();
    }

    public long bitrateBps() {
        return state.bitrateBps();
    }

    /** Packets came within the last moments. */
    public boolean active() {
        return state.active();
    }

    private long slotOffset(long extSeq) {
        return (extSeq & mask) * SLOT_BYTES;
    }
}
