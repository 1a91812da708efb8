package io.steadycast.media.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SocketDropsTest {
    private static final String HEADER =
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer"
                    + " drops\n";

    @TempDir
    Path directory;

    @Test
    void growthIsToldByPortAndOnlyOnce() throws IOException {
        Path table = directory.resolve("udp");
        SocketDrops drops = new SocketDrops(List.of(table, directory.resolve("absent")));
        Files.writeString(table, HEADER + line(0x2710, 77, 3) + line(0x2711, 78, 5) + line(0x0035, 79, 9));
        assertThat(drops.poll(10_000, 2)).containsExactly(3, 5);
        assertThat(drops.poll(10_000, 2)).containsExactly(0, 0);
        Files.writeString(table, HEADER + line(0x2710, 77, 10) + line(0x2710, 80, 1));
        assertThat(drops.poll(10_000, 2)).containsExactly(8, 0);
    }

    private static String line(int port, int inode, int drops) {
        return " 1234: 0100007F:%04X 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 %d 2 0000 %d%n"
                .formatted(port, inode, drops);
    }
}
