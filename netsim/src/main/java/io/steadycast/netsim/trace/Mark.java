package io.steadycast.netsim.trace;

/** Something that the trace saw happen. */
public record Mark(long atNs, Kind kind) {
    /** CELL: another cell of the same technology. TECHNOLOGY: 5G to LTE and the like. SEAM: time was cut out here. */
    public enum Kind {
        CELL,
        TECHNOLOGY,
        SEAM
    }
}
