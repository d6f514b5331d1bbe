package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerMemory;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Training by the tutorial's algorithm, for any number of layers and units. */
final class ReferenceRun implements ReplayableRun {
    private final int layers; // they count from 1; A[0] is the input
    private final Activations.Function[] f;
    private final Losses.Function loss;
    private final Updates[] optimizer; // of each layer, with what it remembers
    private final boolean mean; // whether the batch's loss is the mean of its examples', or their sum
    private final Matrix[] W; // W[l] (units of l-1, units of l)
    private final List<Optional<Matrix>> b; // b[l] (1, units of l)

    ReferenceRun(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        layers = spec.layers().size();
        f = new Activations.Function[layers + 1];
        optimizer = new Updates[layers + 1];
        W = new Matrix[layers + 1];
        b = new ArrayList<>();
        for (int l = 1; l <= layers; l++) {
            Layer layer = spec.layers().get(l - 1);
            f[l] = Activations.of(layer.activation());
            optimizer[l] = new Updates(
                    spec.optimizerOf(l - 1).in(spec.precision()),
                    spec.inputsOf(l - 1),
                    layer.units(),
                    layer.bias());
        }
        loss = Losses.of(spec.loss());
        mean = spec.reduction() == Reduction.MEAN;
        use(experiment.initialWeights());
    }

    @Override
    public StepTrace step(Batch batch) {
        StepTrace trace = new StepTrace(batch.step(), layers);
        Matrix y = batch.targets(); // (n, outputs)
        int n = batch.size();

        // Forward: feed the inputs through layer after layer.
        Matrix[] Z = new Matrix[layers + 1];
        Matrix[] A = new Matrix[layers + 1];
        A[0] = batch.inputs(); // (n, inputs)
        for (int l = 1; l <= layers; l++) {
            Z[l] = preActivation(A[l - 1], l); // (n, units)
            A[l] = f[l].forward(Z[l]); // (n, units)
            trace.record(Quantity.PRE_ACTIVATION, l, Z[l]).record(Quantity.ACTIVATION, l, A[l]);
        }

        // How much did we miss?
        trace.record(Quantity.LOSS, layers, Matrix.full(1, 1, reducedLoss(A[layers], y)));

        // Backward: how much did each value contribute to that? All of it with the weights from before the update.
        Matrix[] dW = new Matrix[layers + 1];
        Matrix[] db = new Matrix[layers + 1];
        Matrix dZ = loss.delta(f[layers], Z[layers], A[layers], y); // (n, outputs)
        for (int l = layers; l >= 1; l--) {
            dW[l] = reduced(A[l - 1].transpose().dot(dZ), n); // (units of l-1, units of l)
            trace.record(Quantity.DELTA, l, dZ).record(Quantity.WEIGHT_GRADIENT, l, dW[l]);
            if (b.get(l).isPresent()) {
                db[l] = reduced(dZ.sum(0), n); // (1, units)
                trace.record(Quantity.BIAS_GRADIENT, l, db[l]);
            }
            if (l > 1) {
                Matrix dA = dZ.dot(W[l].transpose()); // (n, units of l-1)
                dZ = f[l - 1].backward(dA, Z[l - 1], A[l - 1]); // (n, units of l-1)
            }
        }

        // Update.
        for (int l = 1; l <= layers; l++) {
            Matrix uW = optimizer[l].ofWeights(dW[l], batch);
            W[l] = W[l].minus(uW);
            trace.record(Quantity.WEIGHT_UPDATE, l, uW).record(Quantity.WEIGHTS, l, W[l]);
            if (b.get(l).isPresent()) {
                Matrix ub = optimizer[l].ofBias(db[l], batch);
                b.set(l, b.get(l).map(bias -> bias.minus(ub)));
                trace.record(Quantity.BIAS_UPDATE, l, ub)
                        .record(Quantity.BIAS, l, b.get(l).orElseThrow());
            }
            optimizer[l].memory().recordIn(trace, l);
        }
        return trace;
    }

    /** Z[l] = A[l-1]·W[l] + b[l]. */
    private Matrix preActivation(Matrix below, int l) {
        Matrix z = below.dot(W[l]);
        return b.get(l).map(z::plus).orElse(z);
    }

    /** L, from the losses of the batch's examples. */
    private double reducedLoss(Matrix a, Matrix y) {
        Matrix losses = loss.forward(a, y); // (n, 1)
        return mean ? losses.mean() : losses.sum();
    }

    /** A sum over the batch, or the mean that it stands for. */
    private Matrix reduced(Matrix sum, int n) {
        return mean ? sum.div(n) : sum;
    }

    @Override
    public Evaluation evaluate(Matrix inputs, Matrix targets) {
        Matrix a = inputs;
        for (int l = 1; l <= layers; l++) {
            a = f[l].forward(preActivation(a, l));
        }
        return new Evaluation(a, targets, reducedLoss(a, targets));
    }

    @Override
    public TrainingState state() {
        List<LayerWeights> weights = new ArrayList<>();
        List<LayerMemory> memories = new ArrayList<>();
        for (int l = 1; l <= layers; l++) {
            weights.add(new LayerWeights(W[l], b.get(l)));
            memories.add(optimizer[l].memory());
        }
        return new TrainingState(weights, memories);
    }

    @Override
    public void restore(TrainingState state) {
        use(state.weights());
        for (int l = 1; l <= layers; l++) {
            optimizer[l].remember(state.memories().get(l - 1));
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
