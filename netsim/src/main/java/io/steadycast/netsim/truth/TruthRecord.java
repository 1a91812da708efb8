package io.steadycast.netsim.truth;

import io.steadycast.netsim.link.Fate;
import io.steadycast.netsim.link.PacketFate;
import io.steadycast.netsim.link.spec.Direction;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One packet's fate, as the file has it.
 *
 * @param inNs when it was offered, virtual time
 * @param outNs when it arrived or was dropped
 * @param lengthBytes with IP, UDP and what else the path's framing counts
 * @param queueBytes that waited before it
 * @param channelState flags of {@link PacketFate}
 * @param flow NAT mapping it was sent to, going down
 * @param ssrc of RTP, 0 of anything else
 * @param sequenceNumber of RTP
 * @param payloadType of RTP; the packet type of RTCP; 0 of anything else
 * @param digest over the first bytes of the datagram
 */
public record TruthRecord(
        int path,
        Direction direction,
        Fate fate,
        int channelState,
        long inNs,
        long outNs,
        int lengthBytes,
        int queueBytes,
        int flow,
        int ssrc,
        int sequenceNumber,
        int payloadType,
        int digest) {
    static final int BYTES = 48;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int DIGESTED_BYTES = 64;
    private static final int RTP_HEADER_BYTES = 12;
    private static final int FIRST_RTCP = 192;
    private static final int LAST_RTCP = 223;

    /** Little-endian, at the buffer's position. */
    static void write(ByteBuffer to, int path, PacketFate<byte[]> fate) {
        byte[] datagram = fate.packet();
        to.putInt(path);
        to.put((byte) (fate.direction() == Direction.UP ? 0 : 1));
        to.put((byte) fate.fate().code());
        to.putShort((short) fate.channelState());
        to.putLong(fate.inNs());
        to.putLong(fate.outNs());
        to.putInt(fate.lengthBytes());
        to.putInt(fate.queueBytes());
        to.putInt(fate.flow());
        boolean media = datagram.length >= RTP_HEADER_BYTES && (datagram[0] & 0xC0) == 0x80;
        int type = media ? datagram[1] & 0xFF : 0;
        boolean control = type >= FIRST_RTCP && type <= LAST_RTCP;
        boolean rtp = media && !control;
        to.putInt(rtp ? (int) INTS.get(datagram, 8) : 0);
        to.putShort((short) (rtp ? ((datagram[2] & 0xFF) << 8) | (datagram[3] & 0xFF) : 0));
        to.putShort((short) (control ? type : type & 0x7F));
        to.putInt(digest(datagram));
    }

    static TruthRecord read(ByteBuffer from) {
        int path = from.getInt();
        Direction direction = from.get() == 0 ? Direction.UP : Direction.DOWN;
        Fate fate = Fate.of(from.get());
        int state = from.getShort();
        long inNs = from.getLong();
        long outNs = from.getLong();
        int length = from.getInt();
        int queue = from.getInt();
        int flow = from.getInt();
        int ssrc = from.getInt();
        int sequence = from.getShort() & 0xFFFF;
        int type = from.getShort() & 0xFFFF;
        return new TruthRecord(
                path, direction, fate, state, inNs, outNs, length, queue, flow, ssrc, sequence, type, from.getInt());
    }

    /** Enough to tell headers, extensions and the beginning of the payload apart; the rest follows from them. */
    static int digest(byte[] datagram) {
        long mixed = datagram.length;
        int end = Math.min(DIGESTED_BYTES, datagram.length);
        int at = 0;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            mixed = (mixed ^ (long) LONGS.get(datagram, at)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 32;
        }
        for (; at < end; at++) {
            mixed = (mixed ^ datagram[at]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (mixed ^ (mixed >>> 32));
    }
}
