package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;

/** Confined to the thread that its connection is registered with. Who takes what comes over a TCP connection. */
interface StreamOwner {
    /** Takes all of it; the buffer belongs to the caller. */
    void onBytes(ByteBuf in);

    /** Nothing more for now. */
    void onReadComplete();

    /** The socket takes more again. */
    void onWritable();

    /** The connection is gone. */
    void onClosed();
}
