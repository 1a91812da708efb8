package io.steadycast.abr.protect;

import io.steadycast.abr.profile.QualityProfile;

/**
 * Confined to the viewer's shard. RED for audio (RFC 2198): so many older packets in each that few enough sounds are lost, and so far apart that one burst does not take
 * all of them. A viewer without RED gets whole packets once more, for which there has to be more room.
 */
final class Redundancy {
    private static final int PACKET_MS = 20;

    /** A receiver holds so much back whatever it is told (neteq/delay_manager.cc). */
    private static final int ANYWAY_MS = 60;

    private static final int MAX_DISTANCE = 4;
    private static final double FEW_LOST = 0.002;

    /** One older packet in each: 80 bytes of Opus at 32 kbps, and a header of 4. */
    private static final double BLOCK_BPS = 50 * 84 * 8;

    /** One whole packet more for each: header, extensions and tag besides. */
    private static final double COPY_BPS = 50 * 120 * 8;

    /** Of all that there is; pictures need the rest. */
    private static final double MOST_SHARE = 0.3;

    /** The first ones are worth more than any picture; where there is hardly enough for the lowest, one of them. */
    private static final int ALWAYS = 2;

    private static final int ALWAYS_SCARCE = 1;

    private final QualityProfile.Audio wanted;
    private int depth;
    private int copies;
    private int distance = 1;

    Redundancy(QualityProfile.Audio wanted) {
        this.wanted = wanted;
    }

    void update(RepairPath path, double budgetBps, boolean scarce) {
        double last = path.correlation == 0 ? 0 : Math.pow(path.correlation, (double) PACKET_MS / path.copyDelayMs);
        distance = 1;
        double left = last;
        while (left > 0.2 && distance < MAX_DISTANCE) {
            distance++;
            left *= last;
        }
        double next = path.loss + (1 - path.loss) * left;
        double lost = path.loss;
        int blocks = 0;
        int always = scarce ? ALWAYS_SCARCE : ALWAYS;
        int most = Math.min(wanted.maxRedDepth(), Math.max(always, (int) (MOST_SHARE * budgetBps / BLOCK_BPS)));
        while (path.loss >= FEW_LOST && lost > wanted.residualLoss() && blocks < most) {
            blocks++;
            lost *= next;
        }
        depth = blocks;
        copies = scarce ? 0 : Math.min(blocks, (int) (MOST_SHARE * budgetBps / COPY_BPS));
    }

    int depth() {
        return depth;
    }

    /** What of {@link #depth} is affordable where each is a packet of its own. */
    int copies() {
        return copies;
    }

    int distance() {
        return distance;
    }

    /** How long audio has to be held for the last of it to be of use, beyond what receivers do anyway. */
    int delayMs() {
        return Math.max(0, depth * distance * PACKET_MS - ANYWAY_MS);
    }
}
