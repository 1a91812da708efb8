package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Confined to one parse. Finds which encodings a sender announces: by rid (RFC 8851, 8853), or by a=ssrc and its groups (RFC 5576). */
final class EncodingReader {
    private final MediaDescription section;
    private final Set<String> rids = new LinkedHashSet<>();
    private final Set<Long> ssrcs = new LinkedHashSet<>();
    private final Map<Long, Long> rtxOf = new HashMap<>();
    private final List<Long> simulcastSsrcs = new ArrayList<>();

    EncodingReader(MediaDescription section) {
        this.section = section;
    }

    List<EncodingSpec> read() throws SdpException {
        for (SdpAttribute attribute : section.attributes()) {
            switch (attribute.name()) {
                case "rid" -> rid(attribute);
                case "ssrc" -> ssrc(attribute);
                case "ssrc-group" -> ssrcGroup(attribute);
                default -> {
                    // Not about encodings.
                }
            }
        }
        List<String> simulcast = simulcast();
        List<EncodingSpec> encodings = new ArrayList<>();
        if (!simulcast.isEmpty()) {
            for (String rid : simulcast) {
                encodings.add(new EncodingSpec(rid, EncodingSpec.UNKNOWN_SSRC, EncodingSpec.UNKNOWN_SSRC));
            }
        } else {
            for (long ssrc : primaries()) {
                encodings.add(new EncodingSpec("", ssrc, rtxOf.getOrDefault(ssrc, EncodingSpec.UNKNOWN_SSRC)));
            }
        }
        if (encodings.isEmpty()) {
            encodings.add(new EncodingSpec("", EncodingSpec.UNKNOWN_SSRC, EncodingSpec.UNKNOWN_SSRC));
        }
        return encodings.subList(0, Math.min(encodings.size(), PublishedTrackSpec.MAX_ENCODINGS));
    }

    private void rid(SdpAttribute attribute) throws SdpException {
        String[] fields = SdpText.words(attribute.value());
        if (fields.length < 2 || !isRid(fields[0]) || !(fields[1].equals("send") || fields[1].equals("recv"))) {
            throw attribute.malformed("must be: 1..16 of A-Z a-z 0-9 - _, then send or recv (RFC 8851 section 10)");
        }
        if (fields[1].equals("send") && !rids.add(fields[0])) {
            throw attribute.malformed("the rid " + fields[0] + " is already defined");
        }
        SdpLimits.check(rids.size(), SdpLimits.MAX_RIDS, attribute.line(), attribute.value(), "rids");
    }

    private static boolean isRid(String text) {
        if (text.isEmpty() || text.length() > 16) {
            return false;
        }
        return text.chars()
                .allMatch(c -> (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_');
    }

    /** {@code send a;b,c;~d}: streams by ';', alternatives by ',' (the first counts), '~' begins paused (RFC 8853 section 5.1). */
    private List<String> simulcast() throws SdpException {
        SdpAttribute attribute = section.first("simulcast").orElse(null);
        if (attribute == null) {
            return List.of();
        }
        String[] fields = SdpText.words(attribute.value());
        Set<String> order = new LinkedHashSet<>();
        for (int i = 0; i + 1 < fields.length; i += 2) {
            if (!fields[i].equals("send") && !fields[i].equals("recv")) {
                throw attribute.malformed("must be: send or recv, then rids joined by ';' (RFC 8853 section 5.1)");
            }
            if (fields[i].equals("recv")) {
                continue;
            }
            for (String stream : fields[i + 1].split(";", -1)) {
                String first = stream.split(",", -1)[0];
                String rid = first.startsWith("~") ? first.substring(1) : first;
                if (!rids.contains(rid) || !order.add(rid)) {
                    throw attribute.malformed("each rid must have an a=rid line with send, and stand here once");
                }
            }
        }
        if (fields.length % 2 != 0) {
            throw attribute.malformed("must be: send or recv, then rids joined by ';' (RFC 8853 section 5.1)");
        }
        return List.copyOf(order);
    }

    private long ssrcNumber(SdpAttribute attribute, String digits) throws SdpException {
        long ssrc = SdpText.number(attribute, digits, "an SSRC", 0, 0xffff_ffffL);
        ssrcs.add(ssrc);
        SdpLimits.check(
                ssrcs.size(), SdpLimits.MAX_SSRCS, attribute.line(), attribute.value(), "SSRCs in an m-section");
        return ssrc;
    }

    private void ssrc(SdpAttribute attribute) throws SdpException {
        ssrcNumber(attribute, SdpText.head(attribute.value()));
    }

    private void ssrcGroup(SdpAttribute attribute) throws SdpException {
        String[] fields = SdpText.words(attribute.value());
        List<Long> members = new ArrayList<>();
        for (int i = 1; i < fields.length; i++) {
            members.add(ssrcNumber(attribute, fields[i]));
        }
        if (fields[0].equals("FID")) {
            if (members.size() != 2 || members.get(0).equals(members.get(1))) {
                throw attribute.malformed("a FID group must name two SSRCs: media and its RTX (RFC 5576 section 4.2)");
            }
            rtxOf.put(members.get(0), members.get(1));
        } else if (fields[0].equals("SIM") && simulcastSsrcs.isEmpty()) {
            simulcastSsrcs.addAll(new LinkedHashSet<>(members));
        }
    }

    private List<Long> primaries() {
        if (!simulcastSsrcs.isEmpty()) {
            return simulcastSsrcs;
        }
        return ssrcs.stream()
                .filter(ssrc -> !rtxOf.containsValue(ssrc))
                .limit(1)
                .toList();
    }
}
