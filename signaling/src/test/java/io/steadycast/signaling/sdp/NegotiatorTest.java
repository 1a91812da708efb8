package io.steadycast.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.plane.Candidate;
import io.steadycast.signaling.plane.Codec;
import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.ExtensionMapping;
import io.steadycast.signaling.plane.Feedback;
import io.steadycast.signaling.plane.Fingerprint;
import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import io.steadycast.signaling.plane.SubscribeAnswer;
import io.steadycast.signaling.plane.SubscribeAnswer.SentTrack;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.TransportAnswer;
import io.steadycast.signaling.sdp.CodecPolicy.RedPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NegotiatorTest {
    private static final TransportAnswer TRANSPORT = new TransportAnswer(
            new IceParameters("ours", "oursoursoursoursoursours"),
            new Fingerprint("sha-256", "AB:".repeat(31) + "AB"),
            List.of(
                    new Candidate("1", Candidate.Protocol.UDP, 2, "192.0.2.1", 10_000, Candidate.Type.HOST),
                    new Candidate("2", Candidate.Protocol.UDP, 1, "2001:db8::1", 10_000, Candidate.Type.SRFLX),
                    new Candidate("t1", Candidate.Protocol.TCP, 1, "192.0.2.1", 443, Candidate.Type.HOST)));

    private final Negotiator negotiator = new Negotiator(NegotiationPolicy.DEFAULT);

    private static Offer offer(String text) throws Exception {
        return OfferReader.read(SdpParser.parse(text));
    }

    private PublishPlan publish(String fixture) throws Exception {
        return negotiator.publish(offer(TestServer.fixture(fixture)));
    }

    @Test
    void chromiumSimulcastIsReceivedByRid() throws Exception {
        PublishPlan plan = publish("chromium-simulcast");
        PublishedTrackSpec video = plan.tracks().get(1);
        assertThat(video.codecs()).extracting("codec").containsExactly(Codec.VP8);
        assertThat(video.codecs().getFirst().rtxPayloadType()).isEqualTo(97);
        assertThat(video.codecs().getFirst().feedback())
                .contains(Feedback.NACK, Feedback.NACK_PLI, Feedback.TRANSPORT_CC);
        assertThat(video.encodings()).extracting(EncodingSpec::rid).containsExactly("q", "h", "f");
        assertThat(plan.tracks().get(0).codecs()).extracting("codec").containsExactly(Codec.OPUS, Codec.RED);
        String answer = plan.answer(TRANSPORT, 7);
        assertThat(answer)
                .contains(
                        "a=ice-lite\r\n", "a=setup:passive\r\n", "a=group:BUNDLE 0 1\r\n", "a=simulcast:recv q;h;f\r\n")
                .contains("a=rid:q recv\r\n", "a=rtcp-xr:rcvr-rtt=all\r\n", "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n")
                .contains("a=candidate:1 1 udp 2 192.0.2.1 10000 typ host\r\n")
                .contains(
                        "a=candidate:2 1 udp 1 2001:db8::1 10000 typ srflx raddr :: rport 0\r\n",
                        "a=candidate:t1 1 tcp 1 192.0.2.1 443 typ host tcptype passive\r\n",
                        "a=end-of-candidates\r\n");
        assertThat(SdpParser.parse(answer).text()).isEqualTo(answer);
    }

    /** With it Chromium would leave VP8's temporal layers out of the payload descriptor. */
    @Test
    void onlyAv1IsAskedForTheDependencyDescriptor() throws Exception {
        String offered = TestServer.fixture("chromium-simulcast");
        String av1First = offered.replace("SAVPF 96 97", "SAVPF 45 46 96 97").replace("39 40 45 46 ", "39 40 ");
        assertThat(av1First).isNotEqualTo(offered);
        assertThat(publish("chromium-simulcast").answer(TRANSPORT, 7)).doesNotContain("#dependency-descriptor");
        PublishPlan plan = negotiator.publish(offer(av1First));
        assertThat(plan.tracks().get(1).codecs()).extracting("codec").containsExactly(Codec.AV1);
        assertThat(plan.answer(TRANSPORT, 7)).contains("#dependency-descriptor");
    }

    @Test
    void firefoxOffersSomeExtensionsOneWay() throws Exception {
        PublishPlan plan = publish("firefox-simulcast");
        assertThat(plan.tracks().get(1).extensions())
                .extracting(ExtensionMapping::uri)
                .contains("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id")
                .noneMatch(uri -> uri.endsWith("playout-delay"));
        assertThat(plan.answer(TRANSPORT, 7))
                .contains("a=extmap:9/recvonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id");
    }

    @Test
    void dataChannelsAreRejected() throws Exception {
        for (String fixture : List.of("chromium-sendrecv-data", "firefox-sendrecv-data")) {
            assertThat(publish(fixture).answer(TRANSPORT, 7))
                    .contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n")
                    .contains("a=group:BUNDLE 0 1\r\n");
        }
    }

    @Test
    void encodersPublish() throws Exception {
        PublishedTrackSpec ffmpeg = publish("ffmpeg-whip-active").tracks().get(1);
        assertThat(ffmpeg.encodings()).containsExactly(new EncodingSpec("", 2_882_400_002L, -1));
        assertThat(ffmpeg.codecs().getFirst().hasRtx()).isFalse();
        PublishedTrackSpec obs = publish("obs-simulcast").tracks().get(1);
        assertThat(obs.encodings()).extracting(EncodingSpec::rid).containsExactly("2", "1", "0");
        PublishPlan gstreamer = publish("gstreamer-send");
        assertThat(gstreamer.tracks()).extracting(PublishedTrackSpec::mid).containsExactly("video0", "audio1");
        assertThat(gstreamer.answer(TRANSPORT, 7)).contains("a=rtpmap:97 opus/48000/2");
    }

    @Test
    void viewersGetTheHostsCodecInTheirOwnNumbers() throws Exception {
        List<PublishedTrackSpec> host = publish("obs-simulcast").tracks();
        ViewPlan plan = negotiator.view(offer(TestServer.fixture("chromium-recvonly")), host);
        assertThat(plan.tracks().get(1).codecs().getFirst().payloadType()).isEqualTo(108);
        assertThat(plan.tracks().get(1).sourceMid()).isEqualTo("1");
        String answer = plan.answer(
                new SubscribeAnswer(
                        TRANSPORT,
                        List.of(new SentTrack("0", 5, -1, -1, "c", "s a"), new SentTrack("1", 6, 7, 8, "c", "s v"))),
                7);
        assertThat(answer)
                .contains(
                        "a=ssrc-group:FID 6 7\r\n",
                        "a=ssrc:6 cname:c\r\n",
                        "a=ssrc:7 msid:s v\r\n",
                        "a=msid:s a\r\n",
                        "a=sendonly\r\n");
        assertThatThrownBy(() -> negotiator.view(
                        offer(TestServer.fixture("firefox-recvonly").replace("H264/", "X264/")), host))
                .isInstanceOf(NegotiationException.class)
                .hasMessageContaining("H264");
    }

    @Test
    void viewersThatKnowFlexFecAreSentParity() throws Exception {
        List<PublishedTrackSpec> host = publish("chromium-simulcast").tracks();
        ViewPlan plan = negotiator.view(offer(TestServer.fixture("chromium-recvonly")), host);
        assertThat(plan.tracks())
                .extracting(SubscribedTrackSpec::flexFecPayloadType)
                .containsExactly(SubscribedTrackSpec.NO_FEC, 49);
        SubscribeAnswer sent = new SubscribeAnswer(
                TRANSPORT, List.of(new SentTrack("0", 5, -1, -1, "c", "s a"), new SentTrack("1", 6, 7, 8, "c", "s v")));
        assertThat(plan.answer(sent, 7))
                .contains(
                        "a=rtpmap:49 flexfec-03/90000\r\n",
                        "a=fmtp:49 repair-window=10000000\r\n",
                        "a=rtcp-fb:49 transport-cc\r\n",
                        "a=ssrc-group:FEC-FR 6 8\r\n",
                        "a=ssrc:8 cname:c\r\n");
        assertThat(negotiator
                        .view(offer(TestServer.fixture("firefox-recvonly")), host)
                        .tracks())
                .extracting(SubscribedTrackSpec::hasFec)
                .containsExactly(false, false);
        Negotiator withoutFec = new Negotiator(new NegotiationPolicy(RedPolicy.AFTER_OPUS, false, 4));
        ViewPlan plain = withoutFec.view(offer(TestServer.fixture("chromium-recvonly")), host);
        assertThat(plain.tracks()).extracting(SubscribedTrackSpec::hasFec).containsExactly(false, false);
    }

    @Test
    void whatTheHostDoesNotSendStaysSilent() throws Exception {
        List<PublishedTrackSpec> audioOnly =
                publish("chromium-simulcast").tracks().subList(0, 1);
        ViewPlan plan = negotiator.view(offer(TestServer.fixture("chromium-recvonly")), audioOnly);
        assertThat(plan.tracks()).hasSize(1);
        assertThat(plan.unservedKinds()).containsExactly(MediaKind.VIDEO);
        assertThat(plan.answer(new SubscribeAnswer(TRANSPORT, List.of()), 7))
                .contains("a=inactive\r\n", "a=group:BUNDLE 0 1\r\n");
    }

    @Test
    void oneNumberMeansOneThingInABundle() throws Exception {
        String twice = TestServer.fixture("ffmpeg-whip-active").replace("106", "111");
        assertThatThrownBy(() -> negotiator.publish(offer(twice)))
                .isInstanceOf(NegotiationException.class)
                .hasMessageContaining("payload type 111");
    }

    @Test
    void aPublisherHasNoMoreTracksThanTheOperatorAllows() throws Exception {
        Negotiator strict = new Negotiator(new NegotiationPolicy(RedPolicy.REFUSE, true, 1));
        assertThatThrownBy(() -> strict.publish(offer(TestServer.fixture("chromium-simulcast"))))
                .isInstanceOfSatisfying(
                        NegotiationException.class,
                        e -> assertThat(e.reason()).isEqualTo(NegotiationException.Reason.LIMIT))
                .hasMessageContaining("limits.max-tracks-per-peer");
        PublishPlan two = new Negotiator(new NegotiationPolicy(RedPolicy.REFUSE, true, 2))
                .publish(offer(TestServer.fixture("chromium-simulcast")));
        assertThat(two.tracks()).hasSize(2);
        assertThat(two.tracks().getFirst().codecs()).extracting("codec").containsExactly(Codec.OPUS);
        // Rejected m-lines take no place.
        assertThat(new Negotiator(new NegotiationPolicy(RedPolicy.REFUSE, true, 2))
                        .publish(offer(TestServer.fixture("chromium-sendrecv-data")))
                        .tracks())
                .hasSize(2);
    }

    @Test
    void errorsNameTheLine() {
        String offer = TestServer.fixture("ffmpeg-whip-active");
        assertThatThrownBy(() -> offer(offer.replace("a=rtpmap:106 H264/90000", "a=rtpmap:106 H264/none")))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("line 32")
                .hasMessageContaining("clock rate");
        assertThatThrownBy(() -> offer(offer.replaceAll("a=ice-pwd:.*", "a=ice-pwd:short")))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("22..256");
        assertThatThrownBy(() -> offer(offer.replace("sha-256 C8", "sha-256 ZZ")))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("hex");
    }
}
