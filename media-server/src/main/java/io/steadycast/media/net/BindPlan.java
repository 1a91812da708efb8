package io.steadycast.media.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which local addresses get sockets, and which addresses are told to browsers.
 *
 * @param addresses local addresses to bind, without repeats
 * @param candidates what to announce, the best first
 */
public record BindPlan(List<InetAddress> addresses, List<Shown> candidates) {
    /** More would only make every ICE check list longer: a browser pairs each of its addresses with each of ours. */
    private static final int MAX_ADDRESSES = 16;

    public BindPlan {
        addresses = List.copyOf(addresses);
        candidates = List.copyOf(candidates);
    }

    /** One configured address: {@code basePort} is 0 and {@code local} null where they are not mapped by hand. */
    public record Announced(
            InetAddress address, int basePort, @Nullable InetAddress local) {}

    /**
     * One announced address, and the local one that it leads to: another one behind a NAT.
     *
     * @param basePort the port told for the first loop, the others follow; 0: the ports they are bound to
     */
    public record Shown(InetAddress address, int basePort, InetAddress local) {}

    /** All own addresses, loopback ones only on wish: they are of use only while the pages are served there too. */
    public static BindPlan discovered(List<InetAddress> own, boolean withLoopback) {
        List<Shown> shown = new ArrayList<>();
        for (InetAddress address : own) {
            if (withLoopback || !address.isLoopbackAddress()) {
                shown.add(new Shown(address, 0, address));
            }
        }
        return of(shown);
    }

    /** What is configured; an address that is not ours is a public one, mapped to the local address that leads there. */
    public static BindPlan configured(List<Announced> announced, List<InetAddress> own, Routes routes)
            throws IOException {
        List<Shown> shown = new ArrayList<>();
        for (Announced one : announced) {
            InetAddress local = one.local();
            if (local == null) {
                local = own.contains(one.address()) || one.address().isLoopbackAddress()
                        ? one.address()
                        : routes.localAddressTowards(one.address());
            } else if (!own.contains(local) && !local.isLoopbackAddress()) {
                throw new IOException(
                        "announce: " + local.getHostAddress() + " is no address of this host; it has " + text(own));
            }
            shown.add(new Shown(one.address(), one.basePort(), local));
        }
        return of(shown);
    }

    /** The way the kernel would take. */
    @FunctionalInterface
    public interface Routes {
        InetAddress localAddressTowards(InetAddress remote) throws IOException;
    }

    private static BindPlan of(List<Shown> shown) {
        List<Shown> kept = shown.size() > MAX_ADDRESSES ? shown.subList(0, MAX_ADDRESSES) : shown;
        Set<InetAddress> addresses = new LinkedHashSet<>();
        kept.forEach(one -> addresses.add(one.local()));
        return new BindPlan(new ArrayList<>(addresses), kept);
    }

    private static String text(List<InetAddress> addresses) {
        return String.join(
                ", ", addresses.stream().map(InetAddress::getHostAddress).toList());
    }
}
