package io.steadycast.media.engine.transport;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import javax.crypto.spec.SecretKeySpec;
import org.ice4j.StunException;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.PriorityAttribute;
import org.ice4j.attribute.UsernameAttribute;
import org.ice4j.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. The ICE-lite answerer of one peer: verifies connectivity checks against the short-term credentials and writes the
 * answers (RFC 8445 section 7.3). It keeps no addresses; {@link IcePairs} does.
 *
 * <p>What is not authenticated is never answered, so nobody can use us to amplify or to learn which ufrags exist.
 */
final class IceResponder {
    private static final int ICE_CONTROLLED = 0x8029;
    private static final int USE_CANDIDATE = 0x0025;
    private static final int PRIORITY = 0x0024;
    private static final int COMPREHENSION_OPTIONAL = 0x8000;
    private static final int MAX_UNKNOWN = 8;

    private Side current;
    private @Nullable Side next;

    /** One generation of credentials. */
    private record Side(IceCredentials local, IceCredentials remote, SecretKeySpec key) {
        static Side of(IceCredentials local, IceCredentials remote) {
            // RFC 8489 section 9.1.1: the key of short-term credentials is the password
            byte[] password = local.password().getBytes(StandardCharsets.US_ASCII);
            return new Side(local, remote, new SecretKeySpec(password, "HmacSHA1"));
        }
    }

    /**
     * What a datagram turned out to be.
     *
     * @param valid an authenticated check: its address is the peer's
     * @param restarted it used the credentials of the ICE restart
     */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    record Check(
            @Nullable DropReason drop,
            boolean valid,
            byte @Nullable [] response,
            long priority,
            boolean useCandidate,
            boolean restarted) {
        static Check refused(DropReason drop, byte @Nullable [] response) {
            return new Check(drop, false, response, 0, false, false);
        }
    }

    IceResponder(IceCredentials local, IceCredentials remote) {
        current = Side.of(local, remote);
    }

    IceCredentials local() {
        return current.local;
    }

    /** Our credentials of a restart that the peer has not used yet. */
    @Nullable
    IceCredentials restarted() {
        Side side = next;
        return side == null ? null : side.local;
    }

    /** Both generations are valid until the new one is used. Answers the ufrag of an earlier restart that is abandoned by this one. */
    @Nullable
    String restart(IceCredentials local, IceCredentials remote) {
        Side abandoned = next;
        next = Side.of(local, remote);
        return abandoned == null ? null : abandoned.local.ufrag();
    }

    /** The restart is complete with the first check that used it; answers the ufrag that is no longer valid. */
    @Nullable
    String confirm() {
        Side side = next;
        if (side == null) {
            return null;
        }
        String replaced = current.local.ufrag();
        current = side;
        next = null;
        return replaced;
    }

    /** Judges a datagram that passed {@link StunPeek#localUfrag}. */
    Check check(Datagram d) {
        int integrity = StunPeek.find(d, StunPeek.MESSAGE_INTEGRITY);
        if (integrity < 0 || Bytes.u16(d, integrity + 2) != 20) {
            return Check.refused(DropReason.STUN_UNAUTHENTICATED, null);
        }
        // What follows MESSAGE-INTEGRITY is not authenticated and is not looked at (RFC 8489 section 14.5).
        byte[] bytes = new byte[integrity + StunPeek.MESSAGE_INTEGRITY_BYTES];
        MemorySegment.copy(d.buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
        int attributeBytes = bytes.length - StunPeek.HEADER_BYTES;
        bytes[2] = (byte) (attributeBytes >> 8);
        bytes[3] = (byte) attributeBytes;
        Side side = side(d);
        if (side == null) {
            return Check.refused(DropReason.STUN_UNKNOWN_USER, null);
        }
        if (!authentic(bytes, integrity, side.key)) {
            return Check.refused(DropReason.STUN_BAD_INTEGRITY, null);
        }
        return judge(bytes, d, side);
    }

    private @Nullable Side side(Datagram d) {
        long ufrag = StunPeek.localUfrag(d);
        if (ufrag == UfragIndex.pack(current.local.ufrag())) {
            return current;
        }
        Side side = next;
        return side != null && ufrag == UfragIndex.pack(side.local.ufrag()) ? side : null;
    }

    private static boolean authentic(byte[] bytes, int integrity, SecretKeySpec key) {
        byte[] expected = StunResponse.hmacSha1(key, bytes, integrity);
        byte[] claimed = new byte[expected.length];
        System.arraycopy(bytes, integrity + 4, claimed, 0, claimed.length);
        return MessageDigest.isEqual(expected, claimed);
    }

    private Check judge(byte[] bytes, Datagram d, Side side) {
        Message message;
        try {
            message = Message.decode(bytes, 0, bytes.length);
        } catch (StunException | RuntimeException e) {
            return Check.refused(DropReason.STUN_MALFORMED, StunResponse.error(bytes, 400, "Bad Request", side.key));
        }
        if (!(message.getAttribute(Attribute.USERNAME) instanceof UsernameAttribute username)
                || !new String(username.getUsername(), StandardCharsets.US_ASCII)
                        .equals(side.local.ufrag() + ":" + side.remote.ufrag())) {
            return Check.refused(DropReason.STUN_WRONG_USER, null);
        }
        int[] unknown = new int[MAX_UNKNOWN];
        int unknownCount = unknownAttributes(message, unknown);
        if (unknownCount > 0) {
            return Check.refused(
                    DropReason.STUN_UNKNOWN_ATTRIBUTE,
                    StunResponse.unknownAttributes(bytes, unknown, unknownCount, side.key));
        }
        if (message.containsAttribute((char) ICE_CONTROLLED)) {
            // A lite agent never controls a full one (RFC 8445 section 6.1.1): the peer has to switch.
            return Check.refused(
                    DropReason.STUN_ROLE_CONFLICT, StunResponse.error(bytes, 487, "Role Conflict", side.key));
        }
        long priority = message.getAttribute((char) PRIORITY) instanceof PriorityAttribute attribute
                ? attribute.getPriority()
                : 0;
        return new Check(
                null,
                true,
                StunResponse.success(bytes, d, side.key),
                priority,
                message.containsAttribute((char) USE_CANDIDATE),
                !side.equals(current));
    }

    private static int unknownAttributes(Message message, int[] into) {
        int count = 0;
        for (Attribute attribute : message.getAttributes()) {
            int type = attribute.getAttributeType();
            boolean known = type >= COMPREHENSION_OPTIONAL
                    || type == StunPeek.USERNAME
                    || type == StunPeek.MESSAGE_INTEGRITY
                    || type == PRIORITY
                    || type == USE_CANDIDATE;
            if (!known && count < into.length) {
                into[count++] = type;
            }
        }
        return count;
    }
}
