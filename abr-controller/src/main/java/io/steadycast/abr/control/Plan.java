package io.steadycast.abr.control;

/** A reusable struct, confined to the viewer's shard. What a controller decided for one viewer, valid until it decides otherwise. */
public final class Plan {
    public static final int UNCHANGED = -1;

    private final StreamPlan[] streams;

    /** What the path is believed to carry, on the wire; for explanations and reports. */
    public long estimateBps;

    /** What everything together may take on average, on the wire: media, retransmissions, parity. For explanations and reports. */
    public long targetBps;

    /** Packets leave at this rate at most; 0: they leave when they come. */
    public long paceBps;

    /** What waits longer makes the pacer faster than {@link #paceBps}, as libwebrtc's pacing_controller.cc; 0 for no bound. */
    public int maxQueueMs;

    /** Frames of upper temporal layers are not queued behind so much; 0 for no bound. */
    public int dropUpperAboveMs;

    /** What waited longer is not sent any more; 0 for no bound. */
    public int expireMs;

    /**
     * The same for keyframes and the base layer; 0: as {@link #expireMs}. All others depend on them, and the keyframe that is asked for instead takes more than they
     * did and comes later.
     */
    public int expireBaseMs;

    /** Retransmissions may take this; 0: what the configuration says. */
    public long rtxBps;

    /**
     * Transport-wide feedback that reports a packet of media lost, or its retransmission, has it sent again at once: nobody waits for a NACK, which a receive-only
     * libwebrtc repeats every 100 ms only, and which gets lost as well. Says nothing of what {@link Protection#resends} forbids.
     */
    public boolean resendLost;

    /**
     * Keyframes and temporal layer 0 are sent again each {@link #repairRoundMs} until they are known to have arrived, whatever is heard of the copies before: worth it where
     * both directions lose much, since reports come late or never (see {@link #recallMs}), and dear, since many of them arrived.
     */
    public boolean resendUnheard;

    /**
     * So far back a receiver is asked to report again, since feedback gets lost; 0: not at all. It is asked by a small packet every {@link #recallEveryMs} under the
     * transport-wide number of an old one: libwebrtc's receivers report from there on once more, half a second back at most
     * (transport_sequence_number_feedback_generator.cc).
     */
    public int recallMs;

    public int recallEveryMs;

    /** What one attempt at repair takes, from sending a packet until the next attempt could leave: round trip, its deviation, detection. 0: the round trip. */
    public int repairRoundMs;

    /**
     * So long after its first sending a packet is of no use any more: it is not sent again, and what waits to be is dropped. 0: no bound. The number of rounds left
     * (see {@link Protection#resends}) is counted down to this moment. Frames that others depend on (keyframes, temporal layer 0) are repaired for a second more, as
     * in the last round: what waits behind them is shown late, and a keyframe would be later.
     */
    public int repairDeadlineMs;

    /** For how long a viewer holds media back, by the playout-delay extension; {@link #UNCHANGED} to say nothing. */
    public int minPlayoutDelayMs = UNCHANGED;

    public int maxPlayoutDelayMs = UNCHANGED;

    /** A higher number than before starts a probe; it ends by itself. */
    public int probeId;

    public long probeBps;
    public int probeMs;
    public int probeMinPackets;

    public Reason reason = Reason.START;

    /** The numbers behind the reason. */
    public double loss = -1;

    public double burst = -1;
    public double queueMs = -1;

    public Plan(int streamCount) {
        streams = new StreamPlan[streamCount];
        for (int i = 0; i < streamCount; i++) {
            streams[i] = new StreamPlan();
        }
    }

    public int streamCount() {
        return streams.length;
    }

    public StreamPlan stream(int index) {
        return streams[index];
    }
}
