package io.steadycast.signaling.plane;

import java.util.List;

/**
 * The remote side of a BUNDLE transport. Its candidates are not part of it: an ICE-lite server never sends checks, it learns the
 * address from the first authentic one (RFC 8445 section 2.5).
 *
 * @param role what the offer leaves to us: active if it insists on being passive, else passive
 */
public record TransportOffer(IceParameters ice, List<Fingerprint> fingerprints, DtlsRole role) {
    public TransportOffer {
        fingerprints = List.copyOf(Checks.notEmpty(fingerprints, "the fingerprints of an offer"));
    }
}
