package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is there when a tensor of a step is calculated: the batch, the state before the step, and the tensors that come before
 * it. Letters as in the reference; layers count from 1.
 */
final class StepContext {
    private final NetworkSpec spec;
    private final Batch batch;
    private final TrainingState before;
    private final StepTrace tensors;
    private final StepTrace shown;
    private final boolean trains;
    private final Map<Integer, Matrix> inputs = new HashMap<>();
    private final Map<Integer, Matrix> incoming = new HashMap<>();
    private final Map<Integer, WayDown> waysDown = new HashMap<>();
    private final Mistakes mistakes;

    /**
     * A context whose tensors are recorded as the step goes on.
     *
     * @param shown what the network shows of the step
     * @param mistakes of the replay
     * @param trains whether it is a step of the training, and not a question for outputs
     */
    StepContext(
            NetworkSpec spec,
            Batch batch,
            TrainingState before,
            StepTrace tensors,
            StepTrace shown,
            Mistakes mistakes,
            boolean trains) {
        this.spec = spec;
        this.batch = batch;
        this.before = before;
        this.tensors = tensors;
        this.shown = shown;
        this.mistakes = mistakes;
        this.trains = trains;
    }

    /**
     * The mistakes of a replay.
     *
     * @param all stage by stage
     * @param updates the optimizer steps with them
     */
    record Mistakes(List<Replay.Mistaken> all, MistakenUpdates updates) {}

    boolean trains() {
        return trains;
    }

    /** What the network shows of a tensor of this step. */
    Optional<Matrix> shown(Quantity quantity, int l) {
        return shown.get(quantity, l);
    }

    /** What the network shows of this step but for its gradients and what comes after them. */
    StepTrace shownBeforeGradients() {
        StepTrace some = new StepTrace(shown.step(), shown.layers());
        shown.keys().stream()
                .filter(key -> key.quantity().compareTo(Quantity.WEIGHT_GRADIENT) < 0)
                .forEach(key ->
                        some.record(key.quantity(), key.layer(), shown.get(key).orElseThrow()));
        return some;
    }

    /** The state before the step. */
    TrainingState before() {
        return before;
    }

    NetworkSpec spec() {
        return spec;
    }

    Batch batch() {
        return batch;
    }

    int layers() {
        return spec.layers().size();
    }

    Layer layer(int l) {
        return spec.layers().get(l - 1);
    }

    Optimizer optimizer(int l) {
        return spec.optimizerOf(l - 1).in(spec.precision());
    }

    double rate(int l) {
        return Formulas.rate(optimizer(l), batch);
    }

    /** The number of examples, for the losses that are a mean over the batch. */
    int n() {
        return batch.size();
    }

    boolean mean() {
        return spec.reduction() == Reduction.MEAN;
    }

    Matrix y() {
        return batch.targets();
    }

    Matrix W(int l) {
        return weights(l).weights();
    }

    Optional<Matrix> b(int l) {
        return weights(l).bias();
    }

    private LayerWeights weights(int l) {
        return before.weights().get(l - 1);
    }

    Matrix Z(int l) {
        return tensor(Quantity.PRE_ACTIVATION, l);
    }

    Matrix A(int l) {
        return l == 0 ? batch.inputs() : tensor(Quantity.ACTIVATION, l);
    }

    /** A[l-1], but for what the layer drops of it; or what a mistake takes instead. */
    Matrix X(int l) {
        Matrix instead = inputs.get(l);
        return instead == null ? masked(A(l - 1), l, true) : instead;
    }

    /** What the forward pass of a layer takes by mistake; returns Z with it. */
    Matrix taking(int l, Matrix x) {
        inputs.put(l, x);
        return preActivation(x, W(l), l);
    }

    /** What a layer keeps of its input, or of what comes down to it. */
    Matrix masked(Matrix x, int l, boolean scaled) {
        Optional<Matrix> mask = batch.mask(l);
        if (mask.isEmpty() || layer(l).dropout().isEmpty()) {
            return x;
        }
        Matrix kept = x.times(mask.get());
        return scaled ? kept.div(layer(l).dropout().get().keepProbability()) : kept;
    }

    /** X·W + b, with this layer's bias where it has one. */
    Matrix preActivation(Matrix x, Matrix weights, int l) {
        Matrix z = x.dot(weights);
        return b(l).map(z::plus).orElse(z);
    }

    Matrix dZ(int l) {
        return tensor(Quantity.DELTA, l);
    }

    Matrix dW(int l) {
        return tensor(Quantity.WEIGHT_GRADIENT, l);
    }

    Optional<Matrix> db(int l) {
        return tensors.get(Quantity.BIAS_GRADIENT, l);
    }

    /** ∂l/∂A[l], with the weights of the examples; or what a mistake makes of it. */
    Matrix dA(int l) {
        Matrix instead = incoming.get(l);
        if (instead != null) {
            return instead;
        }
        return l == layers()
                ? weighted(Formulas.lossGradient(spec.loss(), A(l), y()))
                : wayDown(l).down();
    }

    /** ∂l/∂A[l] by mistake; returns dZ with it. */
    Matrix receiving(int l, Matrix dA) {
        incoming.put(l, dA);
        return throughActivation(l, dA);
    }

    /** The way down to A[l], with a mistake in it; returns dZ with it. */
    Matrix comingDown(int l, UnaryOperator<WayDown> mistaken) {
        waysDown.put(l, mistaken.apply(wayDown(l)));
        return receiving(l, wayDown(l).down());
    }

    private WayDown wayDown(int l) {
        WayDown mistaken = waysDown.get(l);
        return mistaken == null ? new WayDown(dZ(l + 1), W(l + 1), sum -> masked(sum, l + 1, true)) : mistaken;
    }

    /**
     * How something comes down to A[l].
     *
     * @param fromAbove what comes down
     * @param weights those of the layer above, through which it comes
     * @param dropping what is dropped of it
     */
    record WayDown(Matrix fromAbove, Matrix weights, UnaryOperator<Matrix> dropping) {
        Matrix down() {
            return dropping.apply(fromAbove.dot(weights.transpose()));
        }

        WayDown from(Matrix other) {
            return new WayDown(other, weights, dropping);
        }

        WayDown through(Matrix other) {
            return new WayDown(fromAbove, other, dropping);
        }

        WayDown dropping(UnaryOperator<Matrix> other) {
            return new WayDown(fromAbove, weights, other);
        }
    }

    /** Back through the activation of a layer. */
    Matrix throughActivation(int l, Matrix dA) {
        return Formulas.activationBackward(layer(l).activation(), dA, Z(l), A(l));
    }

    /** Rows of examples times the weights of the examples. */
    Matrix weighted(Matrix rows) {
        return batch.weights().map(rows::times).orElse(rows);
    }

    /** The gradient as the step brought it forth, of W or of b. */
    Matrix gradient(Quantity update, int l) {
        return update == Quantity.BIAS_UPDATE ? db(l).orElseThrow() : dW(l);
    }

    /** What the optimizer is given for W or for b, if the layer were this one. */
    Matrix given(Quantity update, int l, Layer layer) {
        return given(update, l, layer, 1);
    }

    /** The same of gradients times a factor. */
    Matrix given(Quantity update, int l, Layer layer, double factor) {
        Formulas.Gradient gradient = new Formulas.Gradient(dW(l).times(factor), db(l).map(db -> db.times(factor)))
                .normalized(layer)
                .penalized(layer, W(l), b(l));
        return update == Quantity.BIAS_UPDATE ? gradient.bias().orElseThrow() : gradient.weights();
    }

    /** The update of W or of b with all mistakes that this replay has in the optimizer step. */
    Matrix mistakenUpdate(Quantity update, int l) {
        return mistakes.updates().of(this, update, l);
    }

    /** The learning rate with the same mistakes. */
    double mistakenRate(Quantity update, int l) {
        return mistakes.updates().rule(this, update, l).rate();
    }

    /** The other mistakes of this replay. */
    List<Hypothesis> mistakesBesides(Mistake one) {
        return mistakes.all().stream()
                .map(Replay.Mistaken::hypothesis)
                .filter(each -> each.mistake() != one)
                .toList();
    }

    /** The optimizer state of W or of b before the step. */
    List<Matrix> optimizerState(Quantity update, int l) {
        OptimizerState state = before.optimizers().get(l - 1);
        return update == Quantity.BIAS_UPDATE ? state.bias() : state.weights();
    }

    /** The right update of W or of b, if the layer were this one. */
    Matrix update(Quantity update, int l, Layer layer) {
        Matrix value = Formulas.update(optimizer(l), given(update, l, layer), optimizerState(update, l), batch)
                .value();
        return update == Quantity.BIAS_UPDATE ? value : Formulas.decayed(layer, value, W(l), rate(l));
    }

    /** W[l] after the update, as it is shown; else after a right update. */
    Matrix updatedWeights(int l) {
        Optional<Matrix> own = shown.get(Quantity.WEIGHTS, l).filter(after -> after.hasShapeOf(W(l)));
        return own.isPresent()
                ? own.get()
                : Formulas.constrained(layer(l), W(l).minus(update(Quantity.WEIGHT_UPDATE, l, layer(l))));
    }

    /** X·W + b with what W and b are after the update. */
    Matrix preActivationAfterUpdate(int l) {
        Matrix z = X(l).dot(updatedWeights(l));
        return b(l).map(before -> z.plus(shown.get(Quantity.BIAS, l)
                        .filter(after -> after.hasShapeOf(before))
                        .orElseGet(() -> before.minus(update(Quantity.BIAS_UPDATE, l, layer(l))))))
                .orElse(z);
    }

    /** What was subtracted from W or from b. */
    Matrix subtracted(Quantity update, int l) {
        return tensor(update, l);
    }

    /** W or b as it stood before the step. */
    Matrix before(Quantity of, int l) {
        return of == Quantity.BIAS ? b(l).orElseThrow() : W(l);
    }

    private Matrix tensor(Quantity quantity, int l) {
        return tensors.get(quantity, l)
                .orElseThrow(() -> new IllegalStateException(quantity + " of layer " + l + " is not there yet"));
    }
}
