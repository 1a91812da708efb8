package io.steadycast.media.wire.codec;

import java.util.Arrays;

/**
 * Confined to its owner, reused for every packet. What one packet tells about its frame, in the terms common to all codecs.
 *
 * <p>A parser resets it, fills what the packet says and leaves the rest at "unknown": false, 0 for layer ids, {@link #UNKNOWN} for numbers. Nothing here is
 * guessed from neighbours; what takes more than one packet (the RTP marker as the end of a frame, a changed timestamp as its start) is the caller's to add,
 * as each parser says.
 */
public final class FrameInfo {
    public static final int UNKNOWN = -1;

    /** VP9 has the most: three bits of spatial id. */
    public static final int MAX_SPATIAL_LAYERS = 8;

    /** This packet shows that a keyframe starts a sequence here: spatial layer 0, no dependency on anything earlier. */
    public boolean keyframe;

    /** The first packet of a frame; with spatial layers, of a layer's frame. */
    public boolean startOfFrame;

    /** The last packet of a frame; with spatial layers, of a layer's frame. Often only the RTP marker tells. */
    public boolean endOfFrame;

    public int spatialId;
    public int temporalId;

    /** A receiver of lower temporal layers may go on with this frame's layer from here: VP8 Y, VP9 U, a DTI of "switch". */
    public boolean switchPoint;

    /**
     * Once this frame was decoded, all higher temporal layers may be entered: none of their later frames refers to one of them from before it (VP9 U, RFC 9628
     * section 4.2; a DTI of "switch" for the highest of them). VP8 has no such sign.
     */
    public boolean opensUpperLayers;

    /** No other frame refers to this one. */
    public boolean discardable;

    /**
     * Depends on an earlier picture (VP9 P bit); without it a spatial layer may be entered here. The dependency descriptor tells only of frames, so there it
     * is set on the upper layers of a keyframe too: its chains and decode target indications say where a layer may be entered.
     */
    public boolean interPicture;

    /** Depends on a lower spatial layer of the same picture (VP9 D bit). */
    public boolean interLayer;

    /** Not needed by higher spatial layers of the same picture (VP9 Z bit). */
    public boolean notForInterLayer;

    public int pictureId;
    /** 7 or 15 while {@link #pictureId} is known, else 0. */
    public int pictureIdBits;

    public int tl0PicIdx;
    public int keyIdx;

    /** Of the highest layer that the packet describes. */
    public int widthPx;

    public int heightPx;

    /** Spatial layers of the stream where the packet describes them, else {@link #UNKNOWN}; their sizes are in the two arrays. */
    public int spatialLayers;

    public final int[] layerWidthPx = new int[MAX_SPATIAL_LAYERS];
    public final int[] layerHeightPx = new int[MAX_SPATIAL_LAYERS];

    /** Bytes of payload descriptor before the codec's own data; 0 where the format has none (H.264). */
    public int descriptorBytes;

    final BitReader bits = new BitReader();

    public FrameInfo() {
        reset();
    }

    public void reset() {
        keyframe = false;
        startOfFrame = false;
        endOfFrame = false;
        spatialId = 0;
        temporalId = 0;
        switchPoint = false;
        opensUpperLayers = false;
        discardable = false;
        interPicture = false;
        interLayer = false;
        notForInterLayer = false;
        pictureId = UNKNOWN;
        pictureIdBits = 0;
        tl0PicIdx = UNKNOWN;
        keyIdx = UNKNOWN;
        widthPx = UNKNOWN;
        heightPx = UNKNOWN;
        if (spatialLayers != UNKNOWN) {
            Arrays.fill(layerWidthPx, UNKNOWN);
            Arrays.fill(layerHeightPx, UNKNOWN);
        }
        spatialLayers = UNKNOWN;
        descriptorBytes = 0;
    }

    /** A picture without layers of which the packet tells the size. */
    void size(int width, int height) {
        spatialLayers = 1;
        layerSize(0, width, height);
    }

    void layerSize(int layer, int width, int height) {
        layerWidthPx[layer] = width;
        layerHeightPx[layer] = height;
        widthPx = width;
        heightPx = height;
    }
}
