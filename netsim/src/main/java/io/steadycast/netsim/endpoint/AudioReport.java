package io.steadycast.netsim.endpoint;

/**
 * What a viewer heard.
 *
 * @param packets of Opus that were taken, by whichever way they came
 * @param samples played, silence and concealment included
 * @param concealed samples that were made up
 * @param concealments runs of them
 * @param redundantBytes older audio in RED packets, of use or not
 * @param fromRedundancy packets that only a redundant block brought
 * @param fromRetransmission packets that only a retransmission brought
 * @param late packets that came after their time
 * @param delay from arrival of the first copy to playing
 * @param targetDelayNs at the end
 * @param sync video's screen time after audio's, absolute values; empty while not known
 */
public record AudioReport(
        long packets,
        long samples,
        long concealed,
        long concealments,
        long redundantBytes,
        long fromRedundancy,
        long fromRetransmission,
        long late,
        Distribution delay,
        long targetDelayNs,
        Distribution sync) {
    /** Of all samples, 0 to 1. */
    public double concealedShare() {
        return samples == 0 ? 0 : concealed / (double) samples;
    }
}
