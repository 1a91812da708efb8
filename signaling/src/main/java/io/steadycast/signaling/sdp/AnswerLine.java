package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.CodecParameters;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedCodec;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedExtension;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one m-line of the offer.
 *
 * @param direction ours
 * @param codecs empty if the m-line is rejected
 * @param fec its FlexFEC-03 format, where we send parity
 * @param rids that we receive simulcast by, empty if there are none
 */
record AnswerLine(
        OfferedMedia offered,
        Direction direction,
        List<CodecParameters> codecs,
        Optional<OfferedCodec> fec,
        List<OfferedExtension> extensions,
        List<String> rids) {
    static AnswerLine rejected(OfferedMedia offered) {
        return new AnswerLine(offered, Direction.INACTIVE, List.of(), Optional.empty(), List.of(), List.of());
    }

    boolean isRejected() {
        return codecs.isEmpty();
    }
}
