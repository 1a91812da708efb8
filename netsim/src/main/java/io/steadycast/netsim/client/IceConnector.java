package io.steadycast.netsim.client;

import java.beans.PropertyChangeListener;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.RemoteCandidate;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.socket.MultiplexingDatagramSocket;

/**
 * Confined to its session's thread. A full, controlling ICE agent (RFC 8445) up to the nominated pair. The agent's threads and sockets live only so long: it is
 * freed then, and whoever takes over binds the pair's local address again and keeps the consent fresh. A lite server notices nothing.
 */
final class IceConnector implements AutoCloseable {
    private static final int CANDIDATE_WORDS = 8;
    /** Held, because the logging framework forgets levels of loggers that nobody holds. */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("org.ice4j"), Logger.getLogger("org.jitsi"), Logger.getLogger("JitsiConfig"));

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
        // Host candidates are all that a client needs towards a server with a public address; asking a cloud for ours
        // only takes time.
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
    }

    private final Agent agent;
    private final IceMediaStream stream;
    private final Component component;
    private boolean freed;

    /** The nominated addresses. */
    record Nominated(InetSocketAddress local, InetSocketAddress remote) {}

    IceConnector() throws ClientException {
        agent = new Agent();
        agent.setControlling(true);
        agent.setTrickling(false);
        agent.setUseDynamicPorts(false);
        stream = agent.createMediaStream("media");
        try {
            component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
        } catch (IOException e) {
            throw new ClientException("ICE cannot start: " + e.getMessage());
        }
    }

    String ufrag() {
        return agent.getLocalUfrag();
    }

    String password() {
        return agent.getLocalPassword();
    }

    /** Checks the server's candidates until one pair is nominated, and frees the agent. */
    Nominated connect(Answer answer, long timeoutMs) throws ClientException, InterruptedException {
        stream.setRemoteUfrag(answer.ufrag());
        stream.setRemotePassword(answer.password());
        Set<InetAddress> locals = new LinkedHashSet<>();
        for (String text : answer.candidates()) {
            addRemote(text, answer.ufrag(), locals);
        }
        for (InetAddress local : locals) {
            addLocal(local);
        }
        if (component.getLocalCandidateCount() == 0) {
            throw new ClientException("no address of this machine reaches the server's " + answer.candidates());
        }
        CompletableFuture<IceProcessingState> over = new CompletableFuture<>();
        PropertyChangeListener listener = change -> {
            if (change.getNewValue() instanceof IceProcessingState state
                    && (state == IceProcessingState.COMPLETED || state == IceProcessingState.FAILED)) {
                over.complete(state);
            }
        };
        agent.addStateChangeListener(listener);
        agent.startConnectivityEstablishment();
        await(over, timeoutMs);
        CandidatePair pair = component.getSelectedPair();
        if (pair == null) {
            throw new ClientException("none of the server's media addresses answers: " + addresses(answer));
        }
        TransportAddress local = pair.getLocalCandidate().getBase().getTransportAddress();
        TransportAddress remote = pair.getRemoteCandidate().getTransportAddress();
        Nominated nominated = new Nominated(
                new InetSocketAddress(local.getAddress(), local.getPort()),
                new InetSocketAddress(remote.getAddress(), remote.getPort()));
        close();
        return nominated;
    }

    private static void await(CompletableFuture<IceProcessingState> over, long timeoutMs) throws InterruptedException {
        try {
            IceProcessingState _ = over.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // No pair will be selected then.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String addresses(Answer answer) {
        StringBuilder text = new StringBuilder();
        for (String candidate : answer.candidates()) {
            String[] words = candidate.split(" +", -1);
            text.append(text.isEmpty() ? "" : ", ").append(words[4]).append(':').append(words[5]);
        }
        return text.toString();
    }

    /** {@code foundation component transport priority address port typ type} (RFC 8839 section 5.1). */
    private void addRemote(String text, String ufrag, Set<InetAddress> locals) throws ClientException {
        String[] words = text.split(" +", -1);
        if (words.length < CANDIDATE_WORDS) {
            throw new ClientException("the server's answer has a malformed a=candidate:" + text);
        }
        if (!words[2].equalsIgnoreCase("udp") || !words[1].equals("1")) {
            return;
        }
        try {
            TransportAddress address = new TransportAddress(words[4], Integer.parseInt(words[5]), Transport.UDP);
            component.addRemoteCandidate(new RemoteCandidate(
                    address,
                    component,
                    CandidateType.parse(words[7]),
                    words[0],
                    Long.parseLong(words[3]),
                    null,
                    ufrag));
            locals.add(route(address));
        } catch (SocketException e) {
            // No route from here, for instance to IPv6: another candidate will do.
        } catch (IllegalArgumentException e) {
            throw new ClientException("the server's answer has a malformed a=candidate:" + text);
        }
    }

    /** From which of its addresses the kernel would send there. Others, such as a container's bridge, would only add checks that cannot succeed. */
    private static InetAddress route(TransportAddress to) throws SocketException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(to.getAddress(), to.getPort()));
            return probe.getLocalAddress();
        }
    }

    private void addLocal(InetAddress address) throws ClientException {
        try {
            MultiplexingDatagramSocket socket = new MultiplexingDatagramSocket(0, address);
            HostCandidate candidate = new HostCandidate(new IceUdpSocketWrapper(socket), component, Transport.UDP);
            component.addLocalCandidate(candidate);
            agent.getStunStack().addSocket(candidate.getStunSocket(null));
        } catch (SocketException e) {
            throw new ClientException(
                    "cannot open a UDP socket on " + address.getHostAddress() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (!freed) {
            freed = true;
            agent.free();
        }
    }
}
