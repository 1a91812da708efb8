package io.steadycast.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessUseTest {

    @Test
    void userAndSystemTimeStandBehindANameThatMayHoldAnything() throws IOException {
        String stat = "4711 (a) b (c)) S 1 4711 4711 0 -1 4194560 5000 0 3 0 123 45 0 0 20 0 30 0 987 1000 200 1844";
        assertThat(ProcessUse.cpuNs(stat)).isEqualTo(1_680_000_000L);
    }

    @Test
    void whatIsNoStatIsSaid() {
        assertThatThrownBy(() -> ProcessUse.cpuNs("4711 (a) S 1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no process times in \"4711 (a) S 1\"");
    }

    @Test
    void residentMemoryIsReadFromStatus() {
        assertThat(ProcessUse.residentBytes("Name:\tjava\nVmHWM:\t  900 kB\nVmRSS:\t  1024 kB\nThreads:\t1\n"))
                .isEqualTo(1 << 20);
        assertThat(ProcessUse.residentBytes("Name:\tgone\n")).isZero();
    }

    @Test
    void ofThisProcess() throws IOException {
        ProcessUse now = ProcessUse.of(ProcessHandle.current().pid());
        assertThat(now.cpuNs()).isPositive();
        assertThat(now.residentBytes()).isGreaterThan(10_000_000);
    }
}
