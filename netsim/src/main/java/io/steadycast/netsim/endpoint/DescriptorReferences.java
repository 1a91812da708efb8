package io.steadycast.netsim.endpoint;

/**
 * Confined to its endpoint. What a frame refers to where its headers say so outright: the dependency descriptor (AV1, and any codec that has one), and VP9's
 * flexible mode (modules/video_coding/rtp_generic_ref_finder.cc@bb9331cf). Ids and references came with the packets.
 */
final class DescriptorReferences implements ReferenceFinder {
    @Override
    public Outcome find(ReceivedFrame frame) {
        return Outcome.FOUND;
    }

    @Override
    public void onPadding(long seq) {}
}
