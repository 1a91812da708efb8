package io.steadycast.abr.allocate;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.protect.Costs;
import java.util.Arrays;

/** Confined to the viewer's shard. The videos of a viewer: what is chosen of each, and how choices change. Indices are those of the demands; audio stands empty between them. */
final class Streams {
    private static final int NONE = StreamOptions.NONE;

    private StreamOptions[] options = new StreamOptions[0];
    private UpGate[] gates = new UpGate[0];
    private int[] current = new int[0];
    private int[] better = new int[0];
    private boolean[] paused = new boolean[0];
    private int[] topTemporalId = new int[0];
    private int[] wish = new int[0];
    private Assembly assembly = new Assembly(options);
    private boolean sizesStay;
    private boolean sizeKept;
    private long nowNs;

    private final Assembly.Limits open = (stream, option) ->
            !paused[stream] && !isBlocked(stream, option) && !(sizesStay && isLarger(stream, option));
    private final Assembly.Limits ample =
            (stream, option) -> !paused[stream] && !(sizesStay && isLarger(stream, option));
    private final Assembly.Limits downwards = (stream, option) -> !paused[stream] && !isWorthMore(stream, option);
    private final Assembly.Limits unpaused = (stream, option) -> !paused[stream];

    /** Memory is taken at the first look. */
    void ensure(SessionView view, Worth worth, QualityProfile.Layers layers) {
        int count = view.demandCount();
        if (options.length == count) {
            return;
        }
        options = new StreamOptions[count];
        gates = new UpGate[count];
        for (int i = 0; i < count; i++) {
            options[i] = new StreamOptions(worth);
            gates[i] = new UpGate(layers);
        }
        current = new int[count];
        Arrays.fill(current, NONE);
        better = new int[count];
        paused = new boolean[count];
        topTemporalId = new int[count];
        wish = new int[count];
        Arrays.fill(wish, NONE);
        assembly = new Assembly(options);
    }

    /** True if the user chose another layer than before: what changes then is no instability, and nothing of before speaks against it. */
    boolean update(int stream, long elapsedNs, Demand demand, Costs costs) {
        boolean chose = wish[stream] != NONE && wish[stream] != demand.maxRung();
        wish[stream] = demand.maxRung();
        if (chose) {
            gates[stream].forget();
        }
        if (demand.wanted()) {
            options[stream].update(elapsedNs, demand, costs);
        } else {
            options[stream].clear();
            paused[stream] = false;
        }
        if (!options[stream].isUsable(current[stream])) {
            current[stream] = replacement(stream);
        }
        int rung = current[stream] == NONE ? 0 : StreamOptions.rung(current[stream]);
        topTemporalId[stream] = demand.rungCount() == 0 ? 0 : demand.maxTemporalId(rung);
        return chose;
    }

    /** What is chosen is not there any more: the dearest that does not cost more; nothing if nothing is there, or was. */
    private int replacement(int stream) {
        StreamOptions ladder = options[stream];
        if (paused[stream] || ladder.ladderCount() == 0) {
            return NONE;
        }
        int found = ladder.onLadder(0);
        for (int i = 1; i < ladder.ladderCount() && current[stream] != NONE; i++) {
            if (StreamOptions.rung(ladder.onLadder(i)) <= StreamOptions.rung(current[stream])) {
                found = ladder.onLadder(i);
            }
        }
        return found;
    }

    void onTick(long newNowNs) {
        nowNs = newNowNs;
        for (UpGate gate : gates) {
            gate.onTick(nowNs);
        }
    }

    boolean hasOptions() {
        for (StreamOptions one : options) {
            if (one.ladderCount() > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isBlocked(int stream, int option) {
        int blocked = gates[stream].blockedOption(nowNs);
        if (isNoStepUp(stream, option)) {
            return false;
        }
        boolean otherSize = StreamOptions.rung(option) != StreamOptions.rung(current[stream]);
        return (blocked != NONE && options[stream].costBps(option) >= options[stream].costBps(blocked))
                || (otherSize && gates[stream].isSettling(nowNs));
    }

    private boolean isLarger(int stream, int option) {
        return current[stream] != NONE && StreamOptions.rung(option) > StreamOptions.rung(current[stream]);
    }

    private boolean isNoStepUp(int stream, int option) {
        return current[stream] == NONE
                || option == current[stream]
                || options[stream].costBps(option) <= options[stream].costBps(current[stream]);
    }

    private boolean isWorthMore(int stream, int option) {
        return option != current[stream] && options[stream].worth(option) > options[stream].worth(current[stream]);
    }

    /** The best that fits, whatever is chosen now. */
    void choose(long atNs, double fixedBps, double budgetBps, boolean counted) {
        assembly.assemble(fixedBps, budgetBps, Double.MAX_VALUE, unpaused);
        for (int i = 0; i < current.length; i++) {
            int option = assembly.chosen(i);
            move(atNs, i, option == NONE ? lowest(i) : option, counted);
        }
    }

    private int lowest(int stream) {
        return options[stream].ladderCount() == 0 || paused[stream] ? NONE : options[stream].onLadder(0);
    }

    /** The best that fits and makes no stream better; true if anything changed. */
    boolean lower(long atNs, double fixedBps, double budgetBps) {
        assembly.assemble(fixedBps, budgetBps, Double.MAX_VALUE, downwards);
        boolean changed = false;
        for (int i = 0; i < current.length; i++) {
            int option = assembly.chosen(i) == NONE ? lowest(i) : assembly.chosen(i);
            changed |= option != current[i];
            move(atNs, i, option, true);
        }
        return changed;
    }

    /** {@code stay}: no picture becomes larger for now, since a keyframe that loses packets would stop it. */
    void sizesStay(boolean stay) {
        sizesStay = stay;
    }

    /**
     * {@code keep}: whatever is chosen, no larger picture than is shown is asked for yet, since a still larger one may fit in a moment. A keyframe of one size is one of
     * all, and the next one has to wait for its slot. What was asked for before stays asked for.
     */
    void keepSize(boolean keep) {
        sizeKept = keep;
    }

    boolean sizesStay() {
        return sizesStay;
    }

    /** Looks for a choice that is worth more; {@link #takeBetter} makes it. */
    boolean findBetter(long atNs, double fixedBps, double budgetBps, double leastGain, double lossOfOne) {
        nowNs = atNs;
        assembly.assemble(fixedBps, budgetBps, Double.MAX_VALUE, open);
        return isBetter(leastGain, lossOfOne);
    }

    /** The same, and what failed not long ago or changed often is no hindrance. */
    boolean findAmple(double fixedBps, double budgetBps, double leastGain, double lossOfOne) {
        assembly.assemble(fixedBps, budgetBps, Double.MAX_VALUE, ample);
        return isBetter(leastGain, lossOfOne);
    }

    private boolean isBetter(double leastGain, double lossOfOne) {
        double gain = assembly.worth() - worth() - leastGain;
        for (int i = 0; i < current.length; i++) {
            better[i] = assembly.chosen(i) == NONE ? lowest(i) : assembly.chosen(i);
            gain -= options[i].worth(better[i]) < options[i].worth(current[i]) ? lossOfOne : 0;
        }
        return gain > 0;
    }

    void takeBetter(long atNs, boolean counted) {
        for (int i = 0; i < current.length; i++) {
            move(atNs, i, better[i], counted);
        }
    }

    private void move(long atNs, int stream, int option, boolean counted) {
        int from = current[stream];
        current[stream] = option;
        if (from == option || from == NONE || option == NONE) {
            return;
        }
        boolean otherSize = StreamOptions.rung(from) != StreamOptions.rung(option);
        if (options[stream].worth(option) > options[stream].worth(from)) {
            gates[stream].onUp(atNs, option, counted && otherSize);
        } else {
            gates[stream].onDown(atNs, counted && otherSize);
        }
    }

    /** What is chosen, together. */
    double costBps() {
        double sum = 0;
        for (int i = 0; i < current.length; i++) {
            sum += options[i].costBps(current[i]);
        }
        return sum;
    }

    double worth() {
        double sum = 0;
        for (int i = 0; i < current.length; i++) {
            sum += options[i].worth(current[i]);
        }
        return sum;
    }

    /** The cheapest of all that are shown. */
    double lowestBps() {
        double sum = 0;
        for (int i = 0; i < current.length; i++) {
            sum += options[i].costBps(lowest(i));
        }
        return sum;
    }

    /** Without protection. */
    double lowestMediaBps() {
        double sum = 0;
        for (int i = 0; i < current.length; i++) {
            sum += options[i].mediaBps(lowest(i));
        }
        return sum;
    }

    boolean isLowest() {
        for (int i = 0; i < current.length; i++) {
            if (current[i] != NONE && current[i] != lowest(i)) {
                return false;
            }
        }
        return true;
    }

    /** The cheapest of all that are shown and of the first that is given up. */
    double lowestWithNextBps() {
        int next = firstPaused();
        return lowestBps() + (isAway(next) ? 0 : options[next].costBps(options[next].onLadder(0)));
    }

    /** Of the first that is given up, without protection. */
    double nextPausedMediaBps() {
        int next = firstPaused();
        return isAway(next) ? 0 : options[next].mediaBps(options[next].onLadder(0));
    }

    private boolean isAway(int stream) {
        return stream < 0 || options[stream].ladderCount() == 0;
    }

    private int firstPaused() {
        int first = 0;
        while (first < paused.length && !paused[first]) {
            first++;
        }
        return first == paused.length ? -1 : first;
    }

    int pausedCount() {
        int count = 0;
        for (boolean one : paused) {
            count += one ? 1 : 0;
        }
        return count;
    }

    int shownCount() {
        int count = 0;
        for (int i = 0; i < current.length; i++) {
            count += lowest(i) == NONE ? 0 : 1;
        }
        return count;
    }

    void pauseLast() {
        for (int i = current.length - 1; i >= 0; i--) {
            if (lowest(i) != NONE) {
                paused[i] = true;
                current[i] = NONE;
                return;
            }
        }
    }

    void resumeFirst() {
        int first = firstPaused();
        if (first >= 0) {
            paused[first] = false;
            current[first] = lowest(first);
        }
    }

    /** What the next better choice takes; 0 if there is none. */
    double nextBps(double fixedBps, double leastGain) {
        double enough = worth() + leastGain;
        assembly.assemble(fixedBps, Double.MAX_VALUE, enough, unpaused);
        return assembly.worth() > enough ? assembly.costBps() : 0;
    }

    /** Of what {@link #nextBps} found, without protection. */
    double nextMediaBps() {
        double sum = 0;
        for (int i = 0; i < current.length; i++) {
            sum += options[i].mediaBps(assembly.chosen(i));
        }
        return sum;
    }

    /** Whether what {@link #nextBps} found may be tried. */
    boolean mayGoUp(long atNs) {
        nowNs = atNs;
        for (int i = 0; i < current.length; i++) {
            if (assembly.chosen(i) != NONE && isBlocked(i, assembly.chosen(i))) {
                return false;
            }
        }
        return true;
    }

    int rung(int stream) {
        return current[stream] == NONE ? -1 : StreamOptions.rung(current[stream]);
    }

    int temporalId(int stream) {
        return current[stream] == NONE ? -1 : StreamOptions.temporalId(current[stream]);
    }

    /**
     * Has the choice take effect. Where the videos together must take less for a moment than what was chosen, since a queue drains or the smaller picture's keyframe is
     * not there yet, upper temporal layers are left out, which costs no keyframe.
     */
    void write(SessionView view, Plan plan, double videoBps) {
        for (int i = 0; i < current.length; i++) {
            Demand demand = view.demand(i);
            StreamPlan stream = plan.stream(i);
            if (!demand.isVideo()) {
                continue;
            }
            stream.paused = paused[i];
            if (current[i] == NONE) {
                stream.maxRung = 0;
                stream.maxTemporalId = StreamPlan.ALL_TEMPORAL;
                continue;
            }
            int rung = StreamOptions.rung(current[i]);
            int temporalId = StreamOptions.temporalId(current[i]);
            if (sizeKept && demand.currentRung() >= 0) {
                int kept = Math.max(demand.currentRung(), stream.maxRung);
                temporalId = kept < rung ? StreamPlan.ALL_TEMPORAL : temporalId;
                rung = Math.min(rung, kept);
            }
            int forwarded = Math.max(rung, demand.currentRung());
            if (forwarded > rung || costBps() > videoBps) {
                double share = videoBps * options[i].costBps(current[i]) / Math.max(1, costBps());
                int fits = StreamOptions.temporalId(options[i].within(forwarded, share));
                temporalId = forwarded > rung ? fits : Math.min(temporalId, fits);
            }
            stream.maxRung = rung;
            stream.maxTemporalId = temporalId >= topTemporalId[i] ? StreamPlan.ALL_TEMPORAL : temporalId;
        }
    }
}
