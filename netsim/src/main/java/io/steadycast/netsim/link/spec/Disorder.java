package io.steadycast.netsim.link.spec;

/**
 * Separate knobs, all off by default; each packet by itself.
 *
 * @param reorderP that a packet leaves the order and comes {@code reorderDelayNs} later than it would
 * @param duplicateP that it comes twice
 * @param corruptP that its bytes are damaged; UDP's checksum then drops it at the receiver
 */
public record Disorder(double reorderP, long reorderDelayNs, double duplicateP, double corruptP) {
    public static final Disorder NONE = new Disorder(0, 0, 0, 0);

    public Disorder {
        Check.probability("reorder.p", reorderP);
        Check.range("reorder.delayNs", reorderDelayNs, reorderP == 0 ? 0 : 1, Check.MAX_DELAY_NS);
        Check.probability("duplicate.p", duplicateP);
        Check.probability("corrupt.p", corruptP);
    }
}
