package io.steadycast.benchmarks.sockets;

import io.steadycast.media.net.DatagramTransport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench sockets}: the transports of a media loop beside each other. */
@Command(
        name = "sockets",
        description =
                "CPU time and allocation of a media loop's thread for a datagram sent or received on loopback, by each transport in turn.",
        mixinStandardHelpOptions = true)
public final class SocketsCommand implements Callable<Integer> {
    /** What a cycle sends to each viewer. Libwebrtc cuts a frame into packets that differ by a byte, the longer ones last (RtpPacketizer::SplitAboutEqually). */
    private enum Frame {
        EQUAL("frame of 5, equal"),
        CUT("frame of 5, as cut"),
        AUDIO("one of audio");

        final String text;

        Frame(String text) {
            this.text = text;
        }

        int[] lengths() {
            return switch (this) {
                case EQUAL -> new int[] {1200, 1200, 1200, 1200, 1200};
                case CUT -> new int[] {1180, 1180, 1180, 1181, 1181};
                case AUDIO -> new int[] {160};
            };
        }
    }

    /** The transports, the first is what the others are compared with. */
    private enum Variant {
        EPOLL(DatagramTransport.EPOLL, false),
        NIO(DatagramTransport.NIO, false),
        LINUX_SINGLE(DatagramTransport.LINUX, false),
        LINUX_SEGMENTS(DatagramTransport.LINUX, true);

        final DatagramTransport transport;
        final boolean segmentation;

        Variant(DatagramTransport transport, boolean segmentation) {
            this.transport = transport;
            this.segmentation = segmentation;
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--viewers",
            paramLabel = "N",
            defaultValue = "200",
            description = "Far ends (default ${DEFAULT-VALUE}).")
    private int viewers;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "40",
            description = "Frames a turn (default ${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "7",
            description = "Turns of each transport, the median counts (default ${DEFAULT-VALUE}).")
    private int turns;

    @SuppressWarnings("NullAway.Init") // set by picocli
    public SocketsCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!isWithin("--viewers", viewers) || !isWithin("--frames", frames) || !isWithin("--turns", turns)) {
            return 2;
        }
        Variant[] variants = Arrays.stream(Variant.values())
                .filter(one -> one.transport.available())
                .toArray(Variant[]::new);
        PrintWriter out = spec.commandLine().getOut();
        LoopBench[] benches = new LoopBench[variants.length];
        try {
            for (int i = 0; i < variants.length; i++) {
                benches[i] = new LoopBench(variants[i].transport, variants[i].segmentation, viewers);
                for (Frame frame : Frame.values()) {
                    benches[i].send(frames, frame.lengths());
                }
                benches[i].receive(frames);
            }
            out.printf(
                    Locale.ROOT,
                    "%-20s %-16s %10s %8s %10s %10s%n",
                    "to each viewer",
                    "transport",
                    "ns",
                    "ratio",
                    "bytes",
                    "a message");
            for (Frame frame : Frame.values()) {
                print(out, frame.text, variants, measure(benches, bench -> bench.send(frames, frame.lengths())));
            }
            print(out, "received", variants, measure(benches, bench -> bench.receive(frames)));
        } finally {
            for (LoopBench bench : benches) {
                if (bench != null) {
                    bench.close();
                }
            }
        }
        out.flush();
        return 0;
    }

    private boolean isWithin(String option, int value) {
        boolean within = value >= 1 && value <= 1000;
        if (!within) {
            spec.commandLine().getErr().println(option + ": 1 to 1000, not " + value);
        }
        return within;
    }

    private interface Turn {
        LoopBench.Cost run(LoopBench bench) throws InterruptedException;
    }

    /** Turn by turn through all of them, so that what else the machine does meets each alike. */
    private LoopBench.Cost[] measure(LoopBench[] benches, Turn turn) throws InterruptedException {
        LoopBench.Cost[][] costs = new LoopBench.Cost[benches.length][turns];
        for (int t = 0; t < turns; t++) {
            for (int i = 0; i < benches.length; i++) {
                costs[i][t] = turn.run(benches[i]);
            }
        }
        LoopBench.Cost[] medians = new LoopBench.Cost[benches.length];
        for (int i = 0; i < benches.length; i++) {
            Arrays.sort(costs[i], (a, b) -> Double.compare(a.nsPerDatagram(), b.nsPerDatagram()));
            medians[i] = costs[i][turns / 2];
        }
        return medians;
    }

    private static void print(PrintWriter out, String what, Variant[] variants, LoopBench.Cost[] costs) {
        for (int i = 0; i < variants.length; i++) {
            LoopBench.Cost cost = costs[i];
            out.printf(
                    Locale.ROOT,
                    "%-20s %-16s %10.0f %8.2f %10.2f %10s%n",
                    what,
                    variants[i].name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    cost.nsPerDatagram(),
                    cost.nsPerDatagram() / costs[0].nsPerDatagram(),
                    cost.bytesPerDatagram(),
                    cost.messages() == 0
                            ? "-"
                            : String.format(Locale.ROOT, "%.2f", (double) cost.datagrams() / cost.messages()));
        }
        out.flush();
    }
}
