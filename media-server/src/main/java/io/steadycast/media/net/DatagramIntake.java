package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/** Confined to its loop. The end of Netty's pipeline of one socket: passes datagrams to the loop and frees Netty's buffers. */
final class DatagramIntake extends ChannelInboundHandlerAdapter {
    private final MediaLoop loop;
    private final int socket;

    DatagramIntake(MediaLoop loop, int socket) {
        this.loop = loop;
        this.socket = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        ByteBuf content = packet.content();
        try {
            loop.receive(content, packet.sender(), socket);
        } finally {
            content.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        loop.endOfBatch();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.socketFailed(cause);
    }
}
