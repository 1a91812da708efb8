package io.steadycast.netsim.client;

import io.steadycast.media.crypto.Fingerprint;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.signaling.sdp.MediaDescription;
import io.steadycast.signaling.sdp.SdpAttribute;
import io.steadycast.signaling.sdp.SdpException;
import io.steadycast.signaling.sdp.SdpParser;
import io.steadycast.signaling.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server's answer says that a client needs.
 *
 * @param ufrag of the server
 * @param password of the server
 * @param fingerprints of its certificate
 * @param candidates values of {@code a=candidate}
 * @param streams that it sends, if it sends
 * @param video encoding name of the format that its video comes in, empty without video
 * @param redundantAudio whether it may wrap Opus in RFC 2198
 */
record Answer(
        String ufrag,
        String password,
        List<Fingerprint> fingerprints,
        List<String> candidates,
        ViewerConfig.Ssrcs streams,
        String video,
        boolean redundantAudio) {
    Answer {
        fingerprints = List.copyOf(fingerprints);
        candidates = List.copyOf(candidates);
    }

    static Answer read(String text) throws ClientException {
        SessionDescription answer;
        try {
            answer = SdpParser.parse(text);
        } catch (SdpException e) {
            throw new ClientException("the server's answer is no SDP: " + e.getMessage());
        }
        List<MediaDescription> taken = answer.media().stream()
                .filter(media -> media.mediaLine().port() != 0)
                .toList();
        if (taken.isEmpty()) {
            throw new ClientException("the server's answer rejects all media");
        }
        MediaDescription first = taken.getFirst();
        List<String> candidates = taken.stream()
                .flatMap(media -> values(media, "candidate").stream())
                .toList();
        List<Fingerprint> fingerprints = new ArrayList<>();
        for (String value : values(first, "fingerprint")) {
            String[] words = value.split(" +", -1);
            if (words.length == 2) {
                fingerprints.add(new Fingerprint(words[0], words[1]));
            }
        }
        if (candidates.isEmpty() || fingerprints.isEmpty()) {
            throw new ClientException(
                    "the server's answer has no " + (candidates.isEmpty() ? "a=candidate" : "a=fingerprint"));
        }
        return new Answer(
                required(first, "ice-ufrag"),
                required(first, "ice-pwd"),
                fingerprints,
                candidates,
                streams(taken),
                videoFormat(taken),
                taken.stream()
                        .flatMap(media -> values(media, "rtpmap").stream())
                        .anyMatch(map -> map.contains(" red/48000")));
    }

    /** Of the first payload type in the video's m-line. */
    private static String videoFormat(List<MediaDescription> media) {
        for (MediaDescription section : media) {
            String type = section.mediaLine().formats().getFirst() + " ";
            for (String map : values(section, "rtpmap")) {
                if (section.mediaLine().kind().equals("video") && map.startsWith(type)) {
                    return map.substring(type.length()).split("/", 2)[0];
                }
            }
        }
        return "";
    }

    private static ViewerConfig.Ssrcs streams(List<MediaDescription> media) throws ClientException {
        long audio = ViewerConfig.NONE;
        long video = ViewerConfig.NONE;
        long rtx = ViewerConfig.NONE;
        for (MediaDescription section : media) {
            List<String> sources = values(section, "ssrc");
            long ssrc = sources.isEmpty()
                    ? ViewerConfig.NONE
                    : number(sources.getFirst().split(" ", 2)[0]);
            if (section.mediaLine().kind().equals("audio")) {
                audio = ssrc;
            } else {
                video = ssrc;
                for (String group : values(section, "ssrc-group")) {
                    String[] words = group.split(" ", -1);
                    rtx = words.length == 3 && words[0].equals("FID") ? number(words[2]) : rtx;
                }
            }
        }
        return new ViewerConfig.Ssrcs(audio, video, rtx, ViewerConfig.NONE);
    }

    private static long number(String digits) throws ClientException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new ClientException("the server's answer names an SSRC \"" + digits + "\" that is no number");
        }
    }

    private static List<String> values(MediaDescription media, String name) {
        return media.attributes().stream()
                .filter(attribute -> attribute.name().equals(name))
                .map(SdpAttribute::value)
                .toList();
    }

    private static String required(MediaDescription media, String name) throws ClientException {
        Optional<SdpAttribute> found = media.first(name);
        if (found.isEmpty()) {
            throw new ClientException("the server's answer has no a=" + name);
        }
        return found.get().value();
    }
}
