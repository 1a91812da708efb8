package io.steadycast.netsim.link.spec;

/**
 * The address translator between the client and the network (RFC 4787's terms).
 *
 * @param idleTimeoutNs after which a mapping that nothing was sent through is gone; 0 for never. Carriers' are often below 30 s
 */
public record NatSpec(Behaviour mapping, Behaviour filtering, long idleTimeoutNs) {
    /** RFC 4787 sections 4.1 and 5. */
    public enum Behaviour {
        ENDPOINT_INDEPENDENT,
        ADDRESS_DEPENDENT,
        ADDRESS_AND_PORT_DEPENDENT
    }

    /** A public address, in effect. */
    public static final NatSpec NONE = new NatSpec(Behaviour.ENDPOINT_INDEPENDENT, Behaviour.ENDPOINT_INDEPENDENT, 0);

    public NatSpec {
        Check.range("nat.idleTimeoutNs", idleTimeoutNs, 0, Check.DAY_NS);
    }
}
