package io.steadycast.abr.control;

import java.util.Arrays;

/** A reusable struct, confined to the viewer's shard. How frames of one class are protected before anybody misses them, and repaired afterwards. */
public final class Protection {
    /** Rounds of repair that are told apart; with more left than that nobody is in a hurry. */
    public static final int MAX_ROUNDS = 7;

    /** Parity packets for each packet of media; 0 for none. */
    public double parityShare;

    /** At least so many parity packets for a block that holds such a frame, while {@link #parityShare} is above 0. */
    public int minParity;

    /** Copies of every packet by RTX behind the original. */
    public int copies;

    /**
     * How many times a lost packet is sent again in one round of repair, by the rounds that are left before {@link Plan#repairDeadlineMs}: index 1 is the last one,
     * {@link #MAX_ROUNDS} that many or more (or no deadline); 0 has no meaning. The second and later ones follow after {@link StreamPlan#copyDelayMs} each. A value
     * of 0: it is not sent again. More packets near the deadline, as in Hairpin (NSDI 2024).
     */
    public final byte[] resends = new byte[MAX_ROUNDS + 1];

    public Protection() {
        Arrays.fill(resends, (byte) 1);
    }

    /** No parity, no copies, and one answer to what is lost. */
    public void none() {
        parityShare = 0;
        minParity = 0;
        copies = 0;
        Arrays.fill(resends, (byte) 1);
    }
}
