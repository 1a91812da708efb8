package io.steadycast.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.plane.Codec;
import io.steadycast.signaling.plane.DtlsRole;
import io.steadycast.signaling.plane.EncodingSpec;
import io.steadycast.signaling.plane.Feedback;
import io.steadycast.signaling.plane.PublishSpec;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Offers of ffmpeg's WHIP muxer as its source writes them (libavformat/whip.c of 8.0 and 8.1); the live muxer has not been run against us.
 *
 * <ul>
 *   <li>It is DTLS server ({@code a=setup:passive}); from 8.1 on {@code -whip_flags dtls_active} turns that around. It does not read the setup of
 *       the answer: whoever answers passive waits for ever. 8.1 discards the first DTLS datagram, so a ClientHello must be repeated.
 *   <li>8.0 writes {@code a=group:BUNDLE 0 1} even with one m-line, and {@code profile-level-id=422001f} (7 digits) for a stream that its demuxer
 *       knows as constrained baseline; plain baseline (42001f) is what it makes of libx264's own streams, whatever their constraint flags.
 *   <li>H264 is 106 and opus 111, without fmtp; no header extensions, no candidates, no simulcast. 8.0 has no RTCP feedback at all, 8.1 NACK
 *       with RTX (105), whose SSRC stands in the FID group only.
 *   <li>Of the answer it needs, on any level: a line of {@code a=ice-ufrag}, {@code a=ice-pwd}, and {@code a=candidate} with udp and
 *       {@code typ host}, the first of which it uses and no other; 8.1 also {@code a=ice-lite} and {@code a=fingerprint}. It must begin with "v="
 *       and be at most 8 KiB.
 *   <li>It sends the checks, with USE-CANDIDATE; 8.0 without PRIORITY and ICE-CONTROLLING, and none after the first answer; 8.1 goes on every 5 s.
 *   <li>SRTP is AES_CM_128_HMAC_SHA1_80 only; the certificate it makes is ECDSA P-256, one given by file may be RSA.
 * </ul>
 */
final class FfmpegOfferTest {
    private final TestServer server = TestServer.open();

    @AfterEach
    void close() {
        server.close();
    }

    private String publish(String offer) {
        HttpResponse<String> response = server.send(server.sdp("/whip/shop", offer));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response.body();
    }

    private PublishSpec published() {
        return server.plane.published.getLast();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffmpeg-whip-passive", "ffmpeg-whip-rtx"})
    void aServerIsAnsweredByAClient(String fixture) throws Exception {
        String answer = publish(TestServer.fixture(fixture));
        assertThat(published().transport().role()).isEqualTo(DtlsRole.ACTIVE);
        assertThat(published().tracks()).extracting(PublishedTrackSpec::mid).containsExactly("0", "1");
        assertThat(answer)
                .startsWith("v=0\r\n")
                .hasSizeLessThan(8192)
                .contains("a=ice-lite\r\n", "a=group:BUNDLE 0 1\r\n", "a=ice-ufrag:", "a=ice-pwd:")
                .contains(" udp 2130706431 127.0.0.1 10001 typ host\r\n", "a=fingerprint:sha-256 ")
                .contains("a=recvonly\r\n", "a=rtpmap:111 opus/48000/2\r\n", "a=rtpmap:106 H264/90000\r\n")
                .doesNotContain("a=setup:passive", "a=setup:actpass", "a=extmap:");
        assertThat(answer.split("a=setup:active\r\n", -1)).hasSize(3);
        assertThat(SdpParser.parse(answer).text()).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "actpass"})
    void aClientIsAnsweredByAServer(String setup) {
        String offer = TestServer.fixture("ffmpeg-whip-passive");
        String answer = publish(offer.replace("a=setup:passive", "a=setup:" + setup));
        assertThat(published().transport().role()).isEqualTo(DtlsRole.PASSIVE);
        assertThat(answer).contains("a=setup:passive\r\n").doesNotContain("a=setup:active");
    }

    @Test
    void aRetransmissionStreamIsTakenWhereOffered() {
        publish(TestServer.fixture("ffmpeg-whip-passive"));
        PublishedTrackSpec before = published().tracks().get(1);
        assertThat(before.encodings()).containsExactly(new EncodingSpec("", 2_882_400_002L, -1));
        assertThat(before.codecs().getFirst().feedback()).isEmpty();
        publish(TestServer.fixture("ffmpeg-whip-rtx"));
        PublishedTrackSpec since = published().tracks().get(1);
        assertThat(since.encodings()).containsExactly(new EncodingSpec("", 2_882_400_002L, 2_882_400_003L));
        assertThat(since.codecs().getFirst().rtxPayloadType()).isEqualTo(105);
        assertThat(since.codecs().getFirst().feedback()).containsExactly(Feedback.NACK);
    }

    @Test
    void oneStreamMayNameTheMidOfTheOther() {
        String offer = TestServer.fixture("ffmpeg-whip-passive");
        String audio = offer.substring(offer.indexOf("m=audio"), offer.indexOf("m=video"));
        assertThat(publish(offer.replace(audio, ""))).contains("a=group:BUNDLE 1\r\n");
        assertThat(published().tracks()).extracting(PublishedTrackSpec::mid).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42001f", "422001f", "4d001f"})
    void itsSpellingsOfProfilesReachBrowsers(String profile) {
        publish(TestServer.fixture("ffmpeg-whip-passive").replace("42001f", profile));
        server.view("shop", "chromium-recvonly");
        assertThat(server.plane.subscribed.getLast().tracks().get(1).codecs())
                .extracting("codec")
                .containsExactly(Codec.H264);
    }

    @Test
    void itsFlagForConstrainedIsThatOfTheProfile() {
        assertThat(H264Profile.of("profile-level-id=422001f;packetization-mode=1"))
                .isEqualTo(H264Profile.of("profile-level-id=42401f;packetization-mode=1"));
        assertThat(H264Profile.of("profile-level-id=64001f").isForwardable()).isTrue();
        assertThat(H264Profile.of("profile-level-id=423001f").isForwardable()).isFalse();
    }

    @Test
    void noOtherSetupIsTaken() {
        String offer = TestServer.fixture("ffmpeg-whip-passive");
        for (String setup : List.of("holdconn", "", "Passive", "active passive")) {
            HttpResponse<String> response =
                    server.send(server.sdp("/whip/shop", offer.replace("a=setup:passive", "a=setup:" + setup)));
            assertThat(response.statusCode()).as(setup).isEqualTo(400);
            assertThat(response.body()).contains("actpass, active or passive");
        }
    }
}
