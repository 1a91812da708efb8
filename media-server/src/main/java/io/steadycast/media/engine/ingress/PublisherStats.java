package io.steadycast.media.engine.ingress;

import java.util.List;

/**
 * A snapshot of one publisher.
 *
 * @param rttMs -1 if unknown
 * @param encodings of all media, in the order of the description
 */
public record PublisherStats(double rttMs, List<Encoding> encodings) {
    public PublisherStats {
        encodings = List.copyOf(encodings);
    }

    /**
     * One encoding; rates and sizes are in its log's state.
     *
     * @param mid of the m-section
     * @param rid empty without rid
     * @param trackId of its track
     * @param encoding its index there
     * @param received what came
     * @param repair what was asked for
     */
    public record Encoding(String mid, String rid, long trackId, int encoding, Received received, Repair repair) {}

    /**
     * What came.
     *
     * @param packets without retransmissions
     * @param lost that did not come by themselves
     * @param fractionLost of the last report interval, 0..1
     * @param jitterMs interarrival jitter
     */
    public record Received(long packets, long lost, double fractionLost, double jitterMs) {}

    /**
     * What was asked for.
     *
     * @param nacks packets, repeats included
     * @param abandoned packets that never came
     * @param keyframes received
     * @param keyframeRequests sent, repeats included
     */
    public record Repair(long nacks, long abandoned, long keyframes, long keyframeRequests) {}
}
