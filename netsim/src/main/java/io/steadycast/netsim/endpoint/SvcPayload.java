package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Confined to its encoder. How the layers of an SVC picture are cut into packets. */
sealed interface SvcPayload {
    /** Of the smallest frame. */
    int LEAST_BYTES = 8 + FrameTruth.BYTES;

    /**
     * A layer's frame in its picture.
     *
     * @param top the last one of the picture
     */
    record Place(boolean keyPicture, int spatialId, boolean top) {}

    /** The next picture. */
    void begin(long picture, boolean keyPicture, TemporalPattern pattern);

    /** The dependency descriptor of packet {@code truth.index}, null where the codec has its own. */
    byte @Nullable [] descriptor(Place place, FrameTruth truth);

    /** Writes what stands before the truth; answers where the truth goes. */
    int head(MemorySegment packet, int at, Place place, FrameTruth truth);

    /** RFC 9628 section 4.2 in flexible mode, as libwebrtc sends spatial layers that depend on each other in key pictures only. */
    final class Vp9 implements SvcPayload {
        private static final int I = 0x80;
        private static final int P = 0x40;
        private static final int L = 0x20;
        private static final int F = 0x10;
        private static final int B = 0x08;
        private static final int E = 0x04;
        private static final int V = 0x02;
        private static final int Z = 0x01;

        private final HostConfig config;
        private final int firstPictureId;
        private int pictureId;
        private int reference;
        private boolean switchesUp;

        Vp9(HostConfig config, SplittableRandom random) {
            this.config = config;
            int first = config.start().pictureId();
            this.firstPictureId = first < 0 ? random.nextInt(1 << 7) : first;
        }

        @Override
        public void begin(long picture, boolean keyPicture, TemporalPattern pattern) {
            pictureId = (int) (firstPictureId + picture & 0x7FFF);
            reference = pattern.reference();
            switchesUp = keyPicture || pattern.layerSync();
        }

        @Override
        public byte @Nullable [] descriptor(Place place, FrameTruth truth) {
            return null;
        }

        @Override
        public int head(MemorySegment packet, int start, Place place, FrameTruth truth) {
            boolean structure = place.keyPicture() && place.spatialId() == 0 && truth.index == 0;
            int flags = I | L | F;
            flags |= place.keyPicture() ? 0 : P | Z;
            flags |= truth.index == 0 ? B : 0;
            flags |= truth.index == truth.count - 1 ? E : 0;
            flags |= structure ? V : 0;
            int at = start;
            Bytes.putU8(packet, at++, flags);
            Bytes.putU16(packet, at, 0x8000 | pictureId);
            int interLayer = place.keyPicture() && place.spatialId() > 0 ? 1 : 0;
            Bytes.putU8(
                    packet,
                    at + 2L,
                    truth.temporalId << 5 | (switchesUp ? 0x10 : 0) | place.spatialId() << 1 | interLayer);
            at += 3;
            if (!place.keyPicture()) {
                Bytes.putU8(packet, at++, reference << 1);
            }
            return structure ? structure(packet, at) : at;
        }

        private int structure(MemorySegment packet, int start) {
            int at = start;
            Bytes.putU8(packet, at++, ((config.layers().size() - 1) << 5) | 0x10);
            for (HostConfig.Layer layer : config.layers()) {
                Bytes.putU16(packet, at, layer.widthPx());
                Bytes.putU16(packet, at + 2L, layer.heightPx());
                at += 4;
            }
            return at;
        }
    }

    /** The AV1 RTP payload format: one OBU a frame, its fragments behind aggregation headers, and the dependency descriptor on every packet. */
    final class Av1 implements SvcPayload {
        private static final int CONTINUES = 0x80;
        private static final int WILL_CONTINUE = 0x40;
        private static final int ONE_ELEMENT = 0x10;
        private static final int NEW_SEQUENCE = 0x08;
        /** OBU_FRAME with an extension, without a size. */
        private static final int FRAME_OBU = 0x34;

        private final DescriptorWriter descriptors;

        Av1(HostConfig config) {
            descriptors = new DescriptorWriter(config);
        }

        @Override
        public void begin(long picture, boolean keyPicture, TemporalPattern pattern) {
            descriptors.begin(keyPicture, pattern.position());
        }

        @Override
        public byte @Nullable [] descriptor(Place place, FrameTruth truth) {
            return descriptors.of(place, truth);
        }

        @Override
        public int head(MemorySegment packet, int start, Place place, FrameTruth truth) {
            boolean first = truth.index == 0;
            int header = ONE_ELEMENT;
            header |= first ? 0 : CONTINUES;
            header |= truth.index < truth.count - 1 ? WILL_CONTINUE : 0;
            header |= first && truth.keyframe ? NEW_SEQUENCE : 0;
            Bytes.putU8(packet, start, header);
            if (!first) {
                return start + 1;
            }
            Bytes.putU8(packet, start + 1L, FRAME_OBU);
            Bytes.putU8(packet, start + 2L, truth.temporalId << 5 | place.spatialId() << 3);
            return start + 3;
        }
    }
}
