package io.steadycast.netsim.cli;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.truth.PcapngWriter;
import io.steadycast.netsim.truth.Recording;
import io.steadycast.netsim.truth.TruthSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Confined to its command. Files that keep a single run to the packet. */
final class RecordingOptions implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "The fate of every packet, see docs/truth-log.md; of a single run.")
    private @Nullable Path log;

    @Option(names = "--pcapng", paramLabel = "FILE", description = "All packets for Wireshark; of a single run.")
    private @Nullable Path pcapng;

    private @Nullable OutputFile logFile;
    private @Nullable OutputFile pcapngFile;
    private @Nullable PcapngWriter capture;

    /** Opens what was asked for. */
    Recording open(int runs) {
        if ((log != null || pcapng != null) && runs != 1) {
            throw new BadInput((log != null ? "--log" : "--pcapng") + ": legal is one run, these are " + runs
                    + "; name one policy and --seeds 1");
        }
        try {
            OutputStream out = OutputStream.nullOutputStream();
            if (log != null) {
                logFile = OutputFile.open("--log", log);
                out = Files.newOutputStream(logFile.path());
            }
            TruthSink also = (path, fate) -> {};
            if (pcapng != null) {
                pcapngFile = OutputFile.open("--pcapng", pcapng);
                capture = new PcapngWriter(
                        new BufferedOutputStream(Files.newOutputStream(pcapngFile.path()), BUFFER_BYTES));
                also = capture;
            }
            return new Recording(out, also);
        } catch (IOException cannot) {
            throw new BadInput("a recording cannot be written: " + cannot.getMessage());
        }
    }

    /** The run is over: shows the files under their names. */
    void commit() {
        try {
            if (capture != null) {
                capture.close();
            }
            if (logFile != null) {
                logFile.commit();
            }
            if (pcapngFile != null) {
                pcapngFile.commit();
            }
        } catch (IOException failed) {
            throw new BadInput("a recording could not be written: " + failed.getMessage());
        }
    }

    @Override
    public void close() {
        if (logFile != null) {
            logFile.close();
        }
        if (pcapngFile != null) {
            pcapngFile.close();
        }
    }
}
