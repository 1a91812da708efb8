package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.Candidate;
import io.steadycast.signaling.plane.IceParameters;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An {@code application/trickle-ice-sdpfrag} body (RFC 8840 section 9): ICE credentials and candidates without the rest of a session.
 *
 * @param ice empty if the fragment names none
 */
public record SdpFragment(Optional<IceParameters> ice, int candidates, boolean endOfCandidates) {
    /** Prepended so that the one parser serves; errors are told in the client's line numbers. */
    private static final String PROLOGUE = "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";

    private static final int PROLOGUE_LINES = 4;

    /** Reads a body; an empty one is an error. */
    public static SdpFragment parse(Buffer body) throws SdpException {
        // Bytes that are not UTF-8 become U+FFFD here, which no rule below accepts where it matters.
        return parse(body.toString(StandardCharsets.UTF_8));
    }

    static SdpFragment parse(String text) throws SdpException {
        SessionDescription description;
        try {
            description = SdpParser.parse(PROLOGUE + text);
        } catch (SdpException e) {
            throw e.shifted(-PROLOGUE_LINES);
        }
        if (text.isBlank()) {
            throw new SdpException(
                    0, "the body", "must have a=ice-ufrag and a=ice-pwd, a=candidate or a=end-of-candidates lines");
        }
        try {
            return read(description);
        } catch (SdpException e) {
            throw e.shifted(-PROLOGUE_LINES);
        }
    }

    private static SdpFragment read(SessionDescription description) throws SdpException {
        Optional<SdpAttribute> ufrag = first(description, "ice-ufrag");
        Optional<SdpAttribute> pwd = first(description, "ice-pwd");
        if (ufrag.isPresent() != pwd.isPresent()) {
            throw ufrag.or(() -> pwd)
                    .orElseThrow()
                    .malformed("a=ice-ufrag and a=ice-pwd must come together (RFC 8839 section 5.4)");
        }
        int candidates = 0;
        boolean end = description.first("end-of-candidates").isPresent();
        for (SdpAttribute attribute : description.attributes()) {
            candidates += candidate(attribute);
        }
        for (MediaDescription section : description.media()) {
            end |= section.has("end-of-candidates");
            for (SdpAttribute attribute : section.attributes()) {
                candidates += candidate(attribute);
            }
        }
        SdpLimits.check(candidates, SdpLimits.MAX_CANDIDATES, 0, "candidates", "candidates");
        if (ufrag.isEmpty() || pwd.isEmpty()) {
            return new SdpFragment(Optional.empty(), candidates, end);
        }
        return new SdpFragment(Optional.of(IceText.parameters(ufrag.get(), pwd.get())), candidates, end);
    }

    private static int candidate(SdpAttribute attribute) throws SdpException {
        if (!attribute.name().equals("candidate")) {
            return 0;
        }
        IceText.checkCandidate(attribute);
        return 1;
    }

    private static Optional<SdpAttribute> first(SessionDescription description, String name) {
        return description
                .first(name)
                .or(() -> description.media().stream()
                        .flatMap(section -> section.first(name).stream())
                        .findFirst());
    }

    /** The answer to an ICE restart: new credentials, and the candidates again (RFC 9725 section 4.3.3). */
    public static String restartAnswer(IceParameters ice, List<Candidate> candidates) {
        StringBuilder out =
                new StringBuilder("a=ice-lite\r\na=ice-ufrag:" + ice.ufrag() + "\r\na=ice-pwd:" + ice.pwd() + "\r\n");
        for (Candidate candidate : candidates) {
            out.append("a=candidate:")
                    .append(IceText.candidate(candidate).value())
                    .append("\r\n");
        }
        return out.append("a=end-of-candidates\r\n").toString();
    }
}
