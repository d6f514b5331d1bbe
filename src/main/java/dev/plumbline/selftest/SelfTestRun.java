package dev.plumbline.selftest;

import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The whole self-test: every mistake, every convention of correct networks, pairs of mistakes, and mutations, on all
 * processors.
 */
public final class SelfTestRun {
    private static final int PAIRS_PER_NETWORK = 10;
    private static final int MUTATIONS_PER_NETWORK = 25;

    private final SelfTest test;
    private final int networks;
    private final long seed;

    /**
     * Plans a run.
     *
     * @param networks the number of networks for each mistake and each level of evidence; there are ten times as many
     *     pairs
     */
    public SelfTestRun(int networks, long seed) {
        this.test = new SelfTest(seed);
        this.networks = networks;
        this.seed = seed;
    }

    /** Receives the progress. */
    @FunctionalInterface
    public interface Listener {
        void done(long diagnoses);
    }

    /** The number of diagnoses. */
    public long size() {
        long rows = (long) InjectedFault.values().length + CodingConvention.values().length;
        return networks * (rows * TraceLevel.values().length + PAIRS_PER_NETWORK + MUTATIONS_PER_NETWORK);
    }

    /** Runs all diagnoses. */
    public ConfusionMatrix run(Listener listener) {
        long start = System.nanoTime();
        ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), SelfTestRun::daemon);
        try {
            Started started = new Started(pool, listener);
            List<Pending> single = single(started);
            List<Pending> right = right(started);
            Pending pairs = pairs(started);
            Pending mutations = mutations(started);
            return new ConfusionMatrix(
                    seed,
                    networks,
                    single.stream().map(started::table).toList(),
                    right.stream().map(started::table).toList(),
                    started.table(pairs),
                    started.table(mutations),
                    (System.nanoTime() - start) / 1e9);
        } finally {
            pool.shutdownNow();
        }
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "self-test");
        thread.setDaemon(true);
        return thread;
    }

    private List<Pending> single(Started started) {
        return Arrays.stream(TraceLevel.values())
                .map(level -> new Pending(
                        level,
                        Arrays.stream(InjectedFault.values())
                                .map(fault ->
                                        started.row(fault.label(), networks, i -> test.inject(Set.of(fault), level, i)))
                                .toList()))
                .toList();
    }

    private List<Pending> right(Started started) {
        return Arrays.stream(TraceLevel.values())
                .map(level -> new Pending(
                        level,
                        Arrays.stream(CodingConvention.values())
                                .map(convention -> started.row(
                                        convention.label(), networks, i -> test.right(convention, level, i)))
                                .toList()))
                .toList();
    }

    private Pending pairs(Started started) {
        return new Pending(
                TraceLevel.EVERYTHING,
                IntStream.range(0, PAIRS_PER_NETWORK * networks)
                        .mapToObj(i -> started.row("", 1, none -> test.pair(i)))
                        .toList());
    }

    private Pending mutations(Started started) {
        return new Pending(
                TraceLevel.EVERYTHING,
                IntStream.range(0, MUTATIONS_PER_NETWORK * networks)
                        .mapToObj(i -> started.row("", 1, none -> test.mutated(i)))
                        .toList());
    }

    private record Pending(TraceLevel level, List<PendingRow> rows) {}

    private record PendingRow(String label, List<Future<SelfTest.Outcome>> outcomes) {}

    @FunctionalInterface
    private interface Diagnosing {
        SelfTest.Outcome of(int number);
    }

    /** Submitted diagnoses. */
    private static final class Started {
        private final ExecutorService pool;
        private final Listener listener;
        private long done;

        private Started(ExecutorService pool, Listener listener) {
            this.pool = pool;
            this.listener = listener;
        }

        private PendingRow row(String label, int count, Diagnosing diagnosing) {
            List<Future<SelfTest.Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                Callable<SelfTest.Outcome> work = () -> diagnosing.of(number);
                outcomes.add(pool.submit(work));
            }
            return new PendingRow(label, outcomes);
        }

        private Table table(Pending pending) {
            return new Table(
                    pending.level(), pending.rows().stream().map(this::row).toList());
        }

        private Row row(PendingRow pending) {
            List<SelfTest.Outcome> outcomes =
                    pending.outcomes().stream().map(this::resultOf).toList();
            String label = pending.label().isEmpty() ? outcomes.get(0).injected() : pending.label();
            return new Row(label, outcomes);
        }

        private SelfTest.Outcome resultOf(Future<SelfTest.Outcome> future) {
            try {
                SelfTest.Outcome outcome = future.get();
                done++;
                listener.done(done);
                return outcome;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a diagnosis failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the self-test was interrupted", e);
            }
        }
    }
}
