package io.steadycast.signaling.sdp;

import io.steadycast.signaling.sdp.MediaDescription.MediaLine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Confined to one parse. Turns text into a {@link SessionDescription} under the bounds of {@link SdpLimits}: the grammar of RFC 8866
 * section 9 at the level of lines, m-lines and attributes. What attributes mean is {@link OfferReader}'s part.
 */
public final class SdpParser {
    private static final String LEGAL_TYPES = "vosiuepcbtrzkam";

    private final List<SdpAttribute> sessionAttributes = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    private final List<SdpAttribute> mediaAttributes = new ArrayList<>();
    private @Nullable MediaLine mediaLine;
    private @Nullable String origin;
    private boolean named;
    private boolean timed;

    private SdpParser() {}

    public static SessionDescription parse(byte[] bytes) throws SdpException {
        if (bytes.length > SdpLimits.MAX_BYTES) {
            throw new SdpException(
                    0, bytes.length + " bytes", "a description may have at most " + SdpLimits.MAX_BYTES + " bytes");
        }
        try {
            return new SdpParser()
                    .run(StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new SdpException(0, "the body", "must be UTF-8 text (RFC 8866 section 5)");
        }
    }

    public static SessionDescription parse(String text) throws SdpException {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private SessionDescription run(String text) throws SdpException {
        int number = 0;
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int next = newline < 0 ? text.length() : newline + 1;
            if (end > start && text.charAt(end - 1) == '\r') {
                end--;
            }
            number++;
            SdpLimits.check(number, SdpLimits.MAX_LINES, number, "", "lines");
            // A blank line at the very end is what many hand-written clients send; anywhere else it is an error.
            if (end > start || !text.substring(start).isBlank()) {
                line(number, text.substring(start, end));
            }
            start = next;
        }
        return finish(number);
    }

    private SessionDescription finish(int lastLine) throws SdpException {
        endMedia();
        String sessionOrigin = origin;
        if (sessionOrigin == null || !named || !timed) {
            String missing = sessionOrigin == null ? "o=" : named ? "t=" : "s=";
            throw new SdpException(
                    lastLine, "end", "a description must have a line " + missing + " (RFC 8866 section 5)");
        }
        return new SessionDescription(sessionOrigin, sessionAttributes, media);
    }

    private void line(int number, String line) throws SdpException {
        if (line.length() > SdpLimits.MAX_LINE_CHARS) {
            throw new SdpException(number, line, "a line may have at most " + SdpLimits.MAX_LINE_CHARS + " characters");
        }
        if (line.length() < 2 || line.charAt(1) != '=' || LEGAL_TYPES.indexOf(line.charAt(0)) < 0) {
            throw new SdpException(number, line, "a line must be one of " + LEGAL_TYPES + ", then '=' and its value");
        }
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < 0x20 && line.charAt(i) != '\t') {
                throw new SdpException(number, line, "control characters are not allowed");
            }
        }
        char type = line.charAt(0);
        if ((number == 1) != (type == 'v')) {
            throw new SdpException(number, line, "the first line, and only the first, must be v=0");
        }
        value(number, type, line.substring(2));
    }

    private void value(int number, char type, String value) throws SdpException {
        switch (type) {
            case 'v' -> {
                if (!value.equals("0")) {
                    throw new SdpException(number, "v=" + value, "the only version is 0");
                }
            }
            case 'o' -> {
                if (value.split(" ", -1).length != 6) {
                    throw new SdpException(
                            number,
                            "o=" + value,
                            "must be: username id version IN IP4|IP6 address (RFC 8866 section 5.2)");
                }
                origin = once(number, 'o', origin == null, value);
            }
            case 's' -> {
                once(number, 's', !named, value);
                named = true;
            }
            case 't' -> timed = true;
            case 'm' -> startMedia(number, value);
            case 'a' -> attribute(number, value);
            default -> {
                // i, u, e, p, c, b, r, z, k mean nothing to WebRTC: addresses come from ICE, rates from congestion
                // control.
            }
        }
    }

    private static String once(int number, char type, boolean isFirst, String value) throws SdpException {
        if (!isFirst) {
            throw new SdpException(number, type + "=" + value, "there must be one " + type + "= only");
        }
        return value;
    }

    private void attribute(int number, String value) throws SdpException {
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        if (!SdpText.isToken(name)) {
            throw new SdpException(number, "a=" + value, "an attribute's name must be a token (RFC 8866 section 9)");
        }
        SdpAttribute attribute = new SdpAttribute(
                number, name, colon < 0 ? "" : value.substring(colon + 1).strip());
        (mediaLine == null ? sessionAttributes : mediaAttributes).add(attribute);
    }

    private void startMedia(int number, String value) throws SdpException {
        endMedia();
        SdpLimits.check(media.size() + 1, SdpLimits.MAX_MEDIA, number, "m=" + value, "m-lines");
        String[] fields = value.split(" +", SdpLimits.MAX_FORMATS + 4);
        if (fields.length < 4 || !SdpText.isToken(fields[0])) {
            throw new SdpException(
                    number, "m=" + value, "must be: media port protocol format... (RFC 8866 section 5.14)");
        }
        SdpLimits.check(fields.length - 3, SdpLimits.MAX_FORMATS, number, "m=" + value, "formats in an m-line");
        int slash = fields[1].indexOf('/');
        String portText = slash < 0 ? fields[1] : fields[1].substring(0, slash);
        int port = (int) SdpText.number(number, "m=" + value, portText, "the port", 0, 65_535);
        for (String part : fields[2].split("/", -1)) {
            if (!SdpText.isToken(part)) {
                throw new SdpException(number, "m=" + value, "the protocol must be tokens joined by '/'");
            }
        }
        List<String> formats = new ArrayList<>();
        for (int i = 3; i < fields.length; i++) {
            if (!SdpText.isToken(fields[i])) {
                throw new SdpException(number, "m=" + value, "each format must be a token");
            }
            formats.add(fields[i]);
        }
        mediaLine = new MediaLine(number, fields[0], port, fields[2], formats);
    }

    private void endMedia() {
        MediaLine current = mediaLine;
        if (current != null) {
            media.add(new MediaDescription(current, mediaAttributes));
            mediaAttributes.clear();
        }
    }
}
