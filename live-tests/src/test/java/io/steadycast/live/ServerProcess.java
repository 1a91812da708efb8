package io.steadycast.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Confined to its thread. What a server's process takes of the machine, seen from outside. */
final class ServerProcess {
    private static final double MIB = 1 << 20;
    private static final int COLLECTED_WITHIN_S = 30;

    /** USER_HZ is 100 on all Linux that this runs on (times(2)). */
    private static final double TICK_MS = 10;

    private final LiveServer server;

    ServerProcess(LiveServer server) {
        this.server = server;
    }

    /**
     * Memory in MiB.
     *
     * @param live of the heap after a full collection
     * @param direct buffers outside of it
     * @param resident of the whole process (VmRSS)
     */
    record Memory(double live, double direct, double resident) {}

    /** Of all its threads since it began, in steps of 10 ms. */
    double cpuMs() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
        // proc(5): utime and stime are fields 14 and 15, and the second one is a name in brackets that may have spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MS;
    }

    /** After a full collection: what is left is in use. */
    Memory memory() throws IOException {
        collect();
        String metrics = get(server.url() + "/metrics");
        return new Memory(
                sum(metrics, "jvm_memory_used_bytes", "area=\"heap\"") / MIB,
                sum(metrics, "jvm_buffer_memory_used_bytes", "") / MIB,
                residentKib() / 1_024);
    }

    private void collect() throws IOException {
        Process jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd", Long.toString(server.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!jcmd.waitFor(COLLECTED_WITHIN_S, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                throw new IOException("no collection of the server's heap within " + COLLECTED_WITHIN_S + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            jcmd.destroyForcibly();
        }
    }

    /** Of all samples of a metric of the Prometheus text whose labels contain {@code label}. */
    static double sum(String metrics, String name, String label) throws IOException {
        double sum = 0;
        boolean found = false;
        for (String line : metrics.split("\n", -1)) {
            if (line.startsWith(name + "{") && line.contains(label)) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                found = true;
            }
        }
        if (!found) {
            throw new IOException("the server's metrics have no " + name + " " + label);
        }
        return sum;
    }

    private double residentKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("the server's process tells no VmRSS");
    }

    static String get(String url) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(url + " answers with " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
