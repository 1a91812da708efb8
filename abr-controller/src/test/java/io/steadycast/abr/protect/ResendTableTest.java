package io.steadycast.abr.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ResendTableTest {
    @Test
    void sendsMoreOftenForLess() {
        for (double loss = 0.01; loss < 0.75; loss += 0.02) {
            int channel = ResendTable.channel(loss, 0);
            for (int left = 1; left <= ResendTable.MAX_ROUNDS; left++) {
                for (int price = 1; price < ResendTable.PRICES; price++) {
                    assertThat(ResendTable.sendings(channel, price, left))
                            .as("loss %s, %d rounds, price %d", loss, left, price)
                            .isBetween(1, ResendTable.sendings(channel, price - 1, left));
                }
            }
        }
    }

    /** No policy of at most three rounds does better than the one of the table, by trying them all. */
    @Test
    void isTheBestThereIs() {
        double loss = 0.2;
        int channel = ResendTable.channel(loss, 0);
        for (int price = 8; price < ResendTable.PRICES; price++) {
            double cost = Math.pow(10, -7 + 0.25 * price);
            double best = Double.MAX_VALUE;
            for (int first = 1; first <= 8; first++) {
                for (int second = 1; second <= 8; second++) {
                    for (int third = 1; third <= 8; third++) {
                        best = Math.min(best, value(loss, cost, first, second, third));
                    }
                }
            }
            double chosen = value(
                    loss,
                    cost,
                    ResendTable.sendings(channel, price, 3),
                    ResendTable.sendings(channel, price, 2),
                    ResendTable.sendings(channel, price, 1));
            assertThat(chosen).as("price %d", price).isLessThanOrEqualTo(best * 1.000001);
        }
    }

    private static double value(double loss, double price, int... sendings) {
        double missing = 1;
        double cost = 0;
        for (int each : sendings) {
            cost += missing * each;
            missing *= Math.pow(loss, each);
        }
        return missing + price * cost;
    }

    @Test
    void takesThePathForWorseRatherThanForBetter() {
        assertThat(ResendTable.channel(0.11, 0)).isEqualTo(ResendTable.channel(0.13, 0));
        assertThat(ResendTable.channel(0.1, 0)).isLessThan(ResendTable.channel(0.101, 0));
        assertThat(ResendTable.channel(0.9, 0.9)).isEqualTo(ResendTable.channel(0.75, 0.6));
    }

    @Test
    void knowsThatBurstsTakeSendingsTogether() {
        assertThat(ResendTable.allLost(0.2, 0, 3)).isCloseTo(0.008, within(1e-12));
        assertThat(ResendTable.allLost(0.2, 0.5, 2)).isCloseTo(0.2 * 0.6, within(1e-12));
    }
}
