package io.steadycast.netsim.netem;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.link.spec.Direction;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of netem in what a user gave: a line itself, or a file with one or two of them: bare parameters, {@code tc qdisc add} commands, or what
 * {@code tc qdisc show} prints.
 */
public final class NetemLines {
    private static final long MAX_BYTES = 1 << 16;
    private static final int MAX_LINES = 2;

    private NetemLines() {}

    /**
     * @param direction that the line is for; null: its device tells ({@code $UP}, {@code $DOWN}), or it is for both
     */
    record Found(String place, String text, @Nullable Direction direction, Netem netem) {}

    static List<Found> of(String lineOrFile) {
        Path file = file(lineOrFile);
        if (file == null) {
            return List.of(found("--netem", lineOrFile));
        }
        List<Found> lines = new ArrayList<>();
        int number = 0;
        for (String line : content(file).lines().toList()) {
            number++;
            String bare = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (!bare.isEmpty()) {
                lines.add(found(file + ":" + number, bare));
            }
        }
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw new BadInput(file + ": " + lines.size() + " lines of netem (legal: one, or two for $UP and $DOWN)");
        }
        if (lines.size() == MAX_LINES
                && (lines.getFirst().direction() == null
                        || lines.getLast().direction() == null
                        || lines.getFirst().direction() == lines.getLast().direction())) {
            throw new BadInput(
                    file + ": two lines that do not tell their directions (legal: one for dev $UP, one for dev $DOWN)");
        }
        return lines;
    }

    /** Null if it is no file but a line. */
    private static @Nullable Path file(String lineOrFile) {
        if (lineOrFile.isBlank()) {
            throw new BadInput("--netem: nothing (legal: netem's parameters, or a file with them)");
        }
        try {
            Path path = Path.of(lineOrFile);
            if (Files.exists(path)) {
                return path;
            }
        } catch (InvalidPathException noFile) {
            return null;
        }
        boolean looksLikeFile = !lineOrFile.strip().contains(" ") && lineOrFile.matches(".*[/.].*");
        if (looksLikeFile) {
            throw new BadInput("--netem " + lineOrFile + ": no such file");
        }
        return null;
    }

    private static String content(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                throw new BadInput(file + ": legal is a text file of up to " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new BadInput(file + ": not UTF-8 text");
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static Found found(String place, String line) {
        List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
        Direction direction = null;
        int device = words.indexOf("dev");
        if (device >= 0 && device + 1 < words.size()) {
            direction = direction(words.get(device + 1));
        }
        int start = words.indexOf("netem");
        if (start >= 0) {
            words = words.subList(start + 1, words.size());
            // As tc shows one: netem 8001: dev eth0 root refcnt 2 limit 1000 ...
            while (!words.isEmpty() && words.getFirst().matches("[0-9a-fA-F]*:[0-9a-fA-F]*|root|dev|parent|refcnt")) {
                boolean pair = words.getFirst().matches("dev|parent|refcnt");
                words = words.subList(Math.min(pair ? 2 : 1, words.size()), words.size());
            }
        } else if (words.getFirst().equals("tc") || words.getFirst().equals("qdisc")) {
            throw new BadInput(place + ": no netem in it (legal: tc qdisc add dev DEV root netem ...)");
        }
        return new Found(place, line.strip(), direction, NetemParser.parse(place, words));
    }

    private static @Nullable Direction direction(String device) {
        return switch (device.toLowerCase(Locale.ROOT).replaceAll("[${}\"]", "")) {
            case "up" -> Direction.UP;
            case "down" -> Direction.DOWN;
            default -> null;
        };
    }
}
