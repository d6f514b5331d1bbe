package dev.plumbline.diagnose;

import dev.plumbline.compare.RoundingBounds;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A training by the reference with mistakes in it, in which every tensor is calculated from what the diagnosed network
 * has of the tensors before it. So a tensor that does not match was calculated wrongly itself; what follows from it does
 * match. What the network does not show is calculated from what it does.
 */
final class Replay implements AutoCloseable {
    private final NetworkSpec spec;
    private final DiagnosisTolerances tolerances;
    private final PerturbableRun run;
    private final List<Mistaken> mistaken = new ArrayList<>();
    private final StepContext.Mistakes mistakes = new StepContext.Mistakes(mistaken, new MistakenUpdates(mistaken));
    private final Set<Place> aside;
    private final Noise noise;
    private final Experiment experiment;
    private final Function<Key, Criterion> criterion;
    private TrainingState beforeLastUpdate;
    private StepTrace goneOnWith;
    private StepTrace right;
    private StepTrace expected;
    private @Nullable Batch lastBatch;

    /** A quantity of a layer, at any step. */
    record Place(Quantity quantity, int layer) {}

    /** What tells whether a tensor is what was calculated. */
    enum Criterion {
        /**
         * Of a mistake that is tried, its norm; or else its elements, where all that they are calculated from is shown. Where
         * little is shown the bounds are wide, and would let mistakes pass that were not made.
         */
        HYPOTHESIS,
        /** Each of its elements. */
        ELEMENTS,
        /** Its norm or else its elements. */
        EITHER
    }

    /** What moves the numbers of a replay by last places. */
    @FunctionalInterface
    interface Noise {
        Noise NONE = (batch, weights) -> Perturbation.NONE;

        /** For a step from these weights. */
        Perturbation of(Batch batch, List<LayerWeights> weights);
    }

    /**
     * A mistake of this replay.
     *
     * @param formula with what it remembers of earlier steps
     */
    record Mistaken(Hypothesis hypothesis, Formula formula) {}

    /**
     * A replay from the experiment's weights.
     *
     * @param hypotheses the mistakes in it; in each tensor stage by stage
     * @param aside what is known not to match, and is not asked for again
     */
    Replay(Experiment experiment, Collection<Hypothesis> hypotheses, Set<Place> aside, DiagnosisTolerances tolerances) {
        this(experiment, hypotheses, aside, tolerances, key -> Criterion.EITHER, Noise.NONE);
    }

    /**
     * The same, in which what is not shown may have other last digits.
     *
     * @param criterion what tells of a tensor whether it matches
     * @param noise moves what is not shown
     */
    Replay(
            Experiment experiment,
            Collection<Hypothesis> hypotheses,
            Set<Place> aside,
            DiagnosisTolerances tolerances,
            Function<Key, Criterion> criterion,
            Noise noise) {
        this.noise = noise;
        this.criterion = criterion;
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.tolerances = tolerances;
        this.aside = aside;
        run = new ReferenceEngine().start(experiment);
        beforeLastUpdate = run.state();
        goneOnWith = new StepTrace(0, spec.layers().size());
        right = goneOnWith;
        expected = goneOnWith;
        hypotheses.stream()
                .sorted(Comparator.comparing(hypothesis -> hypothesis.variant().stage()))
                .forEach(hypothesis -> mistaken.add(
                        new Mistaken(hypothesis, hypothesis.variant().formula().get())));
    }

    /** The state before the next step. */
    TrainingState state() {
        return run.state();
    }

    /** Goes on from another state. */
    void restore(TrainingState state) {
        run.restore(state);
    }

    /** Takes a step, and judges what the network shows of it, in causal order. */
    List<TensorMatch> step(Batch batch, StepTrace shown) {
        beforeLastUpdate = run.state();
        lastBatch = batch;
        Step step = new Step(batch, ofAllUnits(shown), beforeLastUpdate, true);
        StepTrace taken = run.step(batch, step::calculate);
        step.recordWeights(taken);
        run.restore(step.stateAfter(taken));
        goneOnWith = step.goneOnWith;
        right = step.all(step.right);
        expected = step.all(step.expected);
        return step.matches();
    }

    /** A single number for a layer's whole bias stands for the same one in every unit, as NumPy takes it. */
    private StepTrace ofAllUnits(StepTrace shown) {
        if (shown.keys().stream().noneMatch(key -> isSingle(key, shown))) {
            return shown;
        }
        StepTrace all = new StepTrace(shown.step(), shown.layers());
        for (Key key : shown.keys()) {
            Matrix tensor = shown.get(key).orElseThrow();
            all.record(
                    key.quantity(),
                    key.layer(),
                    isSingle(key, shown)
                            ? Matrix.full(1, spec.layers().get(key.layer() - 1).units(), tensor.get(0, 0))
                            : tensor);
        }
        return all;
    }

    private boolean isSingle(Key key, StepTrace shown) {
        return key.quantity().isOfBias()
                && spec.layers().get(key.layer() - 1).units() > 1
                && shown.get(key).orElseThrow().size() == 1;
    }

    /** The tensors of the last step that others were calculated from: as they are shown, and else as they were calculated. */
    StepTrace goneOnWith() {
        return goneOnWith;
    }

    /** The tensors of the last step as they should be, each given what the network has of those before it. */
    StepTrace right() {
        return right;
    }

    /** The same with the mistakes of this replay. */
    StepTrace expected() {
        return expected;
    }

    /** Every tensor that a step on this batch has, from the present state; it is taken. */
    StepTrace tensorsOf(Batch batch) {
        return run.step(batch, Perturbation.NONE);
    }

    /** Takes a step in which nothing is known of the network. */
    void step(Batch batch) {
        step(batch, new StepTrace(batch.step(), spec.layers().size()));
    }

    /** What the replay, mistakes and all, makes of all examples; nothing is dropped, and its state stays as it is. */
    Matrix outputs(Experiment experiment) {
        return outputs(experiment, List.of());
    }

    /** The same with these masks. */
    Matrix outputs(Experiment experiment, List<Optional<Matrix>> masks) {
        TrainingState now = run.state();
        Batch all =
                new Batch(0, 0, false, experiment.inputs(), experiment.targets(), experiment.exampleWeights(), masks);
        Step step = new Step(all, new StepTrace(0, spec.layers().size()), now, false);
        run.step(all, step::calculate);
        run.restore(now);
        return step.goneOnWith.get(Quantity.ACTIVATION, spec.layers().size()).orElseThrow();
    }

    /** The same from the weights before the last update, as a network shows it that prints its last forward pass. */
    Matrix outputsBeforeLastUpdate(Experiment experiment, List<Optional<Matrix>> masks) {
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
    Batch lastBatch() {
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
        private final StepTrace shown;
        private final StepTrace goneOnWith;
        private final Map<Key, Matrix> right = new HashMap<>();
        private final Map<Key, Matrix> expected = new HashMap<>();
        private final StepContext context;
        private final TrainingState before;
        private final Perturbation disturbance;
        private boolean overflowed; // from there on nothing is moved
        private final boolean knowsWeights;
        private final SortedSet<Key> unknown; // of what is shown, in causal order
        private @Nullable RoundingBounds bounds; // calculated when they are asked for

        private Step(Batch batch, StepTrace shown, TrainingState before, boolean trains) {
            this.shown = shown;
            goneOnWith = new StepTrace(batch.step(), spec.layers().size());
            context = new StepContext(spec, batch, before, goneOnWith, shown, mistakes, trains);
            this.before = before;
            disturbance = noise.of(batch, before.weights());
            knowsWeights = batch.step() == 0 || showsWeights();
            unknown = shown.keys();
        }

        /** As the reference has just calculated a tensor; returns what it goes on with. */
        private Matrix calculate(Quantity quantity, int layer, Matrix tensor) {
            if (quantity.isLearned()) {
                return tensor; // judged when it is held to its constraint
            }
            Matrix value = expect(quantity, layer, tensor);
            Matrix moved = moved(quantity, layer, value);
            Matrix next = shown.get(quantity, layer)
                    .or(() -> Optional.of(moved))
                    .filter(other -> other.hasShapeOf(tensor))
                    .orElse(tensor);
            goneOnWith.record(quantity, layer, next);
            return next;
        }

        private Matrix expect(Quantity quantity, int layer, Matrix tensor) {
            Matrix value = tensor;
            for (Mistaken each : mistaken) {
                if (each.hypothesis().changes(quantity, layer, spec)) {
                    value = each.formula().of(context, quantity, layer, value);
                }
            }
            Key key = new Key(shown.step(), quantity, layer);
            right.put(key, tensor);
            expected.put(key, value);
            return value;
        }

        private void recordWeights(StepTrace taken) {
            for (Key key : taken.keys()) {
                Quantity quantity = key.quantity();
                if (!expected.containsKey(key)) {
                    expect(quantity, key.layer(), taken.get(key).orElseThrow());
                }
            }
        }

        private StepTrace all(Map<Key, Matrix> tensors) {
            StepTrace all = new StepTrace(shown.step(), spec.layers().size());
            tensors.forEach((key, tensor) -> all.record(key.quantity(), key.layer(), tensor));
            return all;
        }

        /** The step as it is shown, and else as it was calculated. */
        private StepTrace whole() {
            StepTrace whole = new StepTrace(shown.step(), spec.layers().size());
            expected.forEach((key, own) -> whole.record(
                    key.quantity(),
                    key.layer(),
                    taken(key, own).or(() -> goneOnWith.get(key)).orElse(own)));
            return whole;
        }

        /** What is shown of a tensor, if others can be calculated from it. */
        private Optional<Matrix> taken(Key key, Matrix own) {
            return shown.get(key).filter(other -> other.hasShapeOf(own) && other.isFinite());
        }

        private boolean showsWeights() {
            return IntStream.rangeClosed(1, spec.layers().size())
                    .allMatch(l -> shown.get(Quantity.WEIGHTS, l).isPresent()
                            && (context.b(l).isEmpty()
                                    || shown.get(Quantity.BIAS, l).isPresent()));
        }

        private Matrix moved(Quantity quantity, int layer, Matrix tensor) {
            overflowed |= !tensor.isFinite();
            return overflowed ? tensor : disturbance.perturb(quantity, layer, tensor);
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
            Matrix own = expected.get(new Key(shown.step(), quantity, layer));
            if (own == null) {
                return Optional.empty();
            }
            return Optional.of(
                    taken(new Key(shown.step(), quantity, layer), own).orElseGet(() -> moved(quantity, layer, own)));
        }

        private boolean follows(Key key) {
            Matrix own = expected.get(key);
            return own != null && !own.isFinite();
        }

        private List<TensorMatch> matches() {
            List<TensorMatch> found = new ArrayList<>();
            Optional<Key> broken = shown.firstNotFinite().map(NotFinite::key);
            for (Key key : shown.keys()) {
                if (broken.isPresent() && key.compareTo(broken.get()) > 0 && follows(key)) {
                    continue; // what is calculated from NaN cannot be judged
                }
                if (aside.contains(new Place(key.quantity(), key.layer())) || !expected.containsKey(key)) {
                    continue;
                }
                Matrix value = shown.get(key).orElseThrow();
                Matrix own = Objects.requireNonNull(expected.get(key));
                Matrix should = Objects.requireNonNull(right.get(key));
                double residual = residual(key, value, own);
                boolean matches = matches(key, value, own, residual);
                boolean isRight =
                        own.equals(should) ? matches : matches(key, value, should, residual(key, value, should));
                found.add(new TensorMatch(key, value, should, before(key), residual, matches, isRight));
            }
            return found;
        }

        private double residual(Key key, Matrix value, Matrix own) {
            return DiagnosisTolerances.residual(key.quantity(), key.layer(), value, own, context);
        }

        private boolean matches(Key key, Matrix value, Matrix own, double residual) {
            boolean exact = tolerances.isExact(residual);
            Criterion by = criterion.apply(key);
            if (residual == 0 || exact && by != Criterion.ELEMENTS) {
                return true;
            }
            boolean comparable = value.hasShapeOf(own) && value.isFinite() && own.isFinite();
            boolean bounded = isOfItsOwn(key) || knowsWeights && by != Criterion.HYPOTHESIS;
            if (!comparable || !bounded) {
                return exact;
            }
            return isWithin(value, own, own.abs().times(tolerances.unit())) || isWithin(value, own, bounds(key));
        }

        private static boolean isWithin(Matrix one, Matrix other, Matrix bounds) {
            return one.minus(other)
                            .abs()
                            .zip(bounds, (off, bound) -> off <= bound && bound <= Double.MAX_VALUE ? 0 : 1)
                            .max()
                    == 0;
        }

        /** Whether all that a tensor is calculated from is shown. */
        private boolean isOfItsOwn(Key key) {
            int l = key.layer();
            boolean input = l == 1 || shown.get(Quantity.ACTIVATION, l - 1).isPresent();
            boolean Z = shown.get(Quantity.PRE_ACTIVATION, l).isPresent();
            boolean A = shown.get(Quantity.ACTIVATION, l).isPresent();
            boolean dZ = shown.get(Quantity.DELTA, l).isPresent();
            boolean above = l == spec.layers().size()
                    || shown.get(Quantity.DELTA, l + 1).isPresent();
            return switch (key.quantity()) {
                case PRE_ACTIVATION -> knowsWeights && input;
                case ACTIVATION -> Z;
                case DELTA -> knowsWeights && Z && A && above;
                case WEIGHT_GRADIENT -> dZ && input;
                case BIAS_GRADIENT -> dZ;
                default -> false;
            };
        }

        /** How far rounding may carry each element, if what is shown of the tensors before is taken as it stands. */
        private Matrix bounds(Key key) {
            if (bounds == null) {
                bounds = new RoundingBounds(
                        experiment,
                        whole(),
                        context.batch(),
                        before,
                        layer -> run.learningRate(layer, context.batch()),
                        tolerances.unit());
            }
            RoundingBounds known = bounds;
            for (; !unknown.isEmpty() && unknown.first().compareTo(key) < 0; unknown.remove(unknown.first())) {
                Key next = unknown.first();
                Optional.ofNullable(expected.get(next))
                        .flatMap(own -> taken(next, own))
                        .ifPresent(own -> known.markKnown(next.quantity(), next.layer()));
            }
            return known.of(key.quantity(), key.layer());
        }
    }
}
