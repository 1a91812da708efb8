package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.Candidate;
import io.steadycast.signaling.plane.CodecParameters;
import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.Feedback;
import io.steadycast.signaling.plane.SubscribeAnswer.SentTrack;
import io.steadycast.signaling.plane.TransportAnswer;
import io.steadycast.signaling.sdp.MediaDescription.MediaLine;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedCodec;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedExtension;
import io.steadycast.signaling.sdp.OfferedMedia.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * Confined to one answer. Writes what JSEP (RFC 8829 section 5.3) makes of an answer, for an ICE-lite, BUNDLE-only server.
 * Credentials and fingerprint stand in every m-section, since not all stacks look them up in the tagged one; candidates in the first.
 */
final class AnswerWriter {
    private final Offer offer;
    private final List<AnswerLine> lines;
    private final TransportAnswer transport;

    AnswerWriter(Offer offer, List<AnswerLine> lines, TransportAnswer transport) {
        this.offer = offer;
        this.lines = lines;
        this.transport = transport;
    }

    String write(long sessionId, List<SentTrack> sent) {
        List<SdpAttribute> session = new ArrayList<>();
        List<String> mids = lines.stream()
                .filter(line -> !line.isRejected() && line.offered().head().bundled())
                .map(line -> line.offered().head().mid())
                .toList();
        if (!mids.isEmpty()) {
            session.add(SdpAttribute.of("group", "BUNDLE " + String.join(" ", mids)));
        }
        session.add(SdpAttribute.of("ice-lite", ""));
        if (offer.extmapAllowMixed()) {
            session.add(SdpAttribute.of("extmap-allow-mixed", ""));
        }
        session.add(SdpAttribute.of("msid-semantic", "WMS *"));
        List<MediaDescription> media = new ArrayList<>();
        boolean withCandidates = true;
        for (AnswerLine line : lines) {
            media.add(line.isRejected() ? rejected(line) : accepted(line, withCandidates, sent));
            withCandidates &= line.isRejected();
        }
        return new SessionDescription("- " + sessionId + " 1 IN IP4 127.0.0.1", session, media).text();
    }

    private static MediaDescription rejected(AnswerLine line) {
        MediaLine offered = line.offered().mediaLine();
        List<SdpAttribute> attributes = new ArrayList<>();
        mid(line, attributes);
        attributes.add(SdpAttribute.of(Direction.INACTIVE.attributeName(), ""));
        List<String> format = List.of(offered.formats().getFirst());
        return new MediaDescription(new MediaLine(0, offered.kind(), 0, offered.protocol(), format), attributes);
    }

    private MediaDescription accepted(AnswerLine line, boolean withCandidates, List<SentTrack> sent) {
        List<SdpAttribute> attributes = new ArrayList<>();
        transport(attributes, withCandidates);
        mid(line, attributes);
        for (OfferedExtension extension : line.extensions()) {
            attributes.add(SdpAttribute.of("extmap", extension.answered()));
        }
        attributes.add(SdpAttribute.of(line.direction().attributeName(), ""));
        attributes.add(SdpAttribute.of("rtcp-mux", ""));
        if (line.offered().head().has(Option.RTCP_RSIZE)) {
            attributes.add(SdpAttribute.of("rtcp-rsize", ""));
        }
        if (line.offered().head().has(Option.RCVR_RTT)) {
            attributes.add(SdpAttribute.of("rtcp-xr", "rcvr-rtt=all"));
        }
        List<String> formats = new ArrayList<>();
        for (CodecParameters codec : line.codecs()) {
            codec(codec, attributes, formats);
        }
        line.fec().ifPresent(fec -> fec(fec, attributes, formats));
        simulcast(line.rids(), attributes);
        for (SentTrack track : sent) {
            if (track.mid().equals(line.offered().effectiveMid())) {
                sources(track, attributes);
            }
        }
        MediaLine offered = line.offered().mediaLine();
        return new MediaDescription(new MediaLine(0, offered.kind(), 9, offered.protocol(), formats), attributes);
    }

    private void transport(List<SdpAttribute> attributes, boolean withCandidates) {
        if (withCandidates) {
            for (Candidate candidate : transport.candidates()) {
                attributes.add(IceText.candidate(candidate));
            }
            attributes.add(SdpAttribute.of("end-of-candidates", ""));
        }
        attributes.add(SdpAttribute.of("ice-ufrag", transport.ice().ufrag()));
        attributes.add(SdpAttribute.of("ice-pwd", transport.ice().pwd()));
        attributes.add(SdpAttribute.of(
                "fingerprint",
                transport.fingerprint().algorithm() + " "
                        + transport.fingerprint().value()));
        String setup = switch (offer.transport().role()) {
            case ACTIVE -> "active";
            case PASSIVE -> "passive";
        };
        attributes.add(SdpAttribute.of("setup", setup));
    }

    private static void mid(AnswerLine line, List<SdpAttribute> attributes) {
        if (!line.offered().head().mid().isEmpty()) {
            attributes.add(SdpAttribute.of("mid", line.offered().head().mid()));
        }
    }

    private static void codec(CodecParameters parameters, List<SdpAttribute> attributes, List<String> formats) {
        int payloadType = parameters.payloadType();
        formats.add(Integer.toString(payloadType));
        String channels = parameters.codec().channels() == 1
                ? ""
                : "/" + parameters.codec().channels();
        String map =
                parameters.codec().encodingName() + "/" + parameters.codec().clockRateHz() + channels;
        attributes.add(SdpAttribute.of("rtpmap", payloadType + " " + map));
        if (!parameters.fmtp().isEmpty()) {
            attributes.add(SdpAttribute.of("fmtp", payloadType + " " + parameters.fmtp()));
        }
        for (Feedback feedback : Feedback.values()) {
            if (parameters.feedback().contains(feedback)) {
                attributes.add(SdpAttribute.of("rtcp-fb", payloadType + " " + feedback.sdp()));
            }
        }
        if (parameters.hasRtx()) {
            int rtx = parameters.rtxPayloadType();
            formats.add(Integer.toString(rtx));
            attributes.add(
                    SdpAttribute.of("rtpmap", rtx + " rtx/" + parameters.codec().clockRateHz()));
            attributes.add(SdpAttribute.of("fmtp", rtx + " apt=" + payloadType));
        }
    }

    /** As it was offered, repair window included: it is the viewer's to say how long it waits for parity. */
    private static void fec(OfferedCodec fec, List<SdpAttribute> attributes, List<String> formats) {
        formats.add(Integer.toString(fec.payloadType()));
        attributes.add(
                SdpAttribute.of("rtpmap", fec.payloadType() + " " + CodecPolicy.FLEX_FEC + "/" + fec.clockRateHz()));
        if (!fec.fmtp().isEmpty()) {
            attributes.add(SdpAttribute.of("fmtp", fec.payloadType() + " " + fec.fmtp()));
        }
        if (fec.feedback().contains(Feedback.TRANSPORT_CC.sdp())) {
            attributes.add(SdpAttribute.of("rtcp-fb", fec.payloadType() + " " + Feedback.TRANSPORT_CC.sdp()));
        }
    }

    private static void simulcast(List<String> rids, List<SdpAttribute> attributes) {
        for (String rid : rids) {
            attributes.add(SdpAttribute.of("rid", rid + " recv"));
        }
        if (!rids.isEmpty()) {
            attributes.add(SdpAttribute.of("simulcast", "recv " + String.join(";", rids)));
        }
    }

    private static void sources(SentTrack track, List<SdpAttribute> attributes) {
        attributes.add(SdpAttribute.of("msid", track.msid()));
        if (track.rtxSsrc() != EncodingSpec.UNKNOWN_SSRC) {
            attributes.add(SdpAttribute.of("ssrc-group", "FID " + track.ssrc() + " " + track.rtxSsrc()));
        }
        if (track.fecSsrc() != EncodingSpec.UNKNOWN_SSRC) {
            attributes.add(SdpAttribute.of("ssrc-group", "FEC-FR " + track.ssrc() + " " + track.fecSsrc()));
        }
        for (long ssrc : new long[] {track.ssrc(), track.rtxSsrc(), track.fecSsrc()}) {
            if (ssrc != EncodingSpec.UNKNOWN_SSRC) {
                source(ssrc, track, attributes);
            }
        }
    }

    private static void source(long ssrc, SentTrack track, List<SdpAttribute> attributes) {
        attributes.add(SdpAttribute.of("ssrc", ssrc + " cname:" + track.cname()));
        attributes.add(SdpAttribute.of("ssrc", ssrc + " msid:" + track.msid()));
    }
}
