package io.steadycast.signaling.plane;

import java.util.List;

/** The server's side of a BUNDLE transport: credentials, its certificate, and each announced address with the port of the peer's shard, UDP first. */
public record TransportAnswer(IceParameters ice, Fingerprint fingerprint, List<Candidate> candidates) {
    public TransportAnswer {
        candidates = List.copyOf(Checks.notEmpty(candidates, "the candidates of an answer"));
    }
}
