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
import dev.plumbline.reference.GradientNormalizations.Gradient;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Training by the tutorial's algorithm, for any number of layers and units. */
final class ReferenceRun implements PerturbableRun {
    private final int layers; // they count from 1; A[0] is the input
    private final Activations.Function[] f;
    private final Losses.Function loss;
    private final LayerOptimizer[] optimizer; // of each layer, with its state
    private final Dropouts[] dropout;
    private final Penalties[] penalties;
    private final GradientNormalizations.Function[] normalization;
    private final List<UnaryOperator<Matrix>> constraint; // at l - 1
    private final boolean mean; // whether the batch's loss is the mean of its examples', or their sum
    private final Matrix[] W; // W[l] (units of l-1, units of l)
    private final List<Optional<Matrix>> b; // b[l] (1, units of l)

    ReferenceRun(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        layers = spec.layers().size();
        f = new Activations.Function[layers + 1];
        optimizer = new LayerOptimizer[layers + 1];
        dropout = new Dropouts[layers + 1];
        penalties = new Penalties[layers + 1];
        normalization = new GradientNormalizations.Function[layers + 1];
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
            normalization[l] = GradientNormalizations.of(layer.gradientNormalization());
            constraint.add(Constraints.of(layer.constraint()));
        }
        loss = Losses.of(spec.loss());
        mean = spec.reduction() == Reduction.MEAN;
        use(experiment.initialWeights());
    }

    @Override
    public StepTrace step(Batch batch, Perturbation perturbation) {
        StepTrace trace = new StepTrace(batch.step(), layers);
        Observer observer = new Observer(trace, perturbation);
        Matrix y = batch.targets(); // (n, outputs)
        int n = batch.size();

        // Forward: feed the inputs through layer after layer.
        Matrix[] Z = new Matrix[layers + 1];
        Matrix[] A = new Matrix[layers + 1];
        Matrix[] X = new Matrix[layers + 1]; // what a layer takes: A[l-1], but for what it drops of it
        A[0] = batch.inputs(); // (n, inputs)
        for (int l = 1; l <= layers; l++) {
            X[l] = dropout[l].apply(A[l - 1], batch.mask(l)); // (n, units of l-1)
            Z[l] = observer.see(PRE_ACTIVATION, l, preActivation(X[l], l)); // (n, units)
            A[l] = observer.see(ACTIVATION, l, f[l].forward(Z[l])); // (n, units)
        }

        // How much did we miss?
        observer.see(LOSS, layers, Matrix.full(1, 1, reducedLoss(A[layers], y, batch.weights())));

        // Backward: how much did each value contribute to that? All of it with the weights from before the update.
        Matrix[] dW = new Matrix[layers + 1];
        Matrix[] db = new Matrix[layers + 1];
        Matrix dZ = weighted(loss.delta(f[layers], Z[layers], A[layers], y), batch.weights()); // (n, outputs)
        for (int l = layers; l >= 1; l--) {
            dZ = observer.see(DELTA, l, dZ);
            dW[l] = observer.see(
                    WEIGHT_GRADIENT, l, reduced(X[l].transpose().dot(dZ), n)); // (units of l-1, units of l)
            if (b.get(l).isPresent()) {
                db[l] = observer.see(BIAS_GRADIENT, l, reduced(dZ.sum(0), n)); // (1, units)
            }
            if (l > 1) {
                Matrix dX = dZ.dot(W[l].transpose()); // (n, units of l-1)
                Matrix dA = dropout[l].apply(dX, batch.mask(l)); // (n, units of l-1)
                dZ = f[l - 1].backward(dA, Z[l - 1], A[l - 1]); // (n, units of l-1)
            }
        }

        // Update.
        for (int l = 1; l <= layers; l++) {
            Gradient g = normalization[l].apply(new Gradient(dW[l], Optional.ofNullable(db[l])));
            Matrix uW = optimizer[l].ofWeights(penalties[l].gradientOfWeights(g.dW(), W[l]), batch);
            uW = observer.see(WEIGHT_UPDATE, l, penalties[l].decayed(uW, W[l], optimizer[l].rateAt(batch)));
            // A perturbed weight is constrained too, so what is recorded fulfils the constraint.
            W[l] = constraint.get(l - 1).apply(perturbation.perturb(WEIGHTS, l, W[l].minus(uW)));
            trace.record(WEIGHTS, l, W[l]);
            if (b.get(l).isPresent()) {
                Matrix bias = b.get(l).orElseThrow();
                Matrix ub = optimizer[l].ofBias(penalties[l].gradientOfBias(g.db().orElseThrow(), bias), batch);
                ub = observer.see(BIAS_UPDATE, l, ub);
                b.set(l, Optional.of(observer.see(BIAS, l, bias.minus(ub))));
            }
            optimizer[l].state().recordIn(trace, l);
        }
        return trace;
    }

    /** Passes each tensor of a step through the perturbation and records it. The identity, where nothing is perturbed. */
    private record Observer(StepTrace trace, Perturbation perturbation) {
        Matrix see(Quantity quantity, int layer, Matrix tensor) {
            Matrix seen = perturbation.perturb(quantity, layer, tensor);
            trace.record(quantity, layer, seen);
            return seen;
        }
    }

    /** Z[l] = A[l-1]·W[l] + b[l]. */
    private Matrix preActivation(Matrix below, int l) {
        Matrix z = below.dot(W[l]);
        return b.get(l).map(z::plus).orElse(z);
    }

    /** L, from the losses of the batch's examples, and the penalties of all layers. */
    private double reducedLoss(Matrix a, Matrix y, Optional<Matrix> weights) {
        Matrix losses = weighted(loss.forward(a, y), weights); // (n, 1)
        double reduced = mean ? losses.mean() : losses.sum();
        for (int l = 1; l <= layers; l++) {
            reduced += penalties[l].sum(W[l], b.get(l));
        }
        return reduced;
    }

    /** What there is of each example, (n, any), times its weight, (n, 1); the mean stays one over n examples. */
    private static Matrix weighted(Matrix ofExamples, Optional<Matrix> weights) {
        return weights.map(ofExamples::times).orElse(ofExamples);
    }

    /** A sum over the batch, or the mean that it stands for. */
    private Matrix reduced(Matrix sum, int n) {
        return mean ? sum.div(n) : sum;
    }

    @Override
    public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        Matrix a = inputs;
        for (int l = 1; l <= layers; l++) {
            a = f[l].forward(preActivation(a, l));
        }
        return new Evaluation(a, targets, reducedLoss(a, targets, weights));
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
        // It holds nothing but memory of the heap.
    }
}
