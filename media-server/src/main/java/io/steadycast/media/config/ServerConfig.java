package io.steadycast.media.config;

import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.signaling.ice.IceServerConfig;
import io.steadycast.signaling.room.PausePolicy;
import io.steadycast.signaling.sdp.CodecPolicy.RedPolicy;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be configured, validated: whoever holds one of these checks nothing again. Keys are told by reference.conf. */
public record ServerConfig(
        Http http,
        Udp udp,
        Tcp tcp,
        Reach reach,
        Auth auth,
        Crypto crypto,
        Timeouts timeouts,
        Limits limits,
        Media media) {

    /** {@code maxCalls} requests and {@code maxSockets} WebSockets at a time. */
    public record Http(String host, int port, int maxCalls, int maxSockets) {}

    /** The media sockets; {@code loops} is the number to run, never 0. */
    public record Udp(
            int basePort, int loops, Moving moving, Buffers buffers, long tickIntervalMs, Placement placement) {}

    /** How datagrams get in and out; {@code segmentation}: several to one viewer as one message where that can be. */
    public record Moving(Transport transport, boolean segmentation) {}

    public record Buffers(int receiveBytes, int sendBytes, int sendQueueDatagrams) {}

    /**
     * Connections of peers whose networks let no UDP out (RFC 6544).
     *
     * @param port where they are accepted; 0: nowhere
     * @param announcedPort what browsers are told
     */
    public record Tcp(int port, int announcedPort, TcpBounds bounds) {
        public boolean enabled() {
            return port > 0;
        }
    }

    /** {@code connections} in all, {@code perAddress} from one place, and {@code waiting} for their first check, which have {@code setupMs}. */
    public record TcpBounds(
            int connections, int perAddress, int waiting, long setupMs, int sendQueueBytes, long idleMs) {}

    /** By which system calls, and whose. */
    public enum Transport {
        AUTO,
        LINUX,
        EPOLL,
        NIO
    }

    /** How browsers find us: addresses to announce, none for the host's own, and servers that help where no UDP comes through. */
    public record Reach(List<Announced> announce, IceServerConfig iceServers) {
        public Reach {
            announce = List.copyOf(announce);
        }
    }

    /** Which loop a new peer lives on. */
    public enum Placement {
        LEAST_LOADED,
        APART
    }

    /**
     * One entry of {@code announce}: literals without zone.
     *
     * @param basePort the port told for the first loop, the others follow; 0: the ports they are bound to
     * @param localAddress what the public address is mapped to, or null where the entry is a bare address
     */
    public record Announced(
            String address, int basePort, @Nullable String localAddress) {}

    /** Who may come in: {@code secret} is null without HS256 tokens, {@code jwksFile} without RS256 and ES256 ones. */
    public record Auth(@Nullable String secret, @Nullable Path jwksFile, long leewayMs) {
        /** No tokens at all: allowed on loopback only. */
        public boolean open() {
            return secret == null && jwksFile == null;
        }

        @Override
        public String toString() {
            return open() ? "Auth[open]" : "Auth[tokens]";
        }
    }

    /** What encrypts media. */
    public record Crypto(Library library) {}

    /** AUTO is OpenSSL where it can be used, and the JCE where not. */
    public enum Library {
        AUTO,
        OPENSSL,
        JCE
    }

    public record Timeouts(long consentMs, long setupMs, long handshakeMs, long roomLingerMs) {}

    public record Limits(
            int rooms, int peers, int peersPerRoom, int publishersPerRoom, int tracksPerPeer, int handshakes) {}

    public record Media(
            int videoLogSlots,
            int audioLogSlots,
            long maxLogBytes,
            long keyframePeriodMs,
            RedPolicy red,
            boolean evenLengths,
            PausePolicy pauses,
            ViewerPolicy policy,
            boolean policyByViewer,
            QualityProfile quality) {}
}
