package dev.plumbline.diagnose.representation;

import static dev.plumbline.diagnose.findings.Convention.*;

import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Translates the recorded steps of a network, in order, to this project's notation.
 *
 * <p>Each tensor is decoded with the tensors before it, as they were decoded: a gradient that contains a penalty, for
 * example, with the weights before the step. A convention that cannot be inverted, such as clipping, is applied to the
 * value that the preceding tensors give. If the result equals the recorded tensor, the tensor is taken as that value;
 * if not, the tensor stays as it is, and does not match.
 */
final class CanonicalReader implements AutoCloseable {
    private static final Set<Quantity> OF_WEIGHTS =
            EnumSet.of(Quantity.WEIGHTS, Quantity.WEIGHT_GRADIENT, Quantity.WEIGHT_UPDATE);
    private static final Set<Quantity> PER_EXAMPLE =
            EnumSet.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION, Quantity.DELTA);

    /** The number of roundings to allow for each term of a sum that is decoded. */
    private static final double ROUNDINGS = 8;

    private final NetworkSpec spec;
    private final BatchExamples examplesOf;
    private final int examples; // of the whole data
    private final Set<Convention> conventions;
    private final boolean byNumbers;
    private final PerturbableRun run;

    /** Starts from the experiment's weights, or from the network's own initial weights in this project's notation. */
    CanonicalReader(Experiment experiment, Set<Convention> conventions, Optional<List<LayerWeights>> start) {
        this.spec = experiment.spec();
        this.examplesOf = new BatchExamples(experiment);
        this.examples = experiment.inputs().rows();
        this.conventions = conventions;
        this.byNumbers =
                conventions.stream().anyMatch(convention -> convention.family().compareTo(Family.TIME) > 0);
        this.run = new ReferenceEngine().start(experiment);
        start.ifPresent(weights -> run.restore(run.state().with(weights)));
    }

    private boolean has(Convention convention) {
        return conventions.contains(convention);
    }

    /** A step in this project's notation. */
    StepTrace read(Batch batch, StepTrace recorded) {
        StepTrace shaped = shaped(recorded);
        return byNumbers
                ? readByNumbers(examplesOf.taken(batch, shaped, run.state()).orElse(batch), shaped)
                : shaped;
    }

    /** Reads the step again from its beginning for each layer in which the network drops by a mask of its own. */
    private StepTrace readByNumbers(Batch batch, StepTrace shaped) {
        TrainingState before = run.state();
        Batch drawn = batch;
        for (int l = 1; l < spec.layers().size(); l++) {
            Step step = new Step(drawn, shaped);
            StepTrace read = step.read();
            if (step.ownMasks.isEmpty()) {
                return read;
            }
            run.restore(before);
            List<Optional<Matrix>> masks = new ArrayList<>(drawn.masks());
            step.ownMasks.forEach((layer, mask) -> masks.set(layer - 1, Optional.of(mask)));
            drawn = drawn.withMasks(masks);
        }
        return new Step(drawn, shaped).read();
    }

    /** A step with the weights that are recorded with the next step; without weights if there is no next step. */
    static StepTrace withWeightsOf(StepTrace recorded, @Nullable StepTrace next) {
        StepTrace shifted = new StepTrace(recorded.step(), recorded.layers());
        for (Key key : recorded.keys()) {
            boolean learned = key.quantity().isLearned();
            Optional<Matrix> tensor = !learned
                    ? recorded.get(key)
                    : next == null ? Optional.empty() : next.get(key.quantity(), key.layer());
            tensor.ifPresent(value -> shifted.record(key.quantity(), key.layer(), value));
        }
        return shifted;
    }

    /** Each tensor in this project's shape. */
    StepTrace shaped(StepTrace recorded) {
        StepTrace shaped = new StepTrace(recorded.step(), recorded.layers());
        for (Key key : recorded.keys()) {
            Quantity quantity = key.quantity();
            int l = key.layer();
            Matrix tensor = recorded.get(key).orElseThrow();
            if (OF_WEIGHTS.contains(quantity)
                    && recorded.get(ofBias(quantity), l).isPresent()) {
                shaped.record(quantity, l, laidOut(tensor)); // the bias is recorded separately
            } else if (OF_WEIGHTS.contains(quantity)) {
                Matrix whole = laidOut(tensor);
                shaped.record(quantity, l, withoutBias(whole, l));
                biasOf(whole, l).ifPresent(bias -> shaped.record(ofBias(quantity), l, bias));
            } else if (PER_EXAMPLE.contains(quantity)) {
                shaped.record(quantity, l, withoutOnes(has(EXAMPLES_IN_COLUMNS) ? tensor.transpose() : tensor, l));
            } else if (quantity.isOfBias()) {
                shaped.record(quantity, l, bias(tensor));
            } else {
                shaped.record(quantity, l, tensor);
            }
        }
        return shaped;
    }

    /** Weights in the shapes of this project. */
    List<LayerWeights> shaped(List<LayerWeights> weights) {
        List<LayerWeights> shaped = new ArrayList<>();
        for (int l = 1; l <= weights.size(); l++) {
            LayerWeights layer = weights.get(l - 1);
            Matrix whole = laidOut(layer.weights());
            shaped.add(new LayerWeights(
                    withoutBias(whole, l),
                    biasOf(whole, l).or(() -> layer.bias().map(this::bias))));
        }
        return shaped;
    }

    /** Outputs of all examples, examples × outputs. If the shape is ambiguous, the network's convention decides. */
    Matrix outputs(Matrix recorded) {
        boolean columns = recorded.rows() == spec.outputs()
                && recorded.columns() == examples
                && (examples != spec.outputs() || has(EXAMPLES_IN_COLUMNS));
        return columns ? recorded.transpose() : recorded;
    }

    private Matrix laidOut(Matrix w) {
        if (has(WEIGHTS_TRANSPOSED)) {
            return w.transpose();
        }
        if (has(WEIGHTS_COLUMN_BY_COLUMN)) {
            return w.reshape(w.columns(), w.rows()).transpose();
        }
        return has(WEIGHTS_READ_BY_COLUMNS) ? w.transpose().reshape(w.rows(), w.columns()) : w;
    }

    private Matrix bias(Matrix b) {
        return has(BIAS_AS_COLUMN) && b.columns() == 1 ? b.transpose() : b;
    }

    private boolean holdsBias(int l) {
        return (has(BIAS_AS_LAST_INPUT) || has(BIAS_AS_FIRST_INPUT)) && layer(l).bias();
    }

    private boolean holdsBias(Matrix whole, int l) {
        return holdsBias(l) && whole.rows() == spec.inputsOf(l - 1) + 1;
    }

    private Matrix withoutBias(Matrix whole, int l) {
        if (!holdsBias(whole, l)) {
            return whole;
        }
        return has(BIAS_AS_FIRST_INPUT) ? whole.rowRange(1, whole.rows()) : whole.rowRange(0, whole.rows() - 1);
    }

    private Optional<Matrix> biasOf(Matrix whole, int l) {
        if (!holdsBias(whole, l)) {
            return Optional.empty();
        }
        int row = has(BIAS_AS_FIRST_INPUT) ? 0 : whole.rows() - 1;
        return Optional.of(whole.rowRange(row, row + 1));
    }

    /** Without the column of ones that the layer above takes as the input of its bias. */
    private Matrix withoutOnes(Matrix rows, int l) {
        if (l == spec.layers().size() || !holdsBias(l + 1) || rows.columns() != layer(l).units() + 1) {
            return rows;
        }
        Matrix columns = rows.transpose();
        int first = has(BIAS_AS_FIRST_INPUT) ? 1 : 0;
        return columns.rowRange(first, first + layer(l).units()).transpose();
    }

    private static Quantity ofBias(Quantity quantity) {
        return switch (quantity) {
            case WEIGHTS -> Quantity.BIAS;
            case WEIGHT_GRADIENT -> Quantity.BIAS_GRADIENT;
            default -> Quantity.BIAS_UPDATE;
        };
    }

    private Layer layer(int l) {
        return spec.layers().get(l - 1);
    }

    @Override
    public void close() {
        run.close();
    }

    private final class Step {
        private final Batch batch;
        private final StepTrace shaped;
        private final StepTrace read;
        private final TrainingState before;
        private final Set<Place> met = new HashSet<>(); // the tensors that a step of this network has
        private final Map<Integer, Matrix> activatedInPlace = new HashMap<>(); // by layer
        private final Map<Integer, Matrix> ownMasks = new HashMap<>(); // by layer; those that differ from the batch's
        private @Nullable Matrix delta; // of the layer whose gradients come next
        private @Nullable Matrix gradient; // of its W
        private @Nullable StepTrace undivided; // the gradients before a norm over all layers, if one may be in them

        private Step(Batch batch, StepTrace shaped) {
            this.batch = batch;
            this.shaped = shaped;
            this.read = new StepTrace(shaped.step(), shaped.layers());
            this.before = run.state();
        }

        private StepTrace read() {
            if ((has(PENALTY_IN_GRADIENT) || has(GRADIENT_NORMALIZED))
                    && spec.layers().stream().anyMatch(layer -> layer.normalizesPer(NormScope.NETWORK))) {
                undivided = new Step(batch, shaped).undivided();
            }
            StepTrace expected = run.step(batch, this::decode);
            List<LayerWeights> after = new ArrayList<>();
            for (int l = 1; l <= spec.layers().size(); l++) {
                after.add(new LayerWeights(
                        learned(Quantity.WEIGHTS, l, expected).orElseThrow(), learned(Quantity.BIAS, l, expected)));
            }
            run.restore(run.state().with(after));
            shaped.keys().stream() // tensors that this network does not have
                    .filter(key -> !met.contains(key.place()))
                    .forEach(key -> read.record(
                            key.quantity(), key.layer(), shaped.get(key).orElseThrow()));
            return read;
        }

        /** The step with all gradients as computed, which no gradient is decoded for. The state of the run is kept. */
        private StepTrace undivided() {
            StepTrace step = run.step(
                    batch,
                    (quantity, l, expected) -> quantity.compareTo(Quantity.WEIGHT_GRADIENT) < 0
                            ? decode(quantity, l, expected)
                            : expected);
            run.restore(before);
            return step;
        }

        private Optional<Matrix> learned(Quantity quantity, int l, StepTrace expected) {
            Optional<Matrix> recorded = shaped.get(quantity, l);
            met.add(new Place(quantity, l));
            recorded.ifPresent(tensor -> read.record(quantity, l, tensor));
            return expected.get(quantity, l)
                    .map(computed -> recorded.filter(tensor -> tensor.hasShapeOf(computed))
                            .orElse(computed));
        }

        /**
         * Decodes a tensor, given its value as computed from the preceding tensors; returns the value for the rest of
         * the step.
         */
        private Matrix decode(Quantity quantity, int l, Matrix expected) {
            met.add(new Place(quantity, l));
            Matrix value = switch (quantity) {
                case WEIGHTS, BIAS -> expected;
                case WEIGHT_UPDATE, BIAS_UPDATE -> recordAndPass(quantity, l, expected, update(quantity, l, expected));
                default ->
                    recordAndPass(
                            quantity,
                            l,
                            expected,
                            recorded(quantity, l)
                                    .flatMap(tensor -> tensor.hasShapeOf(expected)
                                            ? decoded(quantity, l, tensor, expected)
                                            : Optional.of(tensor)));
            };
            if (quantity == Quantity.DELTA) {
                delta = value;
            } else if (quantity == Quantity.WEIGHT_GRADIENT) {
                gradient = value;
            }
            return value;
        }

        /** The tensor of a quantity; A is also what Z holds where it was activated in place. */
        private Optional<Matrix> recorded(Quantity quantity, int l) {
            return shaped.get(quantity, l)
                    .or(() -> quantity == Quantity.ACTIVATION
                            ? Optional.ofNullable(activatedInPlace.get(l))
                            : Optional.empty());
        }

        private Matrix recordAndPass(Quantity quantity, int l, Matrix expected, Optional<Matrix> decoded) {
            decoded.ifPresent(tensor -> read.record(quantity, l, tensor));
            return decoded.filter(tensor -> tensor.hasShapeOf(expected)).orElse(expected);
        }

        /** Empty if the tensor holds another quantity, so that this one is not recorded. */
        private Optional<Matrix> decoded(Quantity quantity, int l, Matrix tensor, Matrix expected) {
            return switch (quantity) {
                case PRE_ACTIVATION -> preActivation(l, tensor, expected);
                case ACTIVATION -> Optional.of(activation(l, tensor, expected));
                case DELTA -> Optional.of(delta(l, tensor));
                case WEIGHT_GRADIENT, BIAS_GRADIENT -> gradient(quantity, l, tensor, expected);
                default -> Optional.of(tensor);
            };
        }

        private Optional<Matrix> preActivation(int l, Matrix tensor, Matrix expected) {
            if (!has(ACTIVATION_IN_PLACE)) {
                return Optional.of(tensor);
            }
            Matrix activated = Formulas.activation(layer(l).activation(), expected);
            boolean inPlace = isActivation(l, tensor)
                    || DiagnosisTolerances.areTheSame(activation(l, tensor, activated), activated);
            if (inPlace) {
                activatedInPlace.put(l, tensor);
            }
            return inPlace ? Optional.empty() : Optional.of(tensor);
        }

        /** Whether A is recorded with the same bits; both may be wrong because of a mistake before them. */
        private boolean isActivation(int l, Matrix tensor) {
            return !(layer(l).activation() instanceof Activation.Identity)
                    && shaped.get(Quantity.ACTIVATION, l).filter(tensor::equals).isPresent();
        }

        private Matrix activation(int l, Matrix tensor, Matrix expected) {
            boolean drops = has(ACTIVATION_AFTER_DROPOUT)
                    && l < spec.layers().size()
                    && batch.mask(l + 1).isPresent();
            if (!drops || DiagnosisTolerances.areTheSame(tensor, expected)) {
                return tensor;
            }
            Matrix mask = batch.mask(l + 1).orElseThrow();
            Matrix scaled = tensor.times(layer(l + 1).dropout().orElseThrow().keepProbability());
            // The network may draw its own masks; where A is 0, any mask will do.
            Matrix ofZeros = expected.zip(mask, (a, isKept) -> a == 0 ? isKept : Double.NaN);
            Matrix drawnMask =
                    tensor.zip(ofZeros, (a, isKept) -> Double.isNaN(isKept) ? Math.abs(Math.signum(a)) : isKept);
            for (Matrix kept : List.of(scaled, tensor)) { // the division may be a part of the product with W
                if (DiagnosisTolerances.areTheSame(kept, expected.times(drawnMask))) {
                    if (!drawnMask.equals(mask)) {
                        ownMasks.put(l + 1, drawnMask);
                    }
                    return withDropped(kept, drawnMask, expected);
                }
            }
            return tensor.times(mask).equals(tensor) ? withDropped(scaled, mask, expected) : tensor;
        }

        /** The dropped values are unknown: they are taken as correct if the kept ones can be. */
        private static Matrix withDropped(Matrix kept, Matrix mask, Matrix expected) {
            return kept.plus(expected.times(mask.map(isKept -> 1 - isKept)));
        }

        private Matrix delta(int l, Matrix tensor) {
            Matrix dZ = has(TARGET_MINUS_OUTPUT) ? tensor.unaryMinus() : tensor;
            if (has(MEAN_IN_DELTA) && isMean()) {
                dZ = dZ.times(batch.size());
            }
            return has(RATE_IN_DELTA) ? dZ.div(rate(l)) : dZ;
        }

        private Optional<Matrix> gradient(Quantity quantity, int l, Matrix tensor, Matrix expected) {
            if (has(UPDATE_FOR_GRADIENT)) {
                return Optional.empty(); // decoded with the update
            }
            Matrix g = has(TARGET_MINUS_OUTPUT) != has(GRADIENT_TURNED) ? tensor.unaryMinus() : tensor;
            if (has(MEAN_IN_UPDATE) && isMean()) {
                g = g.div(batch.size());
            }
            if (has(RATE_IN_GRADIENT)) {
                g = g.div(rate(l));
            }
            return Optional.of(withoutContent(quantity, l, g, expected));
        }

        private Matrix withoutContent(Quantity quantity, int l, Matrix g, Matrix expected) {
            boolean penalized = has(PENALTY_IN_GRADIENT);
            if (!penalized && !has(GRADIENT_NORMALIZED)) {
                return g;
            }
            LayerWeights from = before.weights().get(l - 1);
            boolean ofBias = quantity == Quantity.BIAS_GRADIENT;
            if (layer(l).gradientNormalization().isEmpty()) {
                Formulas.Gradient slopes = new Formulas.Gradient(
                                from.weights().times(0), from.bias().map(b -> b.times(0)))
                        .penalized(layer(l), batch.size(), from.weights(), from.bias());
                Matrix slope = ofBias ? slopes.bias().orElseThrow() : slopes.weights();
                return penalized ? sum(g, slope.unaryMinus(), expected) : g;
            }
            Formulas.Gradient whole = new Formulas.Gradient(
                    ofBias ? Objects.requireNonNull(gradient) : expected,
                    from.bias()
                            .map(b -> ofBias
                                    ? expected
                                    : reduced(Objects.requireNonNull(delta).sum(0))));
            IntFunction<Formulas.Gradient> gradients =
                    m -> m == l ? whole : Formulas.gradient(Objects.requireNonNull(undivided), m);
            Formulas.Gradient normalized = whole.normalized(layer(l), () -> Formulas.norm(spec.layers(), l, gradients));
            Formulas.Gradient written =
                    penalized ? normalized.penalized(layer(l), batch.size(), from.weights(), from.bias()) : normalized;
            return DiagnosisTolerances.areTheSame(g, ofBias ? written.bias().orElseThrow() : written.weights())
                    ? expected
                    : g;
        }

        private Matrix reduced(Matrix sum) {
            return isMean() ? sum.div(batch.size()) : sum;
        }

        private Optional<Matrix> update(Quantity quantity, int l, Matrix expected) {
            Optional<Matrix> recordedUpdate = shaped.get(quantity, l);
            Quantity gradient = quantity == Quantity.BIAS_UPDATE ? Quantity.BIAS_GRADIENT : Quantity.WEIGHT_GRADIENT;
            Optional<Matrix> recorded = has(UPDATE_FOR_GRADIENT) ? shaped.get(gradient, l) : Optional.empty();
            if (recordedUpdate.isPresent() && read.get(gradient, l).isEmpty()) {
                recorded.filter(tensor -> tensor.norm() == 0 // which is no evidence of an update
                                || !DiagnosisTolerances.areTheSame(tensor, recordedUpdate.get())
                                        && !DiagnosisTolerances.areTheSame(tensor, expected)
                                        && !DiagnosisTolerances.areTheSame(tensor.unaryMinus(), expected))
                        .ifPresent(tensor -> read.record(gradient, l, tensor)); // it is neither
            }
            return recordedUpdate
                    .or(() -> recorded)
                    .map(tensor -> tensor.hasShapeOf(expected) ? update(quantity, l, tensor, expected) : tensor);
        }

        private Matrix update(Quantity quantity, int l, Matrix tensor, Matrix expected) {
            Matrix u = has(UPDATE_ADDED) ? tensor.unaryMinus() : tensor;
            if (has(RATE_OUTSIDE_UPDATE)) {
                u = u.times(rate(l));
            }
            if (has(DECAY_OUTSIDE_UPDATE) && quantity == Quantity.WEIGHT_UPDATE) {
                double decay = layer(l).regularization()
                        .map(Regularization::weightDecay)
                        .orElse(0.0);
                u = sum(u, before.weights().get(l - 1).weights().times(rate(l) * decay), expected);
            }
            return u;
        }

        /**
         * The sum. Elements that differ from the correct ones by no more than rounding are replaced by the correct
         * ones.
         */
        private Matrix sum(Matrix first, Matrix second, Matrix expected) {
            Matrix sum = first.plus(second);
            Matrix rounding = first.abs()
                    .plus(second.abs())
                    .times(ROUNDINGS * spec.precision().unitRoundoff());
            Matrix excess = sum.minus(expected).abs().minus(rounding);
            return sum.zip(
                    excess.zip(expected, (over, exact) -> over <= 0 ? exact : Double.NaN),
                    (value, instead) -> Double.isNaN(instead) ? value : instead);
        }

        private double rate(int l) {
            return Formulas.rate(spec.optimizerOf(l - 1).in(spec.precision()), batch);
        }

        private boolean isMean() {
            return spec.reduction() == Reduction.MEAN;
        }
    }
}
