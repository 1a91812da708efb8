package io.steadycast.signaling.plane;

/** Names one peer (one BUNDLE transport) for the life of the process; drawn by the control plane, never reused, not a secret. */
public record PeerId(long value) {
    public PeerId {
        Checks.range(value, 1, Long.MAX_VALUE, "a peer id");
    }

    @Override
    public String toString() {
        return "peer-" + value;
    }
}
