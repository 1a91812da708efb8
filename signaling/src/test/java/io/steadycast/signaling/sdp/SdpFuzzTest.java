package io.steadycast.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.plane.Candidate;
import io.steadycast.signaling.plane.Fingerprint;
import io.steadycast.signaling.plane.IceParameters;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import io.steadycast.signaling.plane.TransportAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hostile offers: whatever they are, they are answered or refused, never more. */
final class SdpFuzzTest {
    private static final long SEED = Long.getLong("sdp.seed", 20_261_123L);
    private static final int MUTATIONS = 1_500;
    private static final List<String> FIXTURES = List.of(
            "chromium-simulcast",
            "chromium-recvonly",
            "chromium-sendrecv-data",
            "firefox-simulcast",
            "firefox-recvonly",
            "firefox-sendrecv-data");
    private static final TransportAnswer TRANSPORT = new TransportAnswer(
            new IceParameters("ours", "oursoursoursoursoursours"),
            new Fingerprint("sha-256", "AB:".repeat(31) + "AB"),
            List.of(new Candidate("1", Candidate.Protocol.UDP, 1, "127.0.0.1", 1, Candidate.Type.HOST)));

    private final Negotiator negotiator = new Negotiator(NegotiationPolicy.DEFAULT);
    private final List<String> fixtures =
            FIXTURES.stream().map(TestServer::fixture).toList();
    private final List<PublishedTrackSpec> host = hostTracks();

    private List<PublishedTrackSpec> hostTracks() {
        try {
            return negotiator
                    .publish(OfferReader.read(SdpParser.parse(fixtures.getFirst())))
                    .tracks();
        } catch (SdpException | NegotiationException e) {
            throw new IllegalStateException(e);
        }
    }

    @FuzzTest(maxDuration = "20s")
    void anyBytes(byte[] bytes) throws Exception {
        negotiate(bytes);
    }

    @Test
    void mutatedOffersAreAnsweredOrRefused() {
        Random random = new Random(SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] offer = mutated(fixtures.get(i % fixtures.size()), random);
            try {
                negotiate(offer);
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "run again with -Dsdp.seed=" + SEED + "; mutation " + i + ":\n"
                                + new String(offer, StandardCharsets.ISO_8859_1),
                        e);
            }
        }
    }

    private void negotiate(byte[] bytes) {
        try {
            Offer offer = OfferReader.read(SdpParser.parse(bytes));
            try {
                check(negotiator.publish(offer).answer(TRANSPORT, 1));
            } catch (NegotiationException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            negotiator.view(offer, host);
        } catch (SdpException | NegotiationException e) {
            assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(4_000);
        }
        try {
            SdpFragment.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (SdpException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** What we write we can read, and it says the same when written again. */
    private static void check(String answer) throws SdpException {
        assertThat(SdpParser.parse(answer).text()).isEqualTo(answer);
    }

    private static byte[] mutated(String offer, Random random) {
        StringBuilder text = new StringBuilder(offer);
        int edits = 1 + random.nextInt(4);
        for (int i = 0; i < edits && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, Math.min(at + 1 + random.nextInt(40), text.length()));
                case 2 -> text.insert(at, text.substring(at, Math.min(at + 1 + random.nextInt(200), text.length())));
                case 3 -> text.insert(at, Long.toString(random.nextLong()));
                case 4 -> text.setLength(at);
                default -> swapLines(text, random);
            }
        }
        return text.toString().getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static void swapLines(StringBuilder text, Random random) {
        String[] lines = text.toString().split("\r\n", -1);
        int a = random.nextInt(lines.length);
        int b = random.nextInt(lines.length);
        String kept = lines[a];
        lines[a] = lines[b];
        lines[b] = kept;
        text.setLength(0);
        text.append(String.join("\r\n", lines));
    }
}
