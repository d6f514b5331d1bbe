package dev.plumbline.diagnose.search;

import dev.plumbline.compare.Coverage;
import dev.plumbline.compare.run.PerturbedRuns;
import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.hypotheses.Variants;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.representation.InitialWeightCandidates;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Explains wrong final outputs when nothing else is recorded: the whole training is replayed with each mistake in turn,
 * to find those that reproduce the outputs.
 */
final class OutputsOnly {
    /** The maximum cost, in computed numbers; longer trainings are not replayed 200 times. */
    private static final double MOST_WORK = 2e10;

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Subject subject;
    private final DiagnosisTolerances tolerances;
    private final List<String> notes = new ArrayList<>();
    private boolean isShown;
    private Coverage coverage = Coverage.NONE;

    OutputsOnly(Experiment experiment, Subject subject, DiagnosisTolerances tolerances) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.subject = subject;
        this.tolerances = tolerances;
    }

    /** Whether the outputs are wrong by more than rounding, without the reason. */
    boolean isDifferent() {
        Optional<Matrix> outputs = recorded();
        Outcome correct = train(experiment.initialWeights(), List.of());
        return outputs.isPresent()
                && (!correct.matches(outputs.get(), close()) || isOfSinglePrecision(outputs.get(), correct))
                && correct.after().isFinite()
                && !isNear(outputs.get(), correct.after(), spread(correct.after()));
    }

    private Optional<Matrix> recorded() {
        try (SubjectRun run = subject.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (run.step(batch).isEmpty()) {
                    break;
                }
            }
            return run.outputs();
        }
    }

    /** The finding, if the outputs are wrong. */
    Optional<Finding> explain() {
        Optional<Matrix> recorded = recorded();
        isShown = recorded.isPresent();
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        Outcome correct = train(experiment.initialWeights(), List.of());
        Matrix outputs = recorded.get();
        if (correct.matches(outputs, close()) && !isOfSinglePrecision(outputs, correct)) {
            boolean before = !isNear(outputs, correct.after(), close());
            if (before) {
                notes.add(TrainedOutputs.BEFORE);
            }
            Matrix met = before ? correct.before() : correct.after();
            if (isNear(untrained(), met, close())) {
                coverage = coverage.with(new Coverage.Gap(
                        spec.layers().size(),
                        List.of(Quantity.ACTIVATION),
                        Coverage.Reason.UNTRAINED,
                        experiment.steps(),
                        Double.POSITIVE_INFINITY));
            }
            notes.add("The outputs differ by " + Constants.text(outputs.normOfDifference(met) / met.norm())
                    + " relative to their norm; differences up to " + Constants.text(close()) + " count as rounding.");
            return Optional.empty();
        }
        double spread = correct.after().isFinite() ? spread(correct.after()) : 0;
        isShown = spread <= DiagnosisTolerances.LOST;
        if (!isShown) {
            notes.add("Rounding errors dominate the result of this training, so its outputs prove nothing; with the"
                    + " weights of every step it could be checked.");
        }
        if (!isShown || isNear(outputs, correct.after(), spread)) {
            return Optional.empty();
        }
        boolean comparable = outputs.isFinite() && outputs.hasShapeOf(correct.after());
        List<Hypothesis> candidates = comparable && isAffordable() ? new Variants(experiment).everything() : List.of();
        List<Explanation> fitting =
                List.copyOf(fitting(outputs, correct, candidates).values());
        Finding plain = FindingList.of(
                TensorMismatches.wrong(Key.ofTrainedOutputs(spec.layers().size()), outputs, correct.after()),
                fitting,
                Finding.Ratio.of(outputs, correct.after()));
        List<Mistake> ruledOut = fitting.isEmpty()
                ? candidates.stream().map(Hypothesis::mistake).distinct().toList()
                : List.of();
        return Optional.of(
                plain.withResult(Double.NaN, fitting.size() == 1 ? Optional.empty() : Optional.of("W1"), ruledOut));
    }

    /** The outputs before the training. */
    private Matrix untrained() {
        try (Replay replay = new Replay(experiment, List.of(), Set.of(), tolerances)) {
            return replay.outputs(experiment);
        }
    }

    /** Every mistake that reproduces these outputs. */
    private Map<Mistake, Explanation> fitting(Matrix outputs, Outcome correct, List<Hypothesis> candidates) {
        Map<Mistake, Explanation> fitting = new LinkedHashMap<>();
        int last = spec.layers().size();
        if (isOfSinglePrecision(outputs, correct)) {
            fitting.put(Mistake.SINGLE_PRECISION, Explanation.of(Mistake.SINGLE_PRECISION, "", last));
            return fitting;
        }
        if (correct.withDropout()
                .filter(dropped -> isNear(outputs, dropped, close()))
                .isPresent()) {
            fitting.put(Mistake.DROPOUT_AT_PREDICTION, Explanation.of(Mistake.DROPOUT_AT_PREDICTION, "", last));
        }
        if (isAffordable()) {
            InitialWeightCandidates.mistaken(experiment).stream()
                    .filter(start -> start.mistakes().size() == 1)
                    .filter(start -> InitialWeightCandidates.fits(start.weights(), experiment))
                    .filter(start -> train(start.weights(), List.of()).matches(outputs, close()))
                    .findFirst()
                    .map(start -> start.mistakes().get(0))
                    .ifPresent(mistake -> fitting.put(mistake, Explanation.of(mistake, "", 1)));
        }
        for (Hypothesis candidate : candidates) {
            if (train(experiment.initialWeights(), List.of(candidate)).matches(outputs, close())) {
                int layer = candidate.isOfOneLayer() ? candidate.layer() : last;
                fitting.putIfAbsent(
                        candidate.mistake(),
                        Explanation.of(
                                candidate.mistake(), candidate.variant().because(), layer, candidate.isOfOneLayer()));
            }
        }
        return fitting;
    }

    /** Whether the outputs are 32-bit numbers that differ from the correct ones by more than their own rounding. */
    private boolean isOfSinglePrecision(Matrix recorded, Outcome correct) {
        return spec.precision() == Precision.F64
                && DiagnosisTolerances.isF32(recorded)
                && isNear(recorded, correct.after(), DiagnosisTolerances.exact(Precision.F32))
                && !isRounded(recorded, correct.after())
                && !isRounded(recorded, correct.before());
    }

    private static boolean isRounded(Matrix recorded, Matrix correct) {
        return recorded.zip(correct, (number, value) -> Math.abs(number - value) - 0.501 * Math.ulp((float) value))
                        .max()
                <= 0;
    }

    /** Whether there were outputs to compare. */
    boolean isShown() {
        return isShown;
    }

    /** What the outputs could have shown. */
    Coverage coverage() {
        return coverage;
    }

    /** Remarks on the outputs, each a sentence. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** The relative change of the outputs when every step is rounded differently; NaN if they overflow. */
    private double spread(Matrix correct) {
        PerturbedRuns<Replay> runs = new PerturbedRuns<>(
                experiment,
                noise -> new Replay(
                        experiment,
                        List.of(),
                        Set.of(),
                        tolerances,
                        key -> Replay.Criterion.HYPOTHESIS,
                        noise::ofStep));
        for (Batch batch : experiment.batches()) {
            runs.forEach(replay -> replay.step(batch));
        }
        double spread = runs.farthest(replay -> replay.outputs(experiment), correct) / correct.norm();
        runs.forEach(Replay::close);
        return spread;
    }

    private double close() {
        return Math.max(DiagnosisTolerances.CONCLUDED, tolerances.exact());
    }

    private boolean isAffordable() {
        double perStep = 6.0
                        * spec.parameters()
                        * spec.training().batchSize().of(experiment.inputs().rows())
                + 2000;
        return perStep * experiment.steps() * 200 < MOST_WORK;
    }

    /**
     * The outputs of a training.
     *
     * @param before the outputs before the last update
     * @param after the outputs after the last update
     * @param withDropout the outputs after the last update with the last dropout masks; empty without dropout
     */
    private record Outcome(Matrix before, Matrix after, Optional<Matrix> withDropout) {
        boolean matches(Matrix recorded, double close) {
            return isNear(recorded, after, close) || isNear(recorded, before, close);
        }
    }

    private static boolean isNear(Matrix recorded, Matrix outputs, double close) {
        return recorded.isFinite() && outputs.isFinite() && DiagnosisTolerances.areClose(recorded, outputs, close);
    }

    private Outcome train(List<LayerWeights> start, List<Hypothesis> hypotheses) {
        try (Replay replay = new Replay(experiment, hypotheses, Set.of(), tolerances)) {
            replay.restore(replay.state().with(start));
            for (Batch batch : experiment.batches()) {
                replay.step(batch);
            }
            Batch last = replay.lastBatch();
            boolean fits = !last.masks().isEmpty()
                    && last.size() == experiment.inputs().rows();
            return new Outcome(
                    replay.outputsBeforeLastUpdate(experiment, List.of()),
                    replay.outputs(experiment),
                    fits ? Optional.of(replay.outputs(experiment, last.masks())) : Optional.empty());
        }
    }
}
