package io.steadycast.netsim.endpoint.audio;

import org.HdrHistogram.Histogram;

/**
 * Confined to its endpoint. NetEq's decisions (modules/audio_coding/neteq/decision_logic.cc@bb9331cf) on a clock of 10 ms: play, make up, stretch or squeeze. The
 * clock has no timer: whoever asks or brings something lets it catch up first, since nothing that NetEq does between two packets is seen outside.
 *
 * <p>Simplified: decisions fall where a new packet is needed; stretching changes the length by 10 ms each time; concealment counts as faded out after 60 ms.
 */
public final class AudioJitterBuffer {
    private static final long TICK_NS = 10_000_000L;
    private static final long MS = 1_000_000L;
    private static final int TICK_SAMPLES = 480;
    private static final int TICKS_PER_MS = 48;
    private static final int CAPACITY = 200;
    private static final int STRETCH_TICKS = 5;
    private static final int GRANULARITY_MS = 20;
    private static final int WINDOW_MS = 100;
    private static final int MAX_SHARE_PERCENT = 75;
    private static final int FADED_SAMPLES = 60 * TICKS_PER_MS;
    private static final long MAX_DELAY_US = 60_000_000L;

    private final DelayManager manager = new DelayManager();
    private final ArrivalHistory arrivals = new ArrivalHistory();
    private final Histogram delaysUs = new Histogram(MAX_DELAY_US, 2);
    private final long[] timestamps = new long[CAPACITY];
    private final long[] arrivalNs = new long[CAPACITY];
    private final long[] captureNs = new long[CAPACITY];
    private final int[] samples = new int[CAPACITY];
    private int count;
    private long tickNs = -1;
    private long target;
    private int decoded;
    private int madeUp;
    private boolean concealing;
    private int sinceStretch = STRETCH_TICKS;
    private int minDelayMs;
    private long played;
    private long concealed;
    private long concealments;
    private long flushed;
    private long lastDelayNs = -1;

    /** What became of a packet. */
    public enum Outcome {
        TAKEN,
        DUPLICATE,
        LATE
    }

    /** A packet, or a redundant block, of audio. Its arrival counts for the delay only if it is a primary. */
    public Outcome insert(long timestamp, int length, long nowNs, long capturedNs, boolean primary) {
        if (tickNs < 0) {
            tickNs = nowNs;
            target = timestamp;
        }
        catchUp(nowNs);
        if (primary) {
            onArrival(timestamp);
        }
        if (timestamp < target) {
            return Outcome.LATE;
        }
        if (count == CAPACITY) {
            flushed += count;
            count = 0;
        }
        int at = count;
        while (at > 0 && timestamps[at - 1] >= timestamp) {
            at--;
        }
        if (at < count && timestamps[at] == timestamp) {
            return Outcome.DUPLICATE;
        }
        shift(at, at + 1, count - at);
        timestamps[at] = timestamp;
        arrivalNs[at] = nowNs;
        captureNs[at] = capturedNs;
        samples[at] = length;
        count++;
        return Outcome.TAKEN;
    }

    private void onArrival(long timestamp) {
        long nowMs = tickNs / MS;
        if (arrivals.insert(nowMs, timestamp) && arrivals.size() >= 2) {
            manager.update(nowMs, arrivals.delayMs(nowMs, timestamp), !arrivals.isNewest(timestamp));
        }
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(timestamps, from, timestamps, to, length);
        System.arraycopy(arrivalNs, from, arrivalNs, to, length);
        System.arraycopy(captureNs, from, captureNs, to, length);
        System.arraycopy(samples, from, samples, to, length);
    }

    /** Plays everything up to now. */
    public void catchUp(long nowNs) {
        while (tickNs >= 0 && tickNs + TICK_NS <= nowNs) {
            tickNs += TICK_NS;
            tick();
        }
    }

    private void tick() {
        sinceStretch++;
        if (decoded < TICK_SAMPLES) {
            decide();
        }
        if (decoded >= TICK_SAMPLES) {
            decoded -= TICK_SAMPLES;
            concealing = false;
            madeUp = 0;
        } else {
            conceal();
        }
        played += TICK_SAMPLES;
    }

    private void conceal() {
        concealments += concealing ? 0 : 1;
        concealing = true;
        madeUp += TICK_SAMPLES;
        concealed += TICK_SAMPLES;
    }

    private void decide() {
        if (count == 0 || postponed()) {
            return;
        }
        if (timestamps[0] == target) {
            decode(stretch());
            return;
        }
        boolean aboveTarget = spanMs() > targetMs() + WINDOW_MS / 2;
        if (timestamps[0] - target <= madeUp || aboveTarget) {
            // libwebrtc makes the first sound after a hole up too when it did not conceal before; that is within one
            // tick.
            target = timestamps[0];
            decode(0);
        }
    }

    /** After a long concealment audio begins again only when half the target is there. */
    private boolean postponed() {
        return concealing && madeUp >= FADED_SAMPLES && spanMs() < targetMs() / 2;
    }

    /** From the oldest packet to the newest, and how long that waits. */
    private long spanMs() {
        int last = count - 1;
        long span = timestamps[last] + samples[last] - timestamps[0];
        return span / TICKS_PER_MS + (tickNs - arrivalNs[last]) / MS;
    }

    /** Samples to add (held back too little) or to take away. */
    private int stretch() {
        if (concealing) {
            return 0;
        }
        long nowMs = tickNs / MS;
        int delayMs = arrivals.delayMs(nowMs, target - decoded);
        int low = targetMs();
        int high = low + arrivals.maxDelayMs() + GRANULARITY_MS;
        if (delayMs >= 4 * high) {
            return -2 * TICK_SAMPLES;
        }
        if (sinceStretch < STRETCH_TICKS) {
            return 0;
        }
        if (delayMs >= high || delayMs < low) {
            sinceStretch = 0;
            return delayMs >= high ? -TICK_SAMPLES : TICK_SAMPLES;
        }
        return 0;
    }

    private void decode(int stretched) {
        lastDelayNs = captureNs[0] > 0 ? tickNs - captureNs[0] : -1;
        delaysUs.recordValue(Math.clamp((tickNs - arrivalNs[0]) / 1_000, 0, MAX_DELAY_US));
        decoded = Math.max(decoded + samples[0] + stretched, 0);
        target = timestamps[0] + samples[0];
        count--;
        shift(1, 0, count);
        while (decoded < TICK_SAMPLES && count > 0 && timestamps[0] == target) {
            decode(0);
        }
    }

    /** Of lip synchronisation: never less than this. */
    public void minDelayMs(int newMinMs) {
        minDelayMs = newMinMs;
    }

    /** 75 % of the buffer at most (modules/audio_coding/neteq/delay_constraints.cc). */
    public int targetMs() {
        int packetMs = count > 0 ? samples[0] / TICKS_PER_MS : 20;
        return Math.min(Math.max(manager.targetMs(), minDelayMs), CAPACITY * packetMs * MAX_SHARE_PERCENT / 100);
    }

    /** What is held now, in the buffer and decoded. */
    public int heldMs() {
        long span = count == 0 ? 0 : timestamps[count - 1] + samples[count - 1] - timestamps[0];
        return (int) ((span + decoded) / TICKS_PER_MS);
    }

    /** Where playing is: packets with a timestamp below this are late. */
    public long target() {
        return target;
    }

    public boolean started() {
        return tickNs >= 0;
    }

    public long played() {
        return played;
    }

    public long concealed() {
        return concealed;
    }

    public long concealments() {
        return concealments;
    }

    /** Packets thrown away because the buffer was full. */
    public long flushed() {
        return flushed;
    }

    /** Capture to ear of the packet played last, -1 if not known. */
    public long lastDelayNs() {
        return lastDelayNs;
    }

    /** Arrival to decoding. */
    public Histogram delaysUs() {
        return delaysUs;
    }
}
