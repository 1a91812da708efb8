package io.steadycast.netsim.trace;

/** What a trace does not say, so that nobody takes a default for a measurement. */
public enum Missing {
    RATE("rate"),
    /** The rate is what one TCP flow got: a lower bound of the capacity. */
    CAPACITY("capacity (the rate is TCP goodput, a lower bound)"),
    RTT("round-trip time"),
    ONE_WAY("one-way delay (only round trips: half goes to each direction)"),
    LOSS("loss"),
    QUEUE("queue");

    private final String description;

    Missing(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}
