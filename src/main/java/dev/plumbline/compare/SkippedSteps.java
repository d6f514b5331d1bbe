package dev.plumbline.compare;

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
        StepTrace reference = run.state().record(last);
        StepTrace present = actual.record(last);
        Lazy<PerturbedRuns<PerturbedRuns.Run>> perturbed = new Lazy<>(() -> perturbed(from, skipped));
        List<Difference> differences = new ArrayList<>();
        for (Key key : reference.keys()) {
            Matrix expected = reference.get(key).orElseThrow();
            present.get(key)
                    .filter(value -> value.hasShapeOf(expected) && value.isFinite() && expected.isFinite())
                    .flatMap(value -> difference(key, value, expected, perturbed))
                    .map(difference -> difference.withDetail(detail(difference, skipped)))
                    .ifPresent(differences::add);
        }
        perturbed.ifComputed(runs -> runs.forEach(PerturbedRuns.Run::close));
        return differences;
    }

    private Optional<Difference> difference(
            Key key, Matrix value, Matrix expected, Lazy<PerturbedRuns<PerturbedRuns.Run>> perturbed) {
        Difference difference = comparison.ofState(key, value, expected, 0);
        if (difference.kind() == Difference.Kind.AGREES) {
            return Optional.empty();
        }
        double spread = perturbed.get().spread(run -> run.tensor(key), expected);
        boolean isChaotic = !(spread <= tolerances.chaotic() * expected.norm());
        Difference beyond = comparison.ofState(key, value, expected, spread);
        return isChaotic || beyond.kind() == Difference.Kind.AGREES ? Optional.empty() : Optional.of(beyond);
    }

    private static String detail(Difference difference, List<Batch> skipped) {
        return String.format(
                Locale.ROOT,
                "is not what the steps %,d to %,d, which are not compared one by one, lead to:"
                        + " relative difference %.1e in norm",
                skipped.get(0).step(),
                difference.key().step(),
                difference.relative());
    }

    private PerturbedRuns<PerturbedRuns.Run> perturbed(TrainingState from, List<Batch> skipped) {
        PerturbedRuns<PerturbedRuns.Run> runs = PerturbedRuns.of(reference, experiment);
        runs.forEach(run -> run.take(from, skipped));
        return runs;
    }

    @Override
    public void close() {
        run.close();
    }
}
