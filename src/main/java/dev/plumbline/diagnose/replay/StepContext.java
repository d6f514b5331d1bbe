package dev.plumbline.diagnose.replay;

import dev.plumbline.diagnose.findings.Mistake;
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
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The context in which a tensor of a step is computed: the batch, the state before the step, and the preceding tensors
 * of the step. Letters as in the reference; layers count from 1.
 */
public final class StepContext {
    private final NetworkSpec spec;
    private final Batch batch;
    private final TrainingState before;
    private final StepTrace tensors;
    private final StepTrace recorded;
    private final boolean trains;
    private final Map<Integer, Matrix> inputs = new HashMap<>();
    private final Map<Integer, Matrix> incoming = new HashMap<>();
    private final Map<Integer, BackwardPath> backwardPaths = new HashMap<>();
    private final Mistakes mistakes;

    /**
     * A context whose tensors are added during the step.
     *
     * @param recorded the network's recorded tensors of the step
     * @param mistakes the mistakes of the replay
     * @param trains whether the step trains; false for the computation of outputs
     */
    StepContext(
            NetworkSpec spec,
            Batch batch,
            TrainingState before,
            StepTrace tensors,
            StepTrace recorded,
            Mistakes mistakes,
            boolean trains) {
        this.spec = spec;
        this.batch = batch;
        this.before = before;
        this.tensors = tensors;
        this.recorded = recorded;
        this.mistakes = mistakes;
        this.trains = trains;
    }

    /**
     * The mistakes of a replay.
     *
     * @param inOrder in the order of their stages
     * @param updates the optimizer steps with these mistakes
     */
    record Mistakes(List<Replay.Mistaken> inOrder, FaultyUpdates updates) {}

    public boolean trains() {
        return trains;
    }

    /** The recorded value of a tensor of this step. */
    public Optional<Matrix> shown(Quantity quantity, int l) {
        return recorded.get(quantity, l);
    }

    /** The recorded tensors of this step before its gradients. */
    public StepTrace shownBeforeGradients() {
        return recorded.only(key -> key.quantity().compareTo(Quantity.WEIGHT_GRADIENT) < 0);
    }

    public TrainingState before() {
        return before;
    }

    public NetworkSpec spec() {
        return spec;
    }

    public Batch batch() {
        return batch;
    }

    public int layers() {
        return spec.layers().size();
    }

    public Layer layer(int l) {
        return spec.layers().get(l - 1);
    }

    public Optimizer optimizer(int l) {
        return spec.optimizerOf(l - 1).in(spec.precision());
    }

    /** The file's learning rate of this step. */
    public double rate(int l) {
        return Formulas.rate(optimizer(l), batch);
    }

    /** The number of examples, for the losses that are a mean over the batch. */
    public int n() {
        return batch.size();
    }

    public boolean mean() {
        return spec.reduction() == Reduction.MEAN;
    }

    public Matrix y() {
        return batch.targets();
    }

    public Matrix W(int l) {
        return weights(l).weights();
    }

    public Optional<Matrix> b(int l) {
        return weights(l).bias();
    }

    private LayerWeights weights(int l) {
        return before.weights().get(l - 1);
    }

    public Matrix Z(int l) {
        return tensor(Quantity.PRE_ACTIVATION, l);
    }

    public Matrix A(int l) {
        return l == 0 ? batch.inputs() : tensor(Quantity.ACTIVATION, l);
    }

    /** A[l-1] after dropout, or the input that a mistake uses instead. */
    public Matrix X(int l) {
        Matrix instead = inputs.get(l);
        return instead == null ? masked(A(l - 1), l, true) : instead;
    }

    /** Sets a mistaken input of the layer; returns Z computed from it. */
    public Matrix preActivationFrom(int l, Matrix x) {
        inputs.put(l, x);
        return preActivation(x, W(l), l);
    }

    /** The rows after the layer's dropout mask, divided by the keep probability if scaled. */
    public Matrix masked(Matrix x, int l, boolean scaled) {
        Optional<Matrix> mask = batch.mask(l);
        if (mask.isEmpty() || layer(l).dropout().isEmpty()) {
            return x;
        }
        Matrix kept = x.times(mask.get());
        return scaled ? kept.div(layer(l).dropout().get().keepProbability()) : kept;
    }

    /** X·W + b, with this layer's bias where it has one. */
    public Matrix preActivation(Matrix x, Matrix weights, int l) {
        Matrix z = x.dot(weights);
        return b(l).map(z::plus).orElse(z);
    }

    public Matrix dZ(int l) {
        return tensor(Quantity.DELTA, l);
    }

    public Matrix dW(int l) {
        return tensor(Quantity.WEIGHT_GRADIENT, l);
    }

    public Optional<Matrix> db(int l) {
        return tensors.get(Quantity.BIAS_GRADIENT, l);
    }

    /** ∂l/∂A[l] with the weights of the examples, or a mistaken value of it. */
    public Matrix dA(int l) {
        Matrix instead = incoming.get(l);
        if (instead != null) {
            return instead;
        }
        return l == layers()
                ? weighted(Formulas.lossGradient(spec.loss(), A(l), y()))
                : backwardPath(l).gradient();
    }

    /** Sets a mistaken ∂l/∂A[l]; returns dZ computed from it. */
    public Matrix deltaFrom(int l, Matrix dA) {
        incoming.put(l, dA);
        return throughActivation(l, dA);
    }

    /** Sets a mistaken backward path to A[l]; returns dZ computed with it. */
    public Matrix backwardThrough(int l, UnaryOperator<BackwardPath> mistaken) {
        backwardPaths.put(l, mistaken.apply(backwardPath(l)));
        return deltaFrom(l, backwardPath(l).gradient());
    }

    private BackwardPath backwardPath(int l) {
        BackwardPath mistaken = backwardPaths.get(l);
        return mistaken == null ? new BackwardPath(dZ(l + 1), W(l + 1), sum -> masked(sum, l + 1, true)) : mistaken;
    }

    /**
     * The computation of ∂l/∂A[l] from the layer above.
     *
     * @param fromAbove the delta of the layer above
     * @param weights the weights of the layer above
     * @param dropping applies the dropout mask
     */
    public record BackwardPath(Matrix fromAbove, Matrix weights, UnaryOperator<Matrix> dropping) {
        Matrix gradient() {
            return dropping.apply(fromAbove.dot(weights.transpose()));
        }

        public BackwardPath from(Matrix fromAbove) {
            return new BackwardPath(fromAbove, weights, dropping);
        }

        public BackwardPath through(Matrix weights) {
            return new BackwardPath(fromAbove, weights, dropping);
        }

        public BackwardPath dropping(UnaryOperator<Matrix> dropping) {
            return new BackwardPath(fromAbove, weights, dropping);
        }
    }

    /** The activation of a layer at these pre-activations. */
    public Matrix activated(int l, Matrix z) {
        return Formulas.activation(layer(l).activation(), z);
    }

    /** Back through the activation of a layer. */
    public Matrix throughActivation(int l, Matrix dA) {
        return Formulas.activationBackward(layer(l).activation(), dA, Z(l), A(l));
    }

    /** Rows times the weights of their examples. */
    public Matrix weighted(Matrix rows) {
        return batch.weights().map(rows::times).orElse(rows);
    }

    /** The gradient of W or of b as the step computed it. */
    Matrix gradient(Quantity update, int l) {
        return update == Quantity.BIAS_UPDATE ? db(l).orElseThrow() : dW(l);
    }

    /**
     * The input of the optimizer for W or for b.
     *
     * @param rules the rule of each layer, of which a norm over all layers depends on all
     */
    Matrix given(Quantity update, int l, IntFunction<UpdateRule> rules) {
        IntFunction<Formulas.Gradient> gradients =
                m -> new Formulas.Gradient(dW(m), db(m)).times(rules.apply(m).factor());
        DoubleSupplier norm = () -> Formulas.norm(
                IntStream.rangeClosed(1, layers())
                        .mapToObj(m -> rules.apply(m).layer())
                        .toList(),
                l,
                gradients);
        Layer layer = rules.apply(l).layer();
        Formulas.Gradient gradient = gradients.apply(l).normalized(layer, norm).penalized(layer, n(), W(l), b(l));
        return update == Quantity.BIAS_UPDATE ? gradient.bias().orElseThrow() : gradient.weights();
    }

    /** The update of W or of b with all mistakes of this replay in the optimizer step. */
    Matrix mistakenUpdate(Quantity update, int l) {
        return mistakes.updates().of(this, update, l);
    }

    /** The learning rate with all mistakes of this replay. */
    public double mistakenRate(Quantity update, int l) {
        return mistakes.updates().rule(this, update, l).rate();
    }

    /** The other mistakes of this replay. */
    public List<Hypothesis> mistakesBesides(Mistake excluded) {
        return mistakes.inOrder().stream()
                .map(Replay.Mistaken::hypothesis)
                .filter(hypothesis -> hypothesis.mistake() != excluded)
                .toList();
    }

    /** The optimizer state of W or of b before the step. */
    List<Matrix> optimizerState(Quantity update, int l) {
        OptimizerState state = before.optimizers().get(l - 1);
        return update == Quantity.BIAS_UPDATE ? state.bias() : state.weights();
    }

    /** The correct update of W or of b. */
    private Matrix update(Quantity update, int l) {
        Matrix gradient = given(update, l, m -> UpdateRule.of(this, m));
        Matrix value = Formulas.update(optimizer(l), gradient, optimizerState(update, l), batch)
                .value();
        return update == Quantity.BIAS_UPDATE ? value : Formulas.decayed(layer(l), value, W(l), rate(l));
    }

    /** W[l] after the update, as recorded; otherwise after a correct update. */
    public Matrix updatedWeights(int l) {
        Optional<Matrix> recordedWeights = recorded.get(Quantity.WEIGHTS, l).filter(after -> after.hasShapeOf(W(l)));
        return recordedWeights.isPresent()
                ? recordedWeights.get()
                : Formulas.constrained(layer(l), W(l).minus(update(Quantity.WEIGHT_UPDATE, l)));
    }

    /** X·W + b with W and b after the update. */
    public Matrix preActivationAfterUpdate(int l) {
        Matrix z = X(l).dot(updatedWeights(l));
        return b(l).map(before -> z.plus(recorded.get(Quantity.BIAS, l)
                        .filter(after -> after.hasShapeOf(before))
                        .orElseGet(() -> before.minus(update(Quantity.BIAS_UPDATE, l)))))
                .orElse(z);
    }

    /** The update that was subtracted from W or from b. */
    public Matrix subtracted(Quantity update, int l) {
        return tensor(update, l);
    }

    /** W or b before the step. */
    public Matrix before(Quantity of, int l) {
        return of == Quantity.BIAS ? b(l).orElseThrow() : W(l);
    }

    private Matrix tensor(Quantity quantity, int l) {
        return tensors.get(quantity, l)
                .orElseThrow(() -> new IllegalStateException(quantity + " of layer " + l + " is not computed yet"));
    }
}
