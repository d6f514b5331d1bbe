package dev.plumbline.fuzz;

import dev.plumbline.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Generates networks and compares their trainings on two engines. */
public final class Fuzzing {
    /**
     * The number of networks that are generated at a time. As many machines can work at once, and the networks do not
     * depend on their number.
     */
    private static final int ROUND = 24;

    private final Trials trials;
    private final Function<List<NetworkSpec>, Iterable<TrialSummary>> trying;

    /** Fuzzing with these trials, one network after the other. */
    public Fuzzing(Trials trials) {
        this(
                trials,
                networks -> () -> networks.stream()
                        .map(spec -> TrialSummary.of(trials.of(spec)))
                        .iterator());
    }

    /**
     * Fuzzing elsewhere.
     *
     * @param trials examines and reduces the networks on which the engines disagree
     * @param trying tries networks, and returns the results in their order
     */
    public Fuzzing(Trials trials, Function<List<NetworkSpec>, Iterable<TrialSummary>> trying) {
        this.trials = trials;
        this.trying = trying;
    }

    /** Observes the progress. */
    public interface Listener {
        /** This number of networks is done. */
        default void tried(long networks) {}

        /** The engines disagree on a network. */
        default void disagreed(Disagreement disagreement) {}

        /** Returns whether to continue; called between two trainings. */
        default boolean goesOn() {
            return true;
        }
    }

    /**
     * A network on which the engines disagree.
     *
     * @param trial the trial of the generated network
     * @param smallest the trial of the smallest network found that also fails
     */
    public record Disagreement(FuzzResult trial, FuzzResult smallest) {}

    /**
     * The result.
     *
     * @param seed the seed of the plan
     * @param planned the number of networks to try; fewer are tried if the listener stops the run
     * @param tally the counts
     * @param coverage the coverage of the completely compared networks
     * @param disagreements all disagreements
     * @param seconds the duration
     */
    public record Result(
            long seed, long planned, Tally tally, Coverage coverage, List<Disagreement> disagreements, double seconds) {
        public Result {
            disagreements = List.copyOf(disagreements);
        }

        /** Whether at least one network agrees and no network disagrees. Known defects are not disagreements. */
        public boolean agrees() {
            return tally.networks(FuzzResult.Outcome.AGREES) > 0 && disagreements.isEmpty();
        }
    }

    /** Tries this number of networks. */
    public Result run(long networks, long seed, Listener listener) {
        long start = System.nanoTime();
        CoveringPlan plan = new CoveringPlan(seed, trials::staysFinite);
        Tally tally = new Tally();
        List<Disagreement> disagreements = new ArrayList<>();
        long tried = 0;
        while (tried < networks && listener.goesOn()) {
            List<NetworkSpec> round = new ArrayList<>();
            for (long i = Math.min(ROUND, networks - tried); i > 0; i--) {
                round.add(plan.next());
            }
            Iterator<TrialSummary> results = trying.apply(round).iterator();
            for (int i = 0; i < round.size() && (i == 0 || listener.goesOn()); i++) {
                TrialSummary trial = results.next();
                tally.add(trial);
                if (trial.outcome() == FuzzResult.Outcome.AGREES) {
                    plan.compared(round.get(i));
                }
                if (trial.outcome() == FuzzResult.Outcome.DISAGREES) {
                    Disagreement disagreement = examined(round.get(i), trial, listener);
                    disagreements.add(disagreement);
                    listener.disagreed(disagreement);
                }
                tried++;
                listener.tried(tried);
            }
        }
        return new Result(seed, networks, tally, plan.coverage(), disagreements, (System.nanoTime() - start) / 1e9);
    }

    /** Tries a network again, to reduce it. */
    private Disagreement examined(NetworkSpec spec, TrialSummary found, Listener listener) {
        FuzzResult again = trials.of(spec);
        if (again.outcome() == FuzzResult.Outcome.DISAGREES) {
            return new Disagreement(again, new Shrinker(trials, listener::goesOn).smallest(again));
        }
        FuzzResult once = new FuzzResult(
                spec, found.outcome(), Optional.empty(), Optional.empty(), found.message() + "; not when tried again");
        return new Disagreement(once, once);
    }
}
