package io.steadycast.netsim.trace;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where published traces lie when somebody has them: {@code shared/traces} beside the project. They are no part of it. */
public final class SharedTraces {
    public static final Path ROOT = root();

    private SharedTraces() {}

    public static boolean present() {
        return Files.isDirectory(ROOT);
    }

    public static Path file(String name) {
        return ROOT.resolve(name);
    }

    private static Path root() {
        Path project = Path.of("").toAbsolutePath();
        while (project.getParent() != null && !Files.exists(project.resolve("steadycast"))) {
            project = project.getParent();
        }
        Path beside = project.resolveSibling("shared/traces");
        return Files.isDirectory(beside) || project.getParent() == null
                ? beside
                : project.getParent().resolveSibling("shared/traces");
    }
}
