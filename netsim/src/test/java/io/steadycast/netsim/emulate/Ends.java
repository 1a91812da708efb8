package io.steadycast.netsim.emulate;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Plain sockets at both ends of an emulator. */
final class Ends {
    private Ends() {}

    static DatagramSocket socket(String host) throws IOException {
        var socket = new DatagramSocket(0, InetAddress.ofLiteral(host));
        socket.setSoTimeout(5000);
        return socket;
    }

    static InetSocketAddress address(DatagramSocket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    static Emulator emulator(DatagramSocket server, NamedPath path, long seed) throws IOException {
        return Emulator.open(
                EmulatorConfig.of(new InetSocketAddress(server.getLocalAddress(), 0), address(server), path, seed));
    }

    static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    static DatagramPacket receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return packet;
    }

    static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Sends through the emulator and back, and says which address the server saw. */
    static InetSocketAddress roundTrip(DatagramSocket client, DatagramSocket server, Emulator emulator, String text)
            throws IOException {
        send(client, text, emulator.addresses().getFirst());
        DatagramPacket seen = receive(server);
        if (!text(seen).equals(text)) {
            throw new AssertionError("the server saw " + text(seen) + " instead of " + text);
        }
        send(server, text, (InetSocketAddress) seen.getSocketAddress());
        DatagramPacket back = receive(client);
        if (!text(back).equals(text)) {
            throw new AssertionError("the client saw " + text(back) + " instead of " + text);
        }
        return (InetSocketAddress) seen.getSocketAddress();
    }
}
