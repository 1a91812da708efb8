package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Confined to its encoder. How a simulcast codec's frames are cut into packets: descriptors and headers as its encoder makes them, up to where the truth goes. */
sealed interface VideoPayload {
    int MAX_BYTES = 1150;

    static VideoPayload of(HostConfig config, int layer, SplittableRandom random) {
        return config.video().codec() == Codec.H264
                ? new H264(config.layers().get(layer))
                : new Vp8(config, layer, random);
    }

    /** The next frame, whose truth but for index and count is known, is so many bytes; answers how many packets that takes. */
    int begin(FrameTruth truth, TemporalPattern pattern, int frameBytes);

    /** Writes what stands before the truth of packet {@code truth.index}; answers where the truth goes. */
    int head(MemorySegment packet, int at, FrameTruth truth);

    /** Bytes of this packet from its truth on, so that its data is about so many in all. */
    int fill(FrameTruth truth, int dataBytes);

    /** Of the smallest packet, counted from where its payload begins behind the descriptor, truth included. */
    int leastBytes();

    /** RFC 7741, and the frame header of RFC 6386 section 9.1. */
    final class Vp8 implements VideoPayload {
        private static final int FRAME_HEADER_BYTES = 10;

        private final HostConfig config;
        private final HostConfig.Layer layer;
        private int pictureId;
        private int tl0PicIdx;
        private boolean layerSync;
        private boolean any;

        Vp8(HostConfig config, int layer, SplittableRandom random) {
            this.config = config;
            this.layer = config.layers().get(layer);
            int first = config.start().pictureId();
            this.pictureId = first < 0 ? random.nextInt(1 << 7) : first;
            this.tl0PicIdx = random.nextInt(256);
        }

        @Override
        public int begin(FrameTruth truth, TemporalPattern pattern, int frameBytes) {
            if (any) {
                pictureId = pictureId + 1 & (1 << config.start().pictureIdBits()) - 1;
            }
            any = true;
            tl0PicIdx = tl0PicIdx + (truth.temporalId == 0 ? 1 : 0) & 0xFF;
            layerSync = pattern.layerSync();
            return (frameBytes + MAX_BYTES - 1) / MAX_BYTES;
        }

        @Override
        public int head(MemorySegment packet, int start, FrameTruth truth) {
            int at = describe(packet, start, truth);
            Bytes.putU24(packet, at, truth.keyframe ? 0 : 0x010000);
            Bytes.putU24(packet, at + 3L, 0x9D012A);
            Bytes.putU16(packet, at + 6L, Integer.reverseBytes(layer.widthPx()) >>> 16);
            Bytes.putU16(packet, at + 8L, Integer.reverseBytes(layer.heightPx()) >>> 16);
            return at + FRAME_HEADER_BYTES;
        }

        /** RFC 7741 section 4.2: X, I, L and T are set. Answers where the frame's data goes. */
        int describe(MemorySegment packet, int start, FrameTruth truth) {
            long at = start;
            int discardable = truth.temporalId == 2 ? 0x20 : 0;
            Bytes.putU8(packet, at++, 0x80 | discardable | (truth.index == 0 ? 0x10 : 0));
            Bytes.putU8(packet, at++, 0xE0);
            if (config.start().pictureIdBits() == 15) {
                Bytes.putU16(packet, at, 0x8000 | pictureId);
                at += 2;
            } else {
                Bytes.putU8(packet, at++, pictureId);
            }
            Bytes.putU8(packet, at++, tl0PicIdx);
            Bytes.putU8(packet, at++, truth.temporalId << 6 | (layerSync ? 0x20 : 0));
            return (int) at;
        }

        @Override
        public int fill(FrameTruth truth, int dataBytes) {
            return dataBytes - FRAME_HEADER_BYTES;
        }

        @Override
        public int leastBytes() {
            return FRAME_HEADER_BYTES + FrameTruth.BYTES;
        }
    }

    /** RFC 6184 in packetization mode 1: parameter sets in a STAP-A before each IDR picture, slices whole or in FU-A. */
    final class H264 implements VideoPayload {
        private static final int STAP_A = 0x78;
        private static final int FU_A = 28;
        private static final int SEI = 6;
        /** nal_ref_idc 3, IDR; and 2, another slice. */
        private static final int IDR_NAL = 0x65;

        private static final int SLICE_NAL = 0x41;
        /** A picture parameter set with all defaults: ids 0, CAVLC, no groups, as baseline has it. */
        private static final byte[] PPS = {0x68, (byte) 0xCE, 0x3C, (byte) 0x80};
        /** first_mb_in_slice 0 is a single 1 bit, slice type and parameter set follow. */
        private static final int SLICE_START = 0x88;

        private final byte[] sequenceParameters;

        H264(HostConfig.Layer layer) {
            sequenceParameters = H264Parameters.sequence(layer.widthPx(), layer.heightPx());
        }

        @Override
        public int begin(FrameTruth truth, TemporalPattern pattern, int frameBytes) {
            int slices = (frameBytes + MAX_BYTES - 1) / MAX_BYTES;
            // A NAL unit in one fragment must not be a fragment (RFC 6184 section 5.8), so an IDR slice takes two at
            // least.
            return truth.keyframe ? 1 + Math.max(2, slices) : slices;
        }

        @Override
        public int head(MemorySegment packet, int start, FrameTruth truth) {
            int nal = truth.keyframe ? IDR_NAL : SLICE_NAL;
            if (truth.keyframe && truth.index == 0) {
                return parameters(packet, start);
            }
            int first = truth.keyframe ? 1 : 0;
            if (truth.count == 1) {
                Bytes.putU8(packet, start, nal);
                Bytes.putU8(packet, start + 1L, SLICE_START);
                return start + 2;
            }
            int edges = (truth.index == first ? 0x80 : 0) | (truth.index == truth.count - 1 ? 0x40 : 0);
            Bytes.putU8(packet, start, FU_A | (nal & 0xE0));
            Bytes.putU8(packet, start + 1L, edges | (nal & 0x1F));
            Bytes.putU8(packet, start + 2L, SLICE_START);
            return start + 3;
        }

        /** The truth rides in a NAL unit of its own, supplemental information. */
        private int parameters(MemorySegment packet, int start) {
            int at = start;
            Bytes.putU8(packet, at++, STAP_A);
            at = unit(packet, at, sequenceParameters);
            at = unit(packet, at, PPS);
            Bytes.putU16(packet, at, 1 + FrameTruth.BYTES);
            Bytes.putU8(packet, at + 2L, SEI);
            return at + 3;
        }

        private static int unit(MemorySegment packet, int at, byte[] nal) {
            Bytes.putU16(packet, at, nal.length);
            Bytes.putBytes(packet, at + 2L, nal);
            return at + 2 + nal.length;
        }

        @Override
        public int fill(FrameTruth truth, int dataBytes) {
            boolean parameters = truth.keyframe && truth.index == 0;
            return parameters ? FrameTruth.BYTES : dataBytes - 3;
        }

        @Override
        public int leastBytes() {
            return 3 + FrameTruth.BYTES;
        }
    }
}
