package dev.plumbline.compare;

import dev.plumbline.compare.rounding.ElementScales;
import dev.plumbline.compare.rounding.Lazy;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.PerturbedRuns;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The steps between two compared ones, of which the engine records nothing. The reference replays them from the engine's
 * state after the one, and compares the weights and the optimizer state before the other in norm: what is lost on the way,
 * such as the momentum, shows there.
 */
final class SkippedSteps implements AutoCloseable {
    private final PerturbableEngine reference;
    private final Experiment experiment;
    private final Tolerances tolerances;
    private final TensorComparison comparison;
    private final PerturbableRun run;

    SkippedSteps(PerturbableEngine reference, Experiment experiment) {
        this.reference = reference;
        this.experiment = experiment;
        tolerances = Tolerances.of(experiment);
        comparison = new TensorComparison(ComparisonMode.FREE_RUNNING, tolerances);
        run = reference.start(experiment);
    }

    /** Whether a replay of all steps costs little beside the engine: the steps of larger networks are not replayed. */
    static boolean areReplayed(Experiment experiment) {
        return !PerturbedRuns.isCostly(experiment)
                && experiment.spec().training().distributed().isEmpty();
    }

    /**
     * The differences of the state that skipped steps lead to.
     *
     * @param from the engine's state before the first of them
     * @param skipped at least one
     * @param actual the engine's state after the last of them
     */
    List<Difference> between(TrainingState from, List<Batch> skipped, TrainingState actual) {
        run.restore(from);
        skipped.forEach(run::step);
        long last = skipped.get(skipped.size() - 1).step();
        StepTrace right = run.state().record(last);
        StepTrace present = actual.record(last);
        Lazy<PerturbedRuns<Replay>> perturbed = new Lazy<>(() -> perturbed(from, skipped));
        List<Difference> differences = new ArrayList<>();
        for (Key key : right.keys()) {
            Matrix expected = right.get(key).orElseThrow();
            present.get(key)
                    .filter(value -> value.hasShapeOf(expected) && value.isFinite() && expected.isFinite())
                    .flatMap(value -> difference(key, value, expected, perturbed))
                    .map(found -> found.withDetail(detail(found, skipped)))
                    .ifPresent(differences::add);
        }
        perturbed.ifComputed(runs -> runs.forEach(Replay::close));
        return differences;
    }

    private Optional<Difference> difference(
            Key key, Matrix value, Matrix expected, Lazy<PerturbedRuns<Replay>> perturbed) {
        ElementScales scales = (quantity, layer) -> expected;
        Difference found = comparison.freely(key, value, expected, () -> scales, norm -> 0, 0);
        if (found.kind() == Difference.Kind.AGREES) {
            return Optional.empty();
        }
        double spread = perturbed.get().spread(replay -> replay.after.get(key).orElseThrow(), expected);
        boolean isChaotic = !(spread <= tolerances.chaotic() * expected.norm());
        Difference beyond = comparison.freely(key, value, expected, () -> scales, norm -> 0, spread);
        return isChaotic || beyond.kind() == Difference.Kind.AGREES ? Optional.empty() : Optional.of(beyond);
    }

    private static String detail(Difference found, List<Batch> skipped) {
        return String.format(
                Locale.ROOT,
                "is not what the steps %,d to %,d, which are not compared one by one, lead to:"
                        + " relative difference %.1e in norm",
                skipped.get(0).step(),
                found.key().step(),
                found.relative());
    }

    private PerturbedRuns<Replay> perturbed(TrainingState from, List<Batch> skipped) {
        PerturbedRuns<Replay> runs =
                new PerturbedRuns<>(experiment, noise -> new Replay(reference.start(experiment), noise));
        runs.forEach(replay -> replay.take(from, skipped));
        return runs;
    }

    /** A perturbed replay of the skipped steps. */
    private static final class Replay implements AutoCloseable {
        private final PerturbableRun run;
        private final PerturbedRuns.Noise noise;
        private StepTrace after = new StepTrace(0, 0);

        private Replay(PerturbableRun run, PerturbedRuns.Noise noise) {
            this.run = run;
            this.noise = noise;
        }

        private void take(TrainingState from, List<Batch> skipped) {
            run.restore(from);
            skipped.forEach(batch -> run.step(batch, noise::ofStep));
            after = run.state().record(skipped.get(skipped.size() - 1).step());
        }

        @Override
        public void close() {
            run.close();
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
