package io.steadycast.benchmarks.forward;

import io.steadycast.benchmarks.peer.MeasuredServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Confined to its command. One server under all loads of a plan, and the search for what it carries at most. */
final class ForwardRun {
    /**
     * @param publishers hosts, each in a room of its own
     * @param viewers of each host, ascending
     * @param seconds of each measurement
     * @param warmUpSeconds under the first load, before anything is measured
     * @param limitSteps measurements that the search may take, 0 for no search
     */
    record Plan(int publishers, List<Integer> viewers, int seconds, int warmUpSeconds, int limitSteps) {}

    /**
     * What came of it.
     *
     * @param carried viewers, all hosts together
     * @param failed the smallest number that was not carried, empty if it was not found
     * @param ended why no more could be told, or empty
     */
    record Result(String server, String description, List<Row> rows, int carried, OptionalInt failed, String ended) {}

    private static final int MOST_VIEWERS = 4_000;
    private static final int SETTLE_MS = 2_000;
    private static final int SEARCH_SECONDS = 5;

    private final MeasuredServer server;
    private final Plan plan;
    private final ForwardTable table;
    private final List<Row> rows = new ArrayList<>();
    private final LimitFinder limit;
    private String ended = "";
    private boolean overloaded;
    private boolean warm;

    ForwardRun(MeasuredServer server, Plan plan, ForwardTable table) {
        this.server = server;
        this.plan = plan;
        this.table = table;
        this.limit = new LimitFinder(plan.limitSteps(), MOST_VIEWERS / plan.publishers());
    }

    Result run() throws IOException, InterruptedException {
        try (Load load = new Load(server, plan.publishers())) {
            for (int viewers : plan.viewers()) {
                if (!overloaded && ended.isEmpty()) {
                    step(load, viewers, plan.seconds());
                }
            }
            OptionalInt next = limit.next();
            while (next.isPresent()) {
                step(load, next.getAsInt(), Math.min(SEARCH_SECONDS, plan.seconds()));
                next = limit.next();
            }
        }
        OptionalInt failed = limit.failed();
        return new Result(
                server.name(),
                server.description(),
                List.copyOf(rows),
                limit.carried() * plan.publishers(),
                failed.isPresent() ? OptionalInt.of(failed.getAsInt() * plan.publishers()) : failed,
                ended);
    }

    private void step(Load load, int viewers, int seconds) throws IOException, InterruptedException {
        try {
            load.grow(viewers * plan.publishers());
        } catch (IOException e) {
            if (rows.isEmpty()) {
                throw e;
            }
            table.line("%s: %d viewers cannot join: %s"
                    .formatted(server.name(), viewers * plan.publishers(), e.getMessage()));
            limit.onRow(viewers, false);
            overloaded = true;
            load.grow(0);
            return;
        }
        Thread.sleep(warm ? SETTLE_MS : 1_000L * plan.warmUpSeconds());
        warm = true;
        Row row = load.measure(seconds);
        rows.add(row);
        table.row(row);
        if (row.generatorLimited()) {
            ended = row.note();
            limit.onGeneratorLimit();
            return;
        }
        limit.onRow(viewers, row.carried());
        overloaded = row.lossy();
        if (overloaded) {
            // Sessions that an overloaded server gave up would count as lost at every later load.
            load.grow(0);
        }
    }
}
