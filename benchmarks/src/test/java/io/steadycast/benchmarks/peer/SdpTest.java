package io.steadycast.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.benchmarks.generator.RemoteEnd;
import io.steadycast.media.crypto.Fingerprint;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SdpTest {
    private static final String OFFER = String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0",
            "a=ice-lite",
            "m=video 9 UDP/TLS/RTP/SAVPF 96",
            "c=IN IP4 127.0.0.1",
            "a=sendonly",
            "a=mid:0",
            "a=ice-ufrag:serv",
            "a=ice-pwd:passwordOfTheServer1234",
            "a=fingerprint:sha-256 CC:DD",
            "a=setup:actpass",
            "a=rtpmap:96 VP8/90000",
            "a=extmap:5 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
            "a=ssrc:3000000000 cname:server",
            "a=candidate:1 1 udp 2015363327 127.0.0.1 40000 typ host",
            "a=end-of-candidates",
            "");

    @Test
    void theServersEndIsRead() throws IOException {
        RemoteEnd remote = Sdp.read(OFFER, () -> {});
        assertThat(remote.ufrag()).isEqualTo("serv");
        assertThat(remote.address().getPort()).isEqualTo(40_000);
        assertThat(Integer.toUnsignedLong(remote.videoSsrc())).isEqualTo(3_000_000_000L);
        assertThat(remote.audioSsrc()).isZero();
        assertThat(remote.transportCcId()).isEqualTo(5);
        assertThat(remote.fingerprints()).containsExactly(new Fingerprint("sha-256", "CC:DD"));
    }

    @Test
    void whatHasNoMediaIsSaid() {
        assertThatThrownBy(() -> Sdp.read("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n", () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server's description");
    }
}
