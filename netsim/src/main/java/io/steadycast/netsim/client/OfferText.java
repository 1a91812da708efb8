package io.steadycast.netsim.client;

import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.netsim.endpoint.Negotiated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Confined to one offer. Writes what a browser offers (JSEP, RFC 8829 section 5.2), with the numbers of {@link Negotiated}. */
final class OfferText {
    private static final Set<HeaderExtension> VIDEO_ONLY = EnumSet.of(
            HeaderExtension.PLAYOUT_DELAY,
            HeaderExtension.VIDEO_ORIENTATION,
            HeaderExtension.VIDEO_CONTENT_TYPE,
            HeaderExtension.VIDEO_TIMING,
            HeaderExtension.COLOR_SPACE,
            HeaderExtension.DEPENDENCY_DESCRIPTOR);
    /** A viewer is sent one SSRC for each m-section, so it has no use for these. */
    private static final Set<HeaderExtension> PUBLISHED_VIDEO_ONLY = EnumSet.of(
            HeaderExtension.SDES_RID, HeaderExtension.SDES_REPAIRED_RID, HeaderExtension.VIDEO_LAYERS_ALLOCATION);

    private final StringBuilder out = new StringBuilder(4_096);
    private final LocalEnd end;
    private final boolean sends;
    /** Frames' dependencies come, or are taken, in the descriptor. */
    private final boolean describes;

    private OfferText(LocalEnd end, boolean sends, boolean describes) {
        this.end = end;
        this.sends = sends;
        this.describes = describes;
    }

    /** To receive one audio and one video track. */
    static String watch(LocalEnd end, long sessionId) {
        OfferText offer = new OfferText(end, false, true);
        offer.session(sessionId);
        offer.audio();
        offer.video(List.of(VideoFormat.values()));
        return offer.out.toString();
    }

    /** To send audio, and video in these simulcast layers; one layer is sent without a name. */
    static String publish(LocalEnd end, long sessionId, VideoFormat format, List<String> rids) {
        OfferText offer = new OfferText(end, true, format == VideoFormat.AV1);
        offer.session(sessionId);
        offer.audio();
        offer.video(List.of(format));
        if (isSimulcast(format, rids)) {
            rids.forEach(rid -> offer.attribute("rid:" + rid + " send"));
            offer.attribute("simulcast:send " + String.join(";", rids));
        }
        return offer.out.toString();
    }

    private void session(long sessionId) {
        line("v=0");
        line("o=- " + sessionId + " 2 IN IP4 127.0.0.1");
        line("s=-");
        line("t=0 0");
        attribute("group:BUNDLE " + Negotiated.AUDIO_MID + " " + Negotiated.VIDEO_MID);
        attribute("extmap-allow-mixed");
        attribute("msid-semantic: WMS");
    }

    private void audio() {
        // A host does not wrap what it sends; a viewer takes what another host wrapped.
        List<Integer> types = sends ? List.of(Negotiated.OPUS) : List.of(Negotiated.OPUS, Negotiated.AUDIO_RED);
        section("audio", Negotiated.AUDIO_MID, types);
        attribute("rtpmap:" + Negotiated.OPUS + " opus/48000/2");
        attribute("rtcp-fb:" + Negotiated.OPUS + " transport-cc");
        attribute("fmtp:" + Negotiated.OPUS + " minptime=10;useinbandfec=1");
        if (!sends) {
            attribute("rtpmap:" + Negotiated.AUDIO_RED + " red/48000/2");
            attribute("fmtp:" + Negotiated.AUDIO_RED + " " + Negotiated.OPUS + "/" + Negotiated.OPUS);
        }
    }

    /** Layers inside a stream have no names. */
    private static boolean isSimulcast(VideoFormat format, List<String> rids) {
        return rids.size() > 1 && format != VideoFormat.VP9 && format != VideoFormat.AV1;
    }

    private void video(List<VideoFormat> formats) {
        List<Integer> types = new ArrayList<>();
        formats.forEach(format -> types.addAll(List.of(format.payloadType(), format.rtxPayloadType())));
        section("video", Negotiated.VIDEO_MID, types);
        attribute("rtcp-xr:rcvr-rtt=all");
        for (VideoFormat format : formats) {
            int type = format.payloadType();
            attribute("rtpmap:" + type + " " + format.name() + "/90000");
            for (String feedback : List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")) {
                attribute("rtcp-fb:" + type + " " + feedback);
            }
            if (!format.parameters().isEmpty()) {
                attribute("fmtp:" + type + " " + format.parameters());
            }
            attribute("rtpmap:" + format.rtxPayloadType() + " rtx/90000");
            attribute("fmtp:" + format.rtxPayloadType() + " apt=" + type);
        }
    }

    private void section(String kind, String mid, List<Integer> payloadTypes) {
        List<String> formats = payloadTypes.stream().map(String::valueOf).toList();
        line("m=" + kind + " 9 UDP/TLS/RTP/SAVPF " + String.join(" ", formats));
        line("c=IN IP4 0.0.0.0");
        attribute("rtcp:9 IN IP4 0.0.0.0");
        attribute("ice-ufrag:" + end.ufrag());
        attribute("ice-pwd:" + end.password());
        attribute("ice-options:trickle");
        attribute("fingerprint:" + end.fingerprint());
        attribute("setup:actpass");
        attribute("mid:" + mid);
        Map<HeaderExtension, Integer> extensions = new EnumMap<>(Negotiated.extensions());
        if (!sends) {
            extensions.put(HeaderExtension.PLAYOUT_DELAY, Negotiated.PLAYOUT_DELAY_ID);
        }
        if (describes) {
            extensions.put(HeaderExtension.DEPENDENCY_DESCRIPTOR, Negotiated.DEPENDENCY_DESCRIPTOR_ID);
        }
        extensions.entrySet().stream()
                .filter(extension -> belongs(kind, extension.getKey()))
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .forEach(extension -> attribute("extmap:" + extension.getValue() + " "
                        + extension.getKey().uri()));
        attribute(sends ? "sendonly" : "recvonly");
        if (sends) {
            attribute("msid:netsim " + kind);
        }
        attribute("rtcp-mux");
        attribute("rtcp-rsize");
    }

    private boolean belongs(String kind, HeaderExtension extension) {
        if (extension == HeaderExtension.AUDIO_LEVEL) {
            return kind.equals("audio");
        }
        boolean video = kind.equals("video");
        return PUBLISHED_VIDEO_ONLY.contains(extension) ? video && sends : !VIDEO_ONLY.contains(extension) || video;
    }

    private void attribute(String text) {
        line("a=" + text);
    }

    private void line(String text) {
        out.append(text).append("\r\n");
    }
}
