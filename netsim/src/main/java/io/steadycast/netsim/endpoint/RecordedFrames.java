package io.steadycast.netsim.endpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Immutable. Sizes and keyframes of really encoded frames: an IVF file (VP8, VP9, AV1) or an H.264 elementary stream in Annex B form. A host sends frames of these
 * sizes; their bytes it fills with the truth that viewers check.
 */
public final class RecordedFrames {
    private static final int IVF_HEADER_BYTES = 32;
    private static final int IVF_FRAME_BYTES = 12;
    private static final int OBU_SEQUENCE_HEADER = 1;

    private final int[] sizes;
    private final boolean[] keyframes;

    private RecordedFrames(int[] sizes, boolean[] keyframes, String what) {
        if (sizes.length == 0) {
            throw new IllegalArgumentException(what + ": no frame in it");
        }
        if (!keyframes[0]) {
            throw new IllegalArgumentException(what + ": frame 0 is no keyframe, a recording has to begin with one");
        }
        this.sizes = sizes;
        this.keyframes = keyframes;
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
        String codec = new String(bytes, 8, 4, StandardCharsets.US_ASCII);
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
            frames.add(size, isKeyframe(codec, bytes, data, size, what));
            at = data + size;
        }
        return frames.done(what);
    }

    private static boolean isKeyframe(String codec, byte[] bytes, int at, int size, String what) {
        return switch (codec) {
            // RFC 6386 section 9.1, VP9 bitstream section 6.2 (profiles 0 to 2).
            case "VP80" -> (bytes[at] & 0x01) == 0;
            case "VP90" -> (bytes[at] & 0x0C) == 0;
            case "AV01" -> hasSequenceHeader(bytes, at, at + size);
            default ->
                throw new IllegalArgumentException(what + ": codec '" + codec + "', legal are VP80, VP90 and AV01");
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
        int at = nextStart(bytes, 0);
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
                frames.add(at - begin, idr);
                begin = at;
                slices = false;
                idr = false;
            }
            slices |= slice;
            idr |= type == 5;
            at = nextStart(bytes, at + 3);
        }
        if (slices) {
            frames.add(bytes.length - begin, idr);
        }
        return frames.done(what);
    }

    private static int nextStart(byte[] bytes, int from) {
        for (int at = from; at + 2 < bytes.length; at++) {
            if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1) {
                return at;
            }
        }
        return -1;
    }

    private static final class Collector {
        private int[] sizes = new int[256];
        private boolean[] keyframes = new boolean[256];
        private int count;

        void add(int size, boolean keyframe) {
            if (count == sizes.length) {
                sizes = Arrays.copyOf(sizes, 2 * count);
                keyframes = Arrays.copyOf(keyframes, 2 * count);
            }
            sizes[count] = size;
            keyframes[count++] = keyframe;
        }

        RecordedFrames done(String what) {
            return new RecordedFrames(Arrays.copyOf(sizes, count), Arrays.copyOf(keyframes, count), what);
        }
    }
}
