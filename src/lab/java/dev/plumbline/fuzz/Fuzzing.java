package dev.plumbline.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Generates networks and compares their trainings on two engines. */
public final class Fuzzing {
    private final DifferentialTester trials;

    /** Fuzzing with these trials. */
    public Fuzzing(DifferentialTester trials) {
        this.trials = trials;
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
        for (long tried = 1; tried <= networks && listener.goesOn(); tried++) {
            FuzzResult trial = trials.of(plan.next());
            tally.add(TrialSummary.of(trial));
            if (trial.outcome() == FuzzResult.Outcome.AGREES) {
                plan.compared(trial.spec());
            }
            if (trial.outcome() == FuzzResult.Outcome.DISAGREES) {
                Disagreement disagreement =
                        new Disagreement(trial, new Shrinker(trials, listener::goesOn).smallest(trial));
                disagreements.add(disagreement);
                listener.disagreed(disagreement);
            }
            listener.tried(tried);
        }
        return new Result(seed, networks, tally, plan.coverage(), disagreements, (System.nanoTime() - start) / 1e9);
    }
}
