package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.ControlSample;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.ViewerReport;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.policy.Policy;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What a plan's words about repair are worth to a viewer: the same layer over the same losses, repaired in different ways. */
final class RepairTest {
    private static final int RTT_MS = 200;
    private static final int ROUND_MS = 300;
    private static final int DELAY_MS = 900;

    /** The playout delay comes with the first packets, and is one gap of 0.9 s in 40. */
    private static final double START_STALL = 0.03;

    /** Everything that happens is told: the lowest layer, held back for so long that three rounds fit. */
    private record Fixed(BiConsumer<Plan, StreamPlan> words) implements ViewerController {
        @Override
        public void onFeedback(long nowNs, SessionView view) {}

        @Override
        public void onTick(long nowNs, SessionView view, Plan plan) {
            plan.minPlayoutDelayMs = DELAY_MS;
            plan.maxPlayoutDelayMs = DELAY_MS + 500;
            plan.rtxBps = 1_000_000;
            plan.repairRoundMs = ROUND_MS;
            for (int i = 0; i < plan.streamCount(); i++) {
                plan.stream(i).maxRung = 1;
                words.accept(plan, plan.stream(i));
            }
        }
    }

    private record Run(ViewerReport report, ControlSample control, Simulation simulation, SimViewer viewer) {
        long late() {
            return viewer.endpoint().lateFrames();
        }

        /** Of what was played, per cent. */
        double concealed() {
            return 100.0 * report.audio().concealed() / report.audio().samples();
        }

        double stall() {
            return report.stallRatio(200 * Trial.MS);
        }

        long dropped(DropReason reason) {
            var stats = simulation.stats(viewer);
            return stats == null ? 0 : stats.drops().getOrDefault(reason, 0L);
        }
    }

    /** Where one keyframe more or less decides about a run. */
    private static final int CHANNELS = 4;

    private static Run run(String name, Loss loss, double lossUp, BiConsumer<Plan, StreamPlan> words) {
        return run(Trial.seed(710), name, loss, lossUp, words);
    }

    private static Run run(long seed, String name, Loss loss, double lossUp, BiConsumer<Plan, StreamPlan> words) {
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), Trial.GOOD, Trial.GOOD);
        simulation.runMs(2_000);
        simulation.steerBy(new Policy(name, name, false, channel -> (nowNs, view) -> new Fixed(words)));
        DirectionSpec path = Trial.delay(RTT_MS / 2).withCapacity(Capacity.ofBps(3_000_000));
        SimViewer viewer = simulation.addViewer(1, host, path.withLoss(lossUp), path.withLoss(loss));
        simulation.runMs(40_000);
        ControlSample control = simulation.control(viewer);
        assertThat(control).isNotNull();
        Run run = new Run(viewer.endpoint().report(simulation.nowNs()), control, simulation, viewer);
        Trial.print(
                "%s, %s: stall %.2f %%, %d late frames, overhead %.1f %%, %d keyframes asked, drops %s",
                name,
                loss,
                100 * run.stall(),
                viewer.endpoint().lateFrames(),
                100 * control.sent().overhead(),
                host.endpoint().requestedKeyframes(),
                Objects.requireNonNull(simulation.stats(viewer)).drops());
        Trial.assertSound(Trial.reproduce(RepairTest.class, "*", seed), simulation, viewer);
        return run;
    }

    private static void nothing(Plan plan, StreamPlan stream) {}

    private static void led(Plan plan, StreamPlan stream) {
        plan.resendLost = true;
        plan.repairDeadlineMs = DELAY_MS - 100;
    }

    private static void rounds(Plan plan, StreamPlan stream) {
        led(plan, stream);
        stream.copyDelayMs = 20;
        for (FrameClass kind : FrameClass.values()) {
            byte[] resends = stream.protection(kind).resends;
            resends[1] = 3;
            resends[2] = 2;
        }
    }

    private static void parity(Plan plan, StreamPlan stream) {
        led(plan, stream);
        for (FrameClass kind : FrameClass.values()) {
            stream.protection(kind).parityShare = 0.34;
        }
        stream.blockFrames = 2;
    }

    @Test
    void feedbackRepairsNoDearerThanNacks() {
        Loss loss = new Loss.Iid(0.2);
        Run asked = run("NACKs", loss, 0, RepairTest::nothing);
        Run led = run("feedback", loss, 0, RepairTest::led);
        Run rounds = run("feedback, rounds", loss, 0, RepairTest::rounds);
        assertThat(rounds.late()).isLessThan(led.late());
        assertThat(rounds.stall()).isLessThan(START_STALL);
        assertThat(led.control().sent().overhead())
                .isLessThan(asked.control().sent().overhead() + 0.03);
        assertThat(rounds.control().sent().overhead()).isLessThan(0.45);
    }

    /** At 20 % a receiver that asks again at each of its ticks has everything repaired in the time that there is. */
    @Test
    void feedbackRepairsMoreThanNacks() {
        Loss loss = new Loss.Iid(0.3);
        Run asked = run("NACKs", loss, 0, RepairTest::nothing);
        Run led = run("feedback", loss, 0, RepairTest::led);
        Run rounds = run("feedback, rounds", loss, 0, RepairTest::rounds);
        assertThat(led.late()).isLessThan(asked.late());
        assertThat(led.stall()).isLessThan(asked.stall());
        assertThat(rounds.late()).isLessThan(led.late());
        assertThat(rounds.stall()).isLessThan(START_STALL);
        assertThat(led.control().sent().overhead())
                .isLessThan(asked.control().sent().overhead() + 0.05);
        // An ideal code over an erasure channel would add 43 %.
        assertThat(rounds.control().sent().overhead()).isLessThan(0.65);
    }

    @Test
    void whatParityRepairsIsNotSentTwice() {
        Loss loss = new Loss.Iid(0.1);
        Run parity = run("parity", loss, 0, RepairTest::parity);
        assertThat(parity.report().repair().byFec()).isPositive();
        assertThat(parity.dropped(DropReason.NACK_PARITY) + parity.dropped(DropReason.NACK_ARRIVED))
                .isPositive();
        // Two thirds of the packets that are lost come back by parity.
        assertThat(parity.control().sent().rtxBytes())
                .isLessThan((long) (0.06 * parity.control().sent().videoBytes()));
        assertThat(parity.late()).isZero();
        assertThat(parity.stall()).isLessThan(START_STALL);
    }

    private static void eager(Plan plan, StreamPlan stream) {
        rounds(plan, stream);
        plan.resendUnheard = true;
    }

    @Test
    void lostFeedbackIsMadeUpForByNacksOrByEagerness() {
        Loss loss = new Loss.Iid(0.2);
        double ledStall = 0;
        double eagerStall = 0;
        for (int channel = 0; channel < CHANNELS; channel++) {
            long seed = Trial.seed(710) + channel;
            Run led = run(seed, "feedback, half of it lost", loss, 0.5, RepairTest::rounds);
            Run eager = run(seed, "feedback, half of it lost, eager", loss, 0.5, RepairTest::eager);
            ledStall += led.stall() / CHANNELS;
            eagerStall += eager.stall() / CHANNELS;
            assertThat(eager.late()).isLessThan(led.late());
        }
        assertThat(ledStall).isLessThan(0.15);
        assertThat(eagerStall).isLessThan(ledStall / 2);
    }

    private static void recalled(Plan plan, StreamPlan stream) {
        eager(plan, stream);
        plan.recallMs = 400;
        plan.recallEveryMs = 20;
    }

    @Test
    void askingForLostFeedbackAgainIsBetterThanGuessing() {
        Loss loss = new Loss.Iid(0.4);
        Run eager = run("feedback, 60 % of it lost, eager", loss, 0.6, RepairTest::eager);
        Run recalled = run("feedback, 60 % of it lost, recalled", loss, 0.6, RepairTest::recalled);
        assertThat(recalled.late()).isLessThan(eager.late() / 2);
        assertThat(recalled.stall()).isLessThan(eager.stall() / 2);
        assertThat(recalled.control().sent().rtxBytes())
                .isLessThan(eager.control().sent().rtxBytes());
    }

    @Test
    void redundancyIsHeard() {
        Loss loss = new Loss.Iid(0.2);
        Run plain = run("plain audio", loss, 0, RepairTest::led);
        Run red = run("RED of two", loss, 0, (plan, stream) -> {
            led(plan, stream);
            stream.redDepth = 2;
        });
        Run far = run("RED of two, two apart", loss, 0, (plan, stream) -> {
            led(plan, stream);
            stream.redDepth = 2;
            stream.redDistance = 2;
        });
        Trial.print(
                "concealed: plain %.2f %%, RED %.2f %%, two apart %.2f %%",
                plain.concealed(), red.concealed(), far.concealed());
        assertThat(plain.concealed()).isGreaterThan(10);
        assertThat(red.concealed()).isLessThan(0.15 * plain.concealed());
        assertThat(far.concealed()).isLessThan(0.3 * plain.concealed());
        assertThat(red.report().audio().fromRedundancy()).isPositive();
    }
}
