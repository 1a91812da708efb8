package io.steadycast.abr.protect;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.profile.QualityProfile;

/**
 * Confined to the viewer's shard. The playout delay that a path is worth: where delay, what repair takes and frames that come late together are least. Rounds of repair
 * only come whole, so only few delays are worth a look: those at which one more round ends in time for the picture, or in time for nobody to call it a freeze.
 */
final class DelayChoice {
    /**
     * What it costs, for each second of it, when all of the delay is there that a profile usually allows: as making everything so much larger, in logarithms. The first
     * tenths of a second cost a quarter of that and hardly anybody minds them; beyond the bound each further second costs two and a half times as much and more.
     */
    private static final double DELAY_WEIGHT = 0.4;

    /** Packets of repair that a packet's worth of frames is worth that come late and freeze nothing. */
    private static final double LATE_WEIGHT = 1;

    /** A base picture that does not come stops everything. One of the 375 of a minute is worth the 150 ms of delay for which {@link DelaySpikes} would spare it. */
    private static final double FREEZE_WEIGHT = 20;

    /** Where repair goes by the clock, one of the rounds is spent on what nobody was heard to miss. */
    private static final int VAIN_ROUNDS = 1;

    private static final double MS_PER_S = 1_000;
    private static final int SAFETY_MS = 10;

    /** Of all bytes, as temporal layers share them. */
    private static final double[] SHARES = {0, 0.4, 0.2, 0.4};

    private static final double[] PACKETS = {8, 4, 2, 2};
    private static final FrameClass[] CLASSES = FrameClass.values();

    private final RepairPath path;
    private final Choices choices;
    private final double usualMs;
    private double overheadWeight = 1;

    DelayChoice(QualityProfile profile, RepairPath path) {
        this.path = path;
        choices = new Choices(profile.misses(), path);
        usualMs = profile.delay().maxMs();
    }

    /** How much dearer than usual it is to send more than the media. */
    void overheadWeight(double weight) {
        overheadWeight = weight;
    }

    /** At most {@code mostMs}; {@code slackMs} is how late a frame may be without a freeze. */
    int ms(int mostMs, double slackMs, boolean rtx, boolean fec) {
        int best = 0;
        double bestValue = value(0, slackMs, rtx, fec);
        for (int rounds = 1; rtx && rounds <= ResendTable.MAX_ROUNDS; rounds++) {
            int inTimeMs = rounds * path.roundMs + path.jitterMs + path.lastMs() + SAFETY_MS;
            int withSlackMs = Math.max(0, (int) (inTimeMs - slackMs));
            for (int i = 0; i < 2; i++) {
                int ms = i == 0 ? withSlackMs : inTimeMs;
                double value = ms > mostMs ? Double.MAX_VALUE : value(ms, slackMs, rtx, fec);
                if (value < bestValue) {
                    bestValue = value;
                    best = ms;
                }
            }
        }
        return best;
    }

    private double value(int ms, double slackMs, boolean rtx, boolean fec) {
        int vain = path.unheard ? VAIN_ROUNDS : 0;
        int rounds = Math.max(0, path.rounds(ms + slackMs) - vain);
        int inTime = Math.max(0, path.rounds(ms) - vain);
        choices.begin(rounds, inTime, Math.max(0, rounds - 1), 1);
        double overhead = 0;
        double late = 0;
        double frozen = 0;
        for (int i = 1; i < CLASSES.length; i++) {
            ClassRepair repair = choices.of(CLASSES[i], PACKETS[i], rtx, fec);
            overhead += SHARES[i] * repair.overhead();
            double miss = Math.min(1, PACKETS[i] * repair.miss());
            late += SHARES[i] * (Math.min(1, PACKETS[i] * repair.missingAfter(path, rounds, inTime)) + miss);
            frozen += CLASSES[i] == FrameClass.T0 ? miss : 0;
        }
        return overheadWeight * Math.log(1 + overhead) + delayCost(ms) + LATE_WEIGHT * late + FREEZE_WEIGHT * frozen;
    }

    private double delayCost(int heldMs) {
        double ofUsual = (heldMs + path.beyondMs()) / usualMs;
        return DELAY_WEIGHT * usualMs / MS_PER_S * ofUsual * (1 + 3 * ofUsual * ofUsual) / 4;
    }
}
