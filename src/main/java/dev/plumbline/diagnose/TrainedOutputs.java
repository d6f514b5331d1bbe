package dev.plumbline.diagnose;

import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMatch;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
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

    TrainedOutputs(Experiment experiment, DiagnosisTolerances tolerances) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.tolerances = tolerances;
    }

    /**
     * The finding, if the outputs are wrong.
     *
     * @param shown examples × outputs
     * @param replay the replay after the last step
     */
    Optional<Finding> explain(Matrix shown, Replay replay) {
        Matrix right = replay.outputs(experiment);
        if (isClose(shown, right)
                || isClose(shown, replay.outputsBeforeLastUpdate(experiment, List.of()))
                || isClose(shown, withoutMistakes(replay))) {
            return Optional.empty();
        }
        int layers = spec.layers().size();
        List<Explanation> explanations = isWithDropout(shown, replay)
                ? List.of(Explanation.of(Mistake.DROPOUT_AT_PREDICTION, "", layers))
                : List.of();
        return Optional.of(FindingList.of(
                TensorMatch.wrong(FindingList.outputs(layers), shown, right),
                explanations,
                Finding.Ratio.of(shown, right)));
    }

    /** Whether the outputs come from the weights before the last update, and not from those after it. */
    boolean areBeforeLastUpdate(Matrix shown, Replay replay) {
        return !isClose(shown, replay.outputs(experiment))
                && isClose(shown, replay.outputsBeforeLastUpdate(experiment, List.of()));
    }

    /** The correct outputs: a network whose code for prediction is separate from training may have these. */
    private Matrix withoutMistakes(Replay replay) {
        try (Replay right = new Replay(experiment, List.of(), Set.of(), tolerances)) {
            right.restore(replay.state());
            return right.outputs(experiment);
        }
    }

    private boolean isClose(Matrix shown, Matrix right) {
        return shown.hasShapeOf(right)
                && shown.isFinite()
                && shown.normOfDifference(right) <= 100 * tolerances.exact() * Math.max(right.norm(), 1e-300);
    }

    /** Whether the outputs are those with the last batch's dropout masks. */
    private boolean isWithDropout(Matrix shown, Replay replay) {
        Batch last = replay.lastBatch();
        if (last.masks().isEmpty() || last.size() != experiment.inputs().rows()) {
            return false;
        }
        return isClose(shown, replay.outputs(experiment, last.masks()))
                || isClose(shown, replay.outputsBeforeLastUpdate(experiment, last.masks()));
    }
}
