package io.steadycast.benchmarks.floor;

import io.steadycast.benchmarks.process.ServerProcess;
import io.steadycast.media.crypto.CryptoLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Pure but for the process. The floor, measured on the server's core towards the generator's socket. */
public final class FloorProcess {
    private static final int TIMEOUT_S = 60;

    private FloorProcess() {}

    /**
     * Takes about 10 s.
     *
     * @param receiverPort of a socket whose owner takes away what comes
     * @param receiverAddress the first of its addresses
     * @param library what the server encrypts with
     */
    public static Floor measure(int core, int receiverPort, int receiverAddress, CryptoLibrary library)
            throws IOException, InterruptedException {
        AtomicReference<String> said = new AtomicReference<>("");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FloorMain.class.getName(),
                Integer.toString(receiverPort),
                Integer.toString(receiverAddress),
                library.name());
        ServerProcess.Launch launch = new ServerProcess.Launch(
                command,
                Path.of("").toAbsolutePath(),
                line -> {
                    if (Floor.isLine(line)) {
                        said.set(line);
                        return true;
                    }
                    return false;
                },
                TIMEOUT_S);
        try (ServerProcess _ = ServerProcess.start(core, launch)) {
            return Floor.parse(said.get());
        }
    }
}
