package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.LayerMemory;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.List;
import java.util.Optional;

/**
 * What is there when a tensor of a step is calculated: the batch, the state before the step, and the tensors that come before
 * it. Letters as in the reference; layers count from 1.
 */
final class Scene {
    private final NetworkSpec spec;
    private final Batch batch;
    private final TrainingState before;
    private final StepTrace tensors;

    /** A scene whose tensors are recorded as the step goes on. */
    Scene(NetworkSpec spec, Batch batch, TrainingState before, StepTrace tensors) {
        this.spec = spec;
        this.batch = batch;
        this.before = before;
        this.tensors = tensors;
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

    /** A[l-1], but for what the layer drops of it. */
    Matrix X(int l) {
        return masked(A(l - 1), l, true);
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

    /** ∂l/∂A[l], with the weights of the examples. */
    Matrix dA(int l) {
        if (l == layers()) {
            return weighted(Formulas.slopeOfLoss(spec.loss(), A(l), y()));
        }
        return down(dZ(l + 1), W(l + 1), l);
    }

    /** What comes down to A[l] from the layer above. */
    Matrix down(Matrix fromAbove, Matrix weightsAbove, int l) {
        return masked(fromAbove.dot(weightsAbove.transpose()), l + 1, true);
    }

    /** Back through the activation of a layer. */
    Matrix throughActivation(int l, Matrix dA) {
        return Formulas.throughActivation(layer(l).activation(), dA, Z(l), A(l));
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
        Formulas.Gradient gradient =
                new Formulas.Gradient(dW(l), db(l)).normalized(layer).penalized(layer, W(l), b(l));
        return update == Quantity.BIAS_UPDATE ? gradient.bias().orElseThrow() : gradient.weights();
    }

    Matrix given(Quantity update, int l) {
        return given(update, l, layer(l));
    }

    /** What the optimizer remembers of W or of b before the step. */
    List<Matrix> memory(Quantity update, int l) {
        LayerMemory memory = before.memories().get(l - 1);
        return update == Quantity.BIAS_UPDATE ? memory.bias() : memory.weights();
    }

    /** The right update of W or of b, if the layer were this one. */
    Matrix update(Quantity update, int l, Layer layer) {
        Matrix value = Formulas.update(optimizer(l), given(update, l, layer), memory(update, l), batch)
                .value();
        return update == Quantity.BIAS_UPDATE ? value : Formulas.decayed(layer, value, W(l), rate(l));
    }

    /** W[l] after a right update. */
    Matrix updatedWeights(int l) {
        return Formulas.constrained(layer(l), W(l).minus(update(Quantity.WEIGHT_UPDATE, l, layer(l))));
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
