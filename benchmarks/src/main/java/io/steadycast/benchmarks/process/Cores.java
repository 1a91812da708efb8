package io.steadycast.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Immutable. Which core the measured server has for itself, and which the load comes from.
 *
 * @param server core of the server
 * @param generator core of this process
 */
public record Cores(int server, int generator) {
    private static final int TASKSET_TIMEOUT_S = 10;

    /** The first two. */
    public static Cores ofThisMachine() throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores < 2) {
            throw new IOException("server and generator need a core each; this process may use " + cores);
        }
        return new Cores(0, 1);
    }

    /** All threads of this process, also those to come, run on the generator's core from now on. */
    public void pinThisProcess() throws IOException, InterruptedException {
        run(Integer.toString(generator));
    }

    /** It may use both again. */
    public void releaseThisProcess() throws IOException, InterruptedException {
        run(server + "," + generator);
    }

    private static void run(String cores) throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        Process taskset;
        try {
            taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", cores, Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IOException("pinning needs taskset (Debian: util-linux): " + e.getMessage(), e);
        }
        String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!taskset.waitFor(TASKSET_TIMEOUT_S, TimeUnit.SECONDS) || taskset.exitValue() != 0) {
            throw new IOException("taskset cannot bind this process to core " + cores + ": " + said.strip());
        }
    }
}
