package io.steadycast.netsim.netem;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.NatSpec;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.netsim.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A profile as two commands of tc, with comments that name all that netem cannot do. */
public final class NetemExport {
    private NetemExport() {}

    /** The lines of a shell script that {@link NetemLines} reads, too. */
    public static List<String> lines(Profile profile) {
        List<String> lines = new ArrayList<>();
        PathSpec path = profile.path();
        lines.add("# " + profile.id() + ": " + profile.title());
        lines.add(
                "# $UP: the device on which the client's packets leave; $DOWN: the one on which packets leave to it (an ifb, or a router's other side).");
        common(path).forEach(left -> lines.add("# not expressed: " + left));
        direction(lines, path, Direction.UP, "$UP");
        direction(lines, path, Direction.DOWN, "$DOWN");
        return lines;
    }

    private static void direction(List<String> lines, PathSpec path, Direction direction, String device) {
        NetemDirection netem = new NetemDirection(path, direction);
        String name = direction.name().toLowerCase(Locale.ROOT);
        netem.left().forEach(left -> lines.add("# " + name + ", not expressed: " + left));
        lines.add("tc qdisc replace dev " + device + " root netem " + NetemText.of(netem.netem()));
    }

    private static List<String> common(PathSpec path) {
        List<String> left = new ArrayList<>();
        if (path.baseDelay() instanceof BaseDelay.Epoch epoch) {
            left.add("base delay that jumps every " + NetemText.ms(epoch.periodNs()) + " between "
                    + NetemText.ms(epoch.minRttNs()) + " and " + NetemText.ms(epoch.maxRttNs())
                    + "; its median stands for it");
        }
        if (path.sharedFading()) {
            left.add("bad times that both directions share");
        }
        if (!path.nat().equals(NatSpec.NONE)) {
            left.add("NAT");
        }
        if (path.mtuBytes() > 0) {
            left.add("MTU of " + path.mtuBytes() + " bytes (ip link set mtu does it)");
        }
        if (path.udpBlocked()) {
            left.add("UDP is blocked (a firewall's rule does it)");
        }
        for (TimedEvent event : path.events()) {
            left.add("event " + event.what().getClass().getSimpleName() + " ("
                    + event.direction().name().toLowerCase(Locale.ROOT) + ", "
                    + event.when().getClass().getSimpleName() + ")");
        }
        return left;
    }
}
