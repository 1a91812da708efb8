package io.steadycast.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.net.BindPlan.Announced;
import io.steadycast.media.net.BindPlan.Shown;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BindPlanTest {
    private static final InetAddress LAN = InetAddress.ofLiteral("10.0.0.5");
    private static final InetAddress LAN6 = InetAddress.ofLiteral("2001:db8::5");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("203.0.113.7");
    private static final List<InetAddress> OWN = List.of(LAN, LAN6, LOOPBACK);

    @Test
    void loopbackOnlyOnWish() {
        assertThat(BindPlan.discovered(OWN, true).addresses()).containsExactly(LAN, LAN6, LOOPBACK);
        assertThat(BindPlan.discovered(OWN, false).addresses()).containsExactly(LAN, LAN6);
    }

    @Test
    void aMappedAddressIsShownAndTheLocalOneBound() throws IOException {
        BindPlan plan = BindPlan.configured(List.of(new Announced(PUBLIC, 20_000, LAN)), OWN, remote -> LAN6);
        assertThat(plan.addresses()).containsExactly(LAN);
        assertThat(plan.candidates()).containsExactly(new Shown(PUBLIC, 20_000, LAN));
    }

    @Test
    void aPublicAddressAloneIsMappedToTheLocalOneThatLeadsThere() throws IOException {
        BindPlan plan = BindPlan.configured(
                List.of(new Announced(PUBLIC, 0, null), new Announced(LAN, 0, null)), OWN, remote -> LAN);
        assertThat(plan.addresses()).containsExactly(LAN);
        assertThat(plan.candidates()).containsExactly(new Shown(PUBLIC, 0, LAN), new Shown(LAN, 0, LAN));
    }

    @Test
    void aMappingToAnAddressOfAnotherHostIsRefused() {
        InetAddress foreign = InetAddress.ofLiteral("10.9.9.9");
        assertThatThrownBy(() -> BindPlan.configured(List.of(new Announced(PUBLIC, 0, foreign)), OWN, remote -> LAN))
                .hasMessageContaining("10.9.9.9 is no address of this host");
    }

    @Test
    void theHostsOwnAddressesContainLoopbackAndNoLinkLocalOne() throws IOException {
        List<InetAddress> own = LocalAddresses.all();
        assertThat(own).contains(LOOPBACK).noneMatch(InetAddress::isLinkLocalAddress);
        assertThat(own.getLast().isLoopbackAddress()).isTrue();
        assertThat(LocalAddresses.towards(LOOPBACK)).isEqualTo(LOOPBACK);
    }
}
