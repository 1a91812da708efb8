package io.steadycast.netsim.endpoint;

/** Confined to its endpoint, reused. What the packet buffer knows of one media packet. */
final class VideoPacket {
    static final long FREE = -1;

    /** Unwrapped sequence number, {@link #FREE} while the slot is empty. */
    long seq = FREE;

    long timestamp;
    boolean first;
    boolean last;
    boolean marker;
    boolean keyframe;
    /** All numbers from the frame's first packet to this one are there. */
    boolean continuous;

    /** Key of H.264's NAL units: this packet holds an IDR slice. */
    boolean idr;

    long pictureId;
    long tl0PicIdx;
    int temporalId;
    int spatialId;
    boolean layerSync;
    int widthPx;
    int heightPx;
    int sizeBytes;
    int playoutDelay;
    long arrivalNs;
    int nacks;
    final FrameTruth truth = new FrameTruth();

    /** Of the dependency descriptor: absolute ids. */
    final long[] referenceIds = new long[ReceivedFrame.MAX_REFERENCES];

    int references;

    boolean is(long number) {
        return seq == number;
    }
}
