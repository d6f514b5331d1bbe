package dev.plumbline.diagnose.search;

import dev.plumbline.compare.OutputComparison;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks whether the final outputs follow from the trained weights. */
final class TrainedOutputs {
    /** The note on outputs from the weights before the last update. */
    static final String BEFORE =
            "The outputs are those of the last forward pass, from the weights before the last update.";

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final DiagnosisTolerances tolerances;
    private final Optional<OutputComparison> byElement;

    /**
     * A check of outputs.
     *
     * @param byElement whether they follow from recorded weights, so that each element has a bound; otherwise they are
     *     compared by their norm
     */
    TrainedOutputs(Experiment experiment, DiagnosisTolerances tolerances, boolean byElement) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.tolerances = tolerances;
        this.byElement = byElement
                ? Optional.of(new OutputComparison(new ReferenceEngine(), experiment, tolerances.unit()))
                : Optional.empty();
    }

    /**
     * The finding, if the outputs are wrong.
     *
     * @param recorded examples × outputs
     * @param replay the replay after the last step
     */
    Optional<Finding> explain(Matrix recorded, Replay replay) {
        if (areAfterLastUpdate(recorded, replay)
                || areOfLastForwardPass(recorded, replay)
                || byElement.isEmpty() && isClose(recorded, withoutMistakes(replay))) {
            return Optional.empty();
        }
        Matrix correct = replay.outputs(experiment);
        return Optional.of(FindingList.of(
                TensorMismatches.wrong(Key.ofTrainedOutputs(spec.layers().size()), recorded, correct),
                mistake(recorded, correct, replay).stream()
                        .map(mistake ->
                                Explanation.of(mistake, "", spec.layers().size()))
                        .toList(),
                Finding.Ratio.of(recorded, correct)));
    }

    private Optional<Mistake> mistake(Matrix recorded, Matrix correct, Replay replay) {
        if (isWithDropout(recorded, replay)) {
            return Optional.of(Mistake.DROPOUT_AT_PREDICTION);
        }
        boolean isF32 = spec.precision() == Precision.F64
                && isClose(recorded, correct, DiagnosisTolerances.exact(Precision.F32))
                && DiagnosisTolerances.isF32(recorded);
        return isF32 ? Optional.of(Mistake.SINGLE_PRECISION) : Optional.empty();
    }

    /** Whether the outputs come from the weights before the last update, and not from those after it. */
    boolean areBeforeLastUpdate(Matrix recorded, Replay replay) {
        return !areAfterLastUpdate(recorded, replay) && areOfLastForwardPass(recorded, replay);
    }

    private boolean areAfterLastUpdate(Matrix recorded, Replay replay) {
        return byElement
                .map(comparison -> comparison.agrees(replay.state(), recorded))
                .orElseGet(() -> isClose(recorded, replay.outputs(experiment)));
    }

    private boolean areOfLastForwardPass(Matrix recorded, Replay replay) {
        return byElement
                .map(comparison -> comparison.agrees(replay.stateBeforeLastUpdate(), recorded))
                .orElseGet(() -> isClose(recorded, replay.outputsBeforeLastUpdate(experiment, List.of())));
    }

    /** The correct outputs: a network whose code for prediction is separate from training may have these. */
    private Matrix withoutMistakes(Replay replay) {
        try (Replay correct = new Replay(experiment, List.of(), Set.of(), tolerances)) {
            correct.restore(replay.state());
            return correct.outputs(experiment);
        }
    }

    private boolean isClose(Matrix recorded, Matrix correct) {
        return isClose(recorded, correct, 100 * tolerances.exact());
    }

    private static boolean isClose(Matrix recorded, Matrix correct, double exact) {
        return recorded.hasShapeOf(correct)
                && recorded.isFinite()
                && recorded.normOfDifference(correct) <= exact * Math.max(correct.norm(), Double.MIN_NORMAL);
    }

    /** Whether the outputs are those with the last batch's dropout masks. */
    private boolean isWithDropout(Matrix recorded, Replay replay) {
        Batch last = replay.lastBatch();
        if (last.masks().isEmpty() || last.size() != experiment.inputs().rows()) {
            return false;
        }
        return isClose(recorded, replay.outputs(experiment, last.masks()))
                || isClose(recorded, replay.outputsBeforeLastUpdate(experiment, last.masks()));
    }
}
