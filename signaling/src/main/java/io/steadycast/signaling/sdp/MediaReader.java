package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.ExtensionMapping;
import io.steadycast.signaling.sdp.OfferedMedia.Head;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedCodec;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedExtension;
import io.steadycast.signaling.sdp.OfferedMedia.Option;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Confined to one parse. Understands one m-section: mid, direction, flags, payload types, header extensions. */
final class MediaReader {
    private static final int MAX_EXTENSION_ID = 14;

    private final SessionDescription session;
    private final MediaDescription section;
    private final Set<String> bundle;
    private final Map<Integer, String> rtpmaps = new LinkedHashMap<>();
    private final Map<Integer, String> fmtps = new HashMap<>();
    private final Map<Integer, Set<String>> feedback = new HashMap<>();
    private final Set<String> feedbackForAll = new LinkedHashSet<>();
    private final Map<String, OfferedExtension> extensions = new LinkedHashMap<>();
    private final Set<Integer> extensionIds = new HashSet<>();

    MediaReader(SessionDescription session, MediaDescription section, Set<String> bundle) {
        this.session = session;
        this.section = section;
        this.bundle = bundle;
    }

    OfferedMedia read() throws SdpException {
        Head head = new Head(mid(), direction(), bundle.contains(mid()), options());
        if (!section.mediaLine().protocol().endsWith("RTP/SAVPF")) {
            return new OfferedMedia(section.mediaLine(), head, List.of(), List.of(), List.of());
        }
        for (SdpAttribute attribute : session.attributes()) {
            if (attribute.name().equals("extmap")) {
                extmap(attribute);
            }
        }
        extensionIds.clear(); // A section may say again what the session said.
        for (SdpAttribute attribute : section.attributes()) {
            switch (attribute.name()) {
                case "rtpmap" -> rtpmap(attribute);
                case "fmtp" -> fmtp(attribute);
                case "rtcp-fb" -> rtcpFeedback(attribute);
                case "extmap" -> extmap(attribute);
                default -> {
                    // Read elsewhere, or of no meaning to us; RFC 8866 section 5.13 says to ignore what is unknown.
                }
            }
        }
        return new OfferedMedia(
                section.mediaLine(),
                head,
                codecs(),
                List.copyOf(extensions.values()),
                new EncodingReader(section).read());
    }

    private String mid() throws SdpException {
        Optional<SdpAttribute> mid = section.first("mid");
        if (mid.isEmpty()) {
            return "";
        }
        if (!SdpText.isToken(mid.get().value()) || mid.get().value().length() > 16) {
            throw mid.get().malformed("a mid must be a token of 1..16 characters (RFC 5888 section 4)");
        }
        return mid.get().value();
    }

    private Direction direction() throws SdpException {
        Direction found = null;
        for (SdpAttribute attribute : section.attributes()) {
            Optional<Direction> direction = Direction.of(attribute.name());
            if (direction.isPresent()) {
                if (found != null) {
                    throw attribute.malformed("an m-section may have one direction only");
                }
                found = direction.get();
            }
        }
        if (found != null) {
            return found;
        }
        return session.attributes().stream()
                .flatMap(attribute -> Direction.of(attribute.name()).stream())
                .findFirst()
                .orElse(Direction.SENDRECV);
    }

    private Set<Option> options() throws SdpException {
        Set<Option> options = EnumSet.noneOf(Option.class);
        if (section.has("bundle-only")) {
            options.add(Option.BUNDLE_ONLY);
        }
        if (section.has("rtcp-mux") || section.has("rtcp-mux-only")) {
            options.add(Option.RTCP_MUX);
        }
        if (section.has("rtcp-rsize")) {
            options.add(Option.RTCP_RSIZE);
        }
        if (section.has("extmap-allow-mixed")
                || session.first("extmap-allow-mixed").isPresent()) {
            options.add(Option.EXTMAP_ALLOW_MIXED);
        }
        Optional<SdpAttribute> xr = section.first("rtcp-xr").or(() -> session.first("rtcp-xr"));
        if (xr.isPresent() && List.of(xr.get().value().split(" ")).contains("rcvr-rtt=all")) {
            options.add(Option.RCVR_RTT);
        }
        return options;
    }

    /**
     * One that does not stand in the m-line is legal and means nothing: Firefox keeps the feedback lines of formats that
     * {@code setCodecPreferences} took out.
     */
    private static int payloadType(SdpAttribute attribute, String digits) throws SdpException {
        return (int) SdpText.number(attribute, digits, "the payload type", 0, 127);
    }

    private void rtpmap(SdpAttribute attribute) throws SdpException {
        int payloadType = payloadType(attribute, SdpText.head(attribute.value()));
        if (rtpmaps.putIfAbsent(payloadType, SdpText.tail(attribute.value())) != null) {
            throw attribute.malformed("payload type " + payloadType + " is already mapped");
        }
        rtpmapFields(payloadType);
    }

    /** {@code name/clock[/channels]} (RFC 8866 section 6.6). */
    private String[] rtpmapFields(int payloadType) throws SdpException {
        String map = rtpmaps.getOrDefault(payloadType, "");
        String[] fields = map.split("/", -1);
        String context = "a=rtpmap:" + payloadType + " " + map;
        if (fields.length < 2 || fields.length > 3 || !SdpText.isToken(fields[0])) {
            throw new SdpException(line("rtpmap", payloadType), context, "must be: name/clock or name/clock/channels");
        }
        SdpText.number(line("rtpmap", payloadType), context, fields[1], "the clock rate", 1, 1_000_000);
        if (fields.length == 3) {
            SdpText.number(line("rtpmap", payloadType), context, fields[2], "channels", 1, 255);
        }
        return fields;
    }

    private int line(String name, int payloadType) {
        for (SdpAttribute attribute : section.attributes()) {
            if (attribute.name().equals(name)
                    && SdpText.head(attribute.value()).equals(Integer.toString(payloadType))) {
                return attribute.line();
            }
        }
        return section.mediaLine().line();
    }

    private void fmtp(SdpAttribute attribute) throws SdpException {
        int payloadType = payloadType(attribute, SdpText.head(attribute.value()));
        String parameters = SdpText.tail(attribute.value());
        if (parameters.length() > SdpLimits.MAX_FMTP_CHARS) {
            throw attribute.malformed("format parameters may have at most " + SdpLimits.MAX_FMTP_CHARS + " characters");
        }
        // RFC 8866 section 6.15 allows one; old senders split theirs in two.
        fmtps.merge(
                payloadType,
                parameters,
                (a, b) -> a.length() + b.length() < SdpLimits.MAX_FMTP_CHARS ? a + ";" + b : a);
    }

    private void rtcpFeedback(SdpAttribute attribute) throws SdpException {
        String head = SdpText.head(attribute.value());
        String value = SdpText.tail(attribute.value());
        if (value.isEmpty()) {
            throw attribute.malformed("must be: payload type or '*', then the feedback (RFC 4585 section 4.2)");
        }
        if (head.equals("*")) {
            feedbackForAll.add(value);
        } else {
            feedback.computeIfAbsent(payloadType(attribute, head), _ -> new LinkedHashSet<>())
                    .add(value);
        }
    }

    private void extmap(SdpAttribute attribute) throws SdpException {
        String[] fields = SdpText.words(attribute.value());
        int slash = fields[0].indexOf('/');
        String idText = slash < 0 ? fields[0] : fields[0].substring(0, slash);
        int id = (int) SdpText.number(attribute, idText, "the extension id", 1, 4_351);
        if (fields.length < 2 || fields[1].length() > 256) {
            throw attribute.malformed("must be: id URI (RFC 8285 section 7)");
        }
        if (!extensionIds.add(id)) {
            throw attribute.malformed("extension id " + id + " is already another's in this m-section");
        }
        SdpLimits.check(
                extensionIds.size(), SdpLimits.MAX_EXTENSIONS, attribute.line(), attribute.value(), "extensions");
        String directionText = slash < 0 ? "sendrecv" : fields[0].substring(slash + 1);
        Direction direction = Direction.of(directionText)
                .orElseThrow(
                        () -> attribute.malformed("the direction must be sendrecv, sendonly, recvonly or inactive"));
        // One-byte headers reach 14; extensions with parameters are none that we know.
        if (id <= MAX_EXTENSION_ID && direction != Direction.INACTIVE && fields.length == 2) {
            extensions.put(fields[1], new OfferedExtension(new ExtensionMapping(id, fields[1]), direction));
        }
    }

    private List<OfferedCodec> codecs() throws SdpException {
        List<OfferedCodec> codecs = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (String format : section.mediaLine().formats()) {
            int line = section.mediaLine().line();
            int payloadType =
                    (int) SdpText.number(line, "m=" + section.mediaLine().text(), format, "a payload type", 0, 127);
            if (!seen.add(payloadType)) {
                throw section.mediaLine().malformed("payload type " + payloadType + " stands in it twice");
            }
            if (rtpmaps.containsKey(payloadType)) {
                codecs.add(codec(payloadType, rtpmapFields(payloadType)));
            }
            // A static payload type (RFC 3551) without rtpmap is none that we forward.
        }
        return codecs;
    }

    private OfferedCodec codec(int payloadType, String[] rtpmap) throws SdpException {
        String fmtp = fmtps.getOrDefault(payloadType, "");
        int apt = -1;
        Optional<String> aptText = Fmtp.parameter(fmtp, "apt");
        if (rtpmap[0].equalsIgnoreCase("rtx") && aptText.isPresent()) {
            apt = (int) SdpText.number(
                    line("fmtp", payloadType), "a=fmtp:" + payloadType + " " + fmtp, aptText.get(), "apt", 0, 127);
        }
        Set<String> offered = new LinkedHashSet<>(feedbackForAll);
        offered.addAll(feedback.getOrDefault(payloadType, Set.of()));
        return new OfferedCodec(payloadType, rtpmap[0], Integer.parseInt(rtpmap[1]), fmtp, apt, offered);
    }
}
