package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.spec.PathSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Which path a new client gets: a single one, or one of several by their weights, drawn by the seed and the client's number. */
public record PathMix(List<Share> shares) {
    public PathMix {
        shares = List.copyOf(shares);
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("a mix of no profiles");
        }
    }

    /** One part of a mix, by its weight among all. */
    public record Share(NamedPath path, double weight) {
        public Share {
            if (!(weight > 0 && weight <= 1e6)) {
                throw new IllegalArgumentException(
                        "weight of " + path.name() + " is " + weight + ", legal is above 0 to 1000000");
            }
        }
    }

    public static PathMix of(NamedPath path) {
        return new PathMix(List.of(new Share(path, 1)));
    }

    NamedPath draw(long seed, int client) {
        double total = 0;
        for (Share share : shares) {
            total += share.weight();
        }
        double at = new SplittableRandom(Seeds.of(seed, client, Seeds.PROFILE)).nextDouble() * total;
        for (Share share : shares) {
            at -= share.weight();
            if (at < 0) {
                return share.path();
            }
        }
        return shares.getLast().path();
    }

    PathMix changed(UnaryOperator<PathSpec> change) {
        return new PathMix(shares.stream()
                .map(share -> new Share(share.path().changed(change), share.weight()))
                .toList());
    }

    /** {@code a}, or {@code a=2, b=1}. */
    @Override
    public String toString() {
        if (shares.size() == 1) {
            return shares.getFirst().path().name();
        }
        StringBuilder text = new StringBuilder();
        for (Share share : shares) {
            text.append(text.isEmpty() ? "" : ",").append(share.path().name()).append('=');
            text.append(
                    share.weight() == Math.rint(share.weight())
                            ? Long.toString((long) share.weight())
                            : share.weight());
        }
        return text.toString();
    }
}
