package io.steadycast.live.browser;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds what the operating system must bring. Missing means failed, never skipped: a green run has seen real browsers. */
public final class Installed {
    private Installed() {}

    public static Path require(String path, String debianPackage) {
        Path file = Path.of(path);
        if (!Files.isExecutable(file)) {
            throw new AssertionError(path + " is missing; install it with: apt-get install " + debianPackage);
        }
        return file;
    }
}
