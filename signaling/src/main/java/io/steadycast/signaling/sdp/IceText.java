package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.Candidate;
import io.steadycast.signaling.plane.IceParameters;
import java.util.Locale;

/** Stateless. ICE in SDP (RFC 8839): credentials and candidates. Remote candidates are checked and dropped: an ICE-lite side sends no checks. */
final class IceText {
    private IceText() {}

    static IceParameters parameters(SdpAttribute ufrag, SdpAttribute pwd) throws SdpException {
        try {
            return new IceParameters(ufrag.value(), pwd.value());
        } catch (IllegalArgumentException e) {
            boolean isUfrag = String.valueOf(e.getMessage()).contains("ufrag");
            // A password is a secret even here, so only its name is shown.
            throw isUfrag
                    ? ufrag.malformed("must be 4..256 of A-Z a-z 0-9 + / (RFC 8839 section 5.4)")
                    : new SdpException(
                            pwd.line(), "a=ice-pwd", "must be 22..256 of A-Z a-z 0-9 + / (RFC 8839 section 5.4)");
        }
    }

    /** {@code foundation component transport priority address port typ type ...} (RFC 8839 section 5.1). */
    static void checkCandidate(SdpAttribute candidate) throws SdpException {
        String[] fields = SdpText.words(candidate.value());
        if (fields.length < 8 || !fields[6].equals("typ")) {
            throw candidate.malformed(
                    "must be: foundation component transport priority address port typ type (RFC 8839 section 5.1)");
        }
        SdpText.number(candidate, fields[1], "the component", 1, 256);
        SdpText.number(candidate, fields[3], "the priority", 0, 0xffff_ffffL);
        SdpText.number(candidate, fields[5], "the port", 0, 65_535);
    }

    static SdpAttribute candidate(Candidate candidate) {
        boolean tcp = candidate.protocol() == Candidate.Protocol.TCP;
        String text = candidate.foundation() + (tcp ? " 1 tcp " : " 1 udp ") + candidate.priority() + " "
                + candidate.address() + " " + candidate.port() + " typ "
                + candidate.type().name().toLowerCase(Locale.ROOT);
        // RFC 8839 section 5.1 wants a related address beside anything but host; zeros say that it is not told.
        String related = switch (candidate.type()) {
            case HOST -> "";
            case SRFLX -> candidate.address().indexOf(':') < 0 ? " raddr 0.0.0.0 rport 0" : " raddr :: rport 0";
        };
        // RFC 6544 section 4.5: behind the related address.
        return SdpAttribute.of("candidate", text + related + (tcp ? " tcptype passive" : ""));
    }
}
