package io.steadycast.media.engine.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. One peer's BUNDLE transport: ICE session, selected pair, SRTP contexts and the way out. Everything a peer is sent
 * leaves through here, everything it sends is authenticated here.
 *
 * <p>It binds the peer's addresses and ufrags in the shard's tables itself. The shard looks a datagram's peer up ({@link AddressTable#find} for
 * DTLS, RTP and RTCP, {@link StunPeek} with {@link UfragIndex#find} for STUN) and hands it in; every refusal is counted in the shard's
 * {@link DropCounters} by the transport itself, and answered with the negative of its {@link DropReason} where there is an answer.
 */
public final class PeerTransport {
    private final TransportContext shard;
    private final int handle;
    private final long createdNs;
    private final IceResponder ice;
    private final PeerPaths paths;
    private final DtlsInbox inbox;
    private final HandshakeRoundTrip roundTrip = new HandshakeRoundTrip();
    private final PayloadSlice rest = new PayloadSlice();
    private final PeerKeys keys = new PeerKeys();

    private TransportState state = TransportState.NEW;
    private CloseReason closeReason = CloseReason.NONE;
    private long stateSinceNs;
    private long lastConsentNs;
    private long lastTickNs;
    private boolean heard;
    private long sentPackets;
    private long sentBytes;

    /**
     * Registers the local ufrag, which stays registered until {@link #close}.
     *
     * @param handle the shard's number for this peer
     * @param inbox where DTLS goes; the handshake thread waits at its other end
     * @throws IllegalStateException when the ufrag index is full or the ufrag is taken
     */
    public PeerTransport(
            long nowNs,
            TransportContext shard,
            int handle,
            IceCredentials local,
            IceCredentials remote,
            DtlsInbox inbox) {
        this.shard = shard;
        this.handle = handle;
        this.createdNs = nowNs;
        this.stateSinceNs = nowNs;
        this.ice = new IceResponder(local, remote);
        this.paths = new PeerPaths(shard, handle);
        this.inbox = inbox;
        if (!shard.ufrags().put(local.ufrag(), handle)) {
            throw new IllegalStateException("no room for one more ufrag");
        }
    }

    public int handle() {
        return handle;
    }

    public TransportState state() {
        return state;
    }

    public CloseReason closeReason() {
        return closeReason;
    }

    public long createdNs() {
        return createdNs;
    }

    public long sentPackets() {
        return sentPackets;
    }

    public long sentBytes() {
        return sentBytes;
    }

    /** Selected pair and SRTP keys are there. */
    public boolean ready() {
        return state == TransportState.READY;
    }

    /** The round trip of the handshake, -1 while it is not known: an upper bound, since what got lost was waited for. */
    public long handshakeRttNs() {
        return roundTrip.rttNs();
    }

    /**
     * Since when the peer is sent to over TCP, where nothing gets lost that left: what was sent from then on need not be sent again, nor beforehand twice.
     * {@link Long#MAX_VALUE} over UDP, and while there is no pair.
     */
    public long reliableSinceNs() {
        return paths.reliableSinceNs();
    }

    /** False while a TCP connection does not keep up: media had better wait, or not be made. */
    public boolean takesMedia() {
        Pair pair = paths.selected();
        return pair == null || shard.sink().takesMedia(pair.socket);
    }

    /** A STUN datagram whose USERNAME names this peer. Answers it from the socket it came to. */
    public void onStun(long nowNs, Datagram d) {
        if (state == TransportState.CLOSED) {
            shard.drops().count(DropReason.PEER_CLOSED);
            return;
        }
        IceResponder.Check check = ice.check(d);
        if (check.drop() != null) {
            shard.drops().count(check.drop());
        }
        if (check.valid()) {
            onValidCheck(nowNs, d, check);
        }
        byte[] response = check.response();
        if (response != null) {
            reply(d, response);
        }
    }

    /** A DTLS datagram from one of this peer's validated addresses: copied to the handshake thread. */
    public void onDtls(long nowNs, Datagram d) {
        if (state == TransportState.CLOSED || state == TransportState.NEW) {
            shard.drops().count(DropReason.DTLS_UNEXPECTED);
            return;
        }
        roundTrip.onDtls(nowNs, d);
        byte[] copy = d.buffer.asSlice(0, d.length).toArray(ValueLayout.JAVA_BYTE);
        if (!inbox.offer(copy)) {
            shard.drops().count(DropReason.DTLS_INBOX_FULL);
        }
    }

    /** The handshake is done; the ciphers are this transport's from here on. Later calls change nothing: there is no renegotiation. */
    public void onKeys(long nowNs, SrtpCipherPair ciphers) {
        if (keys.take(ciphers, shard.limits().receivedSsrcs()) && state == TransportState.ICE_CONNECTED) {
            transition(nowNs, TransportState.READY, CloseReason.NONE);
        }
    }

    /** A TCP connection that this peer came by is gone. */
    public void onDisconnected(long nowNs, Datagram where) {
        paths.onDisconnected(nowNs, where);
    }

    /** Consent and deadlines; the shard removes a peer that is {@link TransportState#CLOSED} afterwards. */
    public void onTick(long nowNs) {
        TransportLimits limits = shard.limits();
        switch (state) {
            case NEW -> {
                if (nowNs - stateSinceNs > limits.connectNs()) {
                    close(nowNs, CloseReason.ICE_TIMEOUT);
                }
            }
            case ICE_CONNECTED -> {
                if (nowNs - stateSinceNs > limits.handshakeNs()) {
                    close(nowNs, CloseReason.DTLS_FAILED);
                } else {
                    expireConsent(nowNs);
                }
            }
            case READY -> expireConsent(nowNs);
            case CLOSED -> {}
        }
    }

    /**
     * ICE restart (RFC 8445 section 9): the old credentials, pairs and keys stay in use until the first check with the new ones.
     *
     * @throws IllegalStateException when the ufrag index has no room
     */
    public void restartIce(IceCredentials local, IceCredentials remote) {
        if (state == TransportState.CLOSED) {
            return;
        }
        if (!shard.ufrags().put(local.ufrag(), handle)) {
            throw new IllegalStateException("no room for one more ufrag");
        }
        String abandoned = ice.restart(local, remote);
        if (abandoned != null) {
            shard.ufrags().remove(abandoned);
        }
    }

    /** Frees everything in the shard's tables, and ends the handshake thread. */
    public void close(long nowNs, CloseReason reason) {
        if (state == TransportState.CLOSED) {
            return;
        }
        paths.clear();
        shard.ufrags().remove(ice.local().ufrag());
        IceCredentials restarted = ice.restarted();
        if (restarted != null) {
            shard.ufrags().remove(restarted.ufrag());
        }
        keys.close();
        inbox.close();
        transition(nowNs, TransportState.CLOSED, reason);
    }

    /** A datagram addressed to the selected pair; null (and counted) when there is no pair or no room in the batch. */
    public @Nullable Datagram claim() {
        Pair pair = paths.selected();
        if (pair == null) {
            shard.drops().count(DropReason.SEND_NOT_CONNECTED);
            return null;
        }
        Datagram d = shard.sink().claim();
        if (d == null) {
            shard.drops().count(DropReason.SEND_QUEUE_FULL);
            return null;
        }
        pair.address(d);
        return d;
    }

    /** The same for video and what repairs it; null (and counted) also while a TCP connection does not keep up. */
    public @Nullable Datagram claimMedia() {
        if (!takesMedia()) {
            shard.drops().count(DropReason.SEND_STREAM_FULL);
            return null;
        }
        return claim();
    }

    /**
     * Protects an RTP packet in {@code d}. Header and plaintext prefix are already there, the rest of the payload comes from {@code src} in one
     * pass. Nothing leaves before {@link #commit}: the caller may find that {@code src} was overwritten meanwhile. False when it was refused (and
     * counted); a {@code d} that is not committed is claimed again by the next {@link #claim}.
     *
     * @param extendedSeq rollover counter and sequence number of the SSRC in the header; used once or never
     */
    public boolean protectRtp(
            Datagram d,
            int headerBytes,
            int prefixBytes,
            MemorySegment src,
            long srcOffset,
            int srcBytes,
            long extendedSeq) {
        rest.set(src, srcOffset, srcBytes);
        return counted(keys.protectRtp(d, headerBytes, prefixBytes, rest, extendedSeq)) >= 0;
    }

    /** Sends what {@link #protectRtp} made. */
    public void commit(Datagram d) {
        sentPackets++;
        sentBytes += d.length;
        shard.sink().send(d);
    }

    /** Protects and sends the compound in [0, {@code d.length}). False when it was refused (and counted). */
    public boolean sendRtcp(Datagram d) {
        if (counted(keys.protectRtcp(d)) < 0) {
            return false;
        }
        commit(d);
        return true;
    }

    /** Sends bytes as they are to the selected pair: DTLS flights. False when it was refused (and counted). */
    public boolean sendRaw(long nowNs, byte[] datagram) {
        if (datagram.length > Datagram.CAPACITY_BYTES) {
            shard.drops().count(DropReason.SEND_TOO_LARGE);
            return false;
        }
        Datagram d = claim();
        if (d == null) {
            return false;
        }
        MemorySegment.copy(datagram, 0, d.buffer, ValueLayout.JAVA_BYTE, 0, datagram.length);
        d.length = datagram.length;
        shard.sink().send(d);
        roundTrip.onFlight(nowNs);
        return true;
    }

    /** Authenticates and decrypts in place: the new length, or a counted {@link DropReason#negative}. */
    public int unprotectRtp(Datagram d) {
        int length = counted(keys.unprotectRtp(d));
        heard |= length >= 0;
        return length;
    }

    /** Rollover counter and sequence number of the last packet that {@link #unprotectRtp} accepted. */
    public long lastRtpIndex() {
        return keys.lastRtpIndex();
    }

    /** Authenticates and decrypts in place: the new length, or a counted {@link DropReason#negative}. */
    public int unprotectRtcp(Datagram d) {
        int length = counted(keys.unprotectRtcp(d));
        heard |= length >= 0;
        return length;
    }

    private int counted(int answer) {
        if (answer < 0) {
            shard.drops().count(DropReason.ofNegative(answer));
        }
        return answer;
    }

    private void onValidCheck(long nowNs, Datagram d, IceResponder.Check check) {
        if (check.restarted()) {
            confirmRestart();
        }
        if (!paths.onValidCheck(nowNs, d, check)) {
            return;
        }
        lastConsentNs = nowNs;
        if (state == TransportState.NEW) {
            inbox.pathReady();
            roundTrip.onPath(nowNs);
            transition(nowNs, keys.present() ? TransportState.READY : TransportState.ICE_CONNECTED, CloseReason.NONE);
        }
    }

    private void confirmRestart() {
        String replaced = ice.confirm();
        if (replaced != null) {
            shard.ufrags().remove(replaced);
            paths.forgetNominations();
        }
    }

    private void reply(Datagram request, byte[] response) {
        Datagram d = shard.sink().claim();
        if (d == null) {
            shard.drops().count(DropReason.SEND_QUEUE_FULL);
            return;
        }
        d.addressLike(request);
        MemorySegment.copy(response, 0, d.buffer, ValueLayout.JAVA_BYTE, 0, response.length);
        d.length = response.length;
        shard.sink().send(d);
    }

    /**
     * Some publishers (ffmpeg 8.0) send no checks once they are connected, and where 70 % are lost one of sixty viewers has no check come through in half a minute of
     * them. Authentic media or reports from a validated address show as well that the peer is there and wants this session (RFC 7675 section 5.1 asks for less: a
     * lite end sends no checks, so it has no consent to keep).
     */
    private void expireConsent(long nowNs) {
        if (heard) {
            heard = false;
            lastConsentNs = Math.max(lastConsentNs, lastTickNs);
        }
        lastTickNs = nowNs;
        if (nowNs - lastConsentNs > shard.limits().consentNs()) {
            close(nowNs, CloseReason.CONSENT_EXPIRED);
            return;
        }
        paths.expire(nowNs);
    }

    private void transition(long nowNs, TransportState to, CloseReason reason) {
        boolean legal = switch (to) {
            case NEW -> false;
            case ICE_CONNECTED -> state == TransportState.NEW;
            case READY -> state == TransportState.NEW || state == TransportState.ICE_CONNECTED;
            case CLOSED -> state != TransportState.CLOSED;
        };
        if (!legal) {
            throw new IllegalStateException(state + " to " + to);
        }
        state = to;
        closeReason = reason;
        stateSinceNs = nowNs;
    }
}
