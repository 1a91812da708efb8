package io.steadycast.netsim.scenario;

import java.util.Map;
import java.util.TreeMap;

/**
 * Confined to its run. The score of the AlphaRTC challenge (OpenNetLab Challenge-Environment, metrics/utils/net_eval_method.py; ADAPTATION section 6): 0.2 video +
 * 0.1 audio + 0.2 delay + 0.2 rate + 0.3 loss, each 0 to 100. Delays count from each SSRC's first packet and at most 400 ms; loss is what sequence numbers jump over, so
 * that reordering counts and repair under another SSRC does not. Audio is 100, as since December 2022.
 */
public final class AlphaRtcScore {
    /** The script's default: 500 bytes in a millisecond are 4 Mbps. */
    public static final double DEFAULT_BYTES_PER_MS = 500;

    private static final double DELAY_POINTS = 20;
    private static final double RATE_POINTS = 20;
    private static final double LOSS_POINTS = 30;
    private static final double VIDEO_POINTS = 20;
    private static final double AUDIO_POINTS = 10;

    private static final int MAX_DELAY_MS = 400;
    /** No packet is earlier than the first one by more than that. */
    private static final int MAX_EARLY_MS = 20_000;

    private final Map<Long, Stream> streams = new TreeMap<>();
    private long received;
    private long lost;

    /** One SSRC. */
    private static final class Stream {
        private final int[] delays = new int[MAX_EARLY_MS + MAX_DELAY_MS + 1];
        private final long firstDelayMs;
        private final long firstArrivalMs;
        private long lastArrivalMs;
        private long bytes;
        private long packets;
        private int lastSequence;
        private int leastMs = MAX_DELAY_MS;

        Stream(long delayMs, long arrivalMs, int sequence) {
            firstDelayMs = delayMs;
            firstArrivalMs = arrivalMs;
            lastSequence = sequence - 1;
        }

        /** What is missing in front of this packet. */
        int add(long delayMs, long arrivalMs, int sequence, int payloadBytes) {
            int relative = (int) Math.max(-MAX_EARLY_MS, Math.min(MAX_DELAY_MS, delayMs - firstDelayMs));
            delays[relative + MAX_EARLY_MS]++;
            leastMs = Math.min(leastMs, relative);
            lastArrivalMs = arrivalMs;
            bytes += payloadBytes;
            packets++;
            int step = (short) (sequence - lastSequence);
            lastSequence = sequence;
            return Math.max(0, step - 1);
        }

        double delayScore() {
            double spread = MAX_DELAY_MS - leastMs;
            return spread <= 0 ? 0 : Math.max(0, (MAX_DELAY_MS - percentile(0.95)) / spread);
        }

        /** Between the two nearest ranks in a straight line, as numpy does. */
        private double percentile(double share) {
            double rank = share * (packets - 1);
            double low = ranked((long) rank);
            return low + (rank - (long) rank) * (ranked(Math.min(packets - 1, (long) rank + 1)) - low);
        }

        private int ranked(long rank) {
            long seen = 0;
            for (int i = 0; i < delays.length; i++) {
                seen += delays[i];
                if (seen > rank) {
                    return i - MAX_EARLY_MS;
                }
            }
            return MAX_DELAY_MS;
        }

        double bytesPerMs() {
            return lastArrivalMs == firstArrivalMs ? 0 : bytes / (double) (lastArrivalMs - firstArrivalMs);
        }
    }

    /** One packet as it arrived, in the order of arrival. */
    public void onPacket(long ssrc, int sequence, long sentMs, long arrivalMs, int payloadBytes) {
        long delayMs = arrivalMs - sentMs;
        Stream stream = streams.computeIfAbsent(ssrc, unknown -> new Stream(delayMs, arrivalMs, sequence));
        lost += stream.add(delayMs, arrivalMs, sequence, payloadBytes);
        received++;
    }

    /**
     * What a run is worth before picture and sound.
     *
     * @param delay 0 to 20: how near the slow packets are to the first one
     * @param rate 0 to 20: of what the ground rate would be
     * @param loss 0 to 30
     */
    public record Network(double delay, double rate, double loss) {
        /** 0 to 70. */
        public double points() {
            return delay + rate + loss;
        }

        /** The same with the loss that is left after repair. */
        public Network repaired(double residualLoss) {
            return new Network(delay, rate, LOSS_POINTS * (1 - residualLoss));
        }
    }

    /** By the script's rule; nothing for nothing received. */
    public Network network(double groundBytesPerMs) {
        if (received == 0) {
            return new Network(0, 0, 0);
        }
        double delay = 0;
        double rate = 0;
        int counted = 0;
        for (Stream stream : streams.values()) {
            delay += stream.delayScore();
            if (stream.bytesPerMs() > 0) {
                rate += stream.bytesPerMs();
                counted++;
            }
        }
        double meanRate = counted == 0 ? 0 : rate / counted;
        return new Network(
                DELAY_POINTS * delay / streams.size(),
                RATE_POINTS * Math.min(1, meanRate / groundBytesPerMs),
                LOSS_POINTS * (1 - lost / (double) (lost + received)));
    }

    /**
     * Of everything.
     *
     * @param videoPercent quality of the video, in per cent of the best that the source has
     */
    public static double total(Network network, double videoPercent) {
        return network.points() + videoPoints(videoPercent) + AUDIO_POINTS;
    }

    /** 0 to 20. */
    public static double videoPoints(double videoPercent) {
        return VIDEO_POINTS / 100 * videoPercent;
    }
}
