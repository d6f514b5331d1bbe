package dev.plumbline.compare;

import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;

/** Compares the outputs of a trained network for all examples with the reference's, element by element. */
public final class OutputComparison {
    private final PerturbableEngine reference;
    private final Experiment experiment;
    private final Tolerances tolerances;

    /**
     * A comparison.
     *
     * @param unit the allowed difference of an element, relative to its terms
     */
    public OutputComparison(PerturbableEngine reference, Experiment experiment, double unit) {
        this.reference = reference;
        this.experiment = experiment;
        this.tolerances = Tolerances.of(experiment).withTau(unit);
    }

    /**
     * Whether the outputs are those of the network with these weights up to rounding. A number on a threshold may lie on
     * either side.
     *
     * @param outputs examples × outputs
     */
    public boolean agrees(TrainingState weights, Matrix outputs) {
        Batch batch = EvaluationReports.all(
                experiment, experiment.steps(), experiment.spec().training().epochs());
        try (PerturbableRun run = reference.start(experiment)) {
            ReferenceStep expected =
                    ReferenceStep.take(new ReferenceStep.Source(run, weights, batch, experiment.spec(), tolerances));
            Difference difference = difference(outputs, expected);
            return difference.kind() == Difference.Kind.AGREES
                    || difference.kind().isOfValues()
                            && new EvaluationKinks(
                                            tolerances,
                                            step -> difference(outputs, step).kind() == Difference.Kind.AGREES)
                                    .explain(difference, expected)
                                    .isPresent();
        }
    }

    private Difference difference(Matrix outputs, ReferenceStep step) {
        Key key = new Key(experiment.steps(), Quantity.ACTIVATION, step.trace().layers());
        return new TensorComparison(ComparisonMode.LOCAL, tolerances)
                .of(key, outputs, step.get(key).orElseThrow(), step::scales);
    }
}
