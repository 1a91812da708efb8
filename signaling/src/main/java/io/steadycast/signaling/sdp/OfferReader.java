package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.DtlsRole;
import io.steadycast.signaling.plane.Fingerprint;
import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.TransportOffer;
import io.steadycast.signaling.sdp.NegotiationException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Stateless. Understands an offer as a whole: BUNDLE, ICE credentials, fingerprints, DTLS role; m-sections by {@link MediaReader}. */
public final class OfferReader {
    private OfferReader() {}

    public static Offer read(SessionDescription description) throws SdpException, NegotiationException {
        Set<String> bundle = bundle(description);
        List<OfferedMedia> media = new ArrayList<>();
        Set<String> mids = new HashSet<>();
        int candidates = 0;
        for (MediaDescription section : description.media()) {
            OfferedMedia offered = new MediaReader(description, section, bundle).read();
            String mid = offered.head().mid();
            if (!mid.isEmpty() && !mids.add(mid)) {
                throw section.mediaLine()
                        .malformed("the mid " + mid + " is already another m-line's (RFC 5888 section 4)");
            }
            candidates += candidates(section);
            SdpLimits.check(
                    candidates, SdpLimits.MAX_CANDIDATES, section.mediaLine().line(), "candidates", "candidates");
            media.add(offered);
        }
        // ffmpeg 8.0 names the mid of audio and the mid of video also when it sends only one of them.
        bundle.retainAll(mids);
        if (media.isEmpty()) {
            throw new NegotiationException(Reason.NO_MEDIA, "The offer has no m-line.");
        }
        MediaDescription tagged = tagged(description, media, bundle);
        TransportOffer transport = new TransportOffer(
                ice(description, tagged), fingerprints(description, tagged), role(description, tagged));
        return new Offer(transport, !bundle.isEmpty(), media);
    }

    private static Set<String> bundle(SessionDescription description) throws SdpException {
        for (SdpAttribute attribute : description.attributes()) {
            if (attribute.name().equals("group")
                    && SdpText.head(attribute.value()).equals("BUNDLE")) {
                Set<String> mids = new LinkedHashSet<>();
                for (String mid : SdpText.words(SdpText.tail(attribute.value()))) {
                    if (!mid.isEmpty() && !mids.add(mid)) {
                        throw attribute.malformed("a mid may stand in it once (RFC 8843 section 5)");
                    }
                }
                return mids;
            }
        }
        return new LinkedHashSet<>();
    }

    /** The section whose transport attributes count for all: the first of the group, which RFC 8843 section 7.2.1 calls tagged. */
    private static MediaDescription tagged(SessionDescription description, List<OfferedMedia> media, Set<String> bundle)
            throws NegotiationException {
        int firstUsable = -1;
        int usable = 0;
        for (int i = 0; i < media.size(); i++) {
            OfferedMedia section = media.get(i);
            if (section.isRejected()) {
                continue;
            }
            usable++;
            boolean isTagged = bundle.isEmpty()
                    ? firstUsable < 0
                    : section.head().mid().equals(bundle.iterator().next());
            if (isTagged || (firstUsable < 0 && section.head().bundled())) {
                firstUsable = i;
            }
            if (isTagged && !bundle.isEmpty()) {
                return description.media().get(i);
            }
        }
        if (firstUsable < 0) {
            throw new NegotiationException(
                    Reason.NO_MEDIA, "Every m-line of the offer is rejected (port 0) or outside its BUNDLE group.");
        }
        if (bundle.isEmpty() && usable > 1) {
            throw new NegotiationException(
                    Reason.TRANSPORT,
                    "The offer has " + usable
                            + " m-lines but no a=group:BUNDLE. This server has one transport per session:"
                            + " offer all m-lines in one BUNDLE group (bundlePolicy max-bundle).");
        }
        return description.media().get(firstUsable);
    }

    private static int candidates(MediaDescription section) throws SdpException {
        int count = 0;
        for (SdpAttribute attribute : section.attributes()) {
            if (attribute.name().equals("candidate")) {
                IceText.checkCandidate(attribute);
                count++;
            }
        }
        return count;
    }

    private static IceParameters ice(SessionDescription description, MediaDescription tagged) throws SdpException {
        SdpAttribute ufrag = required(description, tagged, "ice-ufrag");
        SdpAttribute pwd = required(description, tagged, "ice-pwd");
        return IceText.parameters(ufrag, pwd);
    }

    private static SdpAttribute required(SessionDescription description, MediaDescription tagged, String name)
            throws SdpException {
        return tagged.first(name)
                .or(() -> description.first(name))
                .orElseThrow(() -> tagged.mediaLine()
                        .malformed("needs a=" + name + ", in this m-section or at session level (RFC 8839 section 5)"));
    }

    private static List<Fingerprint> fingerprints(SessionDescription description, MediaDescription tagged)
            throws SdpException {
        SdpAttribute first = required(description, tagged, "fingerprint");
        List<SdpAttribute> level = tagged.has("fingerprint") ? tagged.attributes() : description.attributes();
        List<Fingerprint> fingerprints = new ArrayList<>();
        for (SdpAttribute attribute : level) {
            if (attribute.name().equals("fingerprint")) {
                SdpLimits.check(
                        fingerprints.size() + 1,
                        SdpLimits.MAX_FINGERPRINTS,
                        attribute.line(),
                        "fingerprint",
                        "fingerprints");
                String hash = SdpText.head(attribute.value());
                if (hash.equalsIgnoreCase("sha-1") || hash.equalsIgnoreCase("md5") || hash.equalsIgnoreCase("md2")) {
                    continue; // Legal to offer beside a stronger one, too weak to rely on.
                }
                fingerprints.add(fingerprint(attribute, hash));
            }
        }
        if (fingerprints.isEmpty()) {
            throw first.malformed("one fingerprint must use sha-256, sha-384 or sha-512");
        }
        return fingerprints;
    }

    private static Fingerprint fingerprint(SdpAttribute attribute, String hash) throws SdpException {
        try {
            return new Fingerprint(hash, SdpText.tail(attribute.value()));
        } catch (IllegalArgumentException e) {
            throw attribute.malformed(String.valueOf(e.getMessage()));
        }
    }

    /** Server by preference: then the client speaks first, and needs nothing of us but an open port (RFC 8842 section 5.3). */
    private static DtlsRole role(SessionDescription description, MediaDescription tagged) throws SdpException {
        SdpAttribute setup = required(description, tagged, "setup");
        return switch (setup.value()) {
            case "actpass", "active" -> DtlsRole.PASSIVE;
            case "passive" -> DtlsRole.ACTIVE;
            default -> throw setup.malformed("must be actpass, active or passive (RFC 8842 section 5.2)");
        };
    }
}
