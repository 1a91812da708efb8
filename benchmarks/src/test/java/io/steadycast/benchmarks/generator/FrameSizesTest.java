package io.steadycast.benchmarks.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameSizesTest {

    @Test
    void aHostSends231PacketsASecondAtOneAndAHalfMegabits() {
        FrameSizes sizes = new FrameSizes(1);
        int frames = 30_000;
        long packets = 0;
        long bytes = 0;
        for (int i = 0; i < frames; i++) {
            int frame = sizes.picture(false);
            assertThat(FrameSizes.packets(frame)).isBetween(5, 7);
            packets += FrameSizes.packets(frame);
            bytes += frame;
        }
        double perSecond = packets * (double) FrameSizes.PICTURES_PER_SECOND / frames + FrameSizes.OPUS_PER_SECOND;
        assertThat(perSecond).isBetween(229.0, 233.0);
        assertThat(bytes * 8.0 * FrameSizes.PICTURES_PER_SECOND / frames).isBetween(1_480_000.0, 1_520_000.0);
    }

    @Test
    void packetsOfAFrameDifferByAByteTheLargerOnesLast() {
        int frame = 6_253;
        int packets = FrameSizes.packets(frame);
        int sum = 0;
        for (int i = 0; i < packets; i++) {
            sum += FrameSizes.packetBytes(frame, packets, i);
        }
        assertThat(packets).isEqualTo(6);
        assertThat(sum).isEqualTo(frame);
        assertThat(FrameSizes.packetBytes(frame, packets, 4)).isEqualTo(1_042);
        assertThat(FrameSizes.packetBytes(frame, packets, 5)).isEqualTo(1_043);
    }
}
