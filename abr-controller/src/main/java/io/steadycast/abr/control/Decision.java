package io.steadycast.abr.control;

import java.util.Locale;

/** A reusable struct. What was decided for one viewer at one moment, and the numbers behind it. */
public final class Decision {
    public long atNs;
    public Reason reason = Reason.START;

    /** Of the first video that is wanted; -1 if none is forwarded. */
    public int rung = -1;

    public int temporalId = -1;
    public long capacityBps;
    public long budgetBps;

    /** Of everything that is forwarded, with its protection. */
    public long costBps;

    /** What the next better choice would take; 0 if there is none. */
    public long nextBps;

    public double loss;
    public double burst;
    public int rttMs;
    public int queueMs;
    public int playoutDelayMs;

    /** Parity packets for each packet of the base layer. */
    public double parityShare;

    /** Copies of each packet of the base layer. */
    public int copies;

    /** How often a lost packet of the base layer is sent again in the last round. */
    public int resends;

    /** Why this viewer sees what it sees, in one sentence. */
    public String text() {
        String shown = rung < 0 ? "no video" : "layer " + rung + ", temporal layers to " + temporalId;
        return String.format(
                Locale.ROOT,
                "%s: %s. Path %d kbps, budget %d, this takes %d%s; loss %.1f %% in bursts of %.1f, round trip %d ms, queue %d ms; %s",
                shown,
                because(),
                capacityBps / 1000,
                budgetBps / 1000,
                costBps / 1000,
                nextBps == 0 ? ", nothing better exists" : ", the next better " + nextBps / 1000,
                100 * loss,
                burst,
                rttMs,
                queueMs,
                repair());
    }

    private String because() {
        return switch (reason) {
            case START -> "nothing is known yet";
            case ALL_FITS -> "everything wanted fits";
            case BANDWIDTH -> "the path carries no more";
            case OVERUSE -> "the queue in the path grows";
            case LOSS -> "loss made the estimate smaller";
            case POLICER -> "a policer drops what is sent above its rate";
            case PROBING -> "the next better is being tried";
            case PROTECTION -> "the next better would fit, but not with what protects it";
            case AUDIO_ONLY -> "not even the lowest picture fits";
            case NO_FEEDBACK -> "nothing is heard from the viewer";
            case FIXED -> "someone outside fixed it";
        };
    }

    private String repair() {
        StringBuilder text = new StringBuilder();
        if (parityShare > 0) {
            text.append(Math.round(100 * parityShare)).append(" % parity, ");
        }
        if (copies > 0) {
            text.append(copies).append(copies == 1 ? " copy, " : " copies, ");
        }
        if (resends > 1) {
            text.append(resends).append(" resends in the last round, ");
        }
        return text.append("playout delay ")
                .append(playoutDelayMs)
                .append(" ms")
                .toString();
    }
}
