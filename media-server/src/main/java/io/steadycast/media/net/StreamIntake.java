package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The end of Netty's pipeline of one TCP connection, for its whole life: passes bytes to its owner, which changes once, while the connection is registered with no
 * loop, and frees Netty's buffers.
 */
final class StreamIntake extends ChannelInboundHandlerAdapter {
    private StreamOwner owner;

    StreamIntake(StreamOwner owner) {
        this.owner = owner;
    }

    void handOver(StreamOwner next) {
        owner = next;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            owner.onBytes(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        owner.onReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            owner.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        owner.onClosed();
    }

    /** A reset of the far end, or a write that failed: there is nothing to be saved. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what closes is closed, whenever
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
