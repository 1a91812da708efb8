package io.steadycast.media.wire.fec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Undoes FlexFEC as a receiver does, straight from the draft's diagram and without the writer's code. */
public final class Peeler {
    private final Map<Long, byte[]> packets = new TreeMap<>();
    private final List<byte[]> parity = new ArrayList<>();
    private final long ssrc;

    public Peeler(long ssrc) {
        this.ssrc = ssrc;
    }

    /** As received, with what changes on the way zeroed. */
    public void media(long seq, byte[] packet) {
        packets.put(seq, packet);
    }

    /** The payload of a parity packet. */
    public void parity(byte[] payload) {
        parity.add(payload);
    }

    public Map<Long, byte[]> packets() {
        return packets;
    }

    /** Until nothing more comes of it. */
    public void peel(long near) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (byte[] payload : parity) {
                progress |= repair(payload, near);
            }
        }
    }

    /** Sequence numbers that a parity packet covers. */
    public static List<Integer> covered(byte[] payload) {
        int base = u16(payload, 16);
        List<Integer> numbers = new ArrayList<>();
        int bit = 0;
        int[][] parts = {{18, 15}, {20, 31}, {24, 63}};
        for (int[] part : parts) {
            boolean last = (payload[part[0]] & 0x80) != 0;
            for (int i = 1; i <= part[1]; i++, bit++) {
                if ((payload[part[0] + i / 8] >> (7 - i % 8) & 1) != 0) {
                    numbers.add(base + bit & 0xFFFF);
                }
            }
            if (last) {
                return numbers;
            }
        }
        throw new AssertionError("no k bit: " + Arrays.toString(payload));
    }

    private static int headerBytes(byte[] payload) {
        return (payload[18] & 0x80) != 0 ? 20 : (payload[20] & 0x80) != 0 ? 24 : 32;
    }

    private boolean repair(byte[] payload, long near) {
        long missing = -1;
        List<byte[]> others = new ArrayList<>();
        for (int number : covered(payload)) {
            long seq = near + (short) (number - near);
            byte[] packet = packets.get(seq);
            if (packet != null) {
                others.add(packet);
            } else if (missing >= 0) {
                return false;
            } else {
                missing = seq;
            }
        }
        if (missing < 0) {
            return false;
        }
        packets.put(missing, recovered(payload, others, missing));
        return true;
    }

    private byte[] recovered(byte[] payload, List<byte[]> others, long seq) {
        if ((payload[0] & 0xC0) != 0 || payload[8] != 1) {
            throw new AssertionError("R, F or SSRCCount");
        }
        byte[] start = Arrays.copyOf(payload, 8);
        byte[] rest = Arrays.copyOfRange(payload, headerBytes(payload), payload.length + 2_000);
        for (byte[] other : others) {
            start[0] ^= other[0];
            start[1] ^= other[1];
            int length = u16(start, 2) ^ (other.length - 12);
            start[2] = (byte) (length >> 8);
            start[3] = (byte) length;
            for (int i = 4; i < 8; i++) {
                start[i] ^= other[i];
            }
            for (int i = 12; i < other.length; i++) {
                rest[i - 12] ^= other[i];
            }
        }
        byte[] packet = new byte[12 + u16(start, 2)];
        packet[0] = (byte) (0x80 | (start[0] & 0x3F));
        packet[1] = start[1];
        MemorySegment bytes = MemorySegment.ofArray(packet);
        Bytes.putU16(bytes, 2, (int) seq & 0xFFFF);
        System.arraycopy(start, 4, packet, 4, 4);
        Bytes.putU32(bytes, 8, ssrc);
        System.arraycopy(rest, 0, packet, 12, packet.length - 12);
        return packet;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
