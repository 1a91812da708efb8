package io.steadycast.media.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Confined to its caller. Datagrams that the kernel dropped because a receive buffer was full, by local port: the last column of
 * /proc/net/udp and udp6 (Linux, Documentation/networking/proc_net_tcp and net/ipv4/udp.c udp4_format_sock). Elsewhere always zero.
 */
public final class SocketDrops {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int LOCAL_ADDRESS_COLUMN = 1;
    private static final int INODE_COLUMN = 9;

    private final List<Path> tables;
    /** Inode of each socket seen -> its counter last time; sockets come and go, the sum must only grow. */
    private final Map<Long, Long> lastByInode = new HashMap<>();

    public SocketDrops() {
        this(List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6")));
    }

    SocketDrops(List<Path> tables) {
        this.tables = tables;
    }

    /** Drops since the last call, of the sockets on {@code firstPort + i}, at index i. */
    public long[] poll(int firstPort, int ports) {
        long[] grown = new long[ports];
        for (Path table : tables) {
            try {
                // The proc file tells no size; a busy host has a few hundred lines.
                Files.readString(table, StandardCharsets.US_ASCII)
                        .lines()
                        .forEach(line -> read(line, firstPort, grown));
            } catch (IOException notLinux) {
                // No such table: nothing can be told about this family.
            }
        }
        return grown;
    }

    private void read(String line, int firstPort, long[] grown) {
        String[] columns = BLANKS.split(line.strip(), -1);
        int colon = columns.length > INODE_COLUMN + 1 ? columns[LOCAL_ADDRESS_COLUMN].indexOf(':') : -1;
        if (colon < 0 || columns[0].equals("sl")) {
            return;
        }
        int index = Integer.parseInt(columns[LOCAL_ADDRESS_COLUMN].substring(colon + 1), 16) - firstPort;
        if (index < 0 || index >= grown.length) {
            return;
        }
        long drops = Long.parseUnsignedLong(columns[columns.length - 1]);
        Long before = lastByInode.put(Long.parseUnsignedLong(columns[INODE_COLUMN]), drops);
        grown[index] += Math.max(0, drops - (before == null ? 0 : before));
    }
}
