package dev.plumbline.reference;

import static dev.plumbline.trace.Quantity.ACTIVATION;
import static dev.plumbline.trace.Quantity.BIAS;
import static dev.plumbline.trace.Quantity.BIAS_GRADIENT;
import static dev.plumbline.trace.Quantity.BIAS_UPDATE;
import static dev.plumbline.trace.Quantity.DELTA;
import static dev.plumbline.trace.Quantity.LOSS;
import static dev.plumbline.trace.Quantity.PRE_ACTIVATION;
import static dev.plumbline.trace.Quantity.WEIGHTS;
import static dev.plumbline.trace.Quantity.WEIGHT_GRADIENT;
import static dev.plumbline.trace.Quantity.WEIGHT_UPDATE;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas.Gradient;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Training by the algorithm of the tutorial, for any number of layers and units. */
final class ReferenceRun implements PerturbableRun {
    private final List<Layer> spec; // at l - 1
    private final int layers; // counted from 1; A[0] is the input
    private final Activations.Function[] f;
    private final Losses.Function loss;
    private final LayerOptimizer[] optimizer; // of each layer
    private final Dropouts[] dropout;
    private final Penalties[] penalties;
    private final List<UnaryOperator<Matrix>> constraint; // at l - 1
    private final Precision precision; // of the numbers that are given; all are computed in f64
    private final boolean mean; // whether the loss of a batch is the mean over its examples, not the sum
    private final Matrix[] W; // W[l] (units of l-1, units of l)
    private final List<Optional<Matrix>> b; // b[l] (1, units of l)

    ReferenceRun(NetworkSpec spec, List<LayerWeights> initialWeights) {
        this.spec = spec.layers();
        layers = spec.layers().size();
        f = new Activations.Function[layers + 1];
        optimizer = new LayerOptimizer[layers + 1];
        dropout = new Dropouts[layers + 1];
        penalties = new Penalties[layers + 1];
        constraint = new ArrayList<>();
        W = new Matrix[layers + 1];
        b = new ArrayList<>();
        for (int l = 1; l <= layers; l++) {
            Layer layer = spec.layers().get(l - 1);
            f[l] = Activations.of(layer.activation());
            optimizer[l] = new LayerOptimizer(
                    spec.optimizerOf(l - 1), spec.precision(), spec.inputsOf(l - 1), layer.units(), layer.bias());
            dropout[l] = new Dropouts(layer.dropout());
            penalties[l] = Penalties.of(layer.regularization());
            constraint.add(Constraints.of(layer.constraint()));
        }
        loss = Losses.of(spec.loss());
        precision = spec.precision();
        mean = spec.reduction() == Reduction.MEAN;
        use(initialWeights);
    }

    @Override
    public StepTrace step(Batch batch, Perturbation perturbation) {
        StepTrace trace = new StepTrace(batch.step(), layers);
        Recorder recorder = new Recorder(trace, perturbation);
        Matrix y = batch.targets(); // (n, outputs)
        int n = batch.size();

        // Forward: feed the inputs through layer after layer.
        Matrix[] Z = new Matrix[layers + 1];
        Matrix[] A = new Matrix[layers + 1];
        Matrix[] X = new Matrix[layers + 1]; // the inputs of a layer: A[l-1] after dropout
        A[0] = batch.inputs(); // (n, inputs)
        for (int l = 1; l <= layers; l++) {
            X[l] = dropout[l].apply(A[l - 1], batch.mask(l)); // (n, units of l-1)
            Z[l] = recorder.record(PRE_ACTIVATION, l, preActivation(X[l], l)); // (n, units)
            A[l] = recorder.record(ACTIVATION, l, f[l].forward(Z[l])); // (n, units)
        }

        // Loss.
        recorder.record(LOSS, layers, Matrix.full(1, 1, reducedLoss(A[layers], y, batch.weights())));

        // Backward: all gradients with the weights before the update.
        Matrix[] dW = new Matrix[layers + 1];
        Matrix[] db = new Matrix[layers + 1];
        Matrix dZ = weighted(loss.delta(f[layers], Z[layers], A[layers], y), batch.weights()); // (n, outputs)
        for (int l = layers; l >= 1; l--) {
            dZ = recorder.record(DELTA, l, dZ);
            dW[l] = recorder.record(
                    WEIGHT_GRADIENT, l, reduced(X[l].transpose().dot(dZ), n)); // (units of l-1, units of l)
            if (b.get(l).isPresent()) {
                db[l] = recorder.record(BIAS_GRADIENT, l, reduced(dZ.sum(0), n)); // (1, units)
            }
            if (l > 1) {
                Matrix dX = dZ.dot(W[l].transpose()); // (n, units of l-1)
                Matrix dA = dropout[l].apply(dX, batch.mask(l)); // (n, units of l-1)
                dZ = f[l - 1].backward(dA, Z[l - 1], A[l - 1]); // (n, units of l-1)
            }
        }

        // Update.
        IntFunction<Gradient> gradient = l -> new Gradient(dW[l], Optional.ofNullable(db[l]));
        for (int l = 1; l <= layers; l++) {
            int layer = l;
            Penalties penalty = penalties[l].forBatch(n);
            Gradient g = gradient.apply(l).normalized(spec.get(l - 1), () -> Formulas.norm(spec, layer, gradient));
            Matrix uW = optimizer[l].ofWeights(penalty.gradientOfWeights(g.weights(), W[l]), batch);
            uW = recorder.record(WEIGHT_UPDATE, l, penalty.decayed(uW, W[l], optimizer[l].rateAt(batch)));
            // The constraint comes after the perturbation, so the recorded weights fulfil it.
            W[l] = constraint.get(l - 1).apply(perturbation.perturb(WEIGHTS, l, W[l].minus(uW)));
            trace.record(WEIGHTS, l, W[l]);
            if (b.get(l).isPresent()) {
                Matrix bias = b.get(l).orElseThrow();
                Matrix ub = optimizer[l].ofBias(penalty.gradientOfBias(g.bias().orElseThrow(), bias), batch);
                ub = recorder.record(BIAS_UPDATE, l, ub);
                b.set(l, Optional.of(recorder.record(BIAS, l, bias.minus(ub))));
            }
            optimizer[l].state().recordIn(trace, l);
        }
        return trace;
    }

    /** Perturbs each tensor of a step and records it. */
    private record Recorder(StepTrace trace, Perturbation perturbation) {
        Matrix record(Quantity quantity, int layer, Matrix tensor) {
            Matrix perturbed = perturbation.perturb(quantity, layer, tensor);
            trace.record(quantity, layer, perturbed);
            return perturbed;
        }
    }

    /** Z[l] = A[l-1]·W[l] + b[l]. */
    private Matrix preActivation(Matrix below, int l) {
        Matrix z = below.dot(W[l]);
        return b.get(l).map(z::plus).orElse(z);
    }

    /** L: the reduced losses of the examples plus the penalties of all layers. */
    private double reducedLoss(Matrix a, Matrix y, Optional<Matrix> weights) {
        Matrix losses = weighted(loss.forward(a, y), weights); // (n, 1)
        double reduced = mean ? losses.mean() : losses.sum();
        for (int l = 1; l <= layers; l++) {
            reduced += penalties[l].forBatch(y.rows()).sum(W[l], b.get(l));
        }
        return reduced;
    }

    /** Multiplies the row of each example, (n, any), by its weight, (n, 1). The mean still divides by n. */
    private static Matrix weighted(Matrix ofExamples, Optional<Matrix> weights) {
        return weights.map(ofExamples::times).orElse(ofExamples);
    }

    /** Reduces over the batch: the sum itself, or the sum divided by n. */
    private Matrix reduced(Matrix sum, int n) {
        return mean ? sum.div(n) : sum;
    }

    @Override
    public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        Matrix a = outputs(inputs);
        return new Evaluation(a, targets, reducedLoss(a, given(targets), weights.map(this::given)));
    }

    /** The outputs for these inputs, without dropout. */
    Matrix outputs(Matrix inputs) {
        Matrix a = given(inputs); // (n, inputs)
        for (int l = 1; l <= layers; l++) {
            a = f[l].forward(preActivation(a, l)); // (n, units)
        }
        return a;
    }

    /** Examples from outside of the experiment, rounded as those in it are. */
    private Matrix given(Matrix examples) {
        return precision == Precision.F64 ? examples : examples.map(precision::round);
    }

    @Override
    public double learningRate(int layer, Batch batch) {
        return optimizer[layer].rateAt(batch);
    }

    @Override
    public TrainingState state() {
        List<LayerWeights> weights = new ArrayList<>();
        List<OptimizerState> optimizers = new ArrayList<>();
        for (int l = 1; l <= layers; l++) {
            weights.add(new LayerWeights(W[l], b.get(l)));
            optimizers.add(optimizer[l].state());
        }
        return new TrainingState(weights, optimizers);
    }

    @Override
    public void restore(TrainingState state) {
        use(state.weights());
        for (int l = 1; l <= layers; l++) {
            optimizer[l].restore(state.optimizers().get(l - 1));
        }
    }

    private void use(List<LayerWeights> weights) {
        b.clear();
        b.add(Optional.empty()); // the input has no bias
        for (int l = 1; l <= layers; l++) {
            W[l] = weights.get(l - 1).weights();
            b.add(weights.get(l - 1).bias());
        }
    }

    @Override
    public void close() {
        // No resources to release.
    }
}
