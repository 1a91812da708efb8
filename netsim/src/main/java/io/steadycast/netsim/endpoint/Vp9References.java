package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.codec.FrameInfo;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its endpoint. What a VP9 frame in flexible mode refers to (modules/video_coding/rtp_vp9_ref_finder.cc@bb9331cf): pictures so many ids back in its own
 * layer, and the layer below. Frames are numbered by picture and layer; sizes of layers are those of the last structure.
 */
final class Vp9References {
    /** libwebrtc's kMaxSpatialLayers. */
    private static final int LAYERS = 5;

    private static final int PREDICTED = 0x40;
    private static final int LAYERED = 0x20;
    private static final int FLEXIBLE = 0x10;

    private final int[] widthPx = new int[LAYERS];
    private final int[] heightPx = new int[LAYERS];

    /** Fills id and references of a packet whose picture id is known; leaves packets of the other mode as they are. */
    void read(MemorySegment segment, long payload, FrameInfo info, VideoPacket out) {
        int flags = Bytes.u8(segment, payload);
        if ((flags & FLEXIBLE) == 0 || info.pictureId < 0) {
            return;
        }
        for (int layer = 0; layer < Math.min(info.spatialLayers, LAYERS); layer++) {
            widthPx[layer] = info.layerWidthPx[layer];
            heightPx[layer] = info.layerHeightPx[layer];
        }
        if (info.spatialId < LAYERS) {
            out.widthPx = widthPx[info.spatialId];
            out.heightPx = heightPx[info.spatialId];
        }
        long picture = out.pictureId;
        out.pictureId = picture * LAYERS + info.spatialId;
        if (info.interLayer && info.spatialId > 0) {
            out.referenceIds[out.references++] = out.pictureId - 1;
        }
        if ((flags & PREDICTED) == 0) {
            return;
        }
        long at = payload + 1 + (info.pictureIdBits == 15 ? 2 : 1) + ((flags & LAYERED) != 0 ? 1 : 0);
        boolean more = true;
        while (more && out.references < out.referenceIds.length) {
            int difference = Bytes.u8(segment, at++);
            out.referenceIds[out.references++] = (picture - (difference >> 1)) * LAYERS + info.spatialId;
            more = (difference & 1) != 0;
        }
    }
}
