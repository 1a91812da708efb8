package io.steadycast.netsim.truth;

import io.steadycast.netsim.link.Fate;
import io.steadycast.netsim.link.PacketFate;
import io.steadycast.netsim.link.spec.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Confined to its thread. What went over the paths as pcapng (draft-ietf-opsawg-pcapng), for Wireshark: raw IPv4, one interface for what arrived, stamped with its arrival,
 * and one for what was dropped, stamped with that moment and commented with the cause. Client n is 10.0.0.0 + n, port 5000 + mapping; the server is 192.0.2.1, port 5004.
 */
public final class PcapngWriter implements TruthSink, AutoCloseable {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int LINKTYPE_RAW = 101;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_RESOLUTION = 9;
    private static final int IP_UDP_BYTES = 28;
    private static final int ARRIVED = 0;
    private static final int DROPPED = 1;
    private static final int SERVER = 0xC0000201;
    private static final int SERVER_PORT = 5_004;
    private static final int CLIENTS = 0x0A000000;
    private static final int CLIENT_PORT = 5_000;
    private static final int MAX_PACKET_BYTES = 65_535;

    private final OutputStream out;
    private final ByteBuffer block =
            ByteBuffer.allocate(MAX_PACKET_BYTES + 1_024).order(ByteOrder.LITTLE_ENDIAN);

    /** {@code out} is closed with it. */
    public PcapngWriter(OutputStream out) {
        this.out = out;
        begin(SECTION_HEADER);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        end();
        describe("arrived");
        describe("dropped");
    }

    private void describe(String name) {
        begin(INTERFACE);
        block.putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0);
        option(OPTION_NAME, name.getBytes(StandardCharsets.US_ASCII));
        option(OPTION_RESOLUTION, new byte[] {9});
        block.putInt(0);
        end();
    }

    @Override
    public void onFate(int path, PacketFate<byte[]> fate) {
        byte[] datagram = fate.packet();
        if (datagram.length + IP_UDP_BYTES > MAX_PACKET_BYTES) {
            return;
        }
        boolean arrived = fate.fate() == Fate.DELIVERED;
        int length = datagram.length + IP_UDP_BYTES;
        begin(ENHANCED_PACKET);
        block.putInt(arrived ? ARRIVED : DROPPED);
        block.putInt((int) (fate.outNs() >>> 32)).putInt((int) fate.outNs());
        block.putInt(length).putInt(length);
        boolean up = fate.direction() == Direction.UP;
        int client = CLIENTS + path;
        int clientPort = CLIENT_PORT + (up ? 0 : fate.flow());
        block.order(ByteOrder.BIG_ENDIAN);
        ip(length, up ? client : SERVER, up ? SERVER : client);
        block.putShort((short) (up ? clientPort : SERVER_PORT)).putShort((short) (up ? SERVER_PORT : clientPort));
        // RFC 768: a checksum of 0 is none.
        block.putShort((short) (datagram.length + 8)).putShort((short) 0);
        block.order(ByteOrder.LITTLE_ENDIAN);
        block.put(datagram);
        pad();
        if (!arrived) {
            option(OPTION_COMMENT, fate.fate().name().getBytes(StandardCharsets.US_ASCII));
            block.putInt(0);
        }
        end();
    }

    /** RFC 791 section 3.1. */
    private void ip(int length, int from, int to) {
        int start = block.position();
        block.putInt(0x45000000 | length)
                .putInt(0x00004000)
                .putInt(0x40110000)
                .putInt(from)
                .putInt(to);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += block.getShort(start + i) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum = (sum & 0xFFFF) + (sum >>> 16);
        block.putShort(start + 10, (short) ~sum);
    }

    private void option(int code, byte[] value) {
        block.putShort((short) code).putShort((short) value.length).put(value);
        pad();
    }

    private void pad() {
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
    }

    private void begin(int type) {
        block.clear();
        block.putInt(type).putInt(0);
    }

    private void end() {
        int length = block.position() + 4;
        block.putInt(length).putInt(4, length);
        try {
            out.write(block.array(), 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
