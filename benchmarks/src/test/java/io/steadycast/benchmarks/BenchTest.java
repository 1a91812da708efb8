package io.steadycast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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
    void aWrongNumberOfForksIsSaid() {
        StringWriter err = new StringWriter();
        int exit = new CommandLine(Bench.class).setErr(new PrintWriter(err)).execute("controller", "--forks", "21");
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("--forks: 0 to 20, not 21");
    }
}
