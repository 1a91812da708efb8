package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Immutable. Really encoded frames: an IVF file (VP8, VP9, AV1) or an H.264 elementary stream in Annex B form. A host sends frames of these sizes, with the truth that
 * viewers check as their bytes, or these very frames, for decoders.
 */
public final class RecordedFrames {
    private static final int IVF_HEADER_BYTES = 32;
    private static final int IVF_FRAME_BYTES = 12;
    private static final int OBU_SEQUENCE_HEADER = 1;
    private static final int MAX_FRAMES_PER_SECOND = 240;

    private final byte[] bytes;
    private final int[] offsets;
    private final int[] sizes;
    private final boolean[] keyframes;
    private final Format format;

    /**
     * What the file says of itself.
     *
     * @param codec of its frames
     * @param widthPx of its pictures, 0 where it does not say so
     * @param heightPx of its pictures, 0 where it does not say so
     * @param framesPerSecond of it, 0 where it does not say so
     */
    public record Format(Codec codec, int widthPx, int heightPx, int framesPerSecond) {}

    private RecordedFrames(byte[] bytes, Collector collected, Format format, String what) {
        if (collected.count == 0) {
            throw new IllegalArgumentException(what + ": no frame in it");
        }
        if (!collected.keyframes[0]) {
            throw new IllegalArgumentException(what + ": frame 0 is no keyframe, a recording has to begin with one");
        }
        this.bytes = bytes;
        this.format = format;
        offsets = Arrays.copyOf(collected.offsets, collected.count);
        sizes = Arrays.copyOf(collected.sizes, collected.count);
        keyframes = Arrays.copyOf(collected.keyframes, collected.count);
    }

    public int frames() {
        return sizes.length;
    }

    public int sizeBytes(int frame) {
        return sizes[frame];
    }

    public boolean keyframe(int frame) {
        return keyframes[frame];
    }

    public Format format() {
        return format;
    }

    /** Mean of all its frames. */
    public double bitrateBps(int framesPerSecond) {
        return 8.0 * framesPerSecond * Arrays.stream(sizes).asLongStream().sum() / sizes.length;
    }

    /** The first keyframe at or behind this frame, round the end to the first one of all. */
    public int keyframeFrom(int frame) {
        for (int i = frame; i < keyframes.length; i++) {
            if (keyframes[i]) {
                return i;
            }
        }
        return 0;
    }

    /** A frame's bytes; for H.264 with its start codes. A read-only view. */
    ByteBuffer data(int frame) {
        return ByteBuffer.wrap(bytes, offsets[frame], sizes[frame]).slice().asReadOnlyBuffer();
    }

    /** Any of the two formats; {@code what} names the file in errors. */
    public static RecordedFrames read(byte[] bytes, String what) {
        boolean ivf = bytes.length >= 4 && new String(bytes, 0, 4, StandardCharsets.US_ASCII).equals("DKIF");
        return ivf ? ivf(bytes, what) : annexB(bytes, what);
    }

    private static RecordedFrames ivf(byte[] bytes, String what) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < IVF_HEADER_BYTES) {
            throw new IllegalArgumentException(what + ": an IVF header has 32 bytes, here are " + bytes.length);
        }
        Codec codec = codec(new String(bytes, 8, 4, StandardCharsets.US_ASCII), what);
        int at = in.getShort(6);
        Collector frames = new Collector();
        while (at + IVF_FRAME_BYTES <= bytes.length) {
            int size = in.getInt(at);
            int left = bytes.length - at - IVF_FRAME_BYTES;
            if (size < 1 || size > left) {
                throw new IllegalArgumentException("%s: frame %d at byte %d announces %d bytes, legal are 1 to %d"
                        .formatted(what, frames.count, at, size, left));
            }
            int data = at + IVF_FRAME_BYTES;
            frames.add(data, size, isKeyframe(codec, bytes, data, size));
            at = data + size;
        }
        long rate = in.getInt(16) & 0xFFFF_FFFFL;
        long scale = in.getInt(20) & 0xFFFF_FFFFL;
        long fps = scale == 0 ? 0 : Math.round((double) rate / scale);
        Format format = new Format(
                codec,
                in.getShort(12) & 0xFFFF,
                in.getShort(14) & 0xFFFF,
                fps <= MAX_FRAMES_PER_SECOND ? (int) fps : 0);
        return new RecordedFrames(bytes, frames, format, what);
    }

    private static Codec codec(String name, String what) {
        return switch (name) {
            case "VP80" -> Codec.VP8;
            case "VP90" -> Codec.VP9;
            case "AV01" -> Codec.AV1;
            default ->
                throw new IllegalArgumentException(what + ": codec '" + name + "', legal are VP80, VP90 and AV01");
        };
    }

    private static boolean isKeyframe(Codec codec, byte[] bytes, int at, int size) {
        return switch (codec) {
            // RFC 6386 section 9.1, VP9 bitstream section 6.2 (profiles 0 to 2).
            case VP8 -> (bytes[at] & 0x01) == 0;
            case VP9 -> (bytes[at] & 0x0C) == 0;
            case AV1 -> hasSequenceHeader(bytes, at, at + size);
            case H264, OPUS -> false;
        };
    }

    /** AV1 bitstream section 5.3. */
    private static boolean hasSequenceHeader(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            int head = bytes[at] & 0xFF;
            if ((head >> 3 & 0x0F) == OBU_SEQUENCE_HEADER) {
                return true;
            }
            if ((head & 0x02) == 0) {
                return false;
            }
            at += (head & 0x04) == 0 ? 1 : 2;
            long size = 0;
            int shift = 0;
            boolean more = true;
            while (more && at < end && shift < 35) {
                size |= (long) (bytes[at] & 0x7F) << shift;
                more = (bytes[at++] & 0x80) != 0;
                shift += 7;
            }
            at = (int) Math.min(end, at + size);
        }
        return false;
    }

    /** H.264 section 7.4.1.2.3, as far as one slice or more per picture needs it. */
    private static RecordedFrames annexB(byte[] bytes, String what) {
        int at = nextStart(bytes, 0, bytes.length);
        if (at < 0) {
            throw new IllegalArgumentException(what + ": neither IVF ('DKIF' at byte 0) nor H.264 (no start code)");
        }
        Collector frames = new Collector();
        int begin = at;
        boolean slices = false;
        boolean idr = false;
        while (at >= 0 && at + 4 < bytes.length) {
            int type = bytes[at + 3] & 0x1F;
            boolean slice = type == 1 || type == 5;
            boolean opens = slice ? (bytes[at + 4] & 0x80) != 0 : type >= 6 && type <= 9;
            if (slices && opens) {
                frames.add(begin, at - begin, idr);
                begin = at;
                slices = false;
                idr = false;
            }
            slices |= slice;
            idr |= type == 5;
            at = nextStart(bytes, at + 3, bytes.length);
        }
        if (slices) {
            frames.add(begin, bytes.length - begin, idr);
        }
        return new RecordedFrames(bytes, frames, new Format(Codec.H264, 0, 0, 0), what);
    }

    /** Where the next start code of three bytes begins, -1 if there is none. */
    private static int nextStart(byte[] bytes, int from, int end) {
        for (int at = from; at + 2 < end; at++) {
            if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1) {
                return at;
            }
        }
        return -1;
    }

    private static final class Collector {
        private int[] offsets = new int[256];
        private int[] sizes = new int[256];
        private boolean[] keyframes = new boolean[256];
        private int count;

        void add(int offset, int size, boolean keyframe) {
            if (count == sizes.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
                sizes = Arrays.copyOf(sizes, 2 * count);
                keyframes = Arrays.copyOf(keyframes, 2 * count);
            }
            offsets[count] = offset;
            sizes[count] = size;
            keyframes[count++] = keyframe;
        }
    }
}
