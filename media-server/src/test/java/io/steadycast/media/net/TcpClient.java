package io.steadycast.media.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Confined to the test's thread. The far end of a connection: frames (RFC 4571) over a blocking socket. */
final class TcpClient implements AutoCloseable {
    static final int LIMIT_MS = 10_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    TcpClient(InetAddress address, int port) throws IOException {
        this(address, port, 0);
    }

    TcpClient(InetAddress address, int port, int receiveBufferBytes) throws IOException {
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MS);
        socket.connect(new InetSocketAddress(address, port), LIMIT_MS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A connectivity check that names a peer; nothing in it is authentic. */
    static byte[] check(String localUfrag) {
        byte[] user = (localUfrag + ":them").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(20 + 4 + (user.length + 3) / 4 * 4 + 8);
        message.putShort((short) 1).putShort((short) (message.capacity() - 20)).putInt(0x2112_A442);
        message.putLong(1).putInt(2);
        message.putShort((short) 6).putShort((short) user.length).put(user);
        CRC32 crc = new CRC32();
        crc.update(message.array(), 0, message.capacity() - 8);
        message.position(message.capacity() - 8);
        message.putShort((short) 0x8028).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354_554E);
        return message.array();
    }

    static byte[] framed(byte[] packet) {
        return ByteBuffer.allocate(2 + packet.length)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }

    void send(byte[] packet) throws IOException {
        raw(framed(packet));
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    byte[] receive() throws IOException {
        byte[] packet = new byte[in.readUnsignedShort()];
        in.readFully(packet);
        return packet;
    }

    /** Whether the other end closed it, with or without a word; waits for that. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
