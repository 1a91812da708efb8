package io.steadycast.abr.protect;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.profile.QualityProfile;
import java.util.Arrays;

/** Confined to the viewer's shard. The repair of each class of frames by how many packets they have and what the viewer can be helped with, made when first asked for. */
@SuppressWarnings("EnumOrdinal") // positions in arrays that live as long as this process
final class Choices {
    /** Of frames in packets: 1, 2, 4 to 32. */
    private static final int SIZES = 6;

    private static final int MEANS = 4;

    /** Of a frame's packets, how many those around it have. */
    private static final double OF_THE_MEAN = 0.7;

    private final QualityProfile.Misses misses;
    private final RepairPath path;
    private final ClassRepair[] repairs = new ClassRepair[MEANS * FrameClass.count() * SIZES];
    private final boolean[] made = new boolean[repairs.length];
    private final ClassRepair.Means means = new ClassRepair.Means();
    private int blockFrames = 1;
    private double missTimes = 1;

    Choices(QualityProfile.Misses misses, RepairPath path) {
        this.misses = misses;
        this.path = path;
        Arrays.setAll(repairs, i -> new ClassRepair());
    }

    /** The path or the time that there is changed. */
    void begin(int rounds, int roundsInTime, int roundsBehindParity, int newBlockFrames) {
        means.rounds = rounds;
        means.roundsInTime = roundsInTime;
        means.roundsBehindParity = roundsBehindParity;
        blockFrames = newBlockFrames;
        Arrays.fill(made, false);
    }

    /** How much more than usual it counts that a packet is missing in the end without which the picture stands still. */
    void missTimes(double times) {
        missTimes = times;
    }

    ClassRepair of(FrameClass kind, double packets, boolean rtx, boolean fec) {
        int size = (int) Math.clamp(Math.round(Math.log(Math.max(1, packets)) / Math.log(2)), 0, SIZES - 1);
        int at = ((rtx ? 1 : 0) + (fec ? 2 : 0)) * FrameClass.count() * SIZES + kind.ordinal() * SIZES + size;
        ClassRepair repair = repairs[at];
        if (!made[at]) {
            made[at] = true;
            int count = 1 << size;
            means.rtx = rtx;
            means.fec = fec;
            means.missTimes = kind == FrameClass.KEY || kind == FrameClass.T0 ? missTimes : 1;
            means.blockPackets =
                    kind == FrameClass.KEY ? count : Math.max(1, count + (blockFrames - 1) * OF_THE_MEAN * count);
            repair.choose(path, means, misses.of(kind) / count);
        }
        return repair;
    }
}
