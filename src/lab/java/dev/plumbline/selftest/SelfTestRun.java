package dev.plumbline.selftest;

import dev.plumbline.cluster.LocalWorkers;
import dev.plumbline.cluster.Workers;
import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import dev.plumbline.selftest.DiagnosisBenchmark.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The whole self-test: every mistake, every convention of correct networks, pairs of mistakes, and mutations. */
public final class SelfTestRun {
    private static final int PAIRS_PER_NETWORK = 10;
    private static final int MUTATIONS_PER_NETWORK = 25;

    private final DiagnosisBenchmark test;
    private final int networks;
    private final long seed;
    private final int every;

    /**
     * Plans a run.
     *
     * @param networks the number of networks for each mistake and each level of evidence; there are ten times as many
     *     pairs
     */
    public SelfTestRun(int networks, long seed) {
        this(networks, seed, 1);
    }

    private SelfTestRun(int networks, long seed, int every) {
        this.test = new DiagnosisBenchmark(seed);
        this.networks = networks;
        this.seed = seed;
        this.every = every;
    }

    /** A sample of it: the first of each n mistakes, conventions, pairs and mutations. */
    public SelfTestRun oneIn(int n) {
        return new SelfTestRun(networks, seed, n);
    }

    /** The number of diagnoses. */
    public long size() {
        List<PlannedRow> rows = Stream.of(TraceLevel.values())
                .flatMap(level -> Stream.concat(single(level).stream(), right(level).stream()))
                .toList();
        return Stream.of(rows, pairs(), mutations())
                .flatMap(List::stream)
                .mapToLong(row -> row.tasks().size())
                .sum();
    }

    /** Runs all diagnoses; the listener receives the number of those that are done. */
    public ConfusionMatrix run(LongConsumer listener) {
        long start = System.nanoTime();
        List<PlannedTable> single = tables(this::single);
        List<PlannedTable> right = tables(this::right);
        PlannedTable pairs = new PlannedTable(TraceLevel.EVERYTHING, pairs());
        PlannedTable mutations = new PlannedTable(TraceLevel.EVERYTHING, mutations());
        List<Workers.Task<Outcome>> tasks = Stream.of(
                        single.stream(), right.stream(), Stream.of(pairs), Stream.of(mutations))
                .flatMap(tables -> tables)
                .flatMap(table -> table.rows().stream())
                .flatMap(row -> row.tasks().stream())
                .toList();
        Iterator<Outcome> outcomes;
        try (Workers workers = new LocalWorkers()) {
            outcomes = workers.all(tasks, listener).iterator();
        }
        return new ConfusionMatrix(
                seed,
                networks,
                single.stream().map(table -> table.filled(outcomes)).toList(),
                right.stream().map(table -> table.filled(outcomes)).toList(),
                pairs.filled(outcomes),
                mutations.filled(outcomes),
                (System.nanoTime() - start) / 1e9);
    }

    private interface Rows {
        List<PlannedRow> at(TraceLevel level);
    }

    private static List<PlannedTable> tables(Rows rows) {
        return Arrays.stream(TraceLevel.values())
                .map(level -> new PlannedTable(level, rows.at(level)))
                .toList();
    }

    private List<PlannedRow> single(TraceLevel level) {
        return sample(InjectedFault.values())
                .map(fault -> PlannedRow.of(fault.label(), networks, i -> () -> test.inject(Set.of(fault), level, i)))
                .toList();
    }

    private <T> Stream<T> sample(T[] all) {
        return IntStream.range(0, all.length).filter(i -> i % every == 0).mapToObj(i -> all[i]);
    }

    private List<PlannedRow> right(TraceLevel level) {
        return sample(CodingConvention.values())
                .map(convention ->
                        PlannedRow.of(convention.label(), networks, i -> () -> test.right(convention, level, i)))
                .toList();
    }

    private List<PlannedRow> pairs() {
        return IntStream.range(0, PAIRS_PER_NETWORK * networks / every)
                .mapToObj(i -> PlannedRow.of("", 1, none -> () -> test.pair(i)))
                .toList();
    }

    private List<PlannedRow> mutations() {
        return IntStream.range(0, MUTATIONS_PER_NETWORK * networks / every)
                .mapToObj(i -> PlannedRow.of("", 1, none -> () -> test.mutated(i)))
                .toList();
    }

    private record PlannedTable(TraceLevel level, List<PlannedRow> rows) {
        Table filled(Iterator<Outcome> outcomes) {
            return new Table(
                    level, rows.stream().map(row -> row.filled(outcomes)).toList());
        }
    }

    /** A row without a label has that of its one outcome. */
    private record PlannedRow(String label, List<Workers.Task<Outcome>> tasks) {
        static PlannedRow of(String label, int count, IntFunction<Workers.Task<Outcome>> task) {
            return new PlannedRow(
                    label, IntStream.range(0, count).mapToObj(task).toList());
        }

        Row filled(Iterator<Outcome> outcomes) {
            List<Outcome> ours = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                ours.add(outcomes.next());
            }
            return new Row(label.isEmpty() ? ours.get(0).injected() : label, ours);
        }
    }
}
