package io.steadycast.signaling.sdp;

import io.steadycast.signaling.plane.Codec;
import io.steadycast.signaling.plane.CodecParameters;
import io.steadycast.signaling.plane.Feedback;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.sdp.OfferedMedia.OfferedCodec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Immutable. Which payload types of an offer we take: those we forward, in the offer's order, and what of their feedback. */
public final class CodecPolicy {
    private static final Set<String> OPUS_PARAMETERS = Set.of(
            "minptime",
            "useinbandfec",
            "stereo",
            "sprop-stereo",
            "maxaveragebitrate",
            "maxplaybackrate",
            "usedtx",
            "cbr");
    private static final Set<String> VP9_PARAMETERS = Set.of("profile-id");
    private static final Set<String> AV1_PARAMETERS = Set.of("profile", "level-idx", "tier");
    private static final Set<String> H264_PARAMETERS =
            Set.of("level-asymmetry-allowed", "packetization-mode", "profile-level-id");

    /** The only name of FlexFEC that libwebrtc takes (media/base/media_constants.cc); it is a draft's, RFC 8627 came out as another format. */
    static final String FLEX_FEC = "flexfec-03";

    private static final int VIDEO_CLOCK_HZ = 90_000;

    private final RedPolicy red;
    private final boolean flexFec;

    /** What to do with red/48000 where it is offered beside Opus. A sender uses the first of the two. */
    public enum RedPolicy {
        REFUSE,
        AFTER_OPUS,
        BEFORE_OPUS
    }

    public CodecPolicy(RedPolicy red, boolean flexFec) {
        this.red = red;
        this.flexFec = flexFec;
    }

    /** The formats to receive from a publisher; empty if none is ours. */
    List<CodecParameters> forPublisher(OfferedMedia media) {
        for (OfferedCodec offered : media.codecs()) {
            Optional<Codec> codec = known(offered).filter(found -> found != Codec.RED);
            if (codec.isPresent()) {
                OfferedCodec chosen = codec.get() == Codec.H264 ? mostCompatibleH264(media) : offered;
                return withRed(media, parameters(media, chosen, codec.get()));
            }
        }
        return List.of();
    }

    /** The formats to send {@code source} in; empty if the viewer did not offer its codec. */
    List<CodecParameters> forViewer(OfferedMedia media, CodecParameters source) {
        OfferedCodec best = null;
        int bestFit = 0;
        for (OfferedCodec offered : media.codecs()) {
            if (known(offered).filter(source.codec()::equals).isPresent()) {
                int fit = source.codec() == Codec.H264
                        ? H264Profile.of(offered.fmtp()).fit(H264Profile.of(source.fmtp()))
                        : 1;
                if (fit > bestFit) {
                    best = offered;
                    bestFit = fit;
                }
            }
        }
        return best == null ? List.of() : withRed(media, parameters(media, best, source.codec()));
    }

    /** The parity to send beside the media; empty if the viewer did not offer it, or the operator does not want it. */
    Optional<OfferedCodec> fecForViewer(OfferedMedia media) {
        return media.codecs().stream()
                .filter(offered -> flexFec
                        && FLEX_FEC.equalsIgnoreCase(offered.name())
                        && offered.clockRateHz() == VIDEO_CLOCK_HZ
                        && isLegal(offered.payloadType()))
                .findFirst();
    }

    /** Every viewer decodes constrained baseline, Firefox nothing else: where a publisher offers it among others, take it. */
    private static OfferedCodec mostCompatibleH264(OfferedMedia media) {
        OfferedCodec best = null;
        int bestRank = Integer.MAX_VALUE;
        for (OfferedCodec offered : media.codecs()) {
            if (known(offered).filter(found -> found == Codec.H264).isPresent()) {
                int rank = H264Profile.of(offered.fmtp()).publishRank();
                if (rank < bestRank) {
                    best = offered;
                    bestRank = rank;
                }
            }
        }
        return Objects.requireNonNull(best);
    }

    private static Optional<Codec> known(OfferedCodec offered) {
        for (Codec codec : Codec.values()) {
            if (codec.encodingName().equalsIgnoreCase(offered.name())
                    && codec.clockRateHz() == offered.clockRateHz()
                    && isLegal(offered.payloadType())
                    && profileIsOurs(codec, offered)) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }

    /** Beside rtcp-mux, 64..95 look like RTCP (RFC 5761 section 4). */
    private static boolean isLegal(int payloadType) {
        return payloadType < 64 || payloadType > 95;
    }

    private static boolean profileIsOurs(Codec codec, OfferedCodec offered) {
        return switch (codec) {
            case VP9 -> offered.parameter("profile-id").orElse("0").equals("0");
            case AV1 -> offered.parameter("profile").orElse("0").equals("0");
            case H264 -> H264Profile.of(offered.fmtp()).isForwardable();
            case VP8, OPUS, RED -> true;
        };
    }

    private List<CodecParameters> withRed(OfferedMedia media, CodecParameters chosen) {
        if (chosen.codec() != Codec.OPUS || red == RedPolicy.REFUSE) {
            return List.of(chosen);
        }
        for (OfferedCodec offered : media.codecs()) {
            // RFC 2198 over Opus names its blocks' payload types: "111/111".
            if (known(offered).filter(found -> found == Codec.RED).isPresent()
                    && offered.fmtp().startsWith(chosen.payloadType() + "/")) {
                CodecParameters redundancy = parameters(media, offered, Codec.RED);
                return red == RedPolicy.AFTER_OPUS ? List.of(chosen, redundancy) : List.of(redundancy, chosen);
            }
        }
        return List.of(chosen);
    }

    private static CodecParameters parameters(OfferedMedia media, OfferedCodec offered, Codec codec) {
        return new CodecParameters(
                offered.payloadType(),
                codec,
                answeredFmtp(codec, offered),
                rtx(media, offered),
                feedback(codec, offered));
    }

    private static int rtx(OfferedMedia media, OfferedCodec offered) {
        for (OfferedCodec other : media.codecs()) {
            if (other.apt() == offered.payloadType()
                    && other.payloadType() != offered.payloadType()
                    && other.clockRateHz() == offered.clockRateHz()
                    && isLegal(other.payloadType())) {
                return other.payloadType();
            }
        }
        return CodecParameters.NO_RTX;
    }

    private static String answeredFmtp(Codec codec, OfferedCodec offered) {
        return switch (codec) {
            case VP8 -> "";
            case VP9 -> Fmtp.only(offered.fmtp(), VP9_PARAMETERS);
            case AV1 -> Fmtp.only(offered.fmtp(), AV1_PARAMETERS);
            case H264 -> Fmtp.only(offered.fmtp(), H264_PARAMETERS);
            case OPUS -> Fmtp.only(offered.fmtp(), OPUS_PARAMETERS);
            case RED -> offered.fmtp();
        };
    }

    private static Set<Feedback> feedback(Codec codec, OfferedCodec offered) {
        List<Feedback> ours = codec.kind() == MediaKind.VIDEO
                ? List.of(Feedback.values())
                : List.of(Feedback.NACK, Feedback.TRANSPORT_CC);
        List<Feedback> both = new ArrayList<>(ours);
        both.removeIf(feedback -> !offered.feedback().contains(feedback.sdp()));
        return both.isEmpty() ? Set.of() : EnumSet.copyOf(both);
    }
}
