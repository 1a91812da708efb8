package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.Codec;
import io.steadycast.signaling.plane.CodecParameters;
import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.ExtensionMapping;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.sdp.NegotiationException.Reason;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedCodec;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedExtension;
import io.steadycast.signaling.sdp.OfferedMedia.Option;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Immutable. Decides what of an offer is taken: a plan for the media plane, and the answer's m-lines. */
public final class Negotiator {
    private final CodecPolicy codecs;
    private final int maxTracks;

    public Negotiator(NegotiationPolicy policy) {
        this.codecs = new CodecPolicy(policy.red(), policy.flexFec());
        this.maxTracks = policy.maxTracks();
    }

    /** An offer to publish: every m-line that sends a codec of ours is received. */
    public PublishPlan publish(Offer offer) throws NegotiationException {
        List<AnswerLine> lines = new ArrayList<>();
        List<PublishedTrackSpec> tracks = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (OfferedMedia media : offer.media()) {
            Optional<MediaKind> kind = usableKind(offer, media)
                    .filter(_ -> media.head().direction().sends());
            List<CodecParameters> chosen = kind.isPresent() ? codecs.forPublisher(media) : List.of();
            if (kind.isEmpty() || chosen.isEmpty()) {
                refusals.add(refusal(offer, media, kind.isPresent()));
                lines.add(AnswerLine.rejected(media));
                continue;
            }
            requireMux(media);
            requirePlace(tracks.size());
            List<OfferedExtension> extensions =
                    HeaderExtensions.forPublisher(media, chosen.getFirst().codec());
            List<EncodingSpec> encodings = kind.get() == MediaKind.VIDEO
                    ? media.encodings()
                    : media.encodings().subList(0, 1);
            tracks.add(new PublishedTrackSpec(
                    media.effectiveMid(), chosen, HeaderExtensions.mappings(extensions), encodings));
            lines.add(new AnswerLine(media, Direction.RECVONLY, chosen, Optional.empty(), extensions, rids(encodings)));
        }
        if (tracks.isEmpty()) {
            throw nothing("publish", refusals);
        }
        requireConsistentBundle(lines);
        return new PublishPlan(offer, tracks, lines);
    }

    /** An offer to view {@code source}: the n-th m-line of a kind carries the n-th track of that kind. */
    public ViewPlan view(Offer offer, List<PublishedTrackSpec> source) throws NegotiationException {
        List<AnswerLine> lines = new ArrayList<>();
        List<SubscribedTrackSpec> tracks = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        Map<MediaKind, Integer> taken = new EnumMap<>(MediaKind.class);
        for (OfferedMedia media : offer.media()) {
            Optional<MediaKind> kind = usableKind(offer, media)
                    .filter(_ -> media.head().direction().receives());
            if (kind.isEmpty()) {
                refusals.add(refusal(offer, media, false));
                lines.add(AnswerLine.rejected(media));
                continue;
            }
            int index = taken.merge(kind.get(), 1, Integer::sum) - 1;
            List<PublishedTrackSpec> ofKind =
                    source.stream().filter(track -> track.kind() == kind.get()).toList();
            if (index >= ofKind.size()) {
                lines.add(unused(media, kind.get()));
                refusals.add("m=" + media.mediaLine().kind() + ": the host publishes no such track");
                continue;
            }
            requireMux(media);
            PublishedTrackSpec track = ofKind.get(index);
            List<CodecParameters> chosen = forViewer(media, track);
            List<OfferedExtension> extensions = HeaderExtensions.forViewer(media, kind.get());
            Optional<OfferedCodec> fec = kind.get() == MediaKind.VIDEO ? codecs.fecForViewer(media) : Optional.empty();
            tracks.add(new SubscribedTrackSpec(
                    media.effectiveMid(),
                    track.mid(),
                    chosen,
                    fec.map(OfferedCodec::payloadType).orElse(SubscribedTrackSpec.NO_FEC),
                    HeaderExtensions.mappings(extensions)));
            lines.add(new AnswerLine(media, Direction.SENDONLY, chosen, fec, extensions, List.of()));
        }
        if (tracks.isEmpty()) {
            throw nothing("receive", refusals);
        }
        requireConsistentBundle(lines);
        return new ViewPlan(offer, tracks, lines);
    }

    private List<CodecParameters> forViewer(OfferedMedia media, PublishedTrackSpec track) throws NegotiationException {
        CodecParameters source = track.codecs().stream()
                .filter(codec -> codec.codec() != Codec.RED)
                .findFirst()
                .orElseThrow();
        List<CodecParameters> chosen = codecs.forViewer(media, source);
        if (chosen.isEmpty()) {
            String format = source.codec().encodingName() + (source.fmtp().isEmpty() ? "" : " (" + source.fmtp() + ")");
            throw new NegotiationException(
                    Reason.CODEC,
                    "The host sends " + format + "; m=" + media.mediaLine().kind()
                            + " of the offer does not list it. It lists: " + names(media) + ".");
        }
        return chosen;
    }

    /** Kept alive without media, so that the BUNDLE group keeps its first m-line; refused if not even a codec is in common. */
    private AnswerLine unused(OfferedMedia media, MediaKind kind) {
        List<CodecParameters> chosen = codecs.forPublisher(media);
        if (chosen.isEmpty() || !media.head().has(Option.RTCP_MUX)) {
            return AnswerLine.rejected(media);
        }
        return new AnswerLine(
                media,
                Direction.INACTIVE,
                chosen,
                Optional.empty(),
                HeaderExtensions.forViewer(media, kind),
                List.of());
    }

    private static Optional<MediaKind> usableKind(Offer offer, OfferedMedia media) {
        if (!media.isRtp() || !offer.carries(media)) {
            return Optional.empty();
        }
        return switch (media.mediaLine().kind()) {
            case "audio" -> Optional.of(MediaKind.AUDIO);
            case "video" -> Optional.of(MediaKind.VIDEO);
            default -> Optional.empty();
        };
    }

    private static List<String> rids(List<EncodingSpec> encodings) {
        return encodings.stream()
                .map(EncodingSpec::rid)
                .filter(rid -> !rid.isEmpty())
                .toList();
    }

    /** A rejected m-line would be a track that a host believes to be on air. */
    private void requirePlace(int taken) throws NegotiationException {
        if (taken == maxTracks) {
            throw new NegotiationException(
                    Reason.LIMIT,
                    "The offer sends more tracks than " + maxTracks + ", the most of one publisher"
                            + " (limits.max-tracks-per-peer).");
        }
    }

    private static void requireMux(OfferedMedia media) throws NegotiationException {
        if (!media.head().has(Option.RTCP_MUX)) {
            throw new NegotiationException(
                    Reason.TRANSPORT,
                    "line " + media.mediaLine().line() + ": m="
                            + media.mediaLine().kind()
                            + " has no a=rtcp-mux. This server has one port per session: RTCP must be multiplexed (RFC 5761).");
        }
    }

    /** Inside a BUNDLE group a payload type and an extension id mean one thing (RFC 8843 sections 9.1.1 and 9.4). */
    private static void requireConsistentBundle(List<AnswerLine> lines) throws NegotiationException {
        Map<Integer, String> payloadTypes = new HashMap<>();
        Map<Integer, String> extensions = new HashMap<>();
        for (AnswerLine line : lines) {
            for (CodecParameters codec : line.codecs()) {
                requireSame(
                        payloadTypes,
                        codec.payloadType(),
                        codec.codec().encodingName() + " " + codec.fmtp(),
                        "payload type");
                if (codec.hasRtx()) {
                    requireSame(payloadTypes, codec.rtxPayloadType(), "rtx apt=" + codec.payloadType(), "payload type");
                }
            }
            if (line.fec().isPresent()) {
                requireSame(payloadTypes, line.fec().get().payloadType(), CodecPolicy.FLEX_FEC, "payload type");
            }
            for (ExtensionMapping extension : HeaderExtensions.mappings(line.extensions())) {
                requireSame(extensions, extension.id(), extension.uri(), "extension id");
            }
        }
    }

    private static void requireSame(Map<Integer, String> meanings, int number, String meaning, String what)
            throws NegotiationException {
        String other = meanings.putIfAbsent(number, meaning);
        if (other != null && !other.equals(meaning)) {
            throw new NegotiationException(
                    Reason.TRANSPORT,
                    what + " " + number + " means both \"" + other.strip() + "\" and \"" + meaning.strip()
                            + "\": inside one BUNDLE group it must mean one thing (RFC 8843 section 9.1.1).");
        }
    }

    private static String refusal(Offer offer, OfferedMedia media, boolean onlyCodecMisses) {
        String name = "m=" + SdpException.shown(media.mediaLine().kind());
        if (onlyCodecMisses) {
            return name + ": none of its codecs (" + names(media) + ") is forwarded";
        }
        return name + ": " + media.head().direction().attributeName() + ", port "
                + media.mediaLine().port()
                + (offer.carries(media) || media.isRejected() ? "" : ", outside the BUNDLE group");
    }

    private static String names(OfferedMedia media) {
        List<String> names = media.codecs().stream()
                .map(OfferedMedia.OfferedCodec::name)
                .filter(name -> !name.equalsIgnoreCase("rtx"))
                .map(name -> name.toUpperCase(Locale.ROOT))
                .distinct()
                .limit(12)
                .toList();
        return names.isEmpty() ? "nothing" : SdpException.shown(String.join(", ", names));
    }

    private static NegotiationException nothing(String verb, List<String> refusals) {
        boolean codecOnly = refusals.stream().anyMatch(refusal -> refusal.contains("is forwarded"));
        String legal =
                "Forwarded are VP8, VP9 (profile 0), H264 (packetization-mode 0 or 1), AV1 (profile 0) and opus.";
        return new NegotiationException(
                codecOnly ? Reason.CODEC : Reason.NO_MEDIA,
                "No m-line of the offer can " + verb + " media here. " + String.join("; ", refusals) + ". " + legal);
    }
}
