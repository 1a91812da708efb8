package io.steadycast.media.config;

import io.steadycast.abr.AdaptiveController;
import io.steadycast.abr.RepairMode;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.abr.profile.QualityProfile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By what viewers are steered: the product, and what it is measured against. */
public enum ViewerPolicy {
    /** Layers, protection, repair and playout delay in one plan for each viewer. */
    ADAPTIVE(RepairMode.PLANNED),
    /** The same estimate and layers, but what is lost is sent again on request, and viewers are not told to wait for it. */
    NACK_ONLY(RepairMode.NACK),
    /** The same, and viewers hold media back for two rounds of that. */
    NACK_FIXED_DELAY(RepairMode.NACK_TWO_ROUNDS),
    /** Nobody steers: the highest layer, or the one that the viewer picked, whatever the network carries. */
    FIXED(null);

    private final @Nullable RepairMode repair;

    ViewerPolicy(@Nullable RepairMode repair) {
        this.repair = repair;
    }

    /** As settings and viewers spell it. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Null: nobody steers. */
    public ViewerController.@Nullable Factory controllers(QualityProfile profile) {
        return repair == null ? null : AdaptiveController.factory(profile, repair);
    }

    public boolean sendsParity() {
        return repair == RepairMode.PLANNED;
    }
}
