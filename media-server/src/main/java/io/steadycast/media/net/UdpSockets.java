package io.steadycast.media.net;

import java.io.IOException;

/** Confined to its loop, but for what says otherwise. The UDP sockets of one loop, one for each local address, in the order of their addresses. */
sealed interface UdpSockets extends AutoCloseable permits LinuxSockets, NettySockets {
    /** The thread that opens the loop. Binds all; nothing is read yet. Throws with the address that cannot be had. */
    void bind() throws IOException;

    /** Any thread. */
    int port(int socket);

    /** Begins to read. */
    void start();

    /**
     * Sends the first {@code count} datagrams of the slab that {@code batch} tells, to one receiver in the order told. What is done with is free in the slab again, at
     * once or when the kernel has it; what a full socket did not take and has to be told again stays, at the beginning of {@code batch}. Answers how many stay.
     */
    int send(int[] batch, int count);

    /** After the loop's thread has ended. */
    @Override
    void close();
}
