package io.steadycast.netsim.endpoint;

/** Confined to its endpoint, pooled. A frame whose packets are all there: what its headers say, and what is really in it. */
final class ReceivedFrame {
    /** libwebrtc's EncodedFrame::kMaxFrameReferences. */
    static final int MAX_REFERENCES = 5;

    static final int NO_PLAYOUT_DELAY = -1;

    long firstSeq;
    long lastSeq;
    /** Unwrapped RTP timestamp. */
    long timestamp;

    /** In decoding order: the unwrapped picture id, or the codec's equivalent. */
    long id;

    long pictureId;
    long tl0PicIdx;
    int temporalId;
    int spatialId;
    boolean lastSpatialLayer;
    boolean layerSync;
    boolean keyframe;
    /** When the first and the last of its packets came. */
    long firstPacketNs;

    long completeNs;
    /** Somebody had to ask for part of it. */
    boolean nacked;

    int sizeBytes;
    int widthPx;
    int heightPx;
    /** Packed extension of its first packet. */
    int playoutDelay;

    boolean continuous;

    /** When it and everything that it needs was there. */
    long continuousNs;

    /** Of the frame that was the last of these to come: its temporal layer, and whether somebody had to ask for part of it. */
    int waitedTemporalId;

    boolean waitedNacked;

    /** When it should have been on the screen. */
    long wantedNs;

    final FrameTruth truth = new FrameTruth();

    /** Ids that the headers make it refer to; the first {@link #references} are valid. */
    final long[] referenceIds = new long[MAX_REFERENCES];

    int references;
}
