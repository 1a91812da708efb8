package io.steadycast.netsim.client;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import tools.jackson.databind.node.ObjectNode;

/** Confined to its thread. What this process took of the machine since it was made. */
final class ProcessCost {
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final long startCpuNs = cpuNs();
    private final long startNs = System.nanoTime();

    private long cpuNs() {
        return system.getProcessCpuTime();
    }

    /** User and system time of the whole process over time passed: 1 is one core. */
    double cores() {
        return (cpuNs() - startCpuNs) / (double) Math.max(1, System.nanoTime() - startNs);
    }

    ObjectNode json() {
        ObjectNode node = SessionJson.object();
        node.put("cpuCores", Math.round(cores() * 1_000) / 1_000.0);
        node.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        node.put("peakThreads", ManagementFactory.getThreadMXBean().getPeakThreadCount());
        return node;
    }
}
