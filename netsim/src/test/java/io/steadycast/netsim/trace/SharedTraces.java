package io.steadycast.netsim.trace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/** Where published traces lie when somebody has them: {@code shared/traces} beside the project. They are no part of it. */
public final class SharedTraces {
    public static final Path ROOT = root();

    private static final Set<Class<?>> TOLD = ConcurrentHashMap.newKeySet();

    private SharedTraces() {}

    public static boolean present() {
        return Files.isDirectory(ROOT);
    }

    /** Ends a test that needs them as not run, and says so where a person looks; what never skips stands beside each of these tests. */
    public static void require(Class<?> test) {
        if (!present()) {
            String message = test.getSimpleName() + ": NOT RUN against recordings, there are none at " + ROOT
                    + "; only generated traces were checked";
            if (TOLD.add(test)) {
                System.err.println("[netsim] " + message);
            }
            Assumptions.abort(message);
        }
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
