package io.steadycast.media.engine.transport;

/**
 * Why a datagram, a packet or a message was not used or not sent. One list for the entire engine: every drop is counted under one of these.
 *
 * <p>Methods on the packet path that answer with a length or a handle answer a drop as {@link #negative()}.
 */
@SuppressWarnings("EnumOrdinal") // counters and negative answers live within one process; nothing is stored or sent
public enum DropReason {
    // Datagrams and demultiplexing
    /** Empty datagram. */
    EMPTY,
    /** Longer than a datagram buffer: the kernel cut it off. */
    TRUNCATED,
    /** First byte belongs to no protocol of RFC 7983 that we speak. */
    UNKNOWN_PROTOCOL,
    /** Not STUN, and from an address that no peer has validated. */
    UNKNOWN_ADDRESS,
    /** The peer is already closed. */
    PEER_CLOSED,
    /** The kernel reports datagrams lost because the receive buffer was full. */
    RECEIVE_BUFFER_OVERFLOW,

    // ICE-TCP (RFC 6544)
    /** As many connections are open as configured, or the address has as many: not accepted. */
    TCP_LIMIT,
    /** As many connections wait for their first check as configured: not accepted. */
    TCP_WAITING_LIMIT,
    /** No check came in time, or nothing for too long: closed. */
    TCP_TIMEOUT,
    /** What a connection began with is no check: closed. */
    TCP_GARBAGE,
    /** The first check was nobody's, or not authentic: closed. */
    TCP_UNAUTHENTICATED,

    // STUN and ICE
    /** Length, magic cookie or padding is wrong, or the parser refused it. */
    STUN_MALFORMED,
    /** FINGERPRINT is absent or wrong (RFC 8489 section 14.7). */
    STUN_BAD_FINGERPRINT,
    /** USERNAME is absent, or names no peer of ours. */
    STUN_UNKNOWN_USER,
    /** The remote half of USERNAME is not the peer's ufrag. */
    STUN_WRONG_USER,
    /** No MESSAGE-INTEGRITY. */
    STUN_UNAUTHENTICATED,
    /** MESSAGE-INTEGRITY does not verify. */
    STUN_BAD_INTEGRITY,
    /** An authenticated request with an unknown comprehension-required attribute: answered 420. */
    STUN_UNKNOWN_ATTRIBUTE,
    /** An authenticated request in which the peer claims our role: answered 487. */
    STUN_ROLE_CONFLICT,
    /** A STUN class or method that an ICE-lite agent has no use for. */
    STUN_UNEXPECTED,
    /** The address table has no room for one more validated address. */
    ADDRESS_TABLE_FULL,

    // DTLS
    /** The peer's handshake inbox is full. */
    DTLS_INBOX_FULL,
    /** DTLS from a peer that has no handshake to feed. */
    DTLS_UNEXPECTED,
    /** As many handshakes as configured are already running. */
    DTLS_HANDSHAKE_LIMIT,
    /** The crypto thread's queue is full: the handshake fails. */
    DTLS_CRYPTO_QUEUE_FULL,
    /** Bad record, fragment or message. */
    DTLS_MALFORMED,
    /** The handshake did not finish before its deadline. */
    DTLS_TIMEOUT,
    /** Alert, no common suite, wrong message: the handshake failed. */
    DTLS_HANDSHAKE_FAILED,
    /** The certificate of the peer is not the one in its SDP. */
    DTLS_FINGERPRINT_MISMATCH,
    /** A flight of ours was handed over to a shard that had no room for it. */
    DTLS_SEND_FAILED,

    // SRTP
    /** Media before the keys are there, or after the peer is closed. */
    SRTP_NO_KEYS,
    /** Too short for a header and a tag, or a header that points past the end. */
    SRTP_MALFORMED,
    /** Authentication failed. */
    SRTP_AUTHENTICATION,
    /** This packet was here before. */
    SRTP_REPLAYED,
    /** Older than the replay window. */
    SRTP_TOO_OLD,
    /** The peer already has as many SSRCs as configured. */
    SRTP_SSRC_LIMIT,
    /** An index space (2^48 RTP, 2^31 RTCP) is used up: the peer must start over. */
    SRTP_INDEX_EXHAUSTED,
    /** We were about to encrypt an (SSRC, index) for the second time: refused. */
    SRTP_REUSED_INDEX,
    /** SRTCP without encryption (E bit 0): not negotiated. */
    SRTCP_UNENCRYPTED,

    // RTP and RTCP
    /** Header, extension or padding is malformed. */
    RTP_MALFORMED,
    /** Payload type that was not negotiated. */
    RTP_UNKNOWN_PAYLOAD_TYPE,
    /** SSRC that binds to no negotiated m-section and rid. */
    RTP_UNKNOWN_SSRC,
    /** MID or RID that was not negotiated. */
    RTP_UNKNOWN_RID,
    /** The publisher has as many encodings as configured. */
    RTP_ENCODING_LIMIT,
    /** Duplicate of a packet that is already in the log. */
    RTP_DUPLICATE,
    /** Too old for the log. */
    RTP_TOO_OLD,
    /** A jump of sequence number or timestamp that no network explains; probation. */
    RTP_JUMP,
    /** Larger than a slot of the log. */
    RTP_TOO_LARGE,
    /** Padding only: statistics, but nothing to forward. */
    RTP_PADDING_ONLY,
    /** RTP from a viewer. */
    RTP_FROM_VIEWER,
    /** RTX packet too short for its original sequence number. */
    RTX_MALFORMED,
    /** RTX for a stream that is not known. */
    RTX_UNKNOWN_STREAM,
    /** Payload descriptor of the codec is malformed. */
    CODEC_MALFORMED,
    /** RTCP lengths are wrong, or the compound does not parse. */
    RTCP_MALFORMED,
    /** An RTCP packet type or format that we have no use for. */
    RTCP_UNKNOWN,
    /** RTCP about an SSRC that is none of this peer's. */
    RTCP_UNKNOWN_SSRC,
    /** More RTCP items in one packet than the bound allows. */
    RTCP_TOO_MANY_ITEMS,

    // Fan-out, egress
    /** The ring from one shard to another was full. */
    RING_FULL,
    /** A reader was overtaken by the writer of the log. */
    LAPPED,
    /** The send batch was full. */
    SEND_QUEUE_FULL,
    /** The kernel had no buffer for a datagram (EAGAIN, ENOBUFS). */
    SEND_WOULD_BLOCK,
    /** The kernel refused a datagram (no route, too long). */
    SEND_FAILED,
    /** The TCP connection to the peer does not keep up. */
    SEND_STREAM_FULL,
    /** The TCP connection is gone. */
    SEND_STREAM_GONE,
    /** No selected pair yet. */
    SEND_NOT_CONNECTED,
    /** Packet does not fit a datagram once protected. */
    SEND_TOO_LARGE,
    /** The viewer's pacer held more than its bound. */
    PACER_OVERFLOW,
    /** Waited in the pacer for longer than it is worth. */
    PACER_EXPIRED,
    /** A layer the viewer does not watch. */
    LAYER_NOT_SELECTED,
    /** A temporal or spatial layer that was dropped on purpose. */
    LAYER_DROPPED,
    /** Waiting for a keyframe. */
    AWAITING_KEYFRAME,
    /** A NACKed packet is no longer in the log. */
    NACK_TOO_OLD,
    /** A NACKed packet was retransmitted within the last RTT. */
    NACK_SUPPRESSED,
    /** More NACKed packets than the retransmission budget allows. */
    NACK_BUDGET,
    /** A NACKed packet arrived meanwhile, as feedback tells. */
    NACK_ARRIVED,
    /** Parity that left already repairs a NACKed packet, or did. */
    NACK_PARITY,
    /** A NACKed packet left over TCP: it is on its way, or there. */
    NACK_RELIABLE,
    /** A lost packet would come too late if it was sent again. */
    REPAIR_LATE,
    /** A lost packet of a class that the plan does not send again. */
    REPAIR_UNWANTED,
    /** Feedback about packets that were never sent. */
    FEEDBACK_UNKNOWN,

    // Limits and control
    /** The shard has as many peers as configured. */
    PEER_LIMIT,
    /** The shard's command queue was full. */
    COMMAND_QUEUE_FULL,
    /** Our own bug: the peer was closed. */
    INTERNAL_ERROR;

    private static final DropReason[] VALUES = values();

    /** This reason as the negative answer of a method that otherwise answers with a length or a handle. */
    public int negative() {
        return -(ordinal() + 1);
    }

    /** Place of this reason in an array of counters of {@link #count}. */
    public int index() {
        return ordinal();
    }

    /** The reason behind a negative answer. */
    public static DropReason ofNegative(long negative) {
        return VALUES[(int) -(negative + 1)];
    }

    public static int count() {
        return VALUES.length;
    }

    public static DropReason of(int index) {
        return VALUES[index];
    }
}
