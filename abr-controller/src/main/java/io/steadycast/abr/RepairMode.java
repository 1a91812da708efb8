package io.steadycast.abr;

import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.protect.NackRepair;
import io.steadycast.abr.protect.ProtectionPlanner;
import io.steadycast.abr.protect.Repair;

/** How lost packets are made up for; estimate, layers and pacing are the same, so that a comparison tells what repair is worth. */
public enum RepairMode {
    /** What the path asks for: parity, copies, rounds of resends led by feedback, and the playout delay that they need. */
    PLANNED,
    /** Sent again when a NACK asks for it, without playout delay: what an SFU without adaptation does. */
    NACK,
    /** The same with a playout delay of two rounds. */
    NACK_TWO_ROUNDS;

    Repair repair(QualityProfile profile) {
        return switch (this) {
            case PLANNED -> new ProtectionPlanner(profile);
            case NACK -> new NackRepair(0);
            case NACK_TWO_ROUNDS -> new NackRepair(2);
        };
    }
}
