package io.steadycast.netsim.cli;

import io.steadycast.netsim.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Confined to its command. A file that a command will write: opened before the work starts, so that an unwritable place is told then, and seen under its name only when
 * it is whole.
 */
final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final boolean inPlace;

    private OutputFile(Path target, Path temporary, boolean inPlace) {
        this.target = target;
        this.temporary = temporary;
        this.inPlace = inPlace;
    }

    /** @throws BadInput if nothing can be written there, naming the option */
    static OutputFile open(String option, Path target) {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (Files.isDirectory(absolute) || folder == null) {
            throw new BadInput(option + " " + target + ": is a folder; name a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new BadInput(option + " " + target + ": the folder " + folder + " does not exist");
        }
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            // A device or a pipe has no whole to wait for.
            return new OutputFile(absolute, absolute, true);
        }
        Path temporary = folder.resolve(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            if (Files.exists(absolute) && !Files.isWritable(absolute)) {
                throw new IOException("the file may not be written");
            }
            Files.deleteIfExists(temporary);
            // Not createTempFile, whose files nobody else may read.
            Files.createFile(temporary);
        } catch (IOException cannot) {
            throw new BadInput(option + " " + target + ": cannot be written (" + reason(cannot) + ")");
        }
        temporary.toFile().deleteOnExit();
        return new OutputFile(absolute, temporary, false);
    }

    private static String reason(IOException cannot) {
        return cannot.getClass() == IOException.class
                ? String.valueOf(cannot.getMessage())
                : cannot.getClass().getSimpleName() + ": " + cannot.getMessage();
    }

    /** Where to write. */
    Path path() {
        return temporary;
    }

    /** Makes what was written visible under its name. */
    void commit() throws IOException {
        if (!inPlace) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        if (!inPlace) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException stays) {
                // The end of the process tries once more.
                temporary.toFile().deleteOnExit();
            }
        }
    }
}
