package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.TimedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A profile in lines that a person reads. */
public final class ProfileView {
    private static final Pattern COMPONENT = Pattern.compile("(\\w+)(Ns|Bps)=(-?\\d+)");

    private ProfileView() {}

    public static List<String> lines(Profile profile) {
        List<String> lines = new ArrayList<>();
        PathSpec path = profile.path();
        lines.add(profile.id() + ": " + profile.title());
        lines.add("  source: " + profile.source());
        profile.notes().forEach(note -> lines.add("  note: " + note));
        lines.add("  base: " + readable(path.baseDelay()));
        direction(lines, "up", path.up());
        direction(lines, "down", path.down());
        if (path.sharedFading()) {
            lines.add("  bad times are the same ones in both directions");
        }
        if (path.udpBlocked()) {
            lines.add("  UDP is blocked");
        }
        if (path.mtuBytes() > 0) {
            lines.add("  MTU: " + path.mtuBytes() + " bytes");
        }
        lines.add("  NAT: " + readable(path.nat()));
        for (TimedEvent event : path.events()) {
            lines.add("  event: " + readable(event.what()) + " " + readable(event.when()) + " "
                    + event.direction().name().toLowerCase(Locale.ROOT)
                    + (event.probability() < 1 ? " with probability " + event.probability() : ""));
        }
        Card card = profile.card();
        if (card != null) {
            card.expected()
                    .forEach((quantity, bounds) ->
                            lines.add("  expect " + quantity.key() + " in " + bounds + ": " + quantity.description()));
        }
        return lines;
    }

    private static void direction(List<String> lines, String name, DirectionSpec spec) {
        lines.add("  " + name + ":");
        lines.add("    rate: " + readable(spec.capacity()));
        if (!spec.queue().equals(QueueSpec.DEEP)) {
            lines.add("    queue: " + spec.queue().limitBytes() + " bytes, "
                    + readable(spec.queue().discipline()));
        }
        if (!spec.policer().none()) {
            lines.add("    policer: " + readable(spec.policer()));
        }
        spec.entryLoss().forEach(loss -> lines.add("    loss before the queue: " + readable(loss)));
        spec.loss().forEach(loss -> lines.add("    loss: " + readable(loss)));
        if (spec.ownDelayNs() > 0) {
            lines.add("    own delay: " + Words.ms(spec.ownDelayNs()) + " ms");
        }
        lines.add("    excess delay: " + readable(spec.excess()));
        if (spec.stalls().perMinute() > 0) {
            lines.add("    stalls: " + readable(spec.stalls()));
        }
    }

    /** Records print their components; here in milliseconds and kbit/s, and long series by their size only. */
    private static String readable(Object spec) {
        if (spec instanceof BaseDelay.Fixed fixed) {
            return "round trip of " + Words.ms(fixed.rttNs()) + " ms";
        }
        String text = String.valueOf(spec);
        Matcher matcher = COMPONENT.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            long value = Long.parseLong(matcher.group(3));
            boolean time = matcher.group(2).equals("Ns");
            String unit = value == Long.MAX_VALUE
                    ? "for ever"
                    : time ? Words.ms(value) + " ms" : Words.kbps(value) + " kbit/s";
            matcher.appendReplacement(out, Matcher.quoteReplacement(matcher.group(1) + " " + unit));
        }
        matcher.appendTail(out);
        String shown = out.toString().replace("[", " (").replace("]", ")");
        return shown.length() <= 240 ? shown : shown.substring(0, 240) + "...";
    }
}
