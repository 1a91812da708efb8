package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.NatSpec;
import io.steadycast.netsim.link.spec.NatSpec.Behaviour;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.TimedEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PathModelTest {
    private static final PathSpec SLOW = PathSpec.symmetric(BaseDelay.ofRttMs(40), DirectionSpec.PLAIN);

    private final List<Fate> fates = new ArrayList<>();

    private PathModel<String> model(PathSpec spec) {
        return new PathModel<>(new Link.Start(0, 1), spec, fate -> fates.add(fate.fate()));
    }

    private static int up(PathModel<String> model, long nowNs) {
        model.offerUp(nowNs, "up", 100);
        assertThat(model.pollUp(nowNs + 20 * MS)).isEqualTo("up");
        return model.mapping();
    }

    private static boolean down(PathModel<String> model, long nowNs, int mapping) {
        model.offerDown(nowNs, "down", 100, mapping);
        return model.pollDown(nowNs + 20 * MS) != null;
    }

    @Test
    void rebindingGivesAnotherPortAndForgetsTheOld() {
        PathModel<String> model = model(SLOW.withEvents(
                TimedEvent.atMs(1_000, Direction.BOTH, new Happening.NatRebinding(false)),
                TimedEvent.atMs(2_000, Direction.BOTH, new Happening.NatRebinding(true))));
        int first = up(model, 0);
        assertThat(down(model, 100 * MS, first)).isTrue();
        assertThat(down(model, 1_100 * MS, first)).isFalse();
        int second = up(model, 1_200 * MS);
        assertThat(second).isNotEqualTo(first);
        assertThat(model.publicAddress()).isZero();
        assertThat(down(model, 1_300 * MS, second)).isTrue();
        up(model, 2_000 * MS);
        assertThat(model.publicAddress()).isEqualTo(1);
        assertThat(fates).contains(Fate.NAT);
    }

    @Test
    void mappingsDieWhenNothingGoesOut() {
        var nat =
                new NatSpec(Behaviour.ADDRESS_AND_PORT_DEPENDENT, Behaviour.ADDRESS_AND_PORT_DEPENDENT, 30 * SECOND_NS);
        PathModel<String> model = model(SLOW.withNat(nat));
        assertThat(down(model, 0, 0)).isFalse();
        int mapping = up(model, 100 * MS);
        for (int second = 1; second <= 29; second++) {
            assertThat(down(model, second * SECOND_NS, mapping)).isTrue();
        }
        // What comes in does not keep it alive.
        assertThat(down(model, 31 * SECOND_NS, mapping)).isFalse();
        assertThat(up(model, 32 * SECOND_NS)).isNotEqualTo(mapping);
    }

    @Test
    void mappingAndFilteringFollowTheirBehaviour() {
        PathSpec spec = PathSpec.PLAIN.withNat(
                new NatSpec(Behaviour.ADDRESS_DEPENDENT, Behaviour.ADDRESS_AND_PORT_DEPENDENT, 0));
        var nat = new Nat(spec, 0, 1);
        int one = nat.outbound(0, 10, 1_000);
        assertThat(nat.outbound(0, 10, 2_000)).isEqualTo(one);
        assertThat(nat.outbound(0, 11, 1_000)).isNotEqualTo(one);
        assertThat(nat.inbound(0, one, 10, 1_000)).isEqualTo(Fate.DELIVERED);
        assertThat(nat.inbound(0, one, 10, 3_000)).isEqualTo(Fate.NAT);
        assertThat(nat.inbound(0, one, 11, 1_000)).isEqualTo(Fate.NAT);
    }

    @Test
    void bothDirectionsAgreeOnTheBase() {
        var epoch = new BaseDelay.Epoch(SECOND_NS, 0, 20 * MS, 40 * MS, 67 * MS, 4 * MS, 10 * MS);
        PathModel<String> model = model(PathSpec.symmetric(epoch, DirectionSpec.PLAIN));
        for (int i = 0; i < 100; i++) {
            long atNs = i * (700 * MS);
            model.offerUp(atNs, "up", 100);
            long upNs = model.up().nextEventAt() - atNs;
            model.pollUp(model.up().nextEventAt());
            model.offerDown(atNs, "down", 100, model.mapping());
            long downNs = model.down().nextEventAt() - atNs;
            model.pollDown(model.down().nextEventAt());
            assertThat(upNs).isEqualTo(downNs).isBetween(10 * MS, 34 * MS);
        }
    }

    @Test
    void aChangeIsFeltByBothDirections() {
        PathModel<String> model = model(SLOW);
        up(model, 0);
        model.change(SECOND_NS, SLOW.withBaseDelay(BaseDelay.ofRttMs(10)));
        model.offerUp(SECOND_NS, "up", 100);
        assertThat(model.up().nextEventAt()).isEqualTo(SECOND_NS + 5 * MS);
        model.happen(SECOND_NS, Direction.UP, new Happening.NatRebinding(false));
        assertThat(down(model, SECOND_NS, model.mapping())).isFalse();
    }
}
