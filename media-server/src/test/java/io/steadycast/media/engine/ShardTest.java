package io.steadycast.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.egress.EgressConfig;
import io.steadycast.media.engine.egress.ViewerSpec;
import io.steadycast.media.engine.ingress.IngressConfig;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.TransportLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
    private static final long SECOND = EngineRig.SECOND;
    private static final Shard.Occupancy EMPTY = new Shard.Occupancy(0, 0, 0, 0, 0);

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aViewerSeesTheHighestLayerWhereverItLives(int viewerShard) {
        EngineRig rig = EngineRig.of(2);
        RigHost host = new RigHost(rig, 0, 1, 3);
        rig.run(2 * SECOND);
        host.pliCount = 0;
        RigViewer viewer = new RigViewer(rig, viewerShard, 2);
        assertThat(viewer.watch(host)).isEqualTo(Answer.OK);
        long joinedNs = rig.nowNs;
        rig.run(5 * SECOND);

        assertThat(viewer.firstPacketNs - joinedNs).isLessThan(50 * EngineRig.MS);
        // Joined out of the log: all that followed the first keyframe, without another one.
        assertThat(viewer.packets).isGreaterThan(7 * 28 * RigHost.PACKETS_PER_FRAME);
        assertThat(viewer.contiguous()).isTrue();
        assertThat(host.source.encoding(2).widthPx()).isEqualTo(1_280);
        assertThat(host.pliCount).isZero();
        assertThat(rig.events).contains("connected 1", "live 1", "connected 2");
        assertThat(host.received).contains("201/3", "202/1", "207/0", "205/15");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void lossOnTheWayInIsRepairedBeforeItIsSeen(int viewerShard) {
        EngineRig rig = EngineRig.of(2);
        RigHost host = new RigHost(rig, 0, 1, 1);
        RigViewer viewer = new RigViewer(rig, viewerShard, 2);
        viewer.watch(host);
        rig.run(SECOND);
        host.loses = seq -> seq % 17 == 0;
        rig.run(10 * SECOND);
        host.loses = seq -> false;
        rig.run(2 * SECOND);

        assertThat(host.nackCount).isGreaterThan(40);
        assertThat(viewer.contiguous()).isTrue();
        assertThat(viewer.packets).isGreaterThan(11 * 28 * RigHost.PACKETS_PER_FRAME);
    }

    @Test
    void peersThatDieWithoutAWordLeaveNothingBehind() {
        EngineRig rig = EngineRig.of(2);
        RigHost host = new RigHost(rig, 0, 1, 3);
        RigViewer near = new RigViewer(rig, 0, 2);
        RigViewer far = new RigViewer(rig, 1, 3);
        near.watch(host);
        far.watch(host);
        rig.run(5 * SECOND);
        assertThat(rig.shards.get(1).occupancy()).isEqualTo(new Shard.Occupancy(1, 1, 1, 0, 1));
        host.checking = false;
        host.sending = false;
        near.checking = false;
        far.checking = false;
        rig.run(31 * SECOND);

        assertThat(rig.events)
                .contains("closed 1 CONSENT_EXPIRED", "closed 2 CONSENT_EXPIRED", "closed 3 CONSENT_EXPIRED");
        assertThat(rig.shards.get(0).occupancy()).isEqualTo(EMPTY);
        assertThat(rig.shards.get(1).occupancy()).isEqualTo(EMPTY);
    }

    @Test
    void viewersMoveOnWhenTheHostComesBackAsANewPeer() {
        EngineRig rig = EngineRig.of(2);
        RigHost before = new RigHost(rig, 0, 1, 3);
        RigViewer viewer = new RigViewer(rig, 1, 2);
        viewer.watch(before);
        rig.run(3 * SECOND);
        RigHost after = new RigHost(rig, 0, 3, 3);
        rig.command(0, (shard, now) -> shard.control().remove(now, 1, CloseReason.REMOVED));
        before.sending = false;
        before.checking = false;
        int packetsBefore = viewer.packets;
        assertThat(viewer.watch(after)).isEqualTo(Answer.OK);
        rig.run(2 * SECOND);

        assertThat(viewer.packets - packetsBefore).isGreaterThan(28 * RigHost.PACKETS_PER_FRAME);
        assertThat(viewer.contiguous()).isTrue();
        assertThat(rig.events).contains("closed 1 REMOVED");
        assertThat(rig.shards.get(1).occupancy().remoteTracks()).isEqualTo(1);
    }

    @Test
    void aFullRingIsCountedAndBlocksNobody() {
        ShardConfig defaults = ShardConfig.defaults();
        ShardConfig config = new ShardConfig(
                new ShardConfig.Bounds(64, 64, 64, 256, 64),
                defaults.tickNs(),
                TransportLimits.DEFAULT,
                IngressConfig.defaults(),
                EgressConfig.defaults());
        EngineRig rig = new EngineRig(2, config, 3);
        RigHost host = new RigHost(rig, 0, 1, 1);
        RigViewer near = new RigViewer(rig, 0, 2);
        RigViewer far = new RigViewer(rig, 1, 3);
        near.watch(host);
        far.watch(host);
        rig.run(2 * SECOND);
        assertThat(rig.drops.value(DropReason.RING_FULL)).isZero();

        rig.stalled[1] = true;
        int nearBefore = near.packets;
        rig.run(2 * SECOND);
        assertThat(rig.drops.value(DropReason.RING_FULL)).isPositive();
        assertThat(near.packets - nearBefore).isGreaterThan(55 * RigHost.PACKETS_PER_FRAME);

        rig.stalled[1] = false;
        int farBefore = far.packets;
        rig.run(3 * SECOND);
        assertThat(far.packets - farBefore).isGreaterThan(2 * 28 * RigHost.PACKETS_PER_FRAME);
    }

    @Test
    void aShardThatSleptForSecondsIsLappedAndRecovers() {
        EngineRig rig = EngineRig.of(2);
        RigHost host = new RigHost(rig, 0, 1, 1);
        RigViewer far = new RigViewer(rig, 1, 2);
        far.watch(host);
        rig.run(2 * SECOND);
        rig.stalled[1] = true;
        // 91 packets a second: the ring of 2,048 is overwritten once and a half.
        rig.run(20 * SECOND);
        rig.stalled[1] = false;
        int before = far.packets;
        rig.run(5 * SECOND);
        assertThat(far.packets - before).isGreaterThan(3 * 28 * RigHost.PACKETS_PER_FRAME);
    }

    @Test
    void twoHundredJoinersCostTheHostAFewKeyframes() {
        EngineRig rig = EngineRig.of(2);
        RigHost host = new RigHost(rig, 0, 1, 3);
        rig.run(30 * SECOND);
        host.pliCount = 0;
        RigViewer[] viewers = new RigViewer[200];
        for (int i = 0; i < viewers.length; i++) {
            viewers[i] = new RigViewer(rig, i % 2, 10 + i);
            viewers[i].watch(host);
            rig.run(25 * EngineRig.MS);
        }
        rig.run(5 * SECOND);
        System.out.println("keyframes asked for: " + host.pliCount);
        assertThat(host.pliCount).isBetween(1, 3);
        for (RigViewer viewer : viewers) {
            assertThat(viewer.packets).isGreaterThan(28 * RigHost.PACKETS_PER_FRAME);
        }
    }

    @Test
    void strangersAreCountedAndNotAnswered() {
        EngineRig rig = EngineRig.of(1);
        RigHost host = new RigHost(rig, 0, 1, 1);
        rig.run(SECOND);
        RigPeer stranger = new RigPeer(rig, 0, 99) {
            @Override
            void step(long nowNs) {}
        };
        stranger.deliver(rig.nowNs, new byte[] {(byte) 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0});
        assertThat(rig.drops.value(DropReason.UNKNOWN_ADDRESS)).isEqualTo(1);
        assertThat(host.source.encoding(0).head()).isPositive();
    }

    @Test
    void limitsAreToldToWhomeverReachesThem() {
        ShardConfig defaults = ShardConfig.defaults();
        ShardConfig config = new ShardConfig(
                new ShardConfig.Bounds(1, 1, 1, 8, 8),
                defaults.tickNs(),
                defaults.transport(),
                defaults.ingress(),
                defaults.egress());
        EngineRig rig = new EngineRig(1, config, 1);
        RigHost host = new RigHost(rig, 0, 1, 1);
        RigPeer second = new RigPeer(rig, 0, 2);
        rig.command(
                0,
                (shard, now) -> assertThat(
                                shard.control().addViewer(now, second.spec(), new ViewerSpec("c", 1, List.of())))
                        .isEqualTo(Answer.LIMIT_REACHED));
        for (int i = 0; i < 8; i++) {
            assertThat(host.shard.execute((shard, now) -> {})).isTrue();
        }
        assertThat(host.shard.execute((shard, now) -> {})).isFalse();
        assertThat(rig.drops.value(DropReason.COMMAND_QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void ourOwnBugEndsOnlyThePeerThatMetIt() {
        EngineRig rig = EngineRig.of(1);
        RigHost host = new RigHost(rig, 0, 1, 1);
        RigViewer victim = new RigViewer(rig, 0, 2);
        RigViewer other = new RigViewer(rig, 0, 3);
        victim.watch(host);
        other.watch(host);
        rig.run(SECOND);
        victim.onPacket = () -> {
            throw new IllegalStateException("a bug in what this viewer is sent");
        };
        int before = other.packets;
        rig.toleratesErrors = true;
        rig.run(2 * SECOND);

        assertThat(rig.events).contains("error 2", "closed 2 INTERNAL_ERROR");
        assertThat(rig.errors).hasSize(1);
        assertThat(rig.drops.value(DropReason.INTERNAL_ERROR)).isEqualTo(1);
        assertThat(other.packets - before).isGreaterThan(50 * RigHost.PACKETS_PER_FRAME);
        assertThat(other.contiguous()).isTrue();
        assertThat(rig.shards.getFirst().occupancy().peers()).isEqualTo(2);
    }
}
