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
    /** Inode of each socket that there was last time -> its counter; sockets come and go, the sum must only grow. */
    private Map<Long, Long> lastByInode = new HashMap<>();

    public SocketDrops() {
        this(List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6")));
    }

    SocketDrops(List<Path> tables) {
        this.tables = tables;
    }

    /** Drops since the last call, of the sockets on {@code firstPort + i}, at index i. */
    public long[] poll(int firstPort, int ports) {
        long[] grown = new long[ports];
        poll((port, drops) -> {
            int index = port - firstPort;
            if (index >= 0 && index < ports) {
                grown[index] += drops;
            }
        });
        return grown;
    }

    /** What sockets of one local port have dropped. */
    @FunctionalInterface
    public interface Sink {
        void dropped(int port, long drops);
    }

    /** Tells {@code sink} about every socket of this host that has dropped since the last call. */
    public void poll(Sink sink) {
        Map<Long, Long> byInode = new HashMap<>();
        for (Path table : tables) {
            try {
                // The proc file tells no size; a busy host has a few hundred lines.
                Files.readString(table, StandardCharsets.US_ASCII).lines().forEach(line -> read(line, byInode, sink));
            } catch (IOException notLinux) {
                // No such table: nothing can be told about this family.
            }
        }
        lastByInode = byInode;
    }

    private void read(String line, Map<Long, Long> byInode, Sink sink) {
        String[] columns = BLANKS.split(line.strip(), -1);
        int colon = columns.length > INODE_COLUMN + 1 ? columns[LOCAL_ADDRESS_COLUMN].indexOf(':') : -1;
        if (colon < 0 || columns[0].equals("sl")) {
            return;
        }
        int port = Integer.parseInt(columns[LOCAL_ADDRESS_COLUMN].substring(colon + 1), 16);
        long drops = Long.parseUnsignedLong(columns[columns.length - 1]);
        long inode = Long.parseUnsignedLong(columns[INODE_COLUMN]);
        byInode.put(inode, drops);
        long grown = drops - lastByInode.getOrDefault(inode, 0L);
        if (grown > 0) {
            sink.dropped(port, grown);
        }
    }
}
