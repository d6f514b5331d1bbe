package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Why final outputs are wrong, where nothing else is shown: the whole training is replayed with each mistake in turn, to see
 * which of them comes to these outputs.
 */
final class OutputsOnly {
    /** In numbers calculated; a longer training is not replayed two hundred times over. */
    private static final double MOST_WORK = 2e10;

    /** A training multiplies last digits; a mistake's outputs are met more closely than by chance all the same. */
    private static final double CLOSE = 1e-6;

    /** So many trainings tell how far last digits go. */
    private static final int RUNS = 4;

    private static final double MOST_SPREAD = 1e-3;

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Subject subject;
    private final Closeness closeness;
    private boolean isShown;

    OutputsOnly(Experiment experiment, Subject subject, Closeness closeness) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.subject = subject;
        this.closeness = closeness;
    }

    /** What is wrong with them, if anything is. */
    Optional<Finding> explain() {
        Optional<Matrix> shown = Optional.empty();
        try (SubjectRun run = subject.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (run.step(batch).isEmpty()) {
                    break;
                }
            }
            shown = run.outputs();
        }
        isShown = shown.isPresent();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Outcome right = train(List.of());
        shown = shown.map(outputs -> turned(outputs, right.after()));
        if (right.isMetBy(shown.get(), close())) {
            return Optional.empty();
        }
        double spread = spread(right.after());
        if (isNear(shown.get(), right.after(), 10 * spread)) {
            isShown = spread <= MOST_SPREAD; // of a training that goes anywhere, its outputs prove nothing
            return Optional.empty();
        }
        List<Suspicion> suspects = isAffordable() ? new Variants(spec).everything() : List.of();
        Map<Mistake, Explanation> fitting = new LinkedHashMap<>();
        for (Suspicion suspect : suspects) {
            if (train(List.of(suspect)).isMetBy(shown.get(), close())) {
                int layer =
                        suspect.isOfOneLayer() ? suspect.layer() : spec.layers().size();
                fitting.putIfAbsent(
                        suspect.mistake(),
                        new CorrectedLines(spec, layer)
                                .of(suspect.mistake(), suspect.variant().because()));
            }
        }
        Finding plain = Findings.of(
                new Judged(
                        Findings.outputs(spec.layers().size()),
                        shown.get(),
                        right.after(),
                        Optional.empty(),
                        Double.NaN),
                List.copyOf(fitting.values()),
                Findings.ratio(shown.get(), right.after()));
        List<Mistake> ruledOut = fitting.isEmpty()
                ? suspects.stream().map(Suspicion::mistake).distinct().toList()
                : List.of();
        return Optional.of(
                plain.judged(Double.NaN, fitting.size() == 1 ? Optional.empty() : Optional.of("W1"), ruledOut));
    }

    /** Whether there were outputs to judge. */
    boolean isShown() {
        return isShown;
    }

    /** Outputs whose examples are columns, as rows. */
    private static Matrix turned(Matrix shown, Matrix like) {
        boolean columns =
                !shown.shape().equals(like.shape()) && shown.rows() == like.columns() && shown.columns() == like.rows();
        return columns ? shown.transpose() : shown;
    }

    /** How far the outputs move, relative to them, where the initial weights are moved by their last digits. */
    private double spread(Matrix right) {
        double largest = 0;
        for (int i = 0; i < RUNS; i++) {
            NumpyRandom random = new NumpyRandom(i);
            try (Replay replay = new Replay(experiment, List.of(), Set.of(), closeness)) {
                List<LayerWeights> moved = experiment.initialWeights().stream()
                        .map(layer -> new LayerWeights(
                                layer.weights().map(w -> w + (random.random() < 0.5 ? -1 : 1) * Math.ulp(w)),
                                layer.bias()))
                        .toList();
                replay.restore(replay.state().with(moved));
                for (Batch batch : experiment.batches()) {
                    replay.step(batch);
                }
                largest = Math.max(largest, replay.outputs(experiment).normOfDifference(right) / right.norm());
            }
        }
        return largest;
    }

    private double close() {
        return Math.max(CLOSE, closeness.exact());
    }

    private boolean isAffordable() {
        double perStep = 6.0
                        * spec.parameters()
                        * spec.training().batchSize().of(experiment.inputs().rows())
                + 2000;
        return perStep * experiment.steps() * 200 < MOST_WORK;
    }

    /** What the training comes to, before and after its last update. */
    private record Outcome(Matrix before, Matrix after) {
        boolean isMetBy(Matrix shown, double close) {
            return isNear(shown, after, close) || isNear(shown, before, close);
        }
    }

    private static boolean isNear(Matrix shown, Matrix outputs, double close) {
        return shown.shape().equals(outputs.shape())
                && shown.isFinite()
                && outputs.isFinite()
                && shown.normOfDifference(outputs) <= close * outputs.norm();
    }

    private Outcome train(List<Suspicion> suspicions) {
        try (Replay replay = new Replay(experiment, new ArrayList<>(suspicions), Set.of(), closeness)) {
            for (Batch batch : experiment.batches()) {
                replay.step(batch);
            }
            return new Outcome(replay.outputsBeforeLastUpdate(experiment, List.of()), replay.outputs(experiment));
        }
    }
}
