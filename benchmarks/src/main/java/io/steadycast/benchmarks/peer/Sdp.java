package io.steadycast.benchmarks.peer;

import io.steadycast.benchmarks.generator.LocalEnd;
import io.steadycast.benchmarks.generator.RemoteEnd;
import io.steadycast.media.crypto.Fingerprint;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.netsim.endpoint.Negotiated;
import io.steadycast.signaling.sdp.MediaDescription;
import io.steadycast.signaling.sdp.SdpAttribute;
import io.steadycast.signaling.sdp.SdpException;
import io.steadycast.signaling.sdp.SdpParser;
import io.steadycast.signaling.sdp.SessionDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pure. What the generator offers or answers, and what it reads of a server's description: one Opus and one VP8 section in one bundle. */
final class Sdp {
    private static final int SHORT_CANDIDATE = 8;

    private Sdp() {}

    /** Of a host or a viewer; {@code setup} as RFC 8842 names it: the generator is the DTLS client, so actpass where the server surely answers passive, else active. */
    static String text(LocalEnd end, String setup) {
        boolean sends = end.ssrcs().video() != 0;
        StringBuilder out = new StringBuilder(2_048);
        out.append("v=0\r\no=- ").append(1_000_000L + end.port()).append(" 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        out.append("a=group:BUNDLE ").append(Negotiated.AUDIO_MID).append(' ').append(Negotiated.VIDEO_MID);
        out.append("\r\na=msid-semantic: WMS\r\n");
        section(out, end, "audio", Negotiated.AUDIO_MID, setup);
        out.append("a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n");
        out.append("a=fmtp:111 minptime=10;useinbandfec=1\r\n");
        source(out, end.ssrcs().audio(), "audio");
        section(out, end, "video", Negotiated.VIDEO_MID, setup);
        out.append("a=rtpmap:96 VP8/90000\r\n");
        for (String feedback : List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")) {
            out.append("a=rtcp-fb:96 ").append(feedback).append("\r\n");
        }
        // A host without repeats: nothing of its own gets lost here.
        if (!sends) {
            out.append("a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n");
        }
        source(out, end.ssrcs().video(), "video");
        return out.toString();
    }

    private static void section(StringBuilder out, LocalEnd end, String kind, String mid, String setup) {
        boolean audio = kind.equals("audio");
        boolean sends = end.ssrcs().video() != 0;
        String types = audio ? "111" : sends ? "96" : "96 97";
        out.append("m=")
                .append(kind)
                .append(" 9 UDP/TLS/RTP/SAVPF ")
                .append(types)
                .append("\r\n");
        out.append("c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n");
        out.append("a=ice-ufrag:").append(end.ufrag()).append("\r\na=ice-pwd:").append(end.password());
        out.append("\r\na=candidate:1 1 udp 2130706431 ")
                .append(end.address())
                .append(' ')
                .append(end.port());
        out.append(" typ host\r\na=end-of-candidates\r\n");
        out.append("a=fingerprint:").append(end.fingerprint());
        out.append("\r\na=setup:").append(setup).append("\r\na=mid:").append(mid);
        out.append("\r\na=extmap:").append(Negotiated.TRANSPORT_CC_ID).append(' ');
        out.append(HeaderExtension.TRANSPORT_CC.uri());
        out.append("\r\na=extmap:").append(Negotiated.MID_ID).append(' ').append(HeaderExtension.SDES_MID.uri());
        out.append("\r\na=").append(sends ? "sendonly" : "recvonly").append("\r\na=rtcp-mux\r\na=rtcp-rsize\r\n");
    }

    private static void source(StringBuilder out, int ssrc, String track) {
        if (ssrc != 0) {
            out.append("a=msid:bench ").append(track).append("\r\n");
            out.append("a=ssrc:").append(Integer.toUnsignedString(ssrc)).append(" cname:bench\r\n");
        }
    }

    /** The server's end; {@code goodbye} ends the session that this was said in. */
    static RemoteEnd read(String text, RemoteEnd.Goodbye goodbye) throws IOException {
        SessionDescription description;
        try {
            description = SdpParser.parse(text);
        } catch (SdpException e) {
            throw new IOException("the server's description is no SDP: " + e.getMessage(), e);
        }
        List<MediaDescription> media = description.media().stream()
                .filter(section -> section.mediaLine().port() != 0)
                .toList();
        if (media.isEmpty()) {
            throw new IOException("the server's description has no media:\n" + text);
        }
        MediaDescription first = media.getFirst();
        return new RemoteEnd(
                value(description, first, "ice-ufrag"),
                value(description, first, "ice-pwd"),
                fingerprints(description, first),
                address(media),
                ssrc(media, "audio"),
                ssrc(media, "video"),
                transportCc(media),
                goodbye);
    }

    private static String value(SessionDescription session, MediaDescription media, String name) throws IOException {
        Optional<SdpAttribute> found = media.first(name)
                .or(() -> session.attributes().stream()
                        .filter(attribute -> attribute.name().equals(name))
                        .findFirst());
        if (found.isEmpty()) {
            throw new IOException("the server's description has no a=" + name);
        }
        return found.get().value();
    }

    private static List<Fingerprint> fingerprints(SessionDescription session, MediaDescription media)
            throws IOException {
        String[] words = value(session, media, "fingerprint").split(" +", -1);
        if (words.length != 2) {
            throw new IOException("the server's description has a malformed a=fingerprint");
        }
        return List.of(new Fingerprint(words[0], words[1]));
    }

    private static InetSocketAddress address(List<MediaDescription> media) throws IOException {
        for (MediaDescription section : media) {
            for (String candidate : values(section, "candidate")) {
                String[] words = candidate.split(" +", -1);
                if (words.length >= SHORT_CANDIDATE
                        && words[2].equalsIgnoreCase("udp")
                        && words[1].equals("1")
                        && words[4].indexOf(':') < 0) {
                    return new InetSocketAddress(InetAddress.getByName(words[4]), Integer.parseInt(words[5]));
                }
            }
        }
        throw new IOException("the server's description has no IPv4 candidate");
    }

    private static int ssrc(List<MediaDescription> media, String kind) {
        for (MediaDescription section : media) {
            List<String> sources = values(section, "ssrc");
            if (section.mediaLine().kind().equals(kind) && !sources.isEmpty()) {
                return Integer.parseUnsignedInt(sources.getFirst().split(" ", 2)[0]);
            }
        }
        return 0;
    }

    private static int transportCc(List<MediaDescription> media) {
        for (MediaDescription section : media) {
            for (String extension : values(section, "extmap")) {
                String[] words = extension.split("[ /]", 2);
                if (extension.endsWith(HeaderExtension.TRANSPORT_CC.uri())) {
                    return Integer.parseInt(words[0]);
                }
            }
        }
        return 0;
    }

    private static List<String> values(MediaDescription media, String name) {
        List<String> values = new ArrayList<>();
        for (SdpAttribute attribute : media.attributes()) {
            if (attribute.name().equals(name)) {
                values.add(attribute.value());
            }
        }
        return values;
    }
}
