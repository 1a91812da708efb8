package io.steadycast.netsim.emulate;

import io.steadycast.media.net.SocketDrops;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Any thread. Which sockets are open, who receives from them, and what the kernel dropped because they were full. */
final class Sockets {
    private final ReceiveLoop receiver;
    private final HarnessDrops drops;
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final SocketDrops kernel = new SocketDrops();

    Sockets(ReceiveLoop receiver, HarnessDrops drops) {
        this.receiver = receiver;
        this.drops = drops;
    }

    void opened(Inlet inlet) throws IOException {
        ports.add(inlet.port());
        receiver.watch(inlet);
    }

    /** A socket that is closed takes its counter with it, so it is looked at first. */
    void closed(List<Inlet> inlets) {
        countKernelDrops();
        for (Inlet inlet : inlets) {
            inlet.close();
            ports.remove(inlet.port());
        }
    }

    synchronized void countKernelDrops() {
        kernel.poll((port, dropped) -> {
            if (ports.contains(port)) {
                drops.kernel.addAndGet(dropped);
            }
        });
    }
}
