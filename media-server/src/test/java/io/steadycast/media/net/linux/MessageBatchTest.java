package io.steadycast.media.net.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kernel answers that is short of room, or has no segmentation: answers by a script, since no loopback gives them. */
final class MessageBatchTest {
    private static final int ALL = Integer.MAX_VALUE;

    private Loopback net;
    private Kernel kernel;
    private MessageBatch batch;

    @BeforeEach
    void open() throws IOException {
        net = new Loopback("127.0.0.1");
        kernel = new Kernel();
        batch = new MessageBatch(256, net.arena, kernel);
    }

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void aFullSocketKeepsTheRestInOrder() throws IOException {
        kernel.answers(1, -Errno.AGAIN);
        add(7, 3, 1000);
        add(8, 2, 500);
        assertThat(batch.send()).as("datagrams of the first message").isEqualTo(3);
        assertThat(kernel.taken).containsExactly(3);
        assertThat(batch.refused() + batch.withoutRoom()).isZero();
    }

    @Test
    void receiversAreNeverMixed() throws IOException {
        kernel.answers(ALL);
        for (int i = 0; i < 3; i++) {
            add(7, 1, 1000);
            add(8, 1, 1000);
        }
        assertThat(batch.send()).isEqualTo(6);
        assertThat(kernel.taken).containsExactly(1, 1, 1, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.INPUT_OUTPUT, Errno.MESSAGE_SIZE, Errno.INVALID})
    void segmentsThatAreRefusedGoSingly(int why) throws IOException {
        kernel.answers(1, -why, 2, 1, ALL);
        add(7, 2, 1000);
        add(8, 3, 1000);
        add(9, 2, 1000);
        assertThat(batch.send()).isEqualTo(7);
        assertThat(batch.refused()).isZero();
        assertThat(kernel.taken).containsExactly(2, 1, 1, 1, 2);
        assertThat(net.sender.segmentation())
                .as("only what the device cannot ends it at once")
                .isEqualTo(why != Errno.INPUT_OUTPUT);
    }

    @Test
    void aSocketThatFillsUpAmongSinglesKeepsTheRest() throws IOException {
        kernel.answers(-Errno.MESSAGE_SIZE, 2, -Errno.AGAIN);
        add(7, 5, 1000);
        assertThat(batch.send()).isEqualTo(2);
        assertThat(kernel.taken).containsExactly(1, 1);
    }

    @Test
    void manyRefusalsInARowEndSegmentation() throws IOException {
        for (int i = 0; i < 15; i++) {
            refuseSegments();
        }
        assertThat(net.sender.segmentation()).isTrue();
        batch.begin(net.sender);
        kernel.answers(ALL);
        add(8, 2, 1000);
        assertThat(batch.send()).isEqualTo(2);
        for (int i = 0; i < 15; i++) {
            refuseSegments();
        }
        assertThat(net.sender.segmentation()).as("one passed in between").isTrue();
        refuseSegments();
        assertThat(net.sender.segmentation()).isFalse();
        batch.begin(net.sender);
        kernel.taken.clear();
        kernel.answers(ALL);
        add(8, 2, 1000);
        assertThat(batch.send()).isEqualTo(2);
        assertThat(kernel.taken).containsExactly(1, 1);
    }

    @Test
    void whatIsTooLongEvenAloneIsNoFaultOfSegmentation() throws IOException {
        kernel.answers(-Errno.INPUT_OUTPUT, -Errno.MESSAGE_SIZE, -Errno.MESSAGE_SIZE);
        add(7, 2, 1000);
        assertThat(batch.send()).isEqualTo(2);
        assertThat(batch.refused()).isEqualTo(2);
        assertThat(net.sender.segmentation()).isTrue();
    }

    @Test
    void aKernelWithoutMemoryLosesOneMessage() throws IOException {
        kernel.answers(-Errno.NO_BUFFERS, ALL);
        add(7, 2, 1000);
        add(8, 2, 1000);
        assertThat(batch.send()).isEqualTo(4);
        assertThat(batch.withoutRoom()).isEqualTo(2);
        assertThat(batch.refused()).isZero();
    }

    private void refuseSegments() throws IOException {
        batch.begin(net.sender);
        kernel.answers(-Errno.MESSAGE_SIZE, ALL);
        add(7, 2, 1000);
        assertThat(batch.send()).isEqualTo(2);
    }

    private void add(int port, int count, int length) throws IOException {
        if (batch.size() == 0) {
            batch.begin(net.sender);
        }
        for (int i = 0; i < count; i++) {
            Datagram one = net.datagram(length, i, port);
            batch.add(one);
        }
    }

    /** Confined to its test. Takes as many messages as its script says, and notes how many datagrams each had. */
    private static final class Kernel implements SendCall {
        private static final long VECTOR_COUNT = 24;

        private final Deque<Integer> script = new ArrayDeque<>();
        final List<Integer> taken = new ArrayList<>();

        void answers(int... answers) {
            script.clear();
            for (int one : answers) {
                script.add(one);
            }
        }

        @Override
        public int sendmmsg(int descriptor, long messages, int count, MemorySegment error) {
            int answer = Math.min(script.remove(), count);
            MemorySegment all = MemorySegment.ofAddress(messages).reinterpret((long) count * Message.BYTES);
            for (int i = 0; i < answer; i++) {
                taken.add((int) all.get(ValueLayout.JAVA_LONG, (long) i * Message.BYTES + VECTOR_COUNT));
            }
            return answer;
        }
    }
}
