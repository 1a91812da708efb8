package io.steadycast.netsim.profile;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How constants and numbers are written in files. */
final class Words {
    private Words() {}

    static String of(Object constant) {
        return constant instanceof Enum<?> one
                ? one.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : String.valueOf(constant);
    }

    static String list(List<?> constants) {
        return constants.stream().map(Words::of).collect(Collectors.joining(", "));
    }

    /** Without exponent and without needless zeros. */
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    static String ms(long ns) {
        return BigDecimal.valueOf(ns, 6).stripTrailingZeros().toPlainString();
    }

    static String seconds(long ns) {
        return BigDecimal.valueOf(ns, 9).stripTrailingZeros().toPlainString();
    }

    static String kbps(long bps) {
        return BigDecimal.valueOf(bps, 3).stripTrailingZeros().toPlainString();
    }
}
