package io.steadycast.netsim.endpoint;

/** Confined to its endpoint. What makes the frames of one RTP stream: one layer of a simulcast, or all layers of an SVC stream. */
sealed interface VideoEncoder permits LayerEncoder, PictureEncoder, SvcEncoder {
    HostStream stream();

    /** Of all layers. */
    long keyframes();

    /** Packets of one of its layers. */
    long packets(int layer);

    /** From the next picture on; 0 switches the layer off. Answers whether it came on, which takes a keyframe. */
    boolean rate(int layer, int rateBps);

    boolean active(int layer);

    /** Encodes and sends the picture captured now, of the layers that are on. */
    void encode(long nowNs, HostClock clock, boolean keyframe);
}
