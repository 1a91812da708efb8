package io.steadycast.netsim.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.ice4j.StunException;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;

/**
 * Confined to its endpoint. Connectivity checks of a controlling agent towards an ICE-lite server at libwebrtc's cadence (p2p/base/p2p_constants.h): a new
 * transaction every 48 ms until one is answered, every 900 ms while the connection is young, every 2.5 s afterwards; nomination in every check, because the
 * other end is lite. An unanswered check is not repeated, the next one takes its place.
 */
public final class IceClient {
    private static final long MS = 1_000_000L;
    private static final long WEAK_NS = 48 * MS;
    private static final long STABILIZING_NS = 900 * MS;
    private static final long STABLE_NS = 2_500 * MS;
    private static final int STABLE_AFTER_ANSWERS = 4;
    private static final int FAST_CHECKS = 3;
    private static final int REMEMBERED = 64;
    private static final int HEADER_BYTES = 20;
    private static final int INTEGRITY_BYTES = 24;
    private static final int FINGERPRINT_BYTES = 8;
    private static final short FINGERPRINT = (short) 0x8028;
    private static final int SUCCESS = 0x0101;
    private static final long PRIORITY = 1_853_817_087L;

    private final IcePair credentials;
    private final SplittableRandom random;
    private final byte[] password;
    private final long[] transactions = new long[REMEMBERED];
    private final long[] sentAtNs = new long[REMEMBERED];
    private int checks;
    private int answers;
    private long nextNs = Long.MAX_VALUE;
    private long rttNs = -1;
    private long lastAnswerNs = -1;

    public IceClient(IcePair credentials, SplittableRandom random) {
        this.credentials = credentials;
        this.random = random;
        this.password = credentials.remotePassword().getBytes(StandardCharsets.US_ASCII);
    }

    public void start(long nowNs) {
        nextNs = nowNs;
    }

    public void stop() {
        nextNs = Long.MAX_VALUE;
    }

    public boolean writable() {
        return answers > 0;
    }

    /** Smoothed, -1 before the first answer. */
    public long rttNs() {
        return rttNs;
    }

    /** When the other end last consented (RFC 7675), -1 before. */
    public long lastAnswerNs() {
        return lastAnswerNs;
    }

    public long nextTimerAt() {
        return nextNs;
    }

    public void onTimer(long nowNs, Network network) {
        if (nowNs < nextNs) {
            return;
        }
        network.send(nowNs, check(nowNs));
        nextNs = nowNs + intervalNs();
    }

    private long intervalNs() {
        if (answers == 0 || checks < FAST_CHECKS) {
            return WEAK_NS;
        }
        return answers < STABLE_AFTER_ANSWERS ? STABILIZING_NS : STABLE_NS;
    }

    private byte[] check(long nowNs) {
        int slot = checks++ % REMEMBERED;
        transactions[slot] = random.nextLong();
        sentAtNs[slot] = nowNs;
        try {
            Message request = MessageFactory.createBindingRequest();
            request.setTransactionID(ByteBuffer.allocate(12)
                    .putInt(7)
                    .putLong(transactions[slot])
                    .array());
            String username = credentials.remoteUfrag() + ":" + credentials.localUfrag();
            request.putAttribute(AttributeFactory.createUsernameAttribute(username));
            request.putAttribute(AttributeFactory.createIceControllingAttribute(1));
            request.putAttribute(AttributeFactory.createPriorityAttribute(PRIORITY));
            request.putAttribute(AttributeFactory.createUseCandidateAttribute());
            return sealed(request.encode(null));
        } catch (StunException e) {
            throw new IllegalStateException(e);
        }
    }

    /** MESSAGE-INTEGRITY and FINGERPRINT (RFC 8489 sections 14.5 and 14.7). */
    private byte[] sealed(byte[] encoded) {
        int bare = withoutFingerprint(encoded);
        ByteBuffer out = ByteBuffer.allocate(bare + INTEGRITY_BYTES + FINGERPRINT_BYTES);
        out.put(encoded, 0, bare);
        out.putShort(2, (short) (bare + INTEGRITY_BYTES - HEADER_BYTES));
        byte[] mac = MessageIntegrityAttribute.calculateHmacSha1(out.array(), 0, bare, password);
        out.putShort((short) 0x0008).putShort((short) 20).put(mac);
        out.putShort(2, (short) (out.capacity() - HEADER_BYTES));
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        out.putShort(FINGERPRINT).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354_554E);
        return out.array();
    }

    /** The library signs by itself once the process has made an agent of its own. */
    private static int withoutFingerprint(byte[] encoded) {
        int last = encoded.length - FINGERPRINT_BYTES;
        return last >= HEADER_BYTES && ByteBuffer.wrap(encoded).getShort(last) == FINGERPRINT ? last : encoded.length;
    }

    /** An answer to one of our checks. */
    public void onDatagram(long nowNs, byte[] datagram) {
        if (datagram.length < HEADER_BYTES) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        for (int slot = 0; slot < Math.min(checks, REMEMBERED); slot++) {
            if (in.getShort(0) == SUCCESS && in.getLong(12) == transactions[slot]) {
                long sampleNs = nowNs - sentAtNs[slot];
                rttNs = rttNs < 0 ? sampleNs : (3 * rttNs + sampleNs) / 4;
                lastAnswerNs = nowNs;
                answers++;
                return;
            }
        }
    }
}
