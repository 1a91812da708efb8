package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.NullCipher;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import org.junit.jupiter.api.Test;

/** A writer that overtakes a reader in the middle of an encryption. */
class LapTest {
    private final Overtaking cipher = new Overtaking();
    private final EgressRig rig = new EgressRig(true, EgressConfig.defaults(), cipher);
    private final ScriptedHost host = new ScriptedHost(7, 1, 70_000, 5_000_000_000L, 256);

    /** Runs something between reading the payload and being done. */
    private static final class Overtaking implements SrtpCipher {
        private final NullCipher inner = new NullCipher();
        Runnable once = () -> {};

        @Override
        public int rtpOverheadBytes() {
            return inner.rtpOverheadBytes();
        }

        @Override
        public int rtcpOverheadBytes() {
            return inner.rtcpOverheadBytes();
        }

        @Override
        public int rtcpIndexOffset(int lengthBytes) {
            return inner.rtcpIndexOffset(lengthBytes);
        }

        @Override
        public int protectRtp(Datagram packet, int headerBytes, int prefixBytes, PayloadSlice rest, long index) {
            int length = inner.protectRtp(packet, headerBytes, prefixBytes, rest, index);
            Runnable now = once;
            once = () -> {};
            now.run();
            return length;
        }

        @Override
        public int unprotectRtp(Datagram packet, int headerBytes, long index) {
            return inner.unprotectRtp(packet, headerBytes, index);
        }

        @Override
        public int protectRtcp(Datagram packet, int index) {
            return inner.protectRtcp(packet, index);
        }

        @Override
        public int unprotectRtcp(Datagram packet) {
            return inner.unprotectRtcp(packet);
        }
    }

    /** The ring turns once over, unnoticed. */
    private void lap() {
        for (int i = 0; i < 300; i++) {
            host.frame(rig.nowNs, 0, false, 1, 0, (encoding, seq) -> {});
        }
    }

    @Test
    void whatWasOverwrittenWhileItWasEncryptedNeverLeaves() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 3, false);
        int before = rig.sent.size();
        long victim = host.nextSeq[0];
        cipher.once = this::lap;
        host.frame(rig.nowNs, 0, false, 1, 0, (encoding, seq) -> {
            if (seq == victim) {
                rig.session.onPublished(rig.nowNs, host.source.trackId(), encoding, seq);
            }
        });
        assertThat(rig.session.stats().drops().get(DropReason.LAPPED)).isPositive();
        assertThat(rig.sent.subList(before, rig.sent.size())).noneMatch(p -> p.sourceSeq() == (int) (victim & 0xFFFF));
        int after = rig.sent.size();
        rig.frames(host, 5, true);
        assertThat(rig.sent.size()).isGreaterThan(after);
    }

    @Test
    void aRetransmissionIsHeldToTheSame() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, 3, false);
        long number = rig.media().getLast().extSeq();
        cipher.once = this::lap;
        rig.nack(number);
        assertThat(rig.retransmissions()).isEmpty();
        assertThat(rig.session.stats().drops().get(DropReason.LAPPED)).isEqualTo(1);
        rig.advance(200 * EgressRig.MS);
        rig.nack(number);
        assertThat(rig.retransmissions()).hasSize(1).allMatch(p -> p.payload().length == 2);
    }
}
