package dev.plumbline.diagnose.replay;

import dev.plumbline.compare.rounding.RoundingBounds;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A training by the reference with mistakes. Every tensor is computed from the recorded preceding tensors of the
 * diagnosed network, so a tensor that does not match was computed wrongly itself, and tensors computed from it do
 * match. Tensors that are not recorded are computed from those that are.
 */
public final class Replay implements AutoCloseable {
    private final NetworkSpec spec;
    private final DiagnosisTolerances tolerances;
    private final PerturbableRun run;
    private final List<Mistaken> mistaken = new ArrayList<>();
    private final StepContext.Mistakes mistakes = new StepContext.Mistakes(mistaken, new FaultyUpdates(mistaken));
    private final Set<Place> excluded;
    private final Noise noise;
    private final Experiment experiment;
    private final Function<Key, Criterion> criterion;
    private TrainingState beforeLastUpdate;
    private StepTrace usedTensors;
    private StepTrace correctStep;
    private StepTrace expected;
    private @Nullable Batch lastBatch;

    /** The criterion for whether a tensor matches. */
    public enum Criterion {
        /**
         * For a mistake that is tested: its norm, or its elements if all tensors that they are computed from are
         * recorded. If few tensors are recorded, the bounds of the elements are wide, and wrong mistakes would fit.
         */
        HYPOTHESIS,
        /** Each of its elements. */
        ELEMENTS,
        /** Its norm or its elements. */
        EITHER
    }

    /** Perturbs the numbers of a replay by rounding. */
    @FunctionalInterface
    public interface Noise {
        Noise NONE = (batch, weights) -> Perturbation.NONE;

        Perturbation of(Batch batch, List<LayerWeights> weights);
    }

    /**
     * A mistake of this replay.
     *
     * @param formula the formula with its state of earlier steps
     */
    record Mistaken(Hypothesis hypothesis, Formula formula) {}

    /**
     * A replay from the experiment's weights.
     *
     * @param hypotheses the mistakes of the replay
     * @param excluded the places that are known not to match and are not compared again
     */
    public Replay(
            Experiment experiment,
            Collection<Hypothesis> hypotheses,
            Set<Place> excluded,
            DiagnosisTolerances tolerances) {
        this(experiment, hypotheses, excluded, tolerances, key -> Criterion.EITHER, Noise.NONE);
    }

    /**
     * A replay in which tensors that are not recorded may be perturbed by rounding.
     *
     * @param criterion the criterion for whether a tensor matches
     * @param noise perturbs tensors that are not recorded
     */
    public Replay(
            Experiment experiment,
            Collection<Hypothesis> hypotheses,
            Set<Place> excluded,
            DiagnosisTolerances tolerances,
            Function<Key, Criterion> criterion,
            Noise noise) {
        this.noise = noise;
        this.criterion = criterion;
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.tolerances = tolerances;
        this.excluded = excluded;
        run = new ReferenceEngine().start(experiment);
        beforeLastUpdate = run.state();
        usedTensors = new StepTrace(0, spec.layers().size());
        correctStep = usedTensors;
        expected = usedTensors;
        hypotheses.stream()
                .sorted(Comparator.comparing(hypothesis -> hypothesis.variant().stage()))
                .forEach(hypothesis -> mistaken.add(
                        new Mistaken(hypothesis, hypothesis.variant().formula().get())));
    }

    /** The state before the next step. */
    public TrainingState state() {
        return run.state();
    }

    /** The state before the last step. */
    public TrainingState stateBeforeLastUpdate() {
        return beforeLastUpdate;
    }

    /** Continues from another state. */
    public void restore(TrainingState state) {
        run.restore(state);
    }

    /** Takes a step, and compares the recorded tensors in causal order. */
    public List<TensorMismatches> step(Batch batch, StepTrace recorded) {
        beforeLastUpdate = run.state();
        lastBatch = batch;
        Step step = new Step(batch, ofAllUnits(recorded), beforeLastUpdate, true);
        StepTrace taken = run.step(batch, step::calculate);
        step.recordWeights(taken);
        run.restore(step.stateAfter(taken));
        usedTensors = step.usedTensors;
        correctStep = step.correctTensors;
        expected = step.expected;
        return step.matches();
    }

    /** Expands a bias that is a single number to all units, as NumPy broadcasts it. */
    private StepTrace ofAllUnits(StepTrace recorded) {
        if (recorded.keys().stream().noneMatch(key -> isSingle(key, recorded))) {
            return recorded;
        }
        StepTrace expanded = new StepTrace(recorded.step(), recorded.layers());
        for (Key key : recorded.keys()) {
            Matrix tensor = recorded.get(key).orElseThrow();
            expanded.record(
                    key.quantity(),
                    key.layer(),
                    isSingle(key, recorded)
                            ? Matrix.full(1, spec.layers().get(key.layer() - 1).units(), tensor.get(0, 0))
                            : tensor);
        }
        return expanded;
    }

    private boolean isSingle(Key key, StepTrace recorded) {
        return key.quantity().isOfBias()
                && spec.layers().get(key.layer() - 1).units() > 1
                && recorded.get(key).orElseThrow().size() == 1;
    }

    /** The tensors of the last step that later ones were computed from: as recorded, otherwise as computed. */
    public StepTrace usedTensors() {
        return usedTensors;
    }

    /** The correct tensors of the last step, each computed from the network's preceding ones. */
    public StepTrace right() {
        return correctStep;
    }

    /** The tensors of the last step with the mistakes of this replay. */
    public StepTrace expected() {
        return expected;
    }

    /** Takes a step without mistakes and returns its tensors. */
    public StepTrace tensorsOf(Batch batch) {
        return run.step(batch, Perturbation.NONE);
    }

    /** Takes a step without recorded tensors. */
    public void step(Batch batch) {
        step(batch, new StepTrace(batch.step(), spec.layers().size()));
    }

    /** The outputs for all examples, with all mistakes and without dropout; does not change the state. */
    public Matrix outputs(Experiment experiment) {
        return outputs(experiment, List.of());
    }

    /** The outputs for all examples with these dropout masks. */
    public Matrix outputs(Experiment experiment, List<Optional<Matrix>> masks) {
        TrainingState now = run.state();
        Batch batch =
                new Batch(0, 0, false, experiment.inputs(), experiment.targets(), experiment.exampleWeights(), masks);
        Step step = new Step(batch, new StepTrace(0, spec.layers().size()), now, false);
        run.step(batch, step::calculate);
        run.restore(now);
        return step.usedTensors.get(Quantity.ACTIVATION, spec.layers().size()).orElseThrow();
    }

    /** The outputs from the weights before the last update, for networks that report their last forward pass. */
    public Matrix outputsBeforeLastUpdate(Experiment experiment, List<Optional<Matrix>> masks) {
        TrainingState now = run.state();
        run.restore(beforeLastUpdate);
        Matrix outputs = outputs(experiment, masks);
        run.restore(now);
        return outputs;
    }

    /**
     * The batch of the last step.
     *
     * @throws IllegalStateException if none was taken
     */
    public Batch lastBatch() {
        if (lastBatch == null) {
            throw new IllegalStateException("no step was taken");
        }
        return lastBatch;
    }

    @Override
    public void close() {
        run.close();
    }

    private final class Step {
        private final StepTrace recorded;
        private final StepTrace usedTensors;
        private final StepTrace correctTensors;
        private final StepTrace expected;
        private final StepContext context;
        private final TrainingState before;
        private final Perturbation perturbation;
        private boolean isLost; // nothing is perturbed after an overflow, or after a mistake that changes a shape
        private final RecordedOperands operands;
        private final Queue<Key> unknown; // recorded tensors in causal order
        private @Nullable RoundingBounds bounds; // computed on demand

        private Step(Batch batch, StepTrace recorded, TrainingState before, boolean trains) {
            this.recorded = recorded;
            usedTensors = new StepTrace(batch.step(), spec.layers().size());
            correctTensors = new StepTrace(recorded.step(), spec.layers().size());
            expected = new StepTrace(recorded.step(), spec.layers().size());
            context = new StepContext(spec, batch, before, usedTensors, recorded, mistakes, trains);
            this.before = before;
            perturbation = noise.of(batch, before.weights());
            operands = RecordedOperands.of(
                    spec,
                    batch.step(),
                    place -> recorded.get(place.quantity(), place.layer()).isPresent());
            unknown = new ArrayDeque<>(recorded.keys());
        }

        /** Receives a tensor that the reference computed; returns the tensor with which the step continues. */
        private Matrix calculate(Quantity quantity, int layer, Matrix tensor) {
            if (quantity.isLearned()) {
                return tensor; // compared after the constraint is applied
            }
            Matrix value = expect(quantity, layer, tensor);
            isLost |= !value.hasShapeOf(tensor);
            Matrix perturbed = perturbed(quantity, layer, value);
            Matrix next = recorded.get(quantity, layer)
                    .or(() -> Optional.of(perturbed))
                    .filter(candidate -> candidate.hasShapeOf(tensor))
                    .orElse(tensor);
            usedTensors.record(quantity, layer, next);
            return next;
        }

        private Matrix expect(Quantity quantity, int layer, Matrix tensor) {
            Matrix value = tensor;
            for (Mistaken mistake : mistaken) {
                if (mistake.hypothesis().changes(quantity, layer, spec)) {
                    value = mistake.formula().of(context, quantity, layer, value);
                }
            }
            correctTensors.record(quantity, layer, tensor);
            expected.record(quantity, layer, value);
            return value;
        }

        private void recordWeights(StepTrace taken) {
            for (Key key : taken.keys()) {
                if (expected.get(key.quantity(), key.layer()).isEmpty()) {
                    expect(key.quantity(), key.layer(), taken.get(key).orElseThrow());
                }
            }
        }

        /** The step as recorded, otherwise as computed. */
        private StepTrace recordedOrUsed() {
            StepTrace recordedOrUsed =
                    new StepTrace(recorded.step(), spec.layers().size());
            for (Key key : expected.keys()) {
                Matrix computed = expected.get(key).orElseThrow();
                recordedOrUsed.record(
                        key.quantity(),
                        key.layer(),
                        taken(key, computed).or(() -> usedTensors.get(key)).orElse(computed));
            }
            return recordedOrUsed;
        }

        /** The recorded tensor, if others can be computed from it. */
        private Optional<Matrix> taken(Key key, Matrix computed) {
            return recorded.get(key).filter(tensor -> tensor.hasShapeOf(computed) && tensor.isFinite());
        }

        private Matrix perturbed(Quantity quantity, int layer, Matrix tensor) {
            isLost |= !tensor.isFinite();
            return isLost ? tensor : perturbation.perturb(quantity, layer, tensor);
        }

        private Optional<Matrix> before(Key key) {
            boolean learned = key.quantity().isLearned();
            return learned ? Optional.of(context.before(key.quantity(), key.layer())) : Optional.empty();
        }

        private TrainingState stateAfter(StepTrace taken) {
            List<LayerWeights> weights = new ArrayList<>();
            List<OptimizerState> states = new ArrayList<>();
            for (int l = 1; l <= spec.layers().size(); l++) {
                int layer = l;
                weights.add(new LayerWeights(after(Quantity.WEIGHTS, l).orElseThrow(), after(Quantity.BIAS, l)));
                states.add(OptimizerState.from(
                        quantity -> taken.get(quantity, layer).flatMap(none -> after(quantity, layer))));
            }
            return new TrainingState(weights, states);
        }

        private Optional<Matrix> after(Quantity quantity, int layer) {
            return expected.get(quantity, layer)
                    .map(computed -> taken(new Key(recorded.step(), quantity, layer), computed)
                            .orElseGet(() -> perturbed(quantity, layer, computed)));
        }

        private boolean follows(Key key) {
            return expected.get(key).filter(computed -> !computed.isFinite()).isPresent();
        }

        private List<TensorMismatches> matches() {
            List<TensorMismatches> compared = new ArrayList<>();
            Optional<Key> broken = recorded.firstNotFinite().map(NotFinite::key);
            for (Key key : recorded.keys()) {
                if (broken.isPresent() && key.compareTo(broken.get()) > 0 && follows(key)) {
                    continue; // values computed from NaN cannot be compared
                }
                if (excluded.contains(key.place()) || expected.get(key).isEmpty()) {
                    continue;
                }
                Matrix value = recorded.get(key).orElseThrow();
                Matrix computed = expected.get(key).orElseThrow();
                Matrix correct = correctTensors.get(key).orElseThrow();
                double residual = residual(key, value, computed);
                boolean matches = matches(key, value, computed, residual);
                boolean isRight = computed.equals(correct)
                        ? matches
                        : matches(key, value, correct, residual(key, value, correct));
                compared.add(new TensorMismatches(key, value, correct, before(key), residual, matches, isRight));
            }
            return compared;
        }

        private double residual(Key key, Matrix value, Matrix computed) {
            boolean alike = !computed.isFinite() && overflows() && overflowAlike(value, computed);
            return DiagnosisTolerances.residual(
                    key.quantity(),
                    key.layer(),
                    alike ? finite(value) : value,
                    alike ? finite(computed) : computed,
                    context);
        }

        /** Whether a mistake is that of numbers which overflow; no other reproduces NaN, which has many reasons. */
        private boolean overflows() {
            return mistaken.stream().anyMatch(mistake -> mistake.hypothesis().mistake() == Mistake.EXPONENT_OVERFLOW);
        }

        private static boolean overflowAlike(Matrix first, Matrix second) {
            return first.hasShapeOf(second)
                    && first.zip(
                                            second,
                                            (a, b) -> Double.isFinite(a) && Double.isFinite(b)
                                                            || Double.compare(a, b) == 0
                                                    ? 0
                                                    : 1)
                                    .max()
                            == 0;
        }

        private static Matrix finite(Matrix tensor) {
            return tensor.map(value -> Double.isFinite(value) ? value : 0);
        }

        private boolean matches(Key key, Matrix value, Matrix computed, double residual) {
            boolean exact = tolerances.isExact(residual);
            Criterion by = criterion.apply(key);
            if (residual == 0 || exact && by != Criterion.ELEMENTS) {
                return true;
            }
            boolean comparable = value.hasShapeOf(computed) && value.isFinite() && computed.isFinite();
            boolean ofOperands =
                    key.quantity() != Quantity.LOSS && !key.quantity().isOfUpdate();
            boolean bounded =
                    ofOperands && operands.areComplete(key) || operands.knowsWeights() && by != Criterion.HYPOTHESIS;
            if (!comparable || !bounded) {
                return exact;
            }
            return isWithin(value, computed, computed.abs().times(tolerances.unit()))
                    || isWithin(value, computed, bounds(key));
        }

        private static boolean isWithin(Matrix first, Matrix second, Matrix bounds) {
            return first.minus(second)
                            .abs()
                            .zip(bounds, (off, bound) -> off <= bound && bound <= Double.MAX_VALUE ? 0 : 1)
                            .max()
                    == 0;
        }

        /** The rounding bound of each element, given the recorded preceding tensors. */
        private Matrix bounds(Key key) {
            if (bounds == null) {
                bounds = new RoundingBounds(
                        experiment,
                        recordedOrUsed(),
                        context.batch(),
                        before,
                        layer -> run.learningRate(layer, context.batch()),
                        tolerances.unit());
            }
            RoundingBounds rounding = bounds;
            while (!unknown.isEmpty() && unknown.element().compareTo(key) < 0) {
                Key next = unknown.remove();
                expected.get(next)
                        .flatMap(computed -> taken(next, computed))
                        .ifPresent(computed -> rounding.markKnown(next.quantity(), next.layer()));
            }
            return rounding.of(key.quantity(), key.layer());
        }
    }
}
