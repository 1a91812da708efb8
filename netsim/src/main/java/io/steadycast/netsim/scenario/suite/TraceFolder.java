package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.file.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of the user's recorded links.
 *
 * @param links in the order of their names
 * @param gym those of them that are of AlphaRTC's gym
 * @param unread files that are no recorded link, and why
 */
record TraceFolder(List<PathChoice> links, List<PathChoice> gym, List<String> unread) {
    private static final int MAX_FILES = 2_000;
    private static final int DEPTH = 4;

    static TraceFolder read(Path folder, Paths paths) {
        if (!Files.isDirectory(folder)) {
            throw new BadInput("--traces " + folder + ": is no folder");
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder, DEPTH)) {
            files = found.filter(Files::isRegularFile)
                    .filter(TraceFolder::candidate)
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
        } catch (IOException cannot) {
            throw new BadInput("--traces " + folder + ": cannot be read (" + cannot.getMessage() + ")");
        }
        List<PathChoice> links = new ArrayList<>();
        List<PathChoice> gym = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (Path file : files) {
            try {
                PathChoice link = paths.trace(file.toString());
                PathChoice named = new PathChoice(folder.relativize(file).toString(), link.spec());
                links.add(named);
                if (paths.isGym(file.toString())) {
                    gym.add(named);
                }
            } catch (BadInput wrong) {
                unread.add(wrong.problems().getFirst());
            }
        }
        if (links.isEmpty()) {
            throw new BadInput("--traces " + folder + ": no recorded link among " + files.size() + " files");
        }
        return new TraceFolder(links, gym, unread);
    }

    /** Notes and licences lie beside recordings. */
    private static boolean candidate(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.endsWith(".md")
                && !name.startsWith("readme")
                && !name.startsWith(".")
                && !name.contains("license")
                && !name.endsWith(".gz")
                && !name.contains("sha256")
                && !file.toString().contains("/licenses/");
    }
}
