package io.steadycast.signaling.plane;

/** One candidate of the server (RFC 8839 section 5.1): component 1 only, since RTCP is always multiplexed. */
public record Candidate(String foundation, Protocol protocol, long priority, String address, int port, Type type) {
    /** How packets travel. */
    public enum Protocol {
        UDP,
        /** The peer opens the connection (RFC 6544): {@code tcptype passive}. */
        TCP
    }

    /** Where the address comes from. */
    public enum Type {
        HOST,
        SRFLX
    }

    public Candidate {
        Checks.require(
                !foundation.isEmpty() && foundation.length() <= 32,
                "a foundation must have 1..32 characters",
                foundation);
        Checks.range(priority, 1, 0x7fff_ffffL, "a candidate's priority");
        Checks.require(
                !address.isEmpty() && address.length() <= 45 && address.indexOf('%') < 0 && address.indexOf(' ') < 0,
                "a candidate's address must be an IPv4 or IPv6 literal without zone",
                address);
        Checks.range(port, 1, 65_535, "a candidate's port");
    }
}
