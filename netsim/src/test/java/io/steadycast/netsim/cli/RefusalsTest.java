package io.steadycast.netsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong profile, missing trace, unwritable output, port in use: every command that can meet one says so in one line, ends with 2, and leaves nothing behind. */
final class RefusalsTest {
    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** FOLDER stands for an empty one, which is empty afterwards; NOWHERE for places where not even root writes. */
    private void refused(String line, String expected) throws IOException {
        String[] words = line.replace("FOLDER", folder.toString())
                .replace("NOWHERE", "/proc/self")
                .split(" ");
        int code = Netsim.execute(new PrintWriter(out), new PrintWriter(err), words);
        assertThat(code).as("%s: %s", line, err).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().strip().lines())
                .as(line)
                .singleElement()
                .asString()
                .startsWith("steadycast netsim " + words[0] + ": ")
                .contains(expected);
        assertThat(out.toString()).as(line).isEmpty();
        try (var left = Files.list(folder)) {
            assertThat(left.filter(file -> !file.endsWith("given.conf")))
                    .as(line)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show mars",
                "show mars --text",
                "show ke-4g:p95",
                "show FOLDER/mars.conf",
                "card mars.conf",
                "card FOLDER/mars.conf --write",
                "export mars --netem",
                "export mars --netem -o FOLDER/mars.sh",
                "run --profile mars --json FOLDER/a.json --html FOLDER/a.html --junit FOLDER/a.xml",
                "run --profile mars --seeds 1 --log FOLDER/a.log --pcapng FOLDER/a.pcapng",
                "run --scenario FOLDER/mars.conf --json FOLDER/a.json",
                "link --listen 0 --to 127.0.0.1:9 --profile mars --duration 1s --json FOLDER/a.json"
            })
    void aProfileThatIsNotThere(String line) throws IOException {
        refused(line, line.contains("p95") ? "p95" : "mars");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import FOLDER/gone.down",
                "import FOLDER/gone.down -o FOLDER/a.conf",
                "import --netem FOLDER/gone.sh -o FOLDER/a.conf",
                "run --trace FOLDER/gone.json --json FOLDER/a.json",
                "suite targets --traces FOLDER/gone --json FOLDER/a.json"
            })
    void aTraceThatIsNotThere(String line) throws IOException {
        refused(line, "gone");
    }

    /** In a profile of one's own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "show FOLDER/given.conf",
                "export FOLDER/given.conf --netem -o FOLDER/a.sh",
                "run --profile FOLDER/given.conf --json FOLDER/a.json",
                "link --listen 0 --to 127.0.0.1:9 --profile FOLDER/given.conf --duration 1s --json FOLDER/a.json"
            })
    void aTraceThatAProfileNamesAndThatIsNotThere(String line) throws IOException {
        Files.writeString(
                folder.resolve("given.conf"),
                "name = x\ntitle = t\nsource = s\ndown { rate { trace { file = gone.down } } }\n");
        refused(line, "gone.down");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export lab-clean --netem -o NOWHERE/a.sh",
                "run --profile lab-clean --json NOWHERE/a.json",
                "run --profile lab-clean --html NOWHERE/a.html --json FOLDER/a.json",
                "run --profile lab-clean --junit NOWHERE/a.xml --json FOLDER/a.json",
                "run --profile lab-clean --seeds 1 --log NOWHERE/a.log",
                "run --profile lab-clean --seeds 1 --pcapng NOWHERE/a.pcapng --log FOLDER/a.log",
                "run --profile lab-clean --json FOLDER/none/a.json",
                "run --profile lab-clean --json FOLDER",
                "suite targets --only T1 --seeds 1 --json NOWHERE/a.json",
                "suite targets --only T1 --seeds 1 --html NOWHERE/a.html --json FOLDER/a.json",
                "suite targets --only T1 --seeds 1 --junit NOWHERE/a.xml --json FOLDER/a.json",
                "link --listen 0 --to 127.0.0.1:9 --profile lab-clean --duration 1s --json NOWHERE/a.json",
                "publish --whip http://127.0.0.1:9/whip/a --json NOWHERE/a.json",
                "watch --whep http://127.0.0.1:9/whep/a --json NOWHERE/a.json"
            })
    void anOutputThatCannotBeWritten(String line) throws IOException {
        refused(line, line.contains("NOWHERE") ? "/proc/self/a." : folder.toString());
    }

    @Test
    void anImportThatCannotBeWritten() throws IOException {
        Path trace = Files.createTempFile("refusals", ".down");
        try {
            Files.writeString(trace, "10\n20\n1000\n");
            refused("import " + trace + " -o NOWHERE/a.conf", "--output /proc/self/a.conf");
        } finally {
            Files.delete(trace);
        }
    }

    @Test
    void aPortInUse() throws IOException {
        try (DatagramSocket udp = new DatagramSocket(0, InetAddress.ofLiteral(LOOPBACK));
                ServerSocket tcp = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            String rest = " --to 127.0.0.1:9 --profile lab-clean --duration 1s --json FOLDER/a.json";
            refused("link --listen " + udp.getLocalPort() + rest, String.valueOf(udp.getLocalPort()));
            err.getBuffer().setLength(0);
            refused("link --listen 0 --control " + tcp.getLocalPort() + rest, String.valueOf(tcp.getLocalPort()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish --whip http://127.0.0.1:9/whip/a --json FOLDER/a.json",
                "watch --whep http://127.0.0.1:9/whep/a --json FOLDER/a.json",
                "watch --whep ftp://127.0.0.1/a --json FOLDER/a.json"
            })
    void nobodyAtThatAddress(String line) throws IOException {
        refused(line, "127.0.0.1");
    }
}
