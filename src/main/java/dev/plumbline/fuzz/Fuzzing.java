package dev.plumbline.fuzz;

import dev.plumbline.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/** Tries networks of a plan, one after another. */
public final class Fuzzing {
    private final Trials trials;

    /** Fuzzing by these trials. */
    public Fuzzing(Trials trials) {
        this.trials = trials;
    }

    /** Who wants to see how it goes on. */
    public interface Listener {
        /** So many networks are done. */
        default void tried(long networks) {}

        /** Engines disagree. */
        default void disagreed(Disagreement disagreement) {}

        /** Whether to go on; asked between two trainings. */
        default boolean goesOn() {
            return true;
        }
    }

    /**
     * A network on which the engines disagree.
     *
     * @param trial as it was found
     * @param smallest the smallest network that was found to fail too
     */
    public record Disagreement(Trial trial, Trial smallest) {}

    /**
     * What came of it.
     *
     * @param seed of the plan
     * @param planned how many networks were to be tried; fewer were if it was stopped
     * @param tally all counts
     * @param coverage what was met by networks that were compared to their end
     * @param disagreements each of them
     * @param seconds how long it took
     */
    public record Result(
            long seed, long planned, Tally tally, Coverage coverage, List<Disagreement> disagreements, double seconds) {
        public Result {
            disagreements = List.copyOf(disagreements);
        }

        /** Whether networks were tried, and the engines agree on all of them but where a defect is known. */
        public boolean agrees() {
            return tally.networks(Trial.Outcome.AGREES) > 0 && disagreements.isEmpty();
        }
    }

    /** Tries so many networks of the plan of a seed. */
    public Result run(long networks, long seed, Listener listener) {
        long start = System.nanoTime();
        CoveringPlan plan = new CoveringPlan(seed, trials::staysFinite);
        Coverage coverage = new Coverage();
        Tally tally = new Tally();
        List<Disagreement> disagreements = new ArrayList<>();
        for (long i = 0; i < networks && listener.goesOn(); i++) {
            NetworkSpec spec = plan.next();
            Trial trial = trials.of(spec);
            tally.add(trial);
            if (trial.outcome() == Trial.Outcome.AGREES) {
                coverage.meet(Traits.of(spec));
            }
            if (trial.outcome() == Trial.Outcome.DISAGREES) {
                Disagreement disagreement =
                        new Disagreement(trial, new Shrinker(trials, listener::goesOn).smallest(trial));
                disagreements.add(disagreement);
                listener.disagreed(disagreement);
            }
            listener.tried(i + 1);
        }
        coverage.giveUp(plan.coverage());
        return new Result(seed, networks, tally, coverage, disagreements, (System.nanoTime() - start) / 1e9);
    }
}
