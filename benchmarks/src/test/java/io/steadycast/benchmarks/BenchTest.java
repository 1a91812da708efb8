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

    @ParameterizedTest
    @ValueSource(strings = {"controller", "srtp"})
    void aWrongNumberOfForksIsSaid(String command) {
        StringWriter err = new StringWriter();
        int exit = new CommandLine(Bench.class).setErr(new PrintWriter(err)).execute(command, "--forks", "21");
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("--forks: 0 to 20, not 21");
    }
}
