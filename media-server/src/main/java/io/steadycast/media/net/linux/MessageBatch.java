package io.steadycast.media.net.linux;

import io.steadycast.media.engine.transport.Datagram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its thread. Datagrams to send by one socket, gathered into messages: a datagram joins the message before it if that goes to the same far end and has room
 * as segments do (UDP_SEGMENT: all of one length, only the last may be shorter; Documentation/networking/segmentation-offloads). The kernel reads their bytes where they
 * are. Allocates nothing after construction.
 *
 * <p>Use: {@link #begin}, {@link #add} up to {@link #capacity} times, {@link #send}; the datagrams stay untouched in between.
 */
public final class MessageBatch {
    /** UIO_MAXIOV: what one system call takes. */
    static final int MAX_MESSAGES = 1024;

    /** UDP_MAX_SEGMENTS of linux/udp.h; newer kernels take 128. */
    public static final int MAX_SEGMENTS = 64;

    /** The longest UDP payload over IPv4. */
    public static final int MAX_MESSAGE_BYTES = 65_507;

    /** struct cmsghdr (length, level, type) and the segments' length, padded: CMSG_SPACE(2). */
    private static final int CONTROL_BYTES = 24;

    private static final int CONTROL_LENGTH = 18;

    private final SendCall kernel;
    private final int capacity;
    private final MemorySegment messages;
    private final MemorySegment names;
    private final MemorySegment vectors;
    private final MemorySegment controls;
    /** Messages of one datagram each, for segments that were refused together. */
    private final MemorySegment single;

    private final MemorySegment error;
    /** Where the datagrams of each message begin, and one more: where they end. */
    private final int[] first;

    private @Nullable UdpSocket socket;
    private boolean segmentation;
    private int messageCount;
    private int datagramCount;
    private int segmentBytes;
    private int messageBytes;
    private boolean open;
    private long toHigh;
    private long toLow;
    private int toPort;

    private int refused;
    private int withoutRoom;
    private long systemCalls;
    private long sentMessages;

    /** {@code arena} must outlive every call; {@code capacity} datagrams at once. */
    public MessageBatch(int capacity, Arena arena) {
        this(capacity, arena, Libc::sendmmsg);
    }

    MessageBatch(int capacity, Arena arena, SendCall kernel) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is not positive");
        }
        this.kernel = kernel;
        this.capacity = capacity;
        messages = arena.allocate((long) capacity * Message.BYTES, Long.BYTES);
        names = arena.allocate((long) capacity * Sockaddr.BYTES, Long.BYTES);
        vectors = arena.allocate((long) capacity * Message.VECTOR_BYTES, Long.BYTES);
        controls = arena.allocate((long) capacity * CONTROL_BYTES, Long.BYTES);
        single = arena.allocate((long) MAX_SEGMENTS * Message.BYTES, Long.BYTES);
        error = arena.allocate(Libc.ERROR_BYTES, Long.BYTES);
        first = new int[capacity + 1];
        for (int i = 0; i < capacity; i++) {
            long control = (long) i * CONTROL_BYTES;
            controls.set(ValueLayout.JAVA_LONG, control, CONTROL_LENGTH);
            controls.set(ValueLayout.JAVA_INT, control + 8, UdpSocket.SOL_UDP);
            controls.set(ValueLayout.JAVA_INT, control + 12, UdpSocket.UDP_SEGMENT);
        }
    }

    /** An empty batch, to be sent by this socket. */
    public void begin(UdpSocket by) {
        socket = by;
        segmentation = by.segmentation();
        messageCount = 0;
        datagramCount = 0;
        open = false;
    }

    public int capacity() {
        return capacity;
    }

    /** Datagrams since {@link #begin}. */
    public int size() {
        return datagramCount;
    }

    /** Its length, its far end and its bytes are as they are to leave. */
    public void add(Datagram datagram) {
        if (joins(datagram)) {
            messageBytes += datagram.length;
            // What is shorter is the last of its message.
            open = datagram.length == segmentBytes;
        } else {
            startMessage(datagram);
        }
        Message.vector(
                vectors, (long) datagramCount * Message.VECTOR_BYTES, datagram.buffer.address(), datagram.length);
        datagramCount++;
        first[messageCount] = datagramCount;
    }

    private boolean joins(Datagram datagram) {
        return open
                && datagram.length <= segmentBytes
                && datagram.length > 0
                && datagram.port == toPort
                && datagram.addressLow == toLow
                && datagram.addressHigh == toHigh
                && datagramCount - first[messageCount - 1] < MAX_SEGMENTS
                && messageBytes + datagram.length <= MAX_MESSAGE_BYTES;
    }

    private void startMessage(Datagram datagram) {
        long name = (long) messageCount * Sockaddr.BYTES;
        int bytes = Sockaddr.write(datagram, names, name);
        Message.name(messages, (long) messageCount * Message.BYTES, names.address() + name, bytes);
        controls.set(ValueLayout.JAVA_SHORT, (long) messageCount * CONTROL_BYTES + 16, (short) datagram.length);
        first[messageCount] = datagramCount;
        messageCount++;
        segmentBytes = datagram.length;
        messageBytes = datagram.length;
        open = segmentation;
        toHigh = datagram.addressHigh;
        toLow = datagram.addressLow;
        toPort = datagram.port;
    }

    /**
     * Hands them to the kernel, in order, and answers how many datagrams are done with, from the first on: all, or those before the socket took no more (EAGAIN). What
     * is done with has left, or is counted in {@link #refused} or {@link #withoutRoom}.
     */
    public int send() {
        refused = 0;
        withoutRoom = 0;
        for (int i = 0; i < messageCount; i++) {
            long at = (long) i * Message.BYTES;
            int segments = first[i + 1] - first[i];
            Message.vectors(messages, at, vectors.address() + (long) first[i] * Message.VECTOR_BYTES, segments);
            Message.control(
                    messages, at, controls.address() + (long) i * CONTROL_BYTES, segments > 1 ? CONTROL_BYTES : 0);
        }
        UdpSocket by = Objects.requireNonNull(socket, "begin first");
        int done = 0;
        while (done < messageCount) {
            int sent = call(by, messages, done, messageCount - done);
            if (sent > 0) {
                sentMessages += sent;
                passed(by, done, sent);
                done += sent;
            } else if (sent == -Errno.AGAIN) {
                return first[done];
            } else if (first[done + 1] - first[done] > 1 && maySplit(-sent)) {
                int singly = sendSingly(by, done, -sent);
                if (singly < first[done + 1] - first[done]) {
                    return first[done] + singly;
                }
                done++;
            } else {
                refuse(-sent, first[done + 1] - first[done]);
                done++;
            }
        }
        return datagramCount;
    }

    private void passed(UdpSocket by, int from, int count) {
        if (first[from + count] - first[from] > count) {
            by.segmentsPassed();
        }
    }

    private static boolean maySplit(int number) {
        return number == Errno.INPUT_OUTPUT || number == Errno.MESSAGE_SIZE || number == Errno.INVALID;
    }

    /** What the kernel does not take as segments, it may take one by one. Answers how many are done with. */
    private int sendSingly(UdpSocket by, int message, int why) {
        int count = first[message + 1] - first[message];
        long name = names.address() + (long) message * Sockaddr.BYTES;
        int nameBytes = Message.nameBytes(messages, (long) message * Message.BYTES);
        for (int i = 0; i < count; i++) {
            long at = (long) i * Message.BYTES;
            Message.name(single, at, name, nameBytes);
            Message.vectors(single, at, vectors.address() + (long) (first[message] + i) * Message.VECTOR_BYTES, 1);
        }
        int refusedBefore = refused;
        int done = 0;
        while (done < count) {
            int sent = call(by, single, done, count - done);
            if (sent == -Errno.AGAIN) {
                break;
            }
            if (sent > 0) {
                sentMessages += sent;
                done += sent;
            } else {
                refuse(-sent, 1);
                done++;
            }
        }
        if (done > refused - refusedBefore) {
            by.segmentsRefused(why);
        }
        return done;
    }

    private int call(UdpSocket by, MemorySegment from, int offset, int count) {
        int most = Math.min(count, MAX_MESSAGES);
        long address = from.address() + (long) offset * Message.BYTES;
        systemCalls++;
        int sent = kernel.sendmmsg(by.descriptor(), address, most, error);
        if (sent == -Errno.CONNECTION_REFUSED) {
            // Said of an earlier datagram; this one was not tried.
            systemCalls++;
            sent = kernel.sendmmsg(by.descriptor(), address, most, error);
        }
        return sent;
    }

    /** ENOBUFS is an EAGAIN that does not tell when to try again. */
    private void refuse(int number, int datagrams) {
        if (number == Errno.NO_BUFFERS || number == Errno.OUT_OF_MEMORY) {
            withoutRoom += datagrams;
        } else {
            refused += datagrams;
        }
    }

    /** Datagrams of the last {@link #send} that the kernel did not want: no route, too long, or nobody there (connected sockets). */
    public int refused() {
        return refused;
    }

    /** Datagrams of the last {@link #send} that found no memory. */
    public int withoutRoom() {
        return withoutRoom;
    }

    /** Since construction. */
    public long systemCalls() {
        return systemCalls;
    }

    /** Since construction: what left, counting segments that left together as one. */
    public long sentMessages() {
        return sentMessages;
    }
}
