package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Loss;
import java.util.List;

/** Confined to its link. One {@link Loss}, at work. */
sealed interface LossProcess {
    /** Decides over a packet. Times never fall. */
    boolean loses(long nowNs);

    Loss spec();

    /** Where random numbers come from: {@code fadingSeed} is another when both directions fade together. */
    record Source(long originNs, long seed, long fadingSeed, Draws.Purpose purpose) {}

    private static LossProcess of(Loss spec, Source source, int index) {
        Draws draws = Draws.of(source.seed(), source.purpose(), index);
        return switch (spec) {
            case Loss.Iid iid -> new Independent(iid, draws);
            case Loss.Gilbert gilbert -> new PacketGilbert(gilbert, draws);
            case Loss.GilbertElliott fading -> {
                int place = source.purpose().number() * 64 + index;
                yield new Faded(new Fading(
                        fading,
                        source.originNs(),
                        Draws.of(source.fadingSeed(), Draws.Purpose.FADING_TIMES, place),
                        Draws.of(source.seed(), Draws.Purpose.FADING_LOSS, place)));
            }
            case Loss.Recorded recorded -> new Recording(recorded, source.originNs(), draws);
        };
    }

    /** Keeps the processes that did not change, so that a change of one moves no other. */
    static LossProcess[] of(List<Loss> specs, Source source, LossProcess[] before) {
        LossProcess[] processes = new LossProcess[specs.size()];
        int fadings = 0;
        for (int i = 0; i < processes.length; i++) {
            Loss spec = specs.get(i);
            int place = spec instanceof Loss.GilbertElliott ? fadings++ : i;
            if (i < before.length && before[i].spec().equals(spec)) {
                processes[i] = before[i];
            } else if (i < before.length
                    && before[i] instanceof Independent independent
                    && spec instanceof Loss.Iid iid) {
                processes[i] = new Independent(iid, independent.draws);
            } else {
                processes[i] = of(spec, source, place);
            }
        }
        return processes;
    }

    final class Independent implements LossProcess {
        private final Loss.Iid spec;
        private final Draws draws;

        Independent(Loss.Iid spec, Draws draws) {
            this.spec = spec;
            this.draws = draws;
        }

        @Override
        public boolean loses(long nowNs) {
            return draws.chance(spec.p());
        }

        @Override
        public Loss spec() {
            return spec;
        }
    }

    final class PacketGilbert implements LossProcess {
        private final Loss.Gilbert spec;
        private final Draws draws;
        private final double toBad;
        private final double toGood;
        private boolean bad;

        PacketGilbert(Loss.Gilbert spec, Draws draws) {
            this.spec = spec;
            this.draws = draws;
            double shareBad = spec.shareBad();
            this.toBad = shareBad / (spec.meanBurstPackets() * (1 - shareBad));
            this.toGood = 1 / spec.meanBurstPackets();
            this.bad = draws.chance(shareBad);
        }

        @Override
        public boolean loses(long nowNs) {
            boolean lost = bad && (spec.lossInBad() == 1 || draws.chance(spec.lossInBad()));
            bad = bad ? !draws.chance(toGood) : draws.chance(toBad);
            return lost;
        }

        @Override
        public Loss spec() {
            return spec;
        }
    }

    record Faded(Fading fading) implements LossProcess {
        @Override
        public boolean loses(long nowNs) {
            return fading.loses(nowNs);
        }

        @Override
        public Loss spec() {
            return fading.spec();
        }
    }

    final class Recording implements LossProcess {
        private final Loss.Recorded spec;
        private final Draws draws;
        private long baseNs;
        private int index;

        Recording(Loss.Recorded spec, long originNs, Draws draws) {
            this.spec = spec;
            this.draws = draws;
            this.baseNs = spec.randomStart() ? originNs - draws.between(0, spec.loopNs() - 1) : originNs;
        }

        @Override
        public boolean loses(long nowNs) {
            long loopNs = spec.loopNs();
            if (loopNs > 0 && nowNs - baseNs >= loopNs) {
                baseNs += (nowNs - baseNs) / loopNs * loopNs;
                index = 0;
            }
            long atNs = nowNs - baseNs;
            List<Loss.Interval> intervals = spec.intervals();
            while (index < intervals.size() && intervals.get(index).toNs() <= atNs) {
                index++;
            }
            if (index == intervals.size() || intervals.get(index).fromNs() > atNs) {
                return false;
            }
            return draws.chance(intervals.get(index).p());
        }

        @Override
        public Loss spec() {
            return spec;
        }
    }
}
