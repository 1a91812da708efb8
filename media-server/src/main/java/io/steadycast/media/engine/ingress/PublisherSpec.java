package io.steadycast.media.engine.ingress;

import io.steadycast.media.wire.rtp.HeaderExtension;
import java.util.List;
import java.util.Map;

/**
 * What was negotiated with one publisher.
 *
 * @param cname of our reports
 * @param reducedSize RTCP feedback may travel alone (RFC 5506)
 * @param extensions ids of header extensions, the same for all sections of a bundle (RFC 8843 section 9.2)
 * @param media one per m-section
 */
public record PublisherSpec(
        String cname, boolean reducedSize, Map<HeaderExtension, Integer> extensions, List<PublisherMedia> media) {
    public static final int MAX_MEDIA = 16;

    public PublisherSpec {
        extensions = Map.copyOf(extensions);
        media = List.copyOf(media);
        if (media.size() > MAX_MEDIA) {
            throw new IllegalArgumentException(media.size() + " media");
        }
    }
}
