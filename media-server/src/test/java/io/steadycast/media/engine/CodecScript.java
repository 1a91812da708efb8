package io.steadycast.media.engine;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.Segments;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of a stream as its senders make them: descriptors are real, pictures are numbered filler. */
sealed interface CodecScript {
    /** One packet: payload, and its dependency descriptor if it has one. */
    @SuppressWarnings("ArrayRecordComponent") // test data
    record Part(byte[] payload, byte @Nullable [] descriptor) {
        Part(byte[] payload) {
            this(payload, null);
        }
    }

    Codec codec();

    /** The packets of picture {@code number}, the {@code sinceKey}th since the last keyframe. */
    List<Part> picture(int number, int sinceKey);

    private static int temporalId(int sinceKey) {
        return sinceKey % 2 == 1 ? 2 : sinceKey % 4 == 2 ? 1 : 0;
    }

    private static byte[] filled(ByteBuffer b, int number) {
        b.putInt(0xABCD_0000 | (number & 0xFFFF));
        byte[] bytes = new byte[b.position() + 60];
        b.get(0, bytes, 0, b.position());
        return bytes;
    }

    /** VP9: L1T3 in non-flexible mode as Chromium sends a single layer, or spatial layers with keyframes in common (L3T3_KEY) in flexible mode. */
    record Vp9(int spatialLayers, boolean flexible, int firstPictureId) implements CodecScript {
        @Override
        public Codec codec() {
            return Codec.VP9;
        }

        @Override
        public List<Part> picture(int number, int sinceKey) {
            List<Part> parts = new ArrayList<>();
            for (int sid = 0; sid < spatialLayers; sid++) {
                parts.add(part(number, sinceKey, sid, true));
                parts.add(part(number, sinceKey, sid, false));
            }
            return parts;
        }

        private Part part(int number, int sinceKey, int sid, boolean first) {
            boolean key = sinceKey == 0;
            boolean structure = key && sid == 0 && first;
            ByteBuffer b = ByteBuffer.allocate(100);
            int flags = 0xA0 | (key ? 0 : 0x40) | (flexible ? 0x10 : 0) | (first ? 0x08 : 0x04) | (structure ? 2 : 0);
            b.put((byte) flags);
            b.putShort((short) (0x8000 | ((firstPictureId + number) & 0x7FFF)));
            b.put((byte) ((temporalId(sinceKey) << 5) | 0x10 | (sid << 1) | (key && sid > 0 ? 1 : 0)));
            if (!flexible) {
                b.put((byte) ((number + 3) / 4));
            } else if (!key) {
                b.put((byte) ((sinceKey % 2 == 1 ? 1 : sinceKey % 4 == 2 ? 2 : 4) << 1));
            }
            if (structure) {
                b.put((byte) (((spatialLayers - 1) << 5) | 0x10));
                for (int i = 0; i < spatialLayers; i++) {
                    b.putShort((short) (320 << i)).putShort((short) (180 << i));
                }
            }
            return new Part(filled(b, number));
        }
    }

    /** AV1 L1T3; with the dependency descriptor its structure comes with the first packet of a keyframe alone, and template ids change with it. */
    record Av1(boolean described) implements CodecScript {
        /** As DependencyDescriptorReaderTest writes them: 1280 x 720, three decode targets; template ids from 0, 5 and 10 on. */
        private static final String[] STRUCTURES = {
            "800001800214eaa860414d141020842304ff02cf",
            "85000180a214eaa860414d141020842304ff02cf",
            "8a0001814214eaa860414d141020842304ff02cf"
        };

        @Override
        public Codec codec() {
            return Codec.AV1;
        }

        @Override
        public List<Part> picture(int number, int sinceKey) {
            byte[] head = {(byte) (sinceKey == 0 ? 0x58 : 0x50), 0x30};
            byte[] tail = {(byte) 0x90, 0x55};
            return List.of(
                    new Part(filled(ByteBuffer.allocate(100).put(head), number), descriptor(number, sinceKey, true)),
                    new Part(filled(ByteBuffer.allocate(100).put(tail), number), descriptor(number, sinceKey, false)));
        }

        private byte @Nullable [] descriptor(int number, int sinceKey, boolean first) {
            if (!described) {
                return null;
            }
            int keyNumber = number - sinceKey;
            int offset = keyNumber % 3 * 5;
            int template = sinceKey == 0 ? 0 : new int[] {1, 3, 2, 4}[sinceKey % 4];
            boolean structure = sinceKey == 0 && first;
            byte[] bytes = structure ? Segments.bytes(STRUCTURES[keyNumber % 3]) : new byte[3];
            ByteBuffer.wrap(bytes)
                    .put((byte) ((first ? 0x80 : 0x40) | (offset + template)))
                    .putShort((short) number);
            return bytes;
        }
    }

    /** H.264 as x264 with delimiters makes it, each NAL unit in a packet of its own: delimiter, parameter sets, two IDR slices; delimiter and two slices. */
    record DelimitedH264() implements CodecScript {
        @Override
        public Codec codec() {
            return Codec.H264;
        }

        @Override
        public List<Part> picture(int number, int sinceKey) {
            if (sinceKey > 0) {
                return List.of(new Part(new byte[] {0x09, 0x30}), H264.slice(number, 0x9A), H264.slice(number, 0x20));
            }
            return List.of(
                    new Part(new byte[] {0x09, 0x10}),
                    new Part(H264.SPS),
                    new Part(H264.PPS),
                    slice(number, 0x88),
                    slice(number, 0x20));
        }

        private static Part slice(int number, int firstByte) {
            return new Part(filled(ByteBuffer.allocate(100).put((byte) 0x65).put((byte) firstByte), number));
        }
    }

    /** H.264 in packetization mode 1: parameter sets and a small IDR in one STAP-A, or parameter sets in a STAP-A and a large IDR in FU-A. */
    record H264(boolean largeKeyframes) implements CodecScript {
        private static final byte[] SPS = Segments.bytes("6764001FACD9405005BB0110000003001000000303C0F1831960");
        private static final byte[] PPS = Segments.bytes("68EBE3CB22C0");
        private static final byte[] IDR = {0x65, (byte) 0x88, 1, 2, 3};

        @Override
        public Codec codec() {
            return Codec.H264;
        }

        @Override
        public List<Part> picture(int number, int sinceKey) {
            if (sinceKey > 0) {
                return List.of(slice(number, 0x9A), slice(number, 0x20));
            }
            ByteBuffer b = ByteBuffer.allocate(200).put((byte) 0x78);
            nal(b, SPS);
            nal(b, PPS);
            if (!largeKeyframes) {
                nal(b, IDR);
                return List.of(new Part(bytes(b)));
            }
            return List.of(
                    new Part(bytes(b)),
                    fragment(number, 0x85, 0x88),
                    fragment(number, 0x05, 7),
                    fragment(number, 0x45, 7));
        }

        private static Part slice(int number, int firstByte) {
            return new Part(filled(ByteBuffer.allocate(100).put((byte) 0x41).put((byte) firstByte), number));
        }

        private static Part fragment(int number, int header, int firstByte) {
            ByteBuffer b =
                    ByteBuffer.allocate(100).put((byte) 0x7C).put((byte) header).put((byte) firstByte);
            return new Part(filled(b, number));
        }

        private static void nal(ByteBuffer b, byte[] nal) {
            b.putShort((short) nal.length).put(nal);
        }

        private static byte[] bytes(ByteBuffer b) {
            byte[] bytes = new byte[b.position()];
            b.get(0, bytes);
            return bytes;
        }
    }
}
