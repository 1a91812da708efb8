package io.steadycast.media.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.steadycast.media.engine.transport.DropReason;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the acceptor's thread. A connection that has not shown yet whom it wants: its first frame has to be a connectivity check for a peer of ours, and soon.
 */
final class FirstCheck implements StreamOwner {
    /** Longer than any check ({@link io.steadycast.media.engine.transport.StunPeek}). */
    private static final int MAX_CHECK_BYTES = 1280;

    private final TcpAcceptor acceptor;
    private final Channel channel;
    private final StreamIntake intake;
    private final ByteBuf received;
    private @Nullable Future<?> deadline;
    private boolean over;

    FirstCheck(TcpAcceptor acceptor, Channel channel) {
        this.acceptor = acceptor;
        this.channel = channel;
        intake = new StreamIntake(this);
        received = channel.alloc().buffer(StreamFrames.LENGTH_BYTES + MAX_CHECK_BYTES);
    }

    StreamIntake intake() {
        return intake;
    }

    void expectWithin(long ms) {
        deadline = channel.eventLoop().schedule(() -> refuse(DropReason.TCP_TIMEOUT), ms, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onBytes(ByteBuf in) {
        if (over) {
            return;
        }
        received.writeBytes(in);
        if (received.readableBytes() < StreamFrames.LENGTH_BYTES) {
            return;
        }
        int length = received.getUnsignedShort(0);
        if (length == 0 || length > MAX_CHECK_BYTES) {
            refuse(DropReason.TCP_GARBAGE);
        } else if (received.readableBytes() >= StreamFrames.LENGTH_BYTES + length) {
            MediaLoop loop = acceptor.loopOf(received, StreamFrames.LENGTH_BYTES, length);
            if (loop == null) {
                refuse(DropReason.TCP_GARBAGE);
            } else {
                handOver(loop);
            }
        }
    }

    /** Nothing is read from now on until the loop says so; what was read goes along. */
    @SuppressWarnings("FutureReturnValueIgnored") // what closes is closed, whenever
    private void handOver(MediaLoop loop) {
        channel.config().setAutoRead(false);
        end();
        channel.deregister().addListener(left -> {
            if (left.isSuccess()) {
                acceptor.handedOver(channel, intake, received, loop);
            } else {
                received.release();
                channel.close();
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what closes is closed, whenever
    private void refuse(DropReason reason) {
        if (!over) {
            acceptor.refused(reason);
            end();
            received.release();
            channel.close();
        }
    }

    private void end() {
        over = true;
        acceptor.left();
        Future<?> pending = deadline;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritable() {}

    /** Gone before it said anything of use, which is nobody's fault. */
    @Override
    public void onClosed() {
        if (!over) {
            end();
            received.release();
        }
    }
}
