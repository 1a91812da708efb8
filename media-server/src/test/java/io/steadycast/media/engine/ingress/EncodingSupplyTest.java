package io.steadycast.media.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.EncodingState;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.media.engine.log.TrackSource;
import org.junit.jupiter.api.Test;

class EncodingSupplyTest {
    private static final long MS = 1_000_000L;
    private static final long START_NS = Long.MAX_VALUE - 3_000 * MS; // Wraps around meanwhile.

    private final EncodingState state =
            TrackSource.of(1, Codec.VP8, 2).encoding(1).state();
    private final EncodingSupply supply = new EncodingSupply(state);
    private long nowNs = START_NS;

    EncodingSupplyTest() {
        supply.onPacket(nowNs);
    }

    private boolean pass(long ms) {
        boolean told = false;
        for (long end = nowNs + ms * MS; nowNs - end < 0; nowNs += 5 * MS) {
            told |= supply.onTick(nowNs);
        }
        return told;
    }

    @Test
    void aPausedEncodingIsSilentAtOnceAndStaysAChoice() {
        supply.ask(nowNs, Supply.PAUSED);
        assertThat(state.active()).isFalse();
        assertThat(state.available()).isTrue();
        assertThat(supply.keepsRates(nowNs)).isTrue();
        supply.onPacket(nowNs + 100 * MS);
        assertThat(state.active()).as("what was on its way is no encoding").isFalse();
        assertThat(pass(60_000)).isFalse();
        assertThat(state.supply()).isEqualTo(Supply.PAUSED);
    }

    @Test
    void aWishIsToldAtTheNextTickAndAgainUntilItIsGranted() {
        supply.ask(nowNs, Supply.PAUSED);
        pass(10_000);
        state.wanted(nowNs);
        assertThat(supply.onTick(nowNs)).isTrue();
        assertThat(pass(900)).isFalse();
        assertThat(pass(200)).isTrue();
        supply.ask(nowNs, Supply.RESUMING);
        assertThat(pass(3_000)).isFalse();
    }

    @Test
    void whatWasWantedBeforeThePauseIsNoWish() {
        state.wanted(nowNs);
        nowNs += 100 * MS;
        supply.ask(nowNs, Supply.PAUSED);
        assertThat(pass(5_000)).isFalse();
    }

    @Test
    void anEncodingThatComesBackKeepsItsRatesUntilItIsMeasuredAnew() {
        supply.ask(nowNs, Supply.PAUSED);
        pass(10_000);
        supply.ask(nowNs, Supply.RESUMING);
        assertThat(state.available()).isTrue();
        assertThat(state.active()).isFalse();
        pass(300);
        supply.onPacket(nowNs);
        assertThat(state.supply()).isEqualTo(Supply.SENT);
        assertThat(state.active()).isTrue();
        assertThat(supply.keepsRates(nowNs + 1_000 * MS)).isTrue();
        assertThat(supply.keepsRates(nowNs + 1_300 * MS)).isFalse();
    }

    @Test
    void anEncodingThatDoesNotComeBackIsNoChoiceAnyMore() {
        supply.ask(nowNs, Supply.PAUSED);
        pass(10_000);
        supply.ask(nowNs, Supply.RESUMING);
        assertThat(pass(5_100)).as("layers changed").isTrue();
        assertThat(state.supply()).isEqualTo(Supply.SENT);
        assertThat(state.available()).isFalse();
        assertThat(supply.keepsRates(nowNs + 1_300 * MS)).isFalse();
    }

    @Test
    void anEncodingThatGoesOnComingWasNotHeldBack() {
        supply.ask(nowNs, Supply.PAUSED);
        pass(4_900);
        supply.onPacket(nowNs);
        assertThat(state.active()).isFalse();
        pass(200);
        supply.onPacket(nowNs);
        assertThat(state.supply()).isEqualTo(Supply.SENT);
        assertThat(state.active()).isTrue();
    }

    @Test
    void aWithdrawnEncodingIsNoChoiceUntilItIsThere() {
        supply.ask(nowNs, Supply.WITHDRAWN);
        supply.onPacket(nowNs + 500 * MS);
        assertThat(state.active()).isFalse();
        assertThat(state.available()).isFalse();
        pass(30_000);
        supply.ask(nowNs, Supply.RESUMING);
        assertThat(state.available()).isFalse();
        supply.onPacket(nowNs);
        assertThat(state.available()).isTrue();
    }

    @Test
    void askingForWhatIsSentChangesNothing() {
        supply.ask(nowNs, Supply.RESUMING);
        assertThat(state.supply()).isEqualTo(Supply.SENT);
        assertThat(supply.keepsRates(nowNs)).isFalse();
    }
}
