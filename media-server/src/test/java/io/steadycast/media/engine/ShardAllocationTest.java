package io.steadycast.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** House law 6: the packet path does not allocate. Packets from a host's datagram to its log, with ticks and their reports in between. */
class ShardAllocationTest {
    private static final int WARM_UP = 150_000;
    private static final int MEASURED = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void packetsOnTheirWayIntoTheLogAllocateNothing() {
        EngineRig rig = EngineRig.of(1);
        RigHost host = new RigHost(rig, 0, 1, 1);
        rig.run(EngineRig.SECOND);
        host.quiet = true;
        host.sending = false;
        send(rig, host, WARM_UP);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long byChecks = send(rig, host, MEASURED);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before - byChecks;
        System.out.printf("%d bytes for %d packets%n", bytes, MEASURED);
        // One object for each packet would be 16 bytes a packet at least; what is left belongs to the reports of 333 s.
        assertThat(bytes).isLessThan(4L * MEASURED);
        assertThat(host.source.encoding(0).head()).isGreaterThan(65_536L + WARM_UP + MEASURED);
    }

    /** Three packets a frame, a frame every 10 ms, two ticks in between. Answers what connectivity checks allocated: they are not packet path. */
    private static long send(EngineRig rig, RigHost host, int packets) {
        long byChecks = 0;
        for (int sent = 0; sent < packets; sent += RigHost.PACKETS_PER_FRAME) {
            rig.nowNs += 5 * EngineRig.MS;
            rig.shards.getFirst().onTick(rig.nowNs);
            rig.nowNs += 5 * EngineRig.MS;
            host.sendFrame(rig.nowNs, host.layers[0]);
            rig.shards.getFirst().onTick(rig.nowNs);
            if (sent % 600 == 0) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                host.keepAlive(rig.nowNs);
                byChecks += THREADS.getCurrentThreadAllocatedBytes() - before;
            }
        }
        return byChecks;
    }
}
