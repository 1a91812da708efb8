package io.steadycast.media.engine.egress;

import static io.steadycast.media.engine.egress.EgressRig.MID;
import static io.steadycast.media.engine.egress.EgressRig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A viewer whose path was gone for a while is shown the live edge, not what it missed. */
class OutageTest {
    private static final int FRAMES_BEFORE = 10;

    private final EgressRig rig = new EgressRig();
    private final ScriptedHost host = new ScriptedHost(7, 3, 70_000, 5_000_000_000L, 2_048);
    private long goneNs;

    @BeforeEach
    void plays() {
        rig.session.attach(rig.nowNs, MID, host.source);
        rig.frames(host, 1, true);
        rig.frames(host, FRAMES_BEFORE, false);
        // That of the join, when there was nothing to join on.
        host.source.encoding(2).takeKeyframeRequest();
        goneNs = rig.nowNs;
    }

    @Test
    void aYoungKeyframeIsReplayedAndTheGapIsNotRepaired() {
        rig.frames(host, 30, false);
        long[] gap = since(goneNs);
        int before = rig.media().size();
        rig.nack(gap);
        rig.nack(gap);
        rig.advance(200 * MS);
        List<SentRtp> replayed = rig.media().subList(before, rig.media().size());
        assertThat(rig.retransmissions()).isEmpty();
        assertThat(replayed).isNotEmpty();
        assertThat(replayed.getFirst().frameOfHost())
                .as("the keyframe")
                .isEqualTo(rig.media().getFirst().frameOfHost());
        rig.assertContiguous();
        assertThat(host.source.encoding(2).takeKeyframeRequest())
                .as("the host is not asked")
                .isFalse();
        // What is sent from now on is repaired as ever.
        rig.nack(replayed.get(3).extSeq());
        assertThat(rig.retransmissions()).hasSize(1);
        rig.advance(400 * MS);
        rig.frames(host, 1, false);
        assertThat(rig.media().getLast().sourceSeq()).as("live again").isEqualTo((int) (host.nextSeq[2] - 1) & 0xFFFF);
    }

    @Test
    void withoutOneThatIsYoungAKeyframeIsAskedFor() {
        rig.frames(host, 200, false);
        long[] gap = since(rig.nowNs - 1_500 * MS);
        rig.nack(gap);
        assertThat(rig.retransmissions()).isEmpty();
        assertThat(host.source.encoding(2).takeKeyframeRequest()).isTrue();
    }

    @Test
    void scatteredLossIsRepaired() {
        rig.frames(host, 30, false);
        long[] gap = since(goneNs);
        long[] some = java.util.Arrays.stream(gap).filter(n -> n % 3 == 0).toArray();
        rig.nack(some);
        rig.advance(1_000 * MS);
        assertThat(rig.retransmissions()).hasSize(some.length);
    }

    @Test
    void aLostFrameIsRepaired() {
        rig.frames(host, 30, false);
        long[] gap = since(rig.nowNs - 300 * MS);
        rig.nack(gap);
        rig.advance(1_000 * MS);
        assertThat(rig.retransmissions()).hasSize(gap.length);
    }

    private long[] since(long fromNs) {
        return rig.media().stream()
                .filter(p -> p.atNs() >= fromNs)
                .mapToLong(SentRtp::extSeq)
                .toArray();
    }
}
