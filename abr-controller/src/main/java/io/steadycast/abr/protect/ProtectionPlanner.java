package io.steadycast.abr.protect;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.estimate.PathEstimate;
import io.steadycast.abr.profile.QualityProfile;

/**
 * Confined to the viewer's shard. How a viewer's frames are brought to it in time: parity and copies beforehand, rounds of resends afterwards, and how long the
 * viewer holds media back so that there is time for rounds.
 *
 * <p>More rounds are worth more than any code: the playout delay is where one more would save less than it costs ({@link DelayChoice}), and for each class of frames the
 * cheapest repair is taken that misses as seldom as the profile says ({@link ClassRepair}). Choices are kept until the path changes. What does not fit the budget is
 * for the allocator to know by {@link #costBps}: it takes a smaller layer, protection stays.
 */
@SuppressWarnings("EnumOrdinal") // positions in arrays that live as long as this process
public final class ProtectionPlanner implements Repair {
    /** Below, a path is clean: nothing is added to it. */
    private static final double CLEAN_LOSS = 0.002;

    private static final FrameClass[] CLASSES = FrameClass.values();
    private static final int MAX_BLOCK_FRAMES = 6;
    private static final double MS_PER_S = 1_000;

    /** Of the time that there is, parity may take so much to come (ADAPTATION 3.8). */
    private static final double BLOCKS = 3;

    /** A burst may take a third of a block. */
    private static final double BLOCK_BURSTS = 3;

    private static final double BURSTY = 1.5;

    /** What a viewer's own buffer holds back that takes no orders. */
    private static final int UNTOLD_DELAY_MS = 50;

    /** Gaps count from 200 ms on (ADAPTATION 5), and the picture before may be missing. */
    private static final double GAP_MS = 140;

    private static final double MAX_SLACK_MS = 100;

    /** libwebrtc's freezes begin 150 ms above the mean: so long a packet is of use. */
    private static final int FREEZE_MS = 150;

    /** What comes so much later than it should is hardly seen. */
    private static final double STILL_SMOOTH_MS = 40;

    /** The delay is on its way up: nobody counts on what is left of it. */
    private static final int RISING_MS = 50;

    /** More than {@link PlayoutDelay} thinks not worth a change. */
    private static final int NEARLY_MS = 30;

    private static final double MIN_SLACK_MS = 30;

    /** Choices are made anew when the loss changed by so much of itself. */
    private static final double CHANGED = 0.02;

    /** From so much lost feedback on it is asked for again, until it is less than the other. */
    private static final double UNHEARD_FROM = 0.15;

    private static final double HEARD_BELOW = 0.05;

    /** A receiver remembers half a second; the way to it and what waits in it are taken off. */
    private static final int RECALL_MS = 400;

    /** What asking takes, headers included, of what there is. */
    private static final double RECALL_BITS = 75 * 8;

    private static final double RECALL_SHARE = 0.015;
    private static final int RECALL_LEAST_MS = 15;
    private static final int RECALL_MOST_MS = 250;

    /** Where there is hardly enough for the lowest pictures, nothing can be sent beforehand that is not sure to be needed. */
    private static final double SCARCE_OVERHEAD = 3;

    private static final int TALK_MS = 500;

    /** Where the profile leaves no time for any round, what is missing stops the picture for one: it counts so much more. */
    private static final double NEVER_IN_TIME = 50;

    /** Retransmissions may have what media leaves of the budget, and never less than this. */
    private static final double RTX_LEAST_SHARE = 0.3;

    private final QualityProfile profile;
    private final RepairPath path = new RepairPath();
    private final Choices choices;
    private final DelayChoice delayChoice;
    private final DelaySpikes spikes = new DelaySpikes();
    private final PlayoutDelay playout = new PlayoutDelay();
    private final Redundancy redundancy;
    private final LayerShape shape = new LayerShape();
    private double frameMs = 40;
    private double blockPackets = 2;
    private boolean rtx = true;
    private boolean fec = true;
    private boolean told = true;
    private boolean everTold;
    private boolean clean = true;
    private boolean unheard;
    private boolean scarce;
    private int blockFrames = 1;
    private double chosenLoss = -1;
    private long chosenFor = -1;
    private long delayChosenFor = -1;
    private int chosenDelayMs;
    private long budgetBps;
    private double forwardedBps;

    public ProtectionPlanner(QualityProfile profile) {
        this.profile = profile;
        choices = new Choices(profile.misses(), path);
        delayChoice = new DelayChoice(profile, path);
        redundancy = new Redundancy(profile.audio());
    }

    @Override
    public void update(long nowNs, PathEstimate estimate, PictureClock pictures, boolean isScarce) {
        scarce = isScarce;
        unheard = estimate.feedbackLoss > (unheard ? HEARD_BELOW : UNHEARD_FROM);
        path.update(estimate, scarce, unheard);
        budgetBps = estimate.budgetBps;
        forwardedBps = 0;
        clean = path.loss < CLEAN_LOSS;
        redundancy.update(path, (double) budgetBps, scarce);
        if (tellsOfSpikes(estimate.state)) {
            spikes.update(nowNs, estimate.worstDelayNs);
        }
        int wantedMs = Math.max(wantedDelayMs(), spikes.delayMs(mostDelayMs(), slackMs()));
        playout.update(nowNs, wantedMs, path.isAssumed(), path.roundMs, told ? pictures : null);
        choose();
    }

    /** A queue that is ours goes as less is sent, and a viewer need not be spared it for half a minute. */
    private static boolean tellsOfSpikes(PathEstimate.State state) {
        return switch (state) {
            case NORMAL, SILENT -> true;
            case START, OVERUSE, DRAIN -> false;
        };
    }

    /** Looked at anew when the path is another one, not whenever its figures move. */
    private int wantedDelayMs() {
        long now = ((path.channel * 8_192L + path.roundMs) * 4_096L + Math.round(frameMs)) * 32
                + (rtx ? 1 : 0)
                + (fec ? 2 : 0)
                + (clean ? 4 : 0)
                + (scarce ? 8 : 0)
                + (unheard ? 16 : 0);
        if (now != delayChosenFor) {
            delayChosenFor = now;
            chosenDelayMs = clean ? 0 : delayMs();
        }
        return chosenDelayMs;
    }

    private void choose() {
        int heldMs = heldMs();
        double slackMs = told && heldMs + RISING_MS < chosenDelayMs ? 0 : slackMs();
        int rounds = path.rounds(heldMs + slackMs);
        int frames = blockFrames(heldMs + slackMs);
        int inTime = Math.min(rounds, path.rounds(heldMs + STILL_SMOOTH_MS));
        int behind = path.rounds(heldMs + slackMs - frames * frameMs);
        boolean neverInTime = told && isTalkedOver() && path.rounds(mostDelayMs() + slackMs()) == 0;
        long now = ((path.channel * 128L + path.copyDelayMs) * 512 + rounds * 64L + behind * 8L + inTime) * 8 + frames;
        now = 2 * now + (neverInTime ? 1 : 0);
        if (now != chosenFor || Math.abs(path.loss - chosenLoss) > CHANGED * chosenLoss) {
            chosenFor = now;
            chosenLoss = path.loss;
            blockFrames = frames;
            choices.missTimes(neverInTime ? NEVER_IN_TIME : 1);
            choices.begin(rounds, inTime, behind, frames);
        }
    }

    private int delayMs() {
        int mostMs = Math.max(0, mostDelayMs() - path.jitterMs);
        delayChoice.overheadWeight(scarce ? SCARCE_OVERHEAD : 1);
        return Math.clamp(delayChoice.ms(mostMs, slackMs(), rtx, fec), Math.min(mostMs, redundancy.delayMs()), mostMs);
    }

    private int mostDelayMs() {
        return Math.max(0, profile.delay().maxMs(path.loss) - path.beyondMs());
    }

    /** A profile that rather has a picture stand still than come late: then a receiver's own caution is bounded too. */
    private boolean isTalkedOver() {
        return profile.delay().maxMs(path.loss) <= TALK_MS;
    }

    private double slackMs() {
        return Math.clamp(GAP_MS - frameMs, MIN_SLACK_MS, MAX_SLACK_MS);
    }

    private int heldMs() {
        return told ? playout.ms() : UNTOLD_DELAY_MS;
    }

    /** As many frames as parity may wait for; more where bursts would take a block whole. */
    private int blockFrames(double deadlineMs) {
        double span = deadlineMs / BLOCKS / frameMs;
        if (path.burst >= BURSTY) {
            span = Math.max(span, Math.min(2 * span, BLOCK_BURSTS * path.burst / blockPackets));
        }
        return (int) Math.clamp(Math.round(span), 1, MAX_BLOCK_FRAMES);
    }

    /** 0 on a clean path. */
    @Override
    public int playoutDelayMs() {
        return playout.ms();
    }

    /** What it takes on the wire, in UDP payload. */
    @Override
    public long costBps(Demand demand, int rung, int maxTemporalId) {
        if (!demand.isVideo()) {
            shape.ofAudio(demand, repeats(demand));
            return (long) (shape.bps[FrameClass.T0.ordinal()] + shape.moreBps);
        }
        shape.ofVideo(demand, rung, maxTemporalId);
        double sum = 0;
        double overhead = 0;
        for (FrameClass kind : CLASSES) {
            double bps = shape.bps[kind.ordinal()];
            sum += bps;
            overhead += bps * overhead(kind, demand);
        }
        return (long) ((sum + shape.moreBps) * (sum == 0 ? 1 : 1 + overhead / sum));
    }

    private int repeats(Demand audio) {
        return audio.hasRed() ? redundancy.depth() : redundancy.copies();
    }

    @Override
    public boolean isRepairInTime() {
        return !told || (path.isKnown() && playout.ms() + NEARLY_MS >= chosenDelayMs);
    }

    private double overhead(FrameClass kind, Demand demand) {
        return clean
                ? path.loss
                : choices.of(kind, shape.packets[kind.ordinal()], demand.hasRtx(), demand.hasFec())
                        .overhead();
    }

    @Override
    public void fill(Demand demand, int rung, int maxTemporalId, StreamPlan stream) {
        stream.copyDelayMs = path.copyDelayMs;
        if (!demand.isVideo()) {
            forwardedBps += demand.wanted() ? costBps(demand, 0, StreamPlan.ALL_TEMPORAL) : 0;
            stream.redDepth = clean ? 0 : repeats(demand);
            stream.redDistance = redundancy.distance();
            return;
        }
        shape.ofVideo(demand, rung, maxTemporalId);
        if (shape.framesPerSecond > 0) {
            frameMs = MS_PER_S / shape.framesPerSecond;
            playout.pictureMs(frameMs);
            blockPackets = shape.packetsPerFrame;
        }
        forwardedBps += stream.paused || !demand.wanted() ? 0 : shape.bps();
        rtx = demand.hasRtx();
        fec = demand.hasFec();
        told = demand.hasPlayoutDelay();
        stream.blockFrames = blockFrames;
        stream.interleaved = path.burst >= BURSTY;
        for (FrameClass kind : CLASSES) {
            if (clean) {
                stream.protection(kind).none();
            } else {
                choices.of(kind, shape.packets[kind.ordinal()], rtx, fec)
                        .fill(path, stream.protection(kind), kind == FrameClass.KEY ? 1 : 0);
            }
        }
    }

    @Override
    public void repair(Plan plan) {
        plan.resendLost = true;
        plan.resendUnheard = unheard;
        plan.recallMs = unheard ? RECALL_MS : 0;
        plan.recallEveryMs = (int) Math.clamp(
                MS_PER_S * RECALL_BITS / (RECALL_SHARE * Math.max(1, budgetBps)), RECALL_LEAST_MS, RECALL_MOST_MS);
        plan.repairRoundMs = path.nowMs;
        plan.repairDeadlineMs = clean && playout.ms() == 0 ? 0 : heldMs() + FREEZE_MS;
        plan.rtxBps = (long) Math.max(budgetBps - forwardedBps, RTX_LEAST_SHARE * budgetBps);
        everTold |= playout.ms() > 0 || (isTalkedOver() && !clean);
        if (everTold) {
            PlayoutDelay.tell(plan, playout.ms(), isTalkedOver() ? mostDelayMs() : Integer.MAX_VALUE);
        }
    }
}
