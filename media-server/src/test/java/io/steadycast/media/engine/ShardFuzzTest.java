package io.steadycast.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile bytes are counted and dropped: nothing is thrown, nobody else notices. */
class ShardFuzzTest {
    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103})
    void noBytesFromAnybodyHarmTheShard(long seed) {
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        EngineRig rig = EngineRig.of(1);
        RigHost host = new RigHost(rig, 0, 1, 3);
        RigHost hostile = new RigHost(rig, 0, 2, 2);
        RigViewer viewer = new RigViewer(rig, 0, 3);
        RigViewer hostileViewer = new RigViewer(rig, 0, 4);
        viewer.watch(host);
        hostileViewer.watch(host);
        rig.run(EngineRig.SECOND);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(1, 400)];
            random.nextBytes(bytes);
            feed(rig, random.nextBoolean() ? hostile : hostileViewer, bytes, random.nextInt(4));
            if (i % 20 == 0) {
                rig.run(EngineRig.MS);
            }
        }
        int before = viewer.packets;
        rig.run(2 * EngineRig.SECOND);
        assertThat(viewer.packets - before).isGreaterThan(50 * RigHost.PACKETS_PER_FRAME);
        assertThat(viewer.contiguous()).isTrue();
    }

    @FuzzTest(maxDuration = "20s")
    void oneDatagramOfAnything(byte[] bytes) {
        if (bytes.length < 2 || bytes.length > 1_400) {
            return;
        }
        EngineRig rig = EngineRig.of(1);
        RigHost host = new RigHost(rig, 0, 1, 2);
        rig.run(40 * EngineRig.MS);
        for (int how = 0; how < 4; how++) {
            feed(rig, host, bytes.clone(), how);
        }
        rig.run(20 * EngineRig.MS);
    }

    /** As it is, or behind a valid tag so that it reaches the parsers: as RTP, as RTCP, as RTP of a bound SSRC. */
    private static void feed(EngineRig rig, RigPeer peer, byte[] bytes, int how) {
        if (how == 0 || bytes.length < 16) {
            peer.deliver(rig.nowNs, bytes);
            return;
        }
        bytes[0] = (byte) (0x80 | (bytes[0] & 0x3f));
        if (how == 1) {
            bytes[1] = (byte) (200 + (bytes[1] & 0x07));
            peer.sendRtcpBytes(rig.nowNs, bytes);
            return;
        }
        bytes[1] = (byte) ((bytes[1] & 0x80) | (96 + (bytes[1] & 1)));
        if (how == 3) {
            bytes[8] = 0;
            bytes[9] = 0;
            bytes[10] = 3;
            bytes[11] = (byte) 0xe8;
        }
        peer.sendRtpBytes(rig.nowNs, bytes);
    }
}
