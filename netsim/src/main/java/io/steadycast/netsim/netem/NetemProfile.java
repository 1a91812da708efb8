package io.steadycast.netsim.netem;

import io.steadycast.netsim.link.spec.Direction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A profile that does what lines of netem ask for.
 *
 * @param text the profile's file
 * @param warnings one line for each thing that has no counterpart, saying what is done instead; they stand in the file as notes, too
 */
public record NetemProfile(String text, List<String> warnings) {
    private static final int MAX_NOTE_CHARS = 380;

    public NetemProfile {
        warnings = List.copyOf(warnings);
    }

    /**
     * What lines of netem ask for, as a profile.
     *
     * @param lineOrFile netem's parameters, or a file with one or two lines of them
     * @param direction which way, of a line that does not tell; null: both
     * @throws io.steadycast.netsim.BadInput for what tc would refuse as well, or what no link can do
     */
    public static NetemProfile of(String lineOrFile, @Nullable Direction direction) {
        Set<String> warnings = new LinkedHashSet<>();
        List<String> sections = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (NetemLines.Found found : NetemLines.of(lineOrFile)) {
            NetemSection section = new NetemSection(found.place(), found.netem());
            Direction way =
                    found.direction() != null ? found.direction() : direction == null ? Direction.BOTH : direction;
            String name = switch (way) {
                case UP -> "up";
                case DOWN -> "down";
                case BOTH -> "both";
            };
            sections.add(name + " {\n" + section.lines() + "}\n");
            section.warnings().forEach(warning -> warnings.add(found.place() + ": " + warning));
            lines.add(found.text());
        }
        StringBuilder text = new StringBuilder();
        text.append("name = netem\ntitle = \"imported from tc netem\"\n");
        text.append("source = ").append(quoted(String.join(" | ", lines))).append('\n');
        if (!warnings.isEmpty()) {
            text.append("notes = [\n");
            warnings.forEach(
                    warning -> text.append("  ").append(quoted(warning)).append('\n'));
            text.append("]\n");
        }
        text.append('\n');
        sections.forEach(text::append);
        return new NetemProfile(text.toString(), List.copyOf(warnings));
    }

    private static String quoted(String text) {
        String plain = text.length() > MAX_NOTE_CHARS ? text.substring(0, MAX_NOTE_CHARS) + "..." : text;
        return '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
