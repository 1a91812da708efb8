package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/**
 * Confined to its endpoint. Packets to frames, as libwebrtc does (modules/video_coding/packet_buffer.cc@bb9331cf): a frame is whole when all numbers from its first
 * packet to its last are there. The buffer grows from 512 to 2048 packets; where two packets want one place even then, all is thrown away and a keyframe is wanted.
 */
final class PacketBuffer {
    /** Told about each frame that has become whole; its packets are valid during the call only. */
    interface Output {
        void onWhole(long nowNs, long firstSeq, long lastSeq);
    }

    private static final int START_PACKETS = 512;
    private static final int MAX_PACKETS = 2_048;
    private static final int MAX_PADDING_AGE = 1_000;

    private final Output output;
    private final boolean firstBits;
    private VideoPacket[] packets = allocate(START_PACKETS);
    private final long[] padding = new long[MAX_PACKETS];
    private final long[] missing = new long[MAX_PACKETS];
    private VideoPacket spare = new VideoPacket();
    private long floor = -1;
    private long newest = -1;
    private boolean clearedToFloor;
    private int missingCount;

    /** @param firstBits whether the codec tells the first packet of a frame (H.264 without descriptor does not) */
    PacketBuffer(Output output, boolean firstBits) {
        this.output = output;
        this.firstBits = firstBits;
        Arrays.fill(padding, -1);
        Arrays.fill(missing, -1);
    }

    private static VideoPacket[] allocate(int count) {
        VideoPacket[] slots = new VideoPacket[count];
        Arrays.setAll(slots, i -> new VideoPacket());
        return slots;
    }

    /** Where the next packet is to be described, before {@link #insert}. */
    VideoPacket next() {
        return spare;
    }

    /** Takes the described packet; false if the buffer was full and is empty now. */
    boolean insert(long nowNs, long seq) {
        if (floor < 0) {
            floor = seq;
        } else if (seq < floor) {
            if (clearedToFloor) {
                return true;
            }
            floor = seq;
        }
        int slot = (int) (seq & (packets.length - 1));
        if (packets[slot].seq == seq) {
            return true;
        }
        while (packets[slot].seq != VideoPacket.FREE && packets.length < MAX_PACKETS) {
            grow();
            slot = (int) (seq & (packets.length - 1));
        }
        if (packets[slot].seq != VideoPacket.FREE) {
            clear();
            return false;
        }
        VideoPacket taken = packets[slot];
        spare.seq = seq;
        spare.continuous = false;
        packets[slot] = spare;
        spare = taken;
        noteMissing(seq);
        findFrames(nowNs, seq);
        return true;
    }

    void insertPadding(long nowNs, long seq) {
        noteMissing(seq);
        padding[(int) (seq & (MAX_PACKETS - 1))] = seq;
        findFrames(nowNs, seq + 1);
    }

    private void grow() {
        VideoPacket[] larger = allocate(packets.length * 2);
        for (VideoPacket packet : packets) {
            if (packet.seq != VideoPacket.FREE) {
                larger[(int) (packet.seq & (larger.length - 1))] = packet;
            }
        }
        packets = larger;
    }

    private void clear() {
        for (VideoPacket packet : packets) {
            packet.seq = VideoPacket.FREE;
        }
        Arrays.fill(padding, -1);
        Arrays.fill(missing, -1);
        missingCount = 0;
        floor = -1;
        newest = -1;
        clearedToFloor = false;
    }

    /** Everything up to this number is decoded. */
    void clearTo(long seq) {
        if (floor < 0 || seq < floor) {
            return;
        }
        long from = Math.max(floor, seq + 1 - packets.length);
        for (long at = from; at <= seq; at++) {
            VideoPacket packet = packets[(int) (at & (packets.length - 1))];
            if (packet.seq <= seq) {
                packet.seq = VideoPacket.FREE;
            }
            found(at);
        }
        floor = seq + 1;
        clearedToFloor = true;
    }

    boolean isPadding(long seq) {
        return padding[(int) (seq & (MAX_PACKETS - 1))] == seq;
    }

    VideoPacket packet(long seq) {
        return packets[(int) (seq & (packets.length - 1))];
    }

    private void noteMissing(long seq) {
        if (newest < 0) {
            newest = seq;
        }
        if (seq <= newest) {
            found(seq);
            return;
        }
        for (long at = Math.max(newest + 1, seq - MAX_PADDING_AGE); at < seq; at++) {
            int slot = (int) (at & (MAX_PACKETS - 1));
            missingCount += missing[slot] < 0 ? 1 : 0;
            missing[slot] = at;
        }
        newest = seq;
    }

    private void found(long seq) {
        int slot = (int) (seq & (MAX_PACKETS - 1));
        if (missing[slot] == seq) {
            missing[slot] = -1;
            missingCount--;
        }
    }

    /** Whether a number up to this one, and not too old, is missing. */
    private boolean isMissingUpTo(long seq) {
        if (missingCount == 0) {
            return false;
        }
        for (long at = Math.max(0, newest - MAX_PADDING_AGE); at <= seq; at++) {
            if (missing[(int) (at & (MAX_PACKETS - 1))] == at) {
                return true;
            }
        }
        return false;
    }

    private boolean mayContinue(long seq) {
        VideoPacket packet = packet(seq);
        if (packet.seq != seq) {
            return false;
        }
        if (packet.first) {
            return true;
        }
        VideoPacket before = packet(seq - 1);
        return before.seq == seq - 1 && before.timestamp == packet.timestamp && before.continuous;
    }

    private void findFrames(long nowNs, long from) {
        long seq = from;
        for (int i = 0; i < packets.length; i++, seq++) {
            if (isPadding(seq)) {
                continue;
            }
            if (!mayContinue(seq)) {
                return;
            }
            VideoPacket packet = packet(seq);
            packet.continuous = true;
            if (packet.last && !completed(nowNs, seq)) {
                return;
            }
        }
    }

    /** The frame that ends with this packet, if it is whole; false if nothing behind it can be looked at either. */
    private boolean completed(long nowNs, long last) {
        long first = firstBits ? firstByBit(last) : firstByTimestamp(last);
        if (first < 0) {
            return true;
        }
        if (!firstBits && !keyframe(first, last) && isMissingUpTo(first)) {
            return false;
        }
        for (long at = first; at <= last; at++) {
            found(at);
        }
        output.onWhole(nowNs, first, last);
        for (long at = first; at <= last; at++) {
            VideoPacket packet = packet(at);
            packet.seq = packet.seq == at ? VideoPacket.FREE : packet.seq;
        }
        return true;
    }

    private long firstByBit(long last) {
        long at = last;
        while (packet(at).seq == at) {
            if (packet(at).first) {
                return at;
            }
            at--;
        }
        return -1;
    }

    /** Nothing tells the first packet of an H.264 frame: libwebrtc goes back as long as the timestamp is the same. */
    private long firstByTimestamp(long last) {
        long timestamp = packet(last).timestamp;
        long at = last;
        while (packet(at - 1).seq == at - 1 && packet(at - 1).timestamp == timestamp) {
            at--;
        }
        return at;
    }

    private boolean keyframe(long first, long last) {
        boolean idr = false;
        for (long at = first; at <= last; at++) {
            idr |= packet(at).idr;
        }
        packet(first).keyframe = idr;
        return idr;
    }
}
