package io.steadycast.netsim.endpoint;

/** Confined to its endpoint. A frame whose packets are all there: what its headers say, and what is really in it. */
final class ReceivedFrame {
    long firstSeq;
    long lastSeq;
    long timestamp;
    long pictureId;
    long tl0PicIdx;
    int temporalId;
    boolean layerSync;
    boolean keyframe;
    long completeNs;
    int widthPx;
    final FrameTruth truth = new FrameTruth();

    /** Picture ids that the headers make it refer to; the first {@link #references} are valid. */
    final long[] referenceIds = new long[3];

    int references;
}
