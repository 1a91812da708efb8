package io.steadycast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** That the benchmarks run and print what they promise; how fast anything is depends on the machine and is no test's business. */
class BenchTest {

    @Test
    void theControllersBenchmarksRun() {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(Bench.class).setOut(new PrintWriter(out)).execute("controller", "--quick");
        assertThat(exit).isZero();
        for (String name : new String[] {"feedback", "script", "idleTick"}) {
            assertThat(out.toString()).containsPattern(name + " +[0-9.]+ +\\S+ +[0-9.]+");
        }
    }

    @Test
    void theSrtpBenchmarksRun() {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(Bench.class).setOut(new PrintWriter(out)).execute("srtp", "--quick");
        assertThat(exit).isZero();
        for (String name : new String[] {"protect", "unprotect"}) {
            for (String library : new String[] {"OPENSSL", "JCE", "JITSI"}) {
                assertThat(out.toString()).containsPattern(name + " +AEAD_AES_128_GCM +" + library + " +1200 +[0-9.]+");
            }
        }
    }

    @Test
    void startsAreMeasuredByTheLauncherOnly() {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(Bench.class).setErr(new PrintWriter(err));
        assertThat(line.execute("start", "--runs", "0")).isEqualTo(2);
        assertThat(line.execute("start")).isEqualTo(2);
        assertThat(err.toString()).contains("--runs: 1 to 1000, not 0").contains("./steadycast bench start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller", "srtp"})
    void aWrongNumberOfForksIsSaid(String command) {
        StringWriter err = new StringWriter();
        int exit = new CommandLine(Bench.class).setErr(new PrintWriter(err)).execute(command, "--forks", "21");
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("--forks: 0 to 20, not 21");
    }

    @Test
    void theTransportsAreMeasuredBesideEachOther() {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(Bench.class)
                .setOut(new PrintWriter(out))
                .execute("sockets", "--viewers", "4", "--frames", "2", "--turns", "1");
        assertThat(exit).isZero();
        assertThat(out.toString())
                .containsPattern("frame of 5, equal +nio +[0-9]+ +[0-9.]+ +[0-9.]+ +-")
                .containsPattern("received +nio +[0-9]+");
    }

    @Test
    void aServerIsMeasuredUnderLoad() {
        int cores = Runtime.getRuntime().availableProcessors();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new CommandLine(Bench.class)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        "forward",
                        "--viewers",
                        "2",
                        "--seconds",
                        "1",
                        "--warm-up",
                        "1",
                        "--limit-steps",
                        "0",
                        "--set",
                        "udp.segmentation=false",
                        "--floor");
        if (cores < 2) {
            assertThat(exit).isEqualTo(1);
            assertThat(err.toString()).contains("need a core each");
            return;
        }
        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString())
                .containsPattern("steadycast +1 +2 +[0-9.]+ ")
                .containsPattern("steadycast \\(udp.segmentation=false\\): [0-9]+ viewers with loss")
                .containsPattern("floor, us/packet: sendto [0-9.]+, .* this mix [0-9.]+")
                .containsPattern("steadycast / floor at 2 viewers: [0-9.]+");
    }

    @Test
    void wrongOptionsOfForwardAreSaid() {
        assertThat(refusal("--viewers", "100,50")).contains("--viewers: ascending numbers, not 50 after 100");
        assertThat(refusal("--viewers", "0")).contains("--viewers: 1 to 4000, not 0");
        assertThat(refusal("--publishers", "101")).contains("--publishers: 1 to 100, not 101");
        assertThat(refusal("--set", "udp.transport")).contains("--set: KEY=VALUE, not 'udp.transport'");
        assertThat(refusal("--seconds", "0")).contains("--seconds: 1 to 600, not 0");
    }

    @Test
    void wrongOptionsOfSocketsAreSaid() {
        StringWriter err = new StringWriter();
        int exit = new CommandLine(Bench.class).setErr(new PrintWriter(err)).execute("sockets", "--viewers", "0");
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("--viewers: 1 to 1000, not 0");
    }

    private static String refusal(String... options) {
        StringWriter err = new StringWriter();
        String[] arguments = new String[options.length + 1];
        arguments[0] = "forward";
        System.arraycopy(options, 0, arguments, 1, options.length);
        assertThat(new CommandLine(Bench.class).setErr(new PrintWriter(err)).execute(arguments))
                .isEqualTo(2);
        return err.toString();
    }
}
