package io.steadycast.abr.control;

/**
 * What a controlled session was doing at one moment, for reports and explanations.
 *
 * @param rates what was believed and decided
 * @param sent since the session began
 * @param rung of the first video subscription, -1 if none is forwarded
 * @param temporalId of it
 * @param reason of the plan
 * @param loss the controller's estimate, -1 if it has none
 * @param burst mean length of loss bursts in packets, -1 if it has none
 * @param playoutDelayMs the least that receivers were told, -1 if nothing
 * @param queuedBytes waiting in the pacer
 */
public record ControlSample(
        Rates rates,
        Sent sent,
        int rung,
        int temporalId,
        Reason reason,
        double loss,
        double burst,
        int playoutDelayMs,
        int queuedBytes) {

    /** The same with another amount of parity: a simulation's ideal code is no packet of the session. */
    public ControlSample withParity(long parityBytes) {
        Sent with = new Sent(
                sent.audioBytes,
                sent.videoBytes,
                sent.rtxBytes,
                sent.duplicateBytes,
                parityBytes,
                sent.paddingBytes,
                sent.redBytes);
        return new ControlSample(rates, with, rung, temporalId, reason, loss, burst, playoutDelayMs, queuedBytes);
    }

    /**
     * What was believed and decided.
     *
     * @param estimateBps of the path
     * @param targetBps of everything together
     * @param paceBps 0 without pacing
     */
    public record Rates(long estimateBps, long targetBps, long paceBps) {}

    /**
     * Bytes on the wire since the session began.
     *
     * @param audioBytes first transmissions, without what RED repeats
     * @param videoBytes first transmissions
     * @param rtxBytes answers to NACKs
     * @param duplicateBytes copies that nobody asked for
     * @param parityBytes FEC
     * @param paddingBytes nothing but bytes
     * @param redBytes older audio in RED, which is told apart from the overhead of video
     */
    public record Sent(
            long audioBytes,
            long videoBytes,
            long rtxBytes,
            long duplicateBytes,
            long parityBytes,
            long paddingBytes,
            long redBytes) {

        /** Repair in shares of media, without RED. */
        public double overhead() {
            long media = audioBytes + videoBytes;
            return media == 0 ? 0 : (double) (rtxBytes + duplicateBytes + parityBytes + paddingBytes) / media;
        }

        /** What RED repeats in shares of media. */
        public double redOverhead() {
            long media = audioBytes + videoBytes;
            return media == 0 ? 0 : (double) redBytes / media;
        }
    }
}
