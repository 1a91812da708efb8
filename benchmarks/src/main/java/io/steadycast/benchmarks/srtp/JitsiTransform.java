package io.steadycast.benchmarks.srtp;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpKeys;
import io.steadycast.media.engine.transport.SrtpProfile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/** Confined to its thread. jitsi-srtp as Jitsi Videobridge runs it, replay checks left out; packets go through an array, since that is what it works on. */
final class JitsiTransform implements Implementation.Transform {
    private static final int SSRC = 0x1234_5678;
    private static final int GCM_TAG_BYTES = 16;
    private static final int HMAC_KEY_BYTES = 20;
    private static final int HMAC_TAG_BYTES = 10;

    private final SrtpContextFactory factory;
    private final SrtpCryptoContext context;
    private final SrtpContextFactory receiverFactory;
    private final SrtpCryptoContext receiver;
    private final Packet buffer = new Packet();

    JitsiTransform(SrtpProfile profile, SrtpKeys.Master master) {
        Logger logger = new LoggerImpl("jitsi-srtp");
        factory = new SrtpContextFactory(
                true, master.key().clone(), master.salt().clone(), policy(profile), policy(profile), logger);
        receiverFactory = new SrtpContextFactory(
                false, master.key().clone(), master.salt().clone(), policy(profile), policy(profile), logger);
        try {
            context = factory.deriveContext(SSRC, 0);
            receiver = receiverFactory.deriveContext(SSRC, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("jitsi-srtp", e);
        }
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        SrtpPolicy policy = switch (profile) {
            case AEAD_AES_128_GCM ->
                new SrtpPolicy(
                        SrtpPolicy.AESGCM_ENCRYPTION,
                        profile.keyBytes(),
                        SrtpPolicy.NULL_AUTHENTICATION,
                        0,
                        GCM_TAG_BYTES,
                        profile.saltBytes());
            case AES128_CM_HMAC_SHA1_80 ->
                new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        profile.keyBytes(),
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        HMAC_KEY_BYTES,
                        HMAC_TAG_BYTES,
                        profile.saltBytes());
        };
        policy.setSendReplayEnabled(false);
        policy.setReceiveReplayEnabled(false);
        return policy;
    }

    @Override
    public int protect(Datagram packet, int headerBytes, PayloadSlice rest, int seq) {
        MemorySegment.copy(packet.buffer, ValueLayout.JAVA_BYTE, 0, buffer.bytes, 0, headerBytes);
        MemorySegment.copy(rest.segment, ValueLayout.JAVA_BYTE, rest.offset, buffer.bytes, headerBytes, rest.length);
        buffer.length = headerBytes + rest.length;
        return done(packet, headerBytes, () -> context.transformPacket(buffer));
    }

    @Override
    public int unprotect(Datagram packet, int headerBytes, int seq) {
        MemorySegment.copy(packet.buffer, ValueLayout.JAVA_BYTE, 0, buffer.bytes, 0, packet.length);
        buffer.length = packet.length;
        return done(packet, headerBytes, () -> receiver.reverseTransformPacket(buffer, false));
    }

    private interface Step {
        SrtpErrorStatus run() throws GeneralSecurityException;
    }

    private int done(Datagram packet, int headerBytes, Step step) {
        try {
            SrtpErrorStatus status = step.run();
            if (status != SrtpErrorStatus.OK) {
                throw new IllegalStateException("jitsi-srtp: " + status);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("jitsi-srtp", e);
        }
        MemorySegment.copy(
                buffer.bytes,
                headerBytes,
                packet.buffer,
                ValueLayout.JAVA_BYTE,
                headerBytes,
                buffer.length - headerBytes);
        packet.length = buffer.length;
        return packet.length;
    }

    @Override
    public void close() {
        factory.close();
        receiverFactory.close();
    }

    /** The least that the library asks of a packet. */
    private static final class Packet implements ByteArrayBuffer {
        private final byte[] bytes = new byte[Datagram.CAPACITY_BYTES];
        private int length;

        @Override
        public byte[] getBuffer() {
            return bytes;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int value) {
            length = value;
        }

        @Override
        public void setOffset(int value) {
            throw new UnsupportedOperationException("setOffset");
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int offset, int count, byte[] out) {
            System.arraycopy(bytes, offset, out, 0, count);
        }

        @Override
        public void grow(int by) {
            if (length + by > bytes.length) {
                throw new IllegalArgumentException("no room");
            }
        }

        @Override
        public void append(byte[] more, int count) {
            System.arraycopy(more, 0, bytes, length, count);
            length += count;
        }

        @Override
        public void shrink(int by) {
            length -= by;
        }
    }
}
